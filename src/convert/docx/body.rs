//! The body: headings, paragraphs, lists, tables, and the sections they stand in.

use super::super::runs::has_bracket;
use super::styles::{CAPTION, FORM, HEAD, ITEM, ITEM_TEXT, QUOTE, SUBTITLE, points};
use super::{Composer, Item, List, Paragraph, ParagraphProps, RunProps, Section};
use crate::document::{Block, BlockKind, ListMark, Numbering};
use crate::lint::form::opens;
use crate::ooxml::compose::{Align, Indent, style::LEVELS};

impl Composer<'_> {
    /// Writes the blocks after the head.
    pub fn body(&mut self) {
        let document = self.document;
        let lying = self.lying();
        let foot = self.layout.foot_range();
        let end = foot.as_ref().map(|foot| foot.start).or_else(|| self.layout.annexes.first().copied());
        let mut at = self.layout.head_end;
        let mut signed = false;
        let mut before: Option<bool> = None;
        while at < document.blocks.len() {
            let block = &document.blocks[at];
            if block.footnote {
                at += 1;
                continue;
            }
            if end == Some(at) && !signed {
                self.foot();
                signed = true;
                if let Some(foot) = &foot {
                    at = foot.end;
                    continue;
                }
            }
            let annex = self.layout.annexes.binary_search(&at).is_ok() && at > self.layout.title.start;
            if let Some(before) = before.filter(|before| annex || *before != lying[at]) {
                self.end_section(before);
            }
            before = Some(lying[at]);
            match block.kind {
                BlockKind::Cell { table, .. } => {
                    self.table(table as usize, lying[at]);
                    at += document.blocks[at..].iter().take_while(|b| in_table(b, table)).count();
                    continue;
                }
                _ if self.layout.title.contains(&at) => self.title(at),
                _ => self.paragraph(at, block),
            }
            at += 1;
        }
        if !signed {
            self.foot();
        }
        self.lies_last = before.unwrap_or(false);
    }

    /// Whether each block lies on a turned page: wide tables with their names, and annexes that hold them.
    fn lying(&self) -> Vec<bool> {
        let document = self.document;
        let mut lying = vec![false; document.blocks.len()];
        let most = self.format.landscape.is as usize;
        let starts = &self.layout.annexes;
        for table in &document.tables {
            let Some(first) = table.rows.first().and_then(|r| r.cells.first()).map(|&c| c as usize) else { continue };
            let last = table.rows.last().and_then(|r| r.cells.last()).map_or(first, |&c| c as usize);
            let width = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
            let annex = starts.partition_point(|&start| start <= first).checked_sub(1);
            match annex {
                Some(annex) if width + 2 >= most && !lying[first] => {
                    let end = starts.get(annex + 1).copied().unwrap_or(lying.len());
                    lying[starts[annex]..end].fill(true);
                }
                None if width >= most && self.crowds(table) => {
                    let named = |i: &usize| self.names_table(*i) && !document.blocks[*i].is_cell();
                    let from = (0..first).rev().take(2).take_while(named).last().unwrap_or(first);
                    // A heading goes along: it would stand on a page of its own.
                    let heading = |i: &usize| document.blocks[*i].is_heading();
                    let from = (self.layout.head_end..from).rev().take_while(heading).last().unwrap_or(from);
                    lying[from..=last].fill(true);
                }
                _ => {}
            }
        }
        lying
    }

    /// «Biểu 1. …», «Đơn vị tính: …».
    fn names_table(&self, index: usize) -> bool {
        let block = &self.document.blocks[index];
        let text = self.document.block_text(block);
        block.level.is_none()
            && text.len() < 300
            && (opens(text, &self.words.caption) || opens(text, &self.words.measure))
    }

    /// Ends the section under way with what was written last.
    fn end_section(&mut self, landscape: bool) {
        let section = self.section(landscape, !self.sectioned);
        self.sectioned = true;
        if let Some(Item::Paragraph(last)) = self.items.last_mut()
            && last.props.section.is_none()
        {
            last.props.section = Some(section);
            return;
        }
        let props = ParagraphProps { section: Some(section), ..ParagraphProps::of(FORM) };
        self.push(Paragraph { props, content: Vec::new() });
    }

    /// The section the document ends with.
    pub fn last_section(&self) -> Section {
        self.section(self.lies_last, !self.sectioned)
    }

    fn title(&mut self, at: usize) {
        let block = &self.document.blocks[at];
        let style = match block.level {
            Some(level) => format!("Heading{level}"),
            None if at == self.layout.title.start => "VkSection1".to_string(),
            None if at == self.layout.title.start + 1 => SUBTITLE.to_string(),
            None => HEAD.to_string(),
        };
        let line = self.title_line(at, &style);
        self.push(line);
        if at + 1 == self.layout.title.end {
            self.title_rule();
        }
    }

    fn paragraph(&mut self, at: usize, block: &Block) {
        let document = self.document;
        let text = document.block_text(block);
        let mut props = ParagraphProps::default();
        let table_next = document.blocks.get(at + 1).is_some_and(Block::is_cell);
        if block.is_heading() {
            props = self.heading(block);
        } else if block.quoted {
            props.style = Some(QUOTE.to_string());
        } else if block.item.is_some() {
            props.style = Some(ITEM.to_string());
        } else if block.depth > 0 {
            props.style = Some(ITEM_TEXT.to_string());
        } else if table_next && opens(text, &self.words.measure) {
            props.align = Some(Align::Right);
            props.keep_next = true;
        } else if self.names_table(at) && self.table_within(at) {
            props.style = Some(CAPTION.to_string());
        }
        props.list = self.list(block);
        if block.item.is_none() && block.depth == 0 {
            self.running.clear();
        }
        if matches!(self.items.last(), Some(Item::Table(_))) {
            props.spacing.before = Some(points(self.format.gap.is));
        }
        // A heading its author set in italics is not made bold.
        let slanted = block.is_heading() && !block.bold && block.lead.as_ref() == Some(&block.range);
        let look = RunProps { bold: slanted.then_some(false), ..RunProps::default() };
        let content = self.words(at, &look);
        self.push(Paragraph { props, content });
    }

    /// Whether a table stands right after a block or after the line on its measure.
    fn table_within(&self, at: usize) -> bool {
        self.document.blocks.iter().skip(at + 1).take(2).any(Block::is_cell)
    }

    fn heading(&self, block: &Block) -> ParagraphProps {
        let document = self.document;
        let depth = document.sections.get(block.section as usize).map_or(1, |s| s.depth).clamp(1, 6);
        let style = match block.level {
            Some(level) => format!("Heading{}", level.clamp(1, 6)),
            None => format!("VkSection{depth}"),
        };
        let mut props = ParagraphProps::of(&style);
        let text = document.block_text(block);
        let capitals = !text.chars().any(char::is_lowercase);
        let part = matches!(block.numbering, Some(Numbering::Part(_) | Numbering::Chapter(_)));
        let annex = opens(text, &self.words.annex);
        if part || annex || (block.numbering.is_none() && capitals) {
            props.align = Some(Align::Centre);
            props.indent = Some(Indent::default());
        } else if block.level == Some(1) {
            props.align = Some(Align::Left);
        }
        props
    }

    /// The list an item belongs to, and its level there.
    pub fn list(&mut self, block: &Block) -> Option<(u32, u8)> {
        let (mark, depth, bracket) = (block.item?, block.depth, has_bracket(self.document, block));
        let level = depth.saturating_sub(1).min(LEVELS - 1);
        self.running.truncate(usize::from(level) + 1);
        self.running.resize(usize::from(level) + 1, None);
        let brackets =
            |lists: &[List], id: u32| matches!(lists.get(id as usize - 1), Some(List::Numbers { bracket: true, .. }));
        let here = &mut self.running[usize::from(level)];
        let id = match mark {
            ListMark::Bullet => {
                *here = None;
                *self.bullets.get_or_insert_with(|| {
                    self.lists.push(List::Bullets);
                    self.lists.len() as u32
                })
            }
            ListMark::Number(number) => match *here {
                Some((id, next)) if next == number && brackets(&self.lists, id) == bracket => {
                    *here = Some((id, number.saturating_add(1)));
                    id
                }
                _ => {
                    self.lists.push(List::Numbers { level, start: number, bracket });
                    let id = self.lists.len() as u32;
                    *here = Some((id, number.saturating_add(1)));
                    id
                }
            },
        };
        Some((id, level))
    }
}

fn in_table(block: &Block, table: u32) -> bool {
    matches!(block.kind, BlockKind::Cell { table: t, .. } if t == table)
}
