//! A document as a new Word file in the official form.

mod body;
mod facts;
mod foot;
mod head;
mod inline;
mod styles;
mod tables;

use super::markdown::properties;
use crate::document::front_matter::PROPERTY;
use crate::document::{Document, Meta};
use crate::lint::form::Layout;
use crate::lint::pack::{FormWords, Format, KindForm};
use crate::ooxml::PackageError;
use crate::ooxml::compose::{
    Comment, FORM_PROPERTY, HEADER, Inline, Item, List, NewFile, Paragraph, ParagraphProps, RunProps, Section,
    fingerprint,
};
use facts::Facts;
use inline::Notes;
use styles::{FORM, mm};

/// The document as a Word file in a form. What the text has no line for is taken from what is known of it (its front
/// matter, completed by the manifest) or stays a visible blank.
pub fn to_docx(document: &Document, known: &Meta, format: &Format, words: &FormWords) -> Result<Vec<u8>, PackageError> {
    let layout = Layout::of(document, words);
    let mut composer = Composer {
        document,
        format,
        words,
        form: known.kind.and_then(|kind| format.kinds.is.get(&kind)),
        facts: Facts::of(known),
        notes: Notes::of(document, &layout),
        lists: Vec::new(),
        bullets: None,
        running: Vec::new(),
        comments: Vec::new(),
        next_comment: 0,
        items: Vec::new(),
        form_lines: vec![fingerprint("")],
        sectioned: false,
        lies_last: false,
        layout,
    };
    composer.head();
    composer.body();
    let title = composer.layout.title.start;
    let title = document.blocks.get(title).map_or("", |b| document.block_text(b));
    let own = properties(&document.meta, document.kind_stated);
    let mut own: Vec<(String, String)> =
        own.into_iter().map(|(key, value)| (format!("{PROPERTY}{key}"), value)).collect();
    own.push((FORM_PROPERTY.to_string(), composer.form_lines.join(" ")));
    let notes = composer.footnotes();
    let file = NewFile {
        section: composer.last_section(),
        body: composer.items,
        notes,
        comments: composer.comments,
        lists: composer.lists,
        item_indent: mm(format.first_line.is),
        styles: styles::styles(format),
        header: Paragraph { props: ParagraphProps::of("Header"), content: vec![Inline::Page] },
        title: title.to_string(),
        properties: own,
    };
    file.package()
}

/// A Word file under way.
struct Composer<'d> {
    document: &'d Document,
    format: &'d Format,
    words: &'d FormWords,
    /// What the head and foot of this kind of document say.
    form: Option<&'d KindForm>,
    facts: Facts,
    layout: Layout,
    notes: Notes,
    lists: Vec<List>,
    /// The list of all bullets.
    bullets: Option<u32>,
    /// The numbered list under way at each level: its id and next number.
    running: Vec<Option<(u32, u64)>>,
    comments: Vec<Comment>,
    /// The first of the document's comments that is not written yet.
    next_comment: usize,
    items: Vec<Item>,
    /// Fingerprints of the form's own lines.
    form_lines: Vec<String>,
    /// Whether a section has ended.
    sectioned: bool,
    /// Whether the last page lies.
    lies_last: bool,
}

impl Composer<'_> {
    fn push(&mut self, paragraph: Paragraph) {
        self.items.push(Item::Paragraph(paragraph));
    }

    /// A section of the form.
    fn section(&self, landscape: bool, first: bool) -> Section {
        let [width, height] = self.format.paper.is.map(mm);
        let section = Section {
            page: (width, height),
            margins: self.format.margins.is.map(mm),
            header: mm(self.format.page_number.is),
            landscape: false,
            number: Some((HEADER.to_string(), first)),
        };
        if landscape { section.turned() } else { section }
    }

    /// The text between the margins.
    fn width(&self, landscape: bool) -> u32 {
        self.section(landscape, false).width()
    }

    /// A line of the form's own.
    fn own_line(&mut self, text: &str, run: RunProps) -> Paragraph {
        let print = fingerprint(text);
        if !self.form_lines.contains(&print) {
            self.form_lines.push(print);
        }
        Paragraph::text(ParagraphProps::of(FORM), text, run)
    }
}
