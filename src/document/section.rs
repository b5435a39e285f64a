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

    /// The section that is none: «NHÂN SỰ BAN CHẤP HÀNH …», a heading without text or number right below the title
    /// «ĐỀ ÁN», goes on with the title.
    pub fn title_line(&self) -> Option<SectionId> {
        let titles = |b: &super::Block| b.is_heading() && super::kind::infer_from_title(self.block_text(b)).is_some();
        let first = || self.blocks.iter().position(super::Block::is_heading);
        let title = self.blocks.iter().take(40).position(titles).or_else(first)? as BlockId;
        let below = |s: &Section| s.heading == Some(title + 1);
        let id = self.sections.iter().position(below)?;
        let (section, line) = (&self.sections[id], self.blocks.get(title as usize + 1)?);
        (section.body().is_empty() && line.numbering.is_none()).then_some(id as SectionId)
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
    for (i, level) in levels.into_iter().enumerate() {
        let current = stack.last().map_or(0, |s| s.0);
        if let Some(level) = level {
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

/// «PHẦN THỨ NHẤT», «II.» alone on its line is completed by the heading line after it.
fn completes(document: &Document, section: &Section, block: usize) -> bool {
    let (Some(heading), None) = (section.heading, section.subtitle) else { return false };
    if heading as usize + 1 != block || document.blocks[block].numbering.is_some() {
        return false;
    }
    let above = &document.blocks[heading as usize];
    let label_only = headings::words(document, heading as usize).is_empty();
    let same_markup = above.level == document.blocks[block].level || above.level.is_none();
    above.numbering.is_some() && label_only && (same_markup || document.blocks[block].level > above.level)
}

/// The level of each heading block, smaller is higher. `#` levels go first; within one `#` level,
/// and among headings known by form alone, the form of the number decides.
fn levels(document: &Document) -> Vec<Option<i32>> {
    let forms = Forms::of(document);
    let titled = document.blocks.iter().find(|b| b.is_heading());
    let title_level = titled.and_then(|b| b.level);
    let level = |block: &super::Block, index: usize| -> i32 {
        // An annex stands beside the parts.
        let annex = crate::text::fold(document.block_text(block)).starts_with("phụ lục");
        let rank = if annex { Some(0) } else { block.numbering.as_ref().map(|n| forms.rank(n)) };
        if let Some(level) = block.level {
            return i32::from(level) * BAND + rank.unwrap_or_else(|| forms.unnumbered(document, index));
        }
        // A title known by its form heads everything.
        let is_title = super::kind::infer_from_title(document.block_text(block)).is_some() && block.numbering.is_none();
        if is_title && index < 40 {
            return BAND / 2;
        }
        match rank {
            // A part stands above whatever `#` headings carry chapters, but below the title.
            Some(0) => {
                let chapters = forms.explicit.iter().filter(|(rank, _)| **rank > 0).map(|(_, level)| *level).min();
                match (forms.explicit.get(&0), chapters) {
                    (Some(level), _) => i32::from(*level) * BAND,
                    (None, Some(level)) => i32::from(level) * BAND - BAND / 2,
                    (None, None) => i32::from(title_level.unwrap_or(0)) * BAND + BAND,
                }
            }
            Some(rank) => match forms.explicit.get(&rank) {
                Some(level) => i32::from(*level) * BAND + rank,
                None => 10 * BAND + rank,
            },
            None => 10 * BAND + forms.unnumbered(document, index),
        }
    };
    document.blocks.iter().enumerate().map(|(i, b)| b.is_heading().then(|| level(b, i))).collect()
}

/// Room between two forms of number, and between two `#` levels.
const STEP: i32 = 10;
const BAND: i32 = 1000;

/// Which forms of number the headings of a document have.
#[derive(Default)]
struct Forms {
    /// The forms of number, outermost first.
    order: Vec<i32>,
    /// The highest `#` level at which each form of number stands.
    explicit: HashMap<i32, u8>,
    /// The highest form of number at each `#` level, parts aside.
    highest: HashMap<Option<u8>, i32>,
    /// How often a run of numbers begins in that form.
    runs: HashMap<Option<u8>, usize>,
    /// For each block, the next heading with a number at the same `#` level before another part.
    next: Vec<Option<BlockId>>,
    /// How the unnumbered headings of a `#` level that stand out most are written.
    boldest: HashMap<Option<u8>, i32>,
    /// Where the first unnumbered heading in mixed letters stands of which the numbers show it.
    alike: HashMap<Option<u8>, i32>,
}

impl Forms {
    fn of(document: &Document) -> Forms {
        let mut forms = Forms { order: order(document), next: vec![None; document.blocks.len()], ..Forms::default() };
        let mut upcoming: HashMap<Option<u8>, BlockId> = HashMap::new();
        for (i, block) in document.blocks.iter().enumerate().rev().filter(|(_, b)| b.is_heading()) {
            forms.next[i] = upcoming.get(&block.level).copied();
            let Some(rank) = block.numbering.as_ref().map(|n| forms.rank(n)) else {
                let entry = forms.boldest.entry(block.level).or_insert(i32::MAX);
                *entry = (*entry).min(weight(document, i));
                continue;
            };
            if let Some(level) = block.level {
                let entry = forms.explicit.entry(rank).or_insert(level);
                *entry = (*entry).min(level);
            }
            if rank == 0 {
                upcoming.clear();
                continue;
            }
            upcoming.insert(block.level, i as BlockId);
            let entry = forms.highest.entry(block.level).or_insert(rank);
            *entry = (*entry).min(rank);
        }
        for block in document.blocks.iter().filter(|b| b.is_heading()) {
            let Some(numbering) = &block.numbering else { continue };
            let top = forms.highest.get(&block.level) == Some(&forms.rank(numbering));
            *forms.runs.entry(block.level).or_default() += usize::from(top && numbering.ordinal() == 1);
        }
        for (i, block) in document.blocks.iter().enumerate().filter(|(_, b)| b.is_heading()) {
            let shown = block.numbering.is_none() && forms.next[i].is_some() && !is_upper(document, i);
            if shown && !forms.alike.contains_key(&block.level) {
                let place = forms.unnumbered(document, i);
                forms.alike.insert(block.level, place);
            }
        }
        forms
    }

    /// How deep a form of number stands in this document; a part is 0.
    fn rank(&self, number: &Numbering) -> i32 {
        let nominal = number.rank();
        // Forms keep the room they have nominally: what is swapped changes places with its like.
        let mut sorted = self.order.clone();
        sorted.sort_unstable();
        let place = self.order.iter().position(|r| *r == nominal).and_then(|i| sorted.get(i));
        place.copied().unwrap_or(nominal) * STEP
    }

    /// Where a heading without a number stands among the numbered ones of its `#` level: the numbers
    /// that go on after it show what it stands in.
    fn unnumbered(&self, document: &Document, index: usize) -> i32 {
        let block = &document.blocks[index];
        let highest = self.highest.get(&block.level).copied();
        let boldest = self.boldest.get(&block.level).copied().unwrap_or(0);
        let beneath = (weight(document, index) - boldest).max(0);
        let next = self.next.get(index).copied().flatten().and_then(|b| document.blocks[b as usize].numbering.as_ref());
        let beside = highest.unwrap_or(if block.level.is_some() { 0 } else { 3 * STEP });
        match next {
            // «1.» … «Nông nghiệp» … «2.»: it stands inside the first.
            Some(number) if number.ordinal() > 1 => self.rank(number) + 5,
            // «Lĩnh vực kinh tế», «1.», «2.»: it stands above a run that begins after it — but beside
            // the document's one run of chapters, as a foreword does.
            Some(number) => {
                let rank = self.rank(number);
                let only_run = Some(rank) == highest && self.runs.get(&block.level).is_none_or(|runs| *runs < 2);
                if only_run { rank + beneath } else { rank - 5 + beneath }
            }
            // Nothing follows that could show it: as the first of its like, else beside the chapters.
            None if is_upper(document, index) => beside,
            None => self.alike.get(&block.level).copied().unwrap_or(beside + beneath),
        }
    }
}

/// The forms of number a document has, outermost first. Usage differs on which of «A.» and «I.» is the
/// outer one; the document shows it: a form that begins while another's count goes on stands inside it.
fn order(document: &Document) -> Vec<i32> {
    let numbers: Vec<(i32, u32)> = document
        .blocks
        .iter()
        .filter(|b| b.is_heading())
        .filter_map(|b| b.numbering.as_ref().map(|n| (n.rank(), n.ordinal())))
        .collect();
    let mut order: Vec<i32> = numbers.iter().map(|n| n.0).collect();
    order.sort_unstable();
    order.dedup();
    let begins = |rank: i32| numbers.iter().position(|n| n.0 == rank).unwrap_or(usize::MAX);
    let inside = |inner: i32, outer: i32| {
        let start = begins(inner);
        let goes_on = numbers[start..].iter().find(|n| n.0 == outer).is_some_and(|n| n.1 > 1);
        begins(outer) < start && goes_on
    };
    for pass in 1..order.len() {
        for i in (1..=order.len() - pass).rev() {
            // Parts head everything, and the levels of a decimal number are as written.
            let (outer, inner) = (order[i - 1], order[i]);
            let fixed = outer == 0 || ((5..=8).contains(&outer) && (5..=8).contains(&inner));
            if !fixed && inside(outer, inner) {
                order.swap(i - 1, i);
            }
        }
    }
    order
}

/// Capitals stand above bold, bold above italics, where a document has both.
fn weight(document: &Document, block: usize) -> i32 {
    let bold = document.blocks[block].bold || document.blocks[block].level.is_some();
    if is_upper(document, block) { 0 } else { 2 - i32::from(bold) }
}

/// Whether a heading is written in capitals.
fn is_upper(document: &Document, block: usize) -> bool {
    let text = document.block_text(&document.blocks[block]);
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::document::from_example;

    /// Titles, each after as many dots as it is deep.
    fn tree(text: &str) -> String {
        let document = from_example(text).unwrap();
        let line = |(id, section): (usize, &super::Section)| {
            format!("{}{}", ".".repeat(section.depth as usize - 1), document.section_title(id as u32))
        };
        document.sections.iter().enumerate().skip(1).map(line).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_number_on_its_own_line_takes_the_next_heading() {
        assert_eq!(
            tree("**II**\n\n**KẾT QUẢ ĐẠT ĐƯỢC**\n\n**1. Kinh tế**\n\nThu 5 tỷ.\n\n## III.\n\n## HẠN CHẾ\n\nChậm."),
            "KẾT QUẢ ĐẠT ĐƯỢC | .Kinh tế | HẠN CHẾ"
        );
    }

    #[test]
    fn headings_without_a_number_stand_where_the_numbers_show() {
        assert_eq!(
            tree(
                "**I. Kết quả**\n\n**1. Kinh tế**\n\n**Nông nghiệp**\n\nĐạt A.\n\n**2. Văn hóa**\n\nĐạt B.\n\n**II. Hạn chế**\n\nĐạt C."
            ),
            "Kết quả | .Kinh tế | ..Nông nghiệp | .Văn hóa | Hạn chế"
        );
        assert_eq!(
            tree("**KẾT QUẢ ĐẠT ĐƯỢC**\n\n**Kinh tế**\n\nĐạt A.\n\n**Văn hóa**\n\nĐạt B.\n\n**HẠN CHẾ**\n\nĐạt C."),
            "KẾT QUẢ ĐẠT ĐƯỢC | .Kinh tế | .Văn hóa | HẠN CHẾ"
        );
        assert_eq!(
            tree(
                "**Kết quả**\n\n1. Kinh tế\n\nĐạt A.\n\n2. Văn hóa\n\nĐạt B.\n\n**Hạn chế**\n\n1. Kinh tế\n\nĐạt C.\n\n2. Văn hóa\n\nĐạt D."
            ),
            "Kết quả | .Kinh tế | .Văn hóa | Hạn chế | .Kinh tế | .Văn hóa"
        );
    }

    #[test]
    fn the_document_shows_which_form_of_number_is_the_outer_one() {
        assert_eq!(
            tree("**I. Kết quả**\n\n**A. Kinh tế**\n\nĐạt.\n\n**B. Văn hóa**\n\nĐạt.\n\n**II. Hạn chế**\n\nChậm."),
            "Kết quả | .Kinh tế | .Văn hóa | Hạn chế"
        );
        assert_eq!(
            tree("**A. Kết quả**\n\n**I. Kinh tế**\n\nĐạt.\n\n**II. Văn hóa**\n\nĐạt.\n\n**B. Hạn chế**\n\nChậm."),
            "Kết quả | .Kinh tế | .Văn hóa | Hạn chế"
        );
    }

    #[test]
    fn text_pasted_with_one_paragraph_a_line() {
        assert_eq!(
            tree(
                "BÁO CÁO CHÍNH TRỊ\nI. ĐẶC ĐIỂM TÌNH HÌNH\nXã có 12 thôn.\nII. KẾT QUẢ\n1. Kinh tế\nThu ngân sách 5 tỷ đồng.\n2. Văn hóa\nCó 3 trường.\nIII. HẠN CHẾ\nTiến độ chậm."
            ),
            "BÁO CÁO CHÍNH TRỊ | .ĐẶC ĐIỂM TÌNH HÌNH | .KẾT QUẢ | ..Kinh tế | ..Văn hóa | .HẠN CHẾ"
        );
    }

    #[test]
    fn headings_with_a_colon_in_brackets_and_in_bold_with_a_stop() {
        assert_eq!(
            tree("**I. Kết quả:**\n\n(1) Kinh tế\n\nA đạt.\n\n(2) Văn hóa:\n\nB đạt.\n\n**II. Hạn chế.**\n\nC chậm."),
            "Kết quả: | .Kinh tế | .Văn hóa: | Hạn chế."
        );
    }
}
