//! What is compared: the units of one revision, in order, a table as one.

use super::likeness::bag;
use super::tables::Rows;
use super::{Unit, UnitKind};
use crate::document::{Block, BlockId, BlockKind, Document};
use crate::text::Token;
use std::cell::OnceCell;
use std::ops::Range;

/// What can be the same thing in two revisions: a table is never a paragraph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    Text,
    Table,
    Row,
    Footnote,
}

/// One unit with what it is known by.
#[derive(Debug)]
pub(super) struct Item {
    pub unit: Unit,
    pub class: Class,
    pub tokens: Range<usize>,
    /// Its first token past the number it begins with.
    pub body: usize,
    /// All its words; without words, its marks.
    pub key: u64,
    /// Its words without the number it begins with.
    pub body_key: u64,
    /// Of a row, what names it.
    pub name: Option<u64>,
}

impl Item {
    pub fn words(&self) -> usize {
        self.tokens.len()
    }

    pub fn is_heading(&self) -> bool {
        self.unit.kind == UnitKind::Heading
    }
}

/// The units of one revision.
pub(super) struct Side<'d> {
    pub document: &'d Document,
    pub items: Vec<Item>,
    bags: Vec<OnceCell<Vec<u64>>>,
    names: Vec<OnceCell<Vec<u64>>>,
}

impl<'d> Side<'d> {
    pub fn new(document: &'d Document, items: Vec<Item>) -> Side<'d> {
        let cells = || items.iter().map(|_| OnceCell::new()).collect();
        Side { document, bags: cells(), names: cells(), items }
    }

    /// All units of a document but those without text.
    pub fn of(document: &'d Document) -> Side<'d> {
        let mut items: Vec<Item> = Vec::new();
        let mut open = None;
        for (i, block) in document.blocks.iter().enumerate() {
            let id = i as BlockId;
            let table = match block.kind {
                BlockKind::Cell { table, .. } => Some(table),
                _ => None,
            };
            match items.last_mut().filter(|_| table.is_some() && open == table) {
                Some(item) => {
                    item.unit.blocks.end = id + 1;
                    item.unit.range.end = item.unit.range.end.max(block.range.end);
                    item.tokens.end = block.tokens.end;
                }
                None if block.range.is_empty() && table.is_none() => continue,
                None => items.push(item(document, block, id)),
            }
            open = table;
        }
        for item in &mut items {
            item.body_key = hash(&document.tokens[item.body..item.tokens.end]);
            item.key = match item.tokens.is_empty() {
                true => marks(&document.text[item.unit.range.clone()]),
                false => hash(&document.tokens[item.tokens.clone()]),
            };
        }
        Side::new(document, items)
    }

    /// The words of an item.
    pub fn tokens(&self, item: usize) -> &'d [Token] {
        &self.document.tokens[self.items[item].tokens.clone()]
    }

    /// The words of an item and the pairs of neighbours among them, sorted.
    pub fn bag(&self, item: usize) -> &[u64] {
        self.bags[item].get_or_init(|| {
            let item = &self.items[item];
            bag(&self.document.tokens[item.body..item.tokens.end])
        })
    }

    /// Of a table, the names of its rows and columns, sorted.
    pub fn names(&self, item: usize) -> &[u64] {
        self.names[item].get_or_init(|| match self.items[item].class {
            Class::Table => Rows::of(self.document, &self.items[item].unit).names(),
            _ => Vec::new(),
        })
    }
}

fn item(document: &Document, block: &Block, id: BlockId) -> Item {
    let (kind, class) = match block.kind {
        BlockKind::Cell { .. } => (UnitKind::Table, Class::Table),
        _ if block.footnote => (UnitKind::Footnote, Class::Footnote),
        BlockKind::Heading => (UnitKind::Heading, Class::Text),
        BlockKind::Paragraph => (UnitKind::Paragraph, Class::Text),
        BlockKind::Item { .. } => (UnitKind::Item, Class::Text),
    };
    let unit = Unit { kind, blocks: id..id + 1, range: block.range.clone(), section: block.section };
    let (tokens, mut body) = (block.tokens.clone(), block.tokens.start);
    while body < tokens.end && (document.tokens[body].start as usize) < block.body {
        body += 1;
    }
    if body == tokens.end {
        // A line that is nothing but its number is known by it.
        body = tokens.start;
    }
    Item { unit, class, tokens, body, key: 0, body_key: 0, name: None }
}

/// Words in order, as one number.
pub(super) fn hash(tokens: &[Token]) -> u64 {
    tokens.iter().fold(0x51_7C_C1_B7, |hash, token| mix(hash, token.id.0))
}

pub(super) fn mix(hash: u64, value: u64) -> u64 {
    let mixed = (hash.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

fn marks(text: &str) -> u64 {
    text.trim().chars().fold(1, |hash, c| mix(hash, c as u64))
}
