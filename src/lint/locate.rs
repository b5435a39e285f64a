//! From a place in a document to what a finding says of it: line and column, words, headings.

use super::check::Place;
use super::finding::{Location, excerpt, shorten};
use crate::document::{Document, LineIndex, SectionId};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

/// A place as a finding shows it. It outlives the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located {
    /// Where in the file.
    pub span: Location,
    /// Its words, at most 200 characters.
    pub excerpt: String,
    /// The headings it stands under.
    pub section: Option<String>,
}

/// Locates places of one document.
pub struct Locator<'d> {
    /// The document.
    pub document: &'d Document,
    lines: OnceCell<LineIndex>,
    /// The headings above the sections asked for: many rules find something in the same few.
    paths: RefCell<BTreeMap<SectionId, Option<String>>>,
}

impl<'d> Locator<'d> {
    /// A locator; the document's lines are counted when first asked for.
    pub fn new(document: &'d Document) -> Locator<'d> {
        Locator { document, lines: OnceCell::new(), paths: RefCell::default() }
    }

    fn path(&self, section: SectionId) -> Option<String> {
        let mut paths = self.paths.borrow_mut();
        paths.entry(section).or_insert_with(|| self.document.section_path(section)).clone()
    }

    /// The document's title.
    pub fn title(&self) -> Located {
        self.document.title().map_or_else(Located::default, |block| self.locate(&Place::Text(block.range.clone())))
    }

    /// A place as a finding shows it.
    pub fn locate(&self, place: &Place) -> Located {
        let document = self.document;
        let (span, excerpt, block) = match place {
            Place::Title => return self.title(),
            Place::Source(span, block) => {
                let text = document.source.get(span.range()).unwrap_or("").replace('|', " ");
                (*span, shorten(&text, 200), *block as usize)
            }
            Place::Text(_) | Place::Tokens(_) => {
                let range = match place {
                    Place::Tokens(tokens) => document.token_range(tokens.clone()),
                    Place::Text(range) => range.clone(),
                    _ => 0..0,
                };
                let block = document.blocks.partition_point(|b| b.range.end <= range.start && b.range.end < range.end);
                (document.span(range.clone()), excerpt(document, range), block)
            }
        };
        let block = document.blocks.get(block);
        let section = block.and_then(|b| self.path(b.section));
        let lines = self.lines.get_or_init(|| LineIndex::new(&document.source));
        Located { span: Location::of(document, lines, span), excerpt, section }
    }
}
