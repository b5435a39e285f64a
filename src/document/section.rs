//! The tree of sections, from headings of any form.

use super::headings::{self, Numbering};
use super::{BlockId, Document};
use std::collections::HashMap;
use std::ops::Range;

/// Index of a section in [`Document::sections`].
pub type SectionId = u32;

/// A heading and what stands under it. Section 0 has no heading and holds the whole document.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading block.
    pub heading: Option<BlockId>,
    /// A second heading line that completes the first: «PHẦN THỨ NHẤT» / «KẾT QUẢ …».
    pub subtitle: Option<BlockId>,
    /// The section it stands in.
    pub parent: Option<SectionId>,
    /// Sections right below it.
    pub children: Vec<SectionId>,
    /// Depth in the tree; the document is 0.
    pub depth: u32,
    /// Its own blocks, headings included, up to its first child.
    pub own: Range<BlockId>,
    /// All its blocks, with those of its children.
    pub all: Range<BlockId>,
}

impl Section {
    /// Blocks of its own text: what follows the heading and stands before the first child.
    pub fn body(&self) -> Range<BlockId> {
        let headings = u32::from(self.heading.is_some()) + u32::from(self.subtitle.is_some());
        (self.own.start + headings).min(self.own.end)..self.own.end
    }
}

impl Document {
    /// A section's heading without its number: «KẾT QUẢ THỰC HIỆN …».
    pub fn section_title(&self, section: SectionId) -> &str {
        let Some(section) = self.sections.get(section as usize) else { return "" };
        let words = |block: BlockId| {
            let range = headings::words(self, block as usize);
            self.text.get(range).unwrap_or("").trim()
        };
        match (section.heading, section.subtitle) {
            (_, Some(subtitle)) => words(subtitle),
            (Some(heading), None) => {
                let title = words(heading);
                if title.is_empty() { self.block_text(&self.blocks[heading as usize]) } else { title }
            }
            (None, None) => "",
        }
    }

    /// The headings from the top down to a section, as written, joined by « › »; `None` at the top.
    pub fn section_path(&self, section: SectionId) -> Option<String> {
        let mut titles = Vec::new();
        let mut at = Some(section);
        while let Some(id) = at {
            let Some(s) = self.sections.get(id as usize) else { break };
            if let Some(heading) = s.heading {
                let mut title = self.block_text(&self.blocks[heading as usize]).to_string();
                if let Some(subtitle) = s.subtitle {
                    title = format!("{title}: {}", self.block_text(&self.blocks[subtitle as usize]));
                }
                titles.push(title);
            }
            at = s.parent;
        }
        // The document's own title heads everything and says nothing about the place.
        if titles.len() > 1 && super::kind::infer_from_title(titles.last().map_or("", |t| t)).is_some() {
            titles.pop();
        }
        titles.reverse();
        (!titles.is_empty()).then(|| titles.join(" › "))
    }

    /// The section and all those it stands in, from the inside out.
    pub fn section_chain(&self, section: SectionId) -> impl Iterator<Item = SectionId> + '_ {
        std::iter::successors(Some(section), |&id| self.sections.get(id as usize).and_then(|s| s.parent))
    }
}

/// Builds the tree from the blocks that are headings.
pub(super) fn build(document: &mut Document) {
    let levels = levels(document);
    let blocks = document.blocks.len() as BlockId;
    let mut sections = vec![Section { own: 0..blocks, all: 0..blocks, ..Section::default() }];
    // Open sections with their level, outermost first.
    let mut stack: Vec<(SectionId, i32)> = vec![(0, i32::MIN)];
    for i in 0..document.blocks.len() {
        let current = stack.last().map_or(0, |s| s.0);
        if let Some(level) = levels[i] {
            if completes(document, &sections[current as usize], i) {
                sections[current as usize].subtitle = Some(i as BlockId);
                document.blocks[i].section = current;
                continue;
            }
            while stack.len() > 1 && stack.last().is_some_and(|s| s.1 >= level) {
                let closed = stack.pop().map_or(0, |s| s.0);
                sections[closed as usize].all.end = i as BlockId;
            }
            let parent = stack.last().map_or(0, |s| s.0);
            let id = sections.len() as SectionId;
            let depth = sections[parent as usize].depth + 1;
            if sections[parent as usize].children.is_empty() {
                sections[parent as usize].own.end = i as BlockId;
            }
            let last = current as usize;
            sections[last].own.end = sections[last].own.end.min(i as BlockId);
            sections[parent as usize].children.push(id);
            sections.push(Section {
                heading: Some(i as BlockId),
                parent: Some(parent),
                depth,
                own: i as BlockId..blocks,
                all: i as BlockId..blocks,
                ..Section::default()
            });
            stack.push((id, level));
            document.blocks[i].section = id;
        } else {
            document.blocks[i].section = current;
        }
    }
    for table in &mut document.tables {
        let cell = table.rows.iter().flat_map(|r| r.cells.first()).next();
        table.section = cell.and_then(|&c| document.blocks.get(c as usize)).map_or(0, |b| b.section);
    }
    document.sections = sections;
}

