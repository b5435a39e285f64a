//! Numbers before paragraphs, as Word shows them.

use super::error::PackageError;
use super::xml::{Step, is_on, walk};
use crate::text::roman;
use std::collections::{HashMap, HashSet};

const LEVELS: usize = 9;
/// Characters of a level's text that are kept: it stands before every paragraph.
const LONGEST_TEXT: usize = 60;

/// The numberings of a document.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Definitions by id.
    definitions: HashMap<i64, Definition>,
    instances: HashMap<i64, Instance>,
    /// Definition that stands behind a numbering style.
    styles: HashMap<String, i64>,
}

#[derive(Debug, Default, Clone)]
struct Definition {
    levels: [Level; LEVELS],
    /// A numbering style this definition only points to.
    link: Option<String>,
}

#[derive(Debug, Clone)]
struct Level {
    start: i64,
    format: String,
    text: String,
    /// The level (from 1) whose numbers begin this one anew; 0: none does.
    restart: Option<u8>,
    /// All numbers in it in figures.
    legal: bool,
    /// Nothing between number and text.
    glued: bool,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            start: 1,
            format: "decimal".to_string(),
            text: String::new(),
            restart: None,
            legal: false,
            glued: false,
            style: None,
        }
    }
}

#[derive(Debug, Default, Clone)]
struct Instance {
    definition: i64,
    /// First numbers this instance sets, by level.
    starts: [Option<i64>; LEVELS],
    levels: HashMap<usize, Level>,
}

/// What stands before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A bullet.
    Bullet,
    /// A number.
    Number {
        /// As it is shown: «IV.», «a)», «Phần 2:».
        text: String,
        /// The bare number, if it is one of a plain list: «3.», «3)».
        plain: Option<u64>,
        /// Whether the text follows without a gap.
        glued: bool,
    },
}

/// Counts through a document, paragraph by paragraph.
#[derive(Debug)]
pub struct Counter<'n> {
    numbering: &'n Numbering,
    /// The last number of each level, by definition.
    counts: HashMap<i64, [Option<i64>; LEVELS]>,
    /// Instances and levels whose own first number has been set.
    begun: HashSet<(i64, usize)>,
}

impl Numbering {
    /// Reads the numbering part.
    pub fn read(part: &str, text: &str) -> Result<Numbering, PackageError> {
        let mut numbering = Numbering::default();
        let mut path: Vec<String> = Vec::new();
        let mut definition: Option<(i64, Definition)> = None;
        let mut instance: Option<(i64, Instance)> = None;
        // The level under way, and the one an instance overrides.
        let (mut level, mut overridden) = (0usize, 0usize);
        walk(part, text, &mut |step| match step {
            Step::Open(name, attributes) => {
                let value = || attributes.get("val").unwrap_or_default();
                let id = |name: &str| attributes.get(name).and_then(|v| v.trim().parse::<i64>().ok()).unwrap_or(0);
                let place = |name: &str| (id(name).clamp(0, LEVELS as i64 - 1)) as usize;
                let above = path.last().map(String::as_str);
                match name {
                    "abstractNum" => definition = Some((id("abstractNumId"), Definition::default())),
                    "num" => instance = Some((id("numId"), Instance::default())),
                    "numStyleLink" => {
                        if let Some((_, definition)) = &mut definition {
                            definition.link = Some(value());
                        }
                    }
                    "styleLink" => {
                        if let Some((id, _)) = &definition {
                            numbering.styles.insert(value(), *id);
                        }
                    }
                    "abstractNumId" => {
                        if let Some((_, instance)) = &mut instance {
                            instance.definition = id("val");
                        }
                    }
                    "lvlOverride" => overridden = place("ilvl"),
                    "startOverride" => {
                        if let Some((_, instance)) = &mut instance {
                            instance.starts[overridden] = Some(id("val"));
                        }
                    }
                    "lvl" => {
                        level = place("ilvl");
                        if let Some((_, instance)) = &mut instance {
                            instance.levels.insert(level, Level::default());
                        }
                    }
                    _ if above == Some("lvl") => {
                        let this = match (&mut instance, &mut definition) {
                            (Some((_, instance)), _) => instance.levels.get_mut(&level),
                            (None, Some((_, definition))) => Some(&mut definition.levels[level]),
                            (None, None) => None,
                        };
                        let Some(this) = this else { return path.push(name.to_string()) };
                        match name {
                            "start" => this.start = id("val"),
                            "numFmt" => this.format = value(),
                            "lvlText" => this.text = value().chars().take(LONGEST_TEXT).collect(),
                            "lvlRestart" => this.restart = u8::try_from(id("val")).ok(),
                            "isLgl" => this.legal = is_on(attributes.get("val").as_deref()),
                            "suff" => this.glued = value() == "nothing",
                            "pStyle" => this.style = Some(value()),
                            _ => {}
                        }
                    }
                    _ => {}
                }
                path.push(name.to_string());
            }
            Step::Close => match path.pop().as_deref() {
                Some("abstractNum") => numbering.definitions.extend(definition.take()),
                Some("num") => numbering.instances.extend(instance.take()),
                _ => {}
            },
            Step::Text(_) => {}
        })?;
        Ok(numbering)
    }

    /// The definition behind an instance, past links to numbering styles.
    fn definition(&self, instance: &Instance) -> Option<(i64, &Definition)> {
        let mut id = instance.definition;
        for _ in 0..4 {
            let definition = self.definitions.get(&id)?;
            match definition.link.as_ref().and_then(|style| self.styles.get(style)) {
                Some(linked) if *linked != id => id = *linked,
                _ => return Some((id, definition)),
            }
        }
        None
    }

