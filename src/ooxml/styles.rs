//! Styles: what each comes to with all it is based on.

use super::error::PackageError;
use super::story::Lines;
use super::xml::{Attributes, Step, is_on, walk};
use std::collections::HashMap;

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    /// The paragraph style of paragraphs that name none.
    default: Option<String>,
    /// What every run begins with.
    base: Style,
}

/// What a style says, its ancestors' words included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Its name; Word keeps built-in names in English, whatever the language shown.
    pub name: String,
    /// Outline level, from 0; 9 is body text.
    pub outline: Option<u8>,
    /// Bold.
    pub bold: Option<bool>,
    /// Italic.
    pub italic: Option<bool>,
    /// Hidden.
    pub hidden: Option<bool>,
    /// Font of Latin text.
    pub font: Option<String>,
    /// Size in half points.
    pub size: Option<u32>,
    /// Numbering instance.
    pub numbering: Option<i64>,
    /// Level in the numbering.
    pub level: Option<u8>,
    /// Alignment.
    pub align: Option<String>,
    /// Distance of lines.
    pub lines: Option<Lines>,
    /// Of a table style: whether it draws lines.
    pub bordered: bool,
    /// What it is for, by its own or an ancestor's name.
    pub role: Role,
    based_on: Option<String>,
}

/// What a paragraph style is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// The document's title.
    Title,
    /// A heading, by level from 1.
    Heading(u8),
    /// A quotation.
    Quote,
    /// The caption of a table or picture.
    Caption,
    /// A line of a table of contents, written by Word itself.
    Contents,
    /// A place in the official form, as `convert` sets it: emphasis is in the runs alone, and a heading is one by its
    /// form.
    Set,
    /// A line of the form itself, which the author's text does not hold.
    Form,
}

/// Ancestors that are followed: a chain this long is a loop.
const LONGEST_CHAIN: usize = 32;

impl Styles {
    /// Reads the styles part.
    pub fn read(part: &str, text: &str) -> Result<Styles, PackageError> {
        let mut styles = Styles::default();
        let mut path: Vec<String> = Vec::new();
        let mut open: Option<(String, bool, Style)> = None;
        walk(part, text, &mut |step| match step {
            Step::Open(name, attributes) => {
                let value = attributes.get("val");
                let within = |name: &str| path.iter().any(|open| open == name);
                if name == "style" {
                    let by_default = attributes.get("type").as_deref() == Some("paragraph")
                        && attributes.get("default").is_some_and(|on| is_on(Some(&on)));
                    open = Some((attributes.get("styleId").unwrap_or_default(), by_default, Style::default()));
                } else if within("tblStylePr") || within("tblBorders") || within("tcBorders") {
                    // Part of a table style: lines anywhere are lines.
                    if let Some((_, _, style)) = &mut open
                        && (within("tblBorders") || within("tcBorders"))
                    {
                        style.bordered |= !matches!(value.as_deref(), None | Some("nil" | "none"));
                    }
                } else if let Some((_, _, style)) = &mut open {
                    style.set(name, value, || attributes.get("ascii").or_else(|| attributes.get("hAnsi")));
                    style.set_lines(name, attributes);
                } else if within("docDefaults") {
                    styles.base.set_lines(name, attributes);
                    styles.base.set(name, value, || attributes.get("ascii").or_else(|| attributes.get("hAnsi")));
                }
                path.push(name.to_string());
            }
            Step::Close => {
                if path.pop().as_deref() == Some("style")
                    && let Some((id, by_default, style)) = open.take()
                {
                    if by_default {
                        styles.default = Some(id.clone());
                    }
                    styles.by_id.insert(id, style);
                }
            }
            Step::Text(_) => {}
        })?;
        styles.inherit();
        Ok(styles)
    }

    /// Gives each style what its ancestors say and it does not.
    fn inherit(&mut self) {
        let resolved = self.by_id.keys().map(|id| (id.clone(), self.resolve(id))).collect();
        self.by_id = resolved;
    }

    fn resolve(&self, id: &str) -> Style {
        let mut chain = Vec::new();
        let mut next = Some(id);
        while let Some(style) = next.and_then(|id| self.by_id.get(id)).filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push(style);
            next = style.based_on.as_deref();
        }
        let mut whole = Style { name: chain.first().map(|s| s.name.clone()).unwrap_or_default(), ..Style::default() };
        whole.role = chain.iter().map(|style| role(&style.name)).find(|role| *role != Role::Body).unwrap_or_default();
        for style in chain {
            whole.fill(style);
        }
        whole
    }

    /// A style by its id.
    pub fn get(&self, id: &str) -> Option<&Style> {
        self.by_id.get(id)
    }

    /// All of them, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Style> {
        self.by_id.values().chain([&self.base])
    }

    /// The style of a paragraph that names this one, or none.
    pub fn paragraph(&self, id: Option<&str>) -> &Style {
        let named = id.and_then(|id| self.by_id.get(id));
        named.or_else(|| self.by_id.get(self.default.as_deref()?)).unwrap_or(&self.base)
    }

    /// What every paragraph and run begins with.
    pub fn base(&self) -> &Style {
        &self.base
    }
}