/// «PHẦN THỨ NHẤT» alone on its line is completed by the heading line after it.
fn completes(document: &Document, section: &Section, block: usize) -> bool {
    let (Some(heading), None) = (section.heading, section.subtitle) else { return false };
    if heading as usize + 1 != block || document.blocks[block].numbering.is_some() {
        return false;
    }
    let above = &document.blocks[heading as usize];
    let label_only = headings::words(document, heading as usize).is_empty();
    let same_markup = above.level == document.blocks[block].level || above.level.is_none();
    matches!(above.numbering, Some(Numbering::Part(_)))
        && label_only
        && (same_markup || document.blocks[block].level > above.level)
}

/// The level of each heading block, smaller is higher. `#` levels go first; within one `#` level,
/// and among headings known by form alone, the form of the number decides.
fn levels(document: &Document) -> Vec<Option<i32>> {
    // The highest `#` level at which each form of number stands.
    let mut explicit: HashMap<i32, u8> = HashMap::new();
    // The highest form of number at each `#` level.
    let mut forms: HashMap<Option<u8>, i32> = HashMap::new();
    for block in document.blocks.iter().filter(|b| b.is_heading()) {
        if let Some(numbering) = &block.numbering {
            let rank = numbering.rank();
            if let Some(level) = block.level {
                let entry = explicit.entry(rank).or_insert(level);
                *entry = (*entry).min(level);
            }
            if rank > 0 {
                let entry = forms.entry(block.level).or_insert(rank);
                *entry = (*entry).min(rank);
            }
        }
    }
    let titled = document.blocks.iter().find(|b| b.is_heading());
    let title_level = titled.and_then(|b| b.level);
    let level = |block: &super::Block, index: usize| -> i32 {
        // An annex stands beside the parts.
        let annex = crate::text::fold(document.block_text(block)).starts_with("phụ lục");
        let rank = if annex { Some(0) } else { block.numbering.as_ref().map(Numbering::rank) };
        let of_form = |rank: Option<i32>| rank.unwrap_or_else(|| forms.get(&block.level).copied().unwrap_or(0));
        if let Some(level) = block.level {
            return i32::from(level) * 100 + of_form(rank);
        }
        // A title known by its form heads everything.
        let is_title = super::kind::infer_from_title(document.block_text(block)).is_some() && block.numbering.is_none();
        if is_title && index < 40 {
            return 50;
        }
        match rank {
            // A part stands above whatever `#` headings carry chapters, but below the title.
            Some(0) => {
                let chapters = explicit.iter().filter(|(rank, _)| **rank > 0).map(|(_, level)| *level).min();
                match (explicit.get(&0), chapters) {
                    (Some(level), _) => i32::from(*level) * 100,
                    (None, Some(level)) => i32::from(level) * 100 - 50,
                    (None, None) => i32::from(title_level.unwrap_or(0)) * 100 + 100,
                }
            }
            Some(rank) => match explicit.get(&rank) {
                Some(level) => i32::from(*level) * 100 + rank,
                None => 1000 + rank,
            },
            // A bold or capital line without number stands beside the highest numbered form.
            None => 1000 + forms.get(&None).copied().unwrap_or(3),
        }
    };
    document.blocks.iter().enumerate().map(|(i, b)| b.is_heading().then(|| level(b, i))).collect()
}
