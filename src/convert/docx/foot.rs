//! The foot: recipients at the left, the signature at the right.

use super::styles::{FORM, HEAD, ISSUER, RECIPIENTS};
use super::{Composer, Item, Paragraph, ParagraphProps, RunProps};
use crate::lint::form::Foot;
use crate::ooxml::compose::{Align, Spacing};
use std::ops::Range;

/// Of a hundred parts of the width, how many the left column has.
const LEFT: u32 = 46;

/// Room for the hand that signs, in twentieths of a point.
const ROOM: u32 = 1300;

impl Composer<'_> {
    /// Writes signature and recipients, the form's own where the text has none.
    pub fn foot(&mut self) {
        let parts = self.layout.foot.clone();
        let form = self.form.filter(|form| !form.sign.is_empty());
        if parts.is_empty() && form.is_none() {
            return;
        }
        // Nobody signs a page without text.
        if let Some(Item::Paragraph(last)) = self.items.last_mut() {
            last.props.keep_next = true;
        }
        let gap = Spacing { before: Some(0), after: Some(120), line: None };
        let props = ParagraphProps { keep_next: true, spacing: gap, ..ParagraphProps::of(FORM) };
        self.push(Paragraph { props, content: Vec::new() });
        // Left is read before right: what comes first in the text comes first here.
        let mut rows: Vec<(Vec<Paragraph>, Vec<Paragraph>)> = vec![Default::default()];
        for (foot, blocks) in &parts {
            let lines = self.foot_lines(*foot, blocks.clone());
            match foot {
                Foot::Signature => rows.last_mut().map(|row| row.1.extend(lines)),
                Foot::Recipients => {
                    if rows.last().is_some_and(|row| !row.1.is_empty() || !row.0.is_empty()) {
                        rows.push(Default::default());
                    }
                    rows.last_mut().map(|row| row.0.extend(lines))
                }
            };
        }
        let has = |foot: Foot| parts.iter().any(|(part, _)| *part == foot);
        if let Some(form) = form {
            if !has(Foot::Recipients) {
                rows[0].0 = self.own_recipients();
            }
            if !has(Foot::Signature) {
                rows[0].1 = self.own_signature(&form.sign);
            }
        }
        let table = self.layout_table(rows.into_iter(), LEFT);
        self.items.push(Item::Table(table));
    }

    fn foot_lines(&mut self, foot: Foot, blocks: Range<usize>) -> Vec<Paragraph> {
        let count = blocks.len();
        let mut lines = Vec::new();
        for (i, block) in blocks.enumerate() {
            let (style, underline) = match foot {
                Foot::Recipients => (RECIPIENTS, i == 0),
                Foot::Signature => (if i + 1 == count && i > 1 { HEAD } else { ISSUER }, false),
            };
            let mut props = ParagraphProps::of(style);
            if foot == Foot::Signature && i + 1 == count && i > 1 {
                props.spacing.before = Some(ROOM);
            }
            let source = self.document;
            if let Some(list) = self.list(&source.blocks[block]) {
                props.list = Some(list);
                props.indent = Some(Default::default());
            }
            let content = self.words(block, &RunProps { underline, ..RunProps::default() });
            lines.push(Paragraph { props, content });
        }
        if foot == Foot::Signature && count < 3 {
            lines.push(self.own_name());
        }
        lines
    }

    /// The name of who signs, still to come.
    fn own_name(&mut self) -> Paragraph {
        let mut name = self.own_line("…", RunProps { bold: Some(true), ..RunProps::default() });
        name.props.spacing = Spacing { before: Some(ROOM), after: Some(0), line: None };
        name
    }

    fn own_signature(&mut self, sign: &[String]) -> Vec<Paragraph> {
        let bold = RunProps { bold: Some(true), ..RunProps::default() };
        let mut lines: Vec<Paragraph> =
            sign.iter().map(|line| self.own_line(&self.facts.fill(line, false), bold.clone())).collect();
        lines.push(self.own_name());
        lines
    }

    fn own_recipients(&mut self) -> Vec<Paragraph> {
        let (size, format) = (Some(24), self.format);
        let line = |(i, text): (usize, &String)| {
            let mut line = self.own_line(text, RunProps { underline: i == 0, size, ..RunProps::default() });
            line.props.align = Some(Align::Left);
            line
        };
        format.recipients.is.iter().enumerate().map(line).collect()
    }
}