impl Style {
    fn set(&mut self, name: &str, value: Option<String>, font: impl Fn() -> Option<String>) {
        let number = |value: &Option<String>| value.as_deref().and_then(|v| v.trim().parse::<i64>().ok());
        match name {
            "name" => self.name = value.unwrap_or_default(),
            "basedOn" => self.based_on = value,
            "outlineLvl" => self.outline = number(&value).and_then(|n| u8::try_from(n).ok()),
            "b" => self.bold = Some(is_on(value.as_deref())),
            "i" => self.italic = Some(is_on(value.as_deref())),
            "vanish" => self.hidden = Some(is_on(value.as_deref())),
            "rFonts" => self.font = font().or(self.font.take()),
            "sz" => self.size = number(&value).and_then(|n| u32::try_from(n).ok()),
            "numId" => self.numbering = number(&value),
            "ilvl" => self.level = number(&value).and_then(|n| u8::try_from(n).ok()).map(|n| n.min(8)),
            "jc" => self.align = value,
            _ => {}
        }
    }

    fn set_lines(&mut self, name: &str, attributes: &Attributes<'_, '_>) {
        if name == "spacing" {
            let line = attributes.get("line").and_then(|v| v.trim().parse().ok());
            self.lines = Lines::of(line, attributes.get("lineRule").as_deref()).or(self.lines);
        }
    }

    /// Takes from an ancestor what is not said yet.
    fn fill(&mut self, from: &Style) {
        self.outline = self.outline.or(from.outline);
        self.bold = self.bold.or(from.bold);
        self.italic = self.italic.or(from.italic);
        self.hidden = self.hidden.or(from.hidden);
        self.size = self.size.or(from.size);
        self.lines = self.lines.or(from.lines);
        self.numbering = self.numbering.or(from.numbering);
        self.level = self.level.or(from.level);
        self.bordered |= from.bordered;
        if self.font.is_none() {
            self.font.clone_from(&from.font);
        }
        if self.align.is_none() {
            self.align.clone_from(&from.align);
        }
    }

    /// The level of the heading this style makes, from 1.
    pub fn heading(&self) -> Option<u8> {
        match (self.outline, self.role) {
            (_, Role::Set | Role::Form) => None,
            (Some(0..=8), _) => self.outline.map(|outline| outline + 1),
            // Level 9 is said of headings that are to be body text.
            (Some(_), _) => None,
            (None, Role::Heading(level)) => Some(level),
            (None, Role::Title) => Some(1),
            _ => None,
        }
    }
}

/// What a style of this name is for. Other programs write built-in names in their own languages.
fn role(name: &str) -> Role {
    let name = crate::text::fold(name);
    let name = name.trim();
    for word in ["heading", "đầu đề", "tiêu đề", "đề mục", "标题", "titre", "überschrift"] {
        let level = name.strip_prefix(word).map(str::trim).and_then(|rest| rest.parse().ok());
        if let Some(level) = level.filter(|level| (1..=9).contains(level)) {
            return Role::Heading(level);
        }
    }
    match name {
        "vankien form" => Role::Form,
        "vankien quote" => Role::Quote,
        _ if name.starts_with("vankien ") => Role::Set,
        "title" | "tiêu đề" | "tên văn bản" => Role::Title,
        "quote" | "intense quote" | "block text" | "quotations" | "trích dẫn" | "block quote" => Role::Quote,
        "caption" | "table caption" | "image caption" | "chú thích" => Role::Caption,
        _ if name.starts_with("toc ") || name.starts_with("contents ") || name == "table of figures" => Role::Contents,
        _ => Role::Body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_inherit_and_have_roles() {
        let styles = Styles::read(
            "styles.xml",
            r#"<w:styles xmlns:w="x"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục lớn"/><w:basedOn w:val="u1"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Than"><w:name w:val="Thân"/><w:basedOn w:val="u1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:name w:val="Title"/><w:basedOn w:val="A"/></w:style>
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr></w:style></w:styles>"#,
        )
        .unwrap();
        let get = |id| styles.get(id).unwrap();
        assert_eq!((get("u1").heading(), get("Muc").heading(), get("Than").heading()), (Some(1), Some(1), None));
        assert_eq!(
            (get("u1").bold, get("Muc").bold, get("Muc").font.as_deref()),
            (Some(true), Some(false), Some(".VnTime"))
        );
        assert_eq!((get("A").role, get("B").heading()), (Role::Title, Some(1)));
        assert!(get("Grid").bordered && !get("u1").bordered);
        assert_eq!(styles.paragraph(None).name, "Normal");
        assert_eq!((styles.base().font.as_deref(), styles.base().size), (Some("Arial"), Some(28)));
        assert_eq!(
            (role("Tiêu đề 2"), role("toc 1"), role("heading 10")),
            (Role::Heading(2), Role::Contents, Role::Body)
        );
    }
}
