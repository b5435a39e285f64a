//! The official form of documents: page, type, head and foot, as data with its certainty and source.

use super::add_phrases;
use super::error::{PackError, Place, Problem};
use crate::document::Kind;
use serde::Deserialize;
use serde_yaml::Spanned;
use std::collections::{BTreeMap, HashSet};

/// The forms a pack knows, and the words by which a document's own head and foot are recognised.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Formats {
    /// The forms, in the order they were added; the first is used if none is named.
    pub formats: Vec<Format>,
    /// Words lines of the head and foot begin with.
    pub words: FormWords,
}

/// How sure a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Sure {
    /// Quoted by a legal source.
    Quoted,
    /// Seen in a real document.
    Real,
    /// Independent public implementations agree: how many.
    Agreed(u8),
    /// Background only.
    Background,
}

impl TryFrom<String> for Sure {
    type Error = String;

    fn try_from(text: String) -> Result<Sure, String> {
        match text.as_str() {
            "S" => Ok(Sure::Quoted),
            "R" => Ok(Sure::Real),
            "K" => Ok(Sure::Background),
            _ => match text.strip_prefix('G').and_then(|n| n.parse().ok()) {
                Some(n) => Ok(Sure::Agreed(n)),
                None => Err(format!("«{text}» không phải mức chắc chắn; ghi S, R, K hoặc G kèm số nguồn, như G3")),
            },
        }
    }
}

/// A value of a form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec<T> {
    /// The value.
    pub is: T,
    /// What else passes: the least and the most.
    #[serde(default)]
    pub accept: Option<[f64; 2]>,
    /// How sure it is.
    pub sure: Sure,
    /// Who says so.
    pub source: String,
}

/// What the head and foot of a kind of document say.
#[derive(Debug, Default, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindForm {
    /// Code of the kind in a number: `BC`.
    #[serde(default)]
    pub code: Option<String>,
    /// Code of the body in a number: `ĐU`.
    #[serde(default)]
    pub body: Option<String>,
    /// The line above the issuer.
    pub above: String,
    /// The issuer.
    pub issuer: String,
    /// Lines of the signature, above the name.
    #[serde(default)]
    pub sign: Vec<String>,
}

