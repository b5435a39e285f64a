//! Tables of a Word file, merged cells filled up so that columns stand below each other.

use super::super::Span;
use super::super::word::TextPart;
use super::{Plan, Step, Within, paragraph::trimmed};
use crate::ooxml::story::{Cell, Merge, Node, Row, Table};
use std::collections::HashSet;

/// Empty cells that stand for merged ones in one document; past these columns need not stand right.
const MAX_PADDING: usize = 50_000;

impl<'p> Plan<'p> {
    /// A table, and after it the tables in its cells.
    pub(super) fn table(&mut self, table: &'p Table, layout: &HashSet<u32>) {
        let rows: Vec<&'p Row> = table.rows.iter().filter(|row| !row.deleted && !row.cells.is_empty()).collect();
        if rows.is_empty() {
            return;
        }
        let marked = rows.iter().take_while(|row| row.header).count();
        let headers = if marked == 0 || marked == rows.len() { 1 } else { marked };
        if !self.source.is_empty() {
            self.source.push('\n');
        }
        self.steps.push(Step::Table);
        let mut nested = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let (start, step) = (self.source.len(), self.steps.len());
            self.steps.push(Step::Row(i < headers, Span::default()));
            for _ in 0..row.skipped {
                self.empty_cell();
            }
            for cell in &row.cells {
                self.cell(cell, i < headers, &mut nested);
            }
            if self.source.len() > start && self.source.ends_with('\t') {
                self.source.pop();
            }
            self.steps[step] = Step::Row(i < headers, Span::new(start, self.source.len()));
            self.source.push('\n');
        }
        self.steps.push(Step::End);
        self.source.push('\n');
        for node in nested {
            self.nodes(std::slice::from_ref(node), layout);
        }
    }

    /// A cell that stands for part of a merged one.
    fn empty_cell(&mut self) {
        if self.padding < MAX_PADDING {
            self.padding += 1;
            let at = self.source.len();
            self.steps.push(Step::Cell(Span::new(at, at)));
            self.steps.push(Step::End);
            self.source.push('\t');
        }
    }

    fn cell(&mut self, cell: &'p Cell, header: bool, nested: &mut Vec<&'p Node>) {
        if cell.merge == Merge::Continued {
            (0..cell.columns).for_each(|_| self.empty_cell());
            return;
        }
        let (start, step) = (self.source.len(), self.steps.len());
        self.steps.push(Step::Cell(Span::default()));
        let story = &self.parts.body.story;
        let mut waiting = Vec::new();
        for node in &cell.content {
            match node {
                Node::Paragraph(id) => {
                    let here = trimmed(story, &[*id as usize]);
                    if !here.is_empty() && waiting.is_empty() && self.source.len() > start {
                        // What parts two paragraphs of a cell.
                        let at = self.source.len();
                        self.source.push(' ');
                        self.steps.push(Step::Break(at..at + 1));
                    }
                    self.gather(TextPart::Body, *id, Within::Cell, &mut waiting);
                }
                Node::Table(_) => nested.push(node),
            }
        }
        self.flush(TextPart::Body, Within::Cell, &mut waiting);
        self.steps[step] = Step::Cell(Span::new(start, self.source.len()));
        // The head of a table is bold by custom. Comments speak of the table: they come before the cell.
        let bold = |step: &Step| matches!(step, Step::BeginEmphasis(true) | Step::EndEmphasis(true));
        let steps = self.steps.split_off(step).into_iter().filter(|step| !(header && bold(step)));
        let (comments, rest): (Vec<Step>, Vec<Step>) = steps.partition(|step| matches!(step, Step::Comment(..)));
        self.steps.extend(comments.into_iter().chain(rest));
        self.steps.push(Step::End);
        self.source.push('\t');
        (1..cell.columns).for_each(|_| self.empty_cell());
    }
}
