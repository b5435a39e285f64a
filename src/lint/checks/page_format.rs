//! A Word file whose pages, type, head or foot differ from the official form. Only reminders: the form's own text is
//! not at hand, and what is known of it is as sure as its pack says.

use crate::lint::check::{Check, Context, Draft, Settings};
use crate::lint::form::{Foot, HeadPart, Layout, opens};
use crate::lint::pack::{FormWords, Format, Pack, Spec};
use crate::ooxml::story::{Lines, Section};
use serde::Deserialize;
use serde_json::Value;

/// `page-format:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageFormat {
    /// The form of documents whose dossier chooses none (`rules: {page-format: {form: …}}`).
    form: String,
    /// Millimetres that are nothing.
    tolerance: f64,
    /// Of a hundred letters, how many must look the same to speak of the text's font or size.
    share: u32,
    /// Words from which a text fills more than one page.
    pages: usize,
    /// Height of a line of type of one point, single-spaced.
    single: f64,
    /// What lines of the head and the foot are called.
    names: Names,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    motto: String,
    issuer: String,
    number: String,
    date: String,
    signature: String,
    recipients: String,
}

impl Check for PageFormat {
    fn settings(&self, settings: &Settings, pack: &Pack) -> Result<(), String> {
        let Some(form) = settings.get("form") else { return Ok(()) };
        let formats = &pack.formats;
        match form.as_str().filter(|form| formats.get(Some(form)).is_some()) {
            Some(_) => Ok(()),
            None => Err(formats.unknown(form.as_str().unwrap_or_default())),
        }
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(word) = &context.document.word else { return };
        let formats = &context.catalogue.pack.formats;
        let chosen = context.settings.get("form").and_then(Value::as_str).unwrap_or(&self.form);
        let Some(format) = formats.get(Some(chosen)) else { return };
        let mut said = Said { out, context, format };
        if let Some(section) = word.sections.first() {
            self.page(section, &mut said);
        }
        let looks = &word.looks;
        let common = |share: &u32| *share >= self.share;
        if let Some((font, _)) = looks.font.as_ref().filter(|(font, share)| common(share) && *font != format.font.is) {
            said.differs("font", font.clone(), format.font.is.clone(), &format.font);
        }
        if let Some((size, _)) = looks.size.filter(|(_, share)| common(share)) {
            let size = f64::from(size) / 2.0;
            if !passes(size, &format.size, 0.0) {
                said.differs("size", number(size), wanted(&format.size), &format.size);
            }
            if let Some((lines, _)) = looks.lines.filter(|(_, share)| common(share)) {
                self.lines(lines, size, &mut said);
            }
        }
        if context.document.words() >= self.pages {
            let first = word.sections.first().is_some_and(|s| !s.title_page);
            match (looks.number_above, looks.number_below) {
                (false, false) => said.differs("no-number", String::new(), String::new(), &format.page_number),
                (false, true) => said.differs("number-below", String::new(), String::new(), &format.page_number),
                _ if first => said.differs("number-first", String::new(), String::new(), &format.page_number),
                _ => {}
            }
        }
        self.lines_of_form(&looks.form, &formats.words, &mut said);
    }
}

impl PageFormat {
    fn page(&self, section: &Section, said: &mut Said<'_, '_>) {
        let format = said.format;
        let mm = |twips: i64| twips as f64 * 25.4 / 1440.0;
        let shown = |sides: &[f64]| sides.iter().map(|n| number(*n)).collect::<Vec<_>>();
        if let Some((width, height)) = section.paper {
            let (width, height) = (mm(width.min(height)), mm(width.max(height)));
            let [right_width, right_height] = format.paper.is;
            if (width - right_width).abs() > self.tolerance || (height - right_height).abs() > self.tolerance {
                let found = shown(&[width, height]).join(" × ");
                said.differs("paper", found, shown(&format.paper.is).join(" × "), &format.paper);
            }
        }
        // A turned page has its margins elsewhere.
        let upright = section.paper.is_none_or(|(width, height)| width <= height);
        if let Some(margins) = section.margins.map(|m| m.map(mm)).filter(|_| upright) {
            let fits = |side: usize| {
                let near = (margins[side] - format.margins.is[side]).abs() <= self.tolerance;
                near || format.margins.accept.is_some_and(|[low, high]| (low..=high).contains(&margins[side]))
            };
            if !(0..4).all(fits) {
                let [found, right] = [margins, format.margins.is].map(|m| shown(&m).join(", "));
                said.differs("margins", found, right, &format.margins);
            }
        }
    }