macro_rules! form {
    ($($(#[$doc:meta])* $field:ident: $type:ty,)*) => {
        /// A form. Lengths are millimetres, sizes of type and spaces between lines points.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Format {
            /// Unique in the pack.
            pub id: String,
            /// The name people read.
            pub name: String,
            $($(#[$doc])* pub $field: Spec<$type>,)*
        }

        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        struct RawFormat {
            id: Spanned<String>,
            name: Option<String>,
            like: Option<Spanned<String>>,
            $($field: Option<Spec<$type>>,)*
        }

        impl RawFormat {
            /// The form, on top of one it builds on.
            fn over(self, base: Option<Format>, place: &Place<'_>) -> Result<Format, PackError> {
                let missing = |field| place.at(&self.id, Problem::Missing { id: self.id.value.clone(), field });
                let base = base.as_ref();
                Ok(Format {
                    name: self.name.or(base.map(|b| b.name.clone())).ok_or_else(|| missing("name"))?,
                    $($field: self.$field.or(base.map(|b| b.$field.clone())).ok_or_else(|| missing(stringify!($field)))?,)*
                    id: self.id.value,
                })
            }
        }
    };
}

form! {
    /// Width and height of the page.
    paper: [f64; 2],
    /// Margins: top, right, bottom, left.
    margins: [f64; 4],
    /// The font of everything.
    font: String,
    /// Size of the body.
    size: f64,
    /// How far a paragraph's first line stands in.
    first_line: f64,
    /// Exact distance of lines.
    line_spacing: f64,
    /// Space between paragraphs.
    gap: f64,
    /// How far the page number stands from the edge: top, centred, not on the first page.
    page_number: f64,
    /// Lines at the head's right.
    motto: Vec<String>,
    /// Their size.
    motto_size: f64,
    /// Size of the issuer's name.
    issuer_size: f64,
    /// The mark under the issuer; none if empty.
    star: String,
    /// The line with the number, with `{code}` and `{body}`.
    number: String,
    /// The line with place and day, with `{place}`, `{day}`, `{month}`, `{year}`.
    date_line: String,
    /// The mark of a draft.
    draft: String,
    /// Size of the title.
    title_size: f64,
    /// The mark under the title; none if empty.
    title_rule: String,
    /// Size of type in tables.
    table_size: f64,
    /// Size of type in footnotes.
    note_size: f64,
    /// From how many columns on a table lies on a turned page.
    landscape: f64,
    /// Lines of the recipients.
    recipients: Vec<String>,
    /// What each kind of document says; other kinds have no head and no foot.
    kinds: BTreeMap<Kind, KindForm>,
}

/// Words that open lines of the head and the foot, folded when compared.
#[derive(Debug, Default, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FormWords {
    /// The Party's name, the State's name and motto.
    pub motto: Vec<String>,
    /// The number line.
    pub number: Vec<String>,
    /// The mark of a draft.
    pub draft: Vec<String>,
    /// A signature.
    pub signature: Vec<String>,
    /// The recipients.
    pub recipients: Vec<String>,
    /// An annex.
    pub annex: Vec<String>,
    /// A table's unit of measure.
    pub measure: Vec<String>,
    /// A table's name.
    pub caption: Vec<String>,
}

impl Formats {
    /// What is said of an id that no form has.
    pub fn unknown(&self, id: &str) -> String {
        let known: Vec<&str> = self.formats.iter().map(|format| format.id.as_str()).collect();
        format!("không có thể thức «{id}»; các thể thức: {}", known.join(", "))
    }

    /// A form by its id; without one, the first.
    pub fn get(&self, id: Option<&str>) -> Option<&Format> {
        match id {
            Some(id) => self.formats.iter().find(|f| f.id == id),
            None => self.formats.first(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    formats: Vec<RawFormat>,
    #[serde(default)]
    words: Option<Spanned<FormWords>>,
}

/// Lays a file over the forms.
pub(super) fn extend(formats: &mut Formats, file: &str, text: &str) -> Result<(), PackError> {
    let place = Place { file };
    let raw: RawFile = place.parse(text)?;
    let mut seen = HashSet::new();
    for raw in raw.formats {
        place.check_id(&raw.id, &mut seen)?;
        let known = formats.formats.iter().position(|f| f.id == raw.id.value);
        let base = match &raw.like {
            Some(like) => {
                let found = formats.get(Some(&like.value)).cloned();
                Some(found.ok_or_else(|| place.at(like, Problem::UnknownFormat(like.value.clone())))?)
            }
            None => known.map(|at| formats.formats[at].clone()),
        };
        let format = raw.over(base, &place)?;
        match known {
            Some(at) => formats.formats[at] = format,
            None => formats.formats.push(format),
        }
    }
    if let Some(words) = raw.words {
        let at = &words;
        let (into, from) = (&mut formats.words, words.value.clone());
        for (into, from) in [
            (&mut into.motto, from.motto),
            (&mut into.number, from.number),
            (&mut into.draft, from.draft),
            (&mut into.signature, from.signature),
            (&mut into.recipients, from.recipients),
            (&mut into.annex, from.annex),
            (&mut into.measure, from.measure),
            (&mut into.caption, from.caption),
        ] {
            add_phrases(into, from).map_err(|problem| place.at(at, problem))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::pack::Pack;

    const GENERIC: &str = include_str!("../../../lints/packs/generic/format.yml");

    fn load(own: &str) -> Result<Pack, PackError> {
        Pack::load([("generic/format.yml", GENERIC), ("tinh/format.yml", own)])
    }

    #[test]
    fn a_province_changes_what_it_names_and_no_more() {
        let own = "formats:\n  - id: party-2018\n    size: {is: 13, sure: R, source: Công văn của tỉnh}\n  - id: tinh\n    name: Thể thức của tỉnh\n    like: party-2018\n    star: {is: '', sure: K, source: tập quán}\nwords:\n  signature: [thay mặt]\n";
        let formats = load(own).unwrap().formats;
        let (party, own) = (formats.get(Some("party-2018")).unwrap(), formats.get(Some("tinh")).unwrap());
        assert_eq!((party.size.is, party.font.is.as_str(), own.size.is), (13.0, "Times New Roman", 13.0));
        assert_eq!((party.star.is.as_str(), own.star.is.as_str()), ("*", ""));
        assert!(formats.words.signature.iter().any(|word| word == "thay mặt"));
        assert_eq!(formats.get(None).map(|f| f.id.as_str()), Some("party-2018"));
    }

    #[test]
    fn mistakes_have_a_place() {
        for (own, line, column) in [
            ("formats:\n  - id: tinh\n    like: party-2019\n", 3, 11),
            ("formats:\n  - id: tinh\n    name: Tỉnh\n", 2, 9),
            ("formats:\n  - id: party-2018\n    size: {is: 13, sure: X, source: a}\n", 3, 26),
            ("formats:\n  - id: party-2018\n    sise: {is: 13, sure: K, source: a}\n", 3, 5),
        ] {
            let error = load(own).unwrap_err();
            let PackError::At { line: l, column: c, .. } = error else { panic!("{error}") };
            assert_eq!((l, c), (line, column), "{error}");
        }
    }
}