    /// The level an instance gives a paragraph style.
    pub fn level_of_style(&self, instance: i64, style: &str) -> Option<u8> {
        let (_, definition) = self.definition(self.instances.get(&instance)?)?;
        definition.levels.iter().position(|level| level.style.as_deref() == Some(style)).map(|level| level as u8)
    }

    /// Counts from the beginning.
    pub fn counter(&self) -> Counter<'_> {
        Counter { numbering: self, counts: HashMap::new(), begun: HashSet::new() }
    }
}

impl Counter<'_> {
    /// What stands before the next paragraph of an instance, at a level from 0; `None` if nothing does.
    pub fn next(&mut self, id: i64, level: u8) -> Option<Label> {
        let level = usize::from(level).min(LEVELS - 1);
        let instance = self.numbering.instances.get(&id)?;
        let (definition_id, definition) = self.numbering.definition(instance)?;
        let at = |level: usize| instance.levels.get(&level).unwrap_or(&definition.levels[level]);
        let counts = self.counts.entry(definition_id).or_default();
        if let Some(start) = instance.starts[level]
            && self.begun.insert((id, level))
        {
            counts[level] = Some(start.saturating_sub(1));
        }
        let this = at(level);
        counts[level] = Some(counts[level].map_or(this.start, |count| count.saturating_add(1)));
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            // As a rule any higher level begins the deeper ones anew.
            if at(deeper).restart.is_none_or(|restart| restart != 0 && level < usize::from(restart)) {
                *count = None;
            }
        }
        if this.format == "bullet" {
            return Some(Label::Bullet);
        }
        let mut text = String::new();
        let mut rest = this.text.as_str();
        while let Some(i) = rest.find('%') {
            text.push_str(&rest[..i]);
            let digit = rest[i + 1..].chars().next().and_then(|c| c.to_digit(10)).filter(|d| *d > 0);
            match digit {
                Some(digit) => {
                    let shown = digit as usize - 1;
                    let number = counts[shown].unwrap_or(at(shown).start);
                    let format = if this.legal && shown != level { "decimal" } else { at(shown).format.as_str() };
                    text.push_str(&written(number, if this.legal { "decimal" } else { format }));
                    rest = &rest[i + 2..];
                }
                None => {
                    text.push('%');
                    rest = &rest[i + 1..];
                }
            }
        }
        text.push_str(rest);
        let text = text.trim().to_string();
        if text.is_empty() {
            return None;
        }
        let number = counts[level].and_then(|count| u64::try_from(count).ok());
        let plain = number.filter(|number| text == format!("{number}.") || text == format!("{number})"));
        Some(Label::Number { text, plain, glued: this.glued })
    }
}

/// A number in a format of Word's.
fn written(number: i64, format: &str) -> String {
    let small = u32::try_from(number).ok().filter(|n| (1..4000).contains(n));
    match (format, small) {
        ("none", _) => String::new(),
        ("decimalZero", _) => format!("{number:02}"),
        ("upperRoman", Some(n)) => roman::format(n),
        ("lowerRoman", Some(n)) => roman::format(n).to_lowercase(),
        ("upperLetter", Some(n)) => letters(n, b'A'),
        ("lowerLetter", Some(n)) => letters(n, b'a'),
        _ => number.to_string(),
    }
}

/// «a» … «z», «aa», «bb» …
fn letters(number: u32, first: u8) -> String {
    let letter = char::from(first + ((number - 1) % 26) as u8);
    std::iter::repeat_n(letter, ((number - 1) / 26 + 1).min(20) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(counter: &mut Counter<'_>, id: i64, level: u8) -> String {
        match counter.next(id, level) {
            Some(Label::Number { text, .. }) => text,
            Some(Label::Bullet) => "•".to_string(),
            None => String::new(),
        }
    }

    #[test]
    fn numbers_are_those_word_shows() {
        let level = |i: u8, format: &str, text: &str, more: &str| {
            format!(
                r#"<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
            )
        };
        let xml = format!(
            r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="0">{}{}{}{}</w:abstractNum><w:abstractNum w:abstractNumId="1">{}</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum><w:abstractNum w:abstractNumId="3"><w:styleLink w:val="L"/>{}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#,
            level(0, "upperRoman", "%1-", r#"<w:pStyle w:val="Muc"/>"#),
            level(1, "decimal", "%2.", ""),
            level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
            level(3, "lowerLetter", "%4)", r#"<w:lvlRestart w:val="1"/>"#),
            level(0, "bullet", "\u{F0B7}", ""),
            level(0, "decimalZero", "Điều %1:", ""),
        );
        let numbering = Numbering::read("numbering.xml", &xml).unwrap();
        let mut counter = numbering.counter();
        let c = &mut counter;
        assert_eq!([shown(c, 1, 0), shown(c, 1, 1), shown(c, 1, 1)], ["I-", "1.", "2."]);
        assert_eq!([shown(c, 1, 2), shown(c, 1, 3), shown(c, 1, 1), shown(c, 1, 3)], ["1.2.1", "a)", "3.", "b)"]);
        assert_eq!([shown(c, 1, 0), shown(c, 1, 1), shown(c, 1, 3)], ["II-", "1.", "a)"]);
        assert_eq!([shown(c, 2, 1), shown(c, 2, 1), shown(c, 1, 1)], ["5.", "6.", "7."]);
        assert_eq!([shown(c, 3, 0), shown(c, 4, 0), shown(c, 9, 0)], ["•", "Điều 01:", ""]);
        assert_eq!(c.next(1, 1), Some(Label::Number { text: "8.".into(), plain: Some(8), glued: false }));
        assert_eq!(numbering.level_of_style(1, "Muc"), Some(0));
        assert_eq!((letters(27, b'a'), written(4, "lowerRoman")), ("aa".to_string(), "iv".to_string()));
    }
}