    /// The distance of lines, in points of the type the text has.
    fn lines(&self, lines: Lines, size: f64, said: &mut Said<'_, '_>) {
        let spec = &said.format.line_spacing;
        let single = size * self.single;
        let (points, about) = match lines {
            Lines::Exact(n) => (f64::from(n) / 20.0, false),
            Lines::Least(n) => ((f64::from(n) / 20.0).max(single), true),
            Lines::Times(n) => (f64::from(n) / 240.0 * single, true),
        };
        // Lines that only turn out near the form's are no fault.
        if passes(points, spec, if about { 1.0 } else { 0.1 }) {
            return;
        }
        let found = match lines {
            Lines::Times(n) => format!("{} dòng (khoảng {} pt)", number(f64::from(n) / 240.0), number(points)),
            _ => format!("{} pt", number(points)),
        };
        said.differs("lines", found, wanted(spec), spec);
    }

    /// Lines of the head and the foot that neither the text nor the form holds.
    fn lines_of_form(&self, form: &[String], words: &FormWords, said: &mut Said<'_, '_>) {
        let document = said.context.document;
        let Some(wanted) = document.meta.kind.and_then(|kind| said.format.kinds.is.get(&kind)) else { return };
        let layout = Layout::of(document, words);
        // A text without any head or foot is the body alone, to be put into a form.
        if layout.head.is_empty() && layout.foot.is_empty() && form.is_empty() {
            return;
        }
        let has = |words: &[String]| form.iter().any(|line| opens(line, words));
        let head = |part: HeadPart| layout.has(part);
        // The form's own lines are there all together; a date may stand under the title.
        let whole = !form.is_empty();
        let missing = [
            (&self.names.motto, head(HeadPart::Motto) || has(&words.motto)),
            (&self.names.issuer, head(HeadPart::Issuer) || whole),
            (&self.names.number, head(HeadPart::Number) || has(&words.number) || wanted.code.is_none()),
            (&self.names.date, head(HeadPart::Date) || layout.dated || whole),
            (
                &self.names.signature,
                layout.foot.iter().any(|(foot, _)| *foot == Foot::Signature)
                    || has(&words.signature)
                    || wanted.sign.is_empty(),
            ),
            (
                &self.names.recipients,
                layout.foot.iter().any(|(foot, _)| *foot == Foot::Recipients)
                    || has(&words.recipients)
                    || wanted.sign.is_empty(),
            ),
        ];
        for (name, _) in missing.into_iter().filter(|(_, there)| !there) {
            said.differs("missing", name.clone(), String::new(), &said.format.kinds);
        }
    }
}

/// Where findings go.
struct Said<'a, 'c> {
    out: &'a mut Vec<Draft>,
    context: &'a Context<'c>,
    format: &'a Format,
}

impl Said<'_, '_> {
    fn differs<T>(&mut self, message: &'static str, found: String, wanted: String, spec: &Spec<T>) {
        let draft = self.context.at_title().say(message).with("found", found).with("wanted", wanted);
        self.out.push(draft.with("form", self.format.name.clone()).with("source", spec.source.clone()));
    }
}

/// Whether a measure is the form's, or within what passes.
fn passes(value: f64, spec: &Spec<f64>, tolerance: f64) -> bool {
    let [low, high] = spec.accept.unwrap_or([spec.is, spec.is]);
    (low - tolerance - 0.01..=high + tolerance + 0.01).contains(&value)
}

/// «14», or «13-14» where more passes.
fn wanted(spec: &Spec<f64>) -> String {
    match spec.accept {
        Some([low, high]) if low < high => format!("{}-{}", number(low), number(high)),
        _ => number(spec.is),
    }
}

/// A number as Vietnamese writes it, with at most one decimal.
fn number(n: f64) -> String {
    let text = format!("{n:.1}");
    text.strip_suffix(".0").map_or_else(|| text.replace('.', ","), str::to_string)
}
