//! Tables that only put text side by side: the head of a document (issuer and name of the Party), its foot
//! (recipients and signature), frames around a title.

use crate::ooxml::Styles;
use crate::ooxml::story::{Cell, Node, Story, Table};
use crate::text::fold;
use std::collections::HashSet;

/// Rows a head or a foot has at most.
const MOST_ROWS: usize = 8;

/// What stands in the table at the head or the foot of a document and in no other.
const HEAD: [&str; 4] = ["đảng cộng sản việt nam", "cộng hòa xã hội chủ nghĩa", "đảng bộ", "đảng ủy"];
const FOOT: [&str; 8] = ["nơi nhận", "t/m ", "tm.", "k/t ", "bí thư", "chủ tịch", "người viết", "đoàn chủ tịch"];

/// The tables of a body that only lay text out, those in their cells too.
pub(super) fn find(story: &Story, content: &[Node], styles: &Styles) -> HashSet<u32> {
    let mut found = HashSet::new();
    let words = |node: &Node| match node {
        Node::Paragraph(id) => story.paragraphs.get(*id as usize).is_some_and(|p| !p.text.trim().is_empty()),
        Node::Table(_) => true,
    };
    let first = content.iter().position(words);
    let last = content.iter().rposition(words);
    for (i, node) in content.iter().enumerate() {
        let Node::Table(id) = node else { continue };
        let Some(table) = story.tables.get(*id as usize) else { continue };
        let place = Place { first: Some(i) == first, last: Some(i) == last };
        if lays_out(story, table, styles, place) {
            found.insert(*id);
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                found.extend(find(story, &cell.content, styles));
            }
        }
    }
    found
}

#[derive(Clone, Copy)]
struct Place {
    first: bool,
    last: bool,
}

fn lays_out(story: &Story, table: &Table, styles: &Styles, place: Place) -> bool {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let columns = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    // A frame of one cell holds text, not data.
    if columns <= 1 && table.rows.len() <= 1 {
        return true;
    }
    if columns > 3 || table.rows.len() > MOST_ROWS || cells().any(|cell| cell.content.iter().any(is_table)) {
        return columns <= 3 && !is_bordered(table, styles) && (place.first || place.last);
    }
    let says = |phrases: &[&str]| cells().any(|cell| lines(story, cell).any(|line| begins(line, phrases)));
    // Some draw lines around a head all the same.
    if columns <= 3 && (says(&HEAD[..2]) || (place.first && says(&HEAD))) {
        return true;
    }
    let bordered = is_bordered(table, styles);
    if !bordered && columns <= 2 && (place.first || table.rows.len() == 1) {
        return true;
    }
    !bordered && says(&FOOT) || (place.last && columns <= 2 && says(&FOOT[..4]))
}

fn is_table(node: &Node) -> bool {
    matches!(node, Node::Table(_))
}

fn lines<'s>(story: &'s Story, cell: &'s Cell) -> impl Iterator<Item = &'s str> {
    let paragraphs = cell.content.iter().filter_map(|node| match node {
        Node::Paragraph(id) => story.paragraphs.get(*id as usize),
        Node::Table(_) => None,
    });
    paragraphs.flat_map(|p| p.text.lines())
}

fn begins(line: &str, phrases: &[&str]) -> bool {
    let line = line.trim();
    let head = line.char_indices().nth(40).map_or(line, |(end, _)| &line[..end]);
    let folded = fold(head);
    phrases.iter().any(|phrase| folded.starts_with(phrase))
}

/// Whether lines are drawn, by the table, a cell, or the table's style.
fn is_bordered(table: &Table, styles: &Styles) -> bool {
    let by_cell = table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.bordered == Some(true));
    let by_style = || table.style.as_deref().and_then(|id| styles.get(id)).is_some_and(|style| style.bordered);
    by_cell || table.bordered.unwrap_or_else(by_style)
}
