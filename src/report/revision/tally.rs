//! How much changed.

use super::flow::{Entry, Stretch};
use super::words::Said;
use super::{Compared, pieces};
use crate::lint::Lang;
use crate::revision::{Fate, Op, Pair};
use std::ops::AddAssign;

/// Changes counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub(super) struct Tally {
    /// Units whose words changed where they stood.
    pub edited: usize,
    /// New ones.
    pub added: usize,
    /// Those that are gone.
    pub removed: usize,
    /// Those that stand elsewhere, edited or not.
    pub moved: usize,
    /// The same, where they stood.
    pub left: usize,
    /// Units of which only the spelling changed.
    pub spelling: usize,
    /// Sections with a change, and all of the new revision that have text of their own.
    pub touched: usize,
    pub sections: usize,
    /// Words of the new revision that stood in the old one, and all of them.
    pub kept: usize,
    pub words: usize,
}

impl Tally {
    /// Counts a document's changes.
    pub fn of(compared: &Compared, flow: &[Stretch]) -> Tally {
        let mut tally = Tally::default();
        for stretch in flow {
            tally.touched += usize::from(stretch.is_touched());
            tally.sections += usize::from(stretch.is_touched() || !stretch.is_bare(compared));
            tally += Tally::of_stretch(compared, stretch);
        }
        tally
    }

    /// Counts the changes of one stretch.
    pub fn of_stretch(compared: &Compared, stretch: &Stretch) -> Tally {
        let mut tally = Tally::default();
        for entry in &stretch.entries {
            let pairs = match *entry {
                Entry::Same(at) | Entry::Change(at) => at..at + 1,
                Entry::Moved(first, count) => first..first + count,
                Entry::Left(_, count) => {
                    tally.left += count;
                    continue;
                }
            };
            for pair in compared.revision.pairs.get(pairs).unwrap_or_default() {
                tally.add(compared, pair);
            }
        }
        tally
    }

    fn add(&mut self, compared: &Compared, pair: &Pair) {
        match pair.fate {
            Fate::Edited if pair.spelling => self.spelling += 1,
            Fate::Edited => self.edited += 1,
            Fate::Added => self.added += 1,
            Fate::Removed => self.removed += 1,
            Fate::Moved | Fate::MovedEdited => self.moved += 1,
            Fate::Kept => {}
        }
        for piece in pieces::of(compared, pair).iter().filter(|piece| piece.op != Op::Delete) {
            let words = pieces::words(piece.text);
            // What is only spelt otherwise is the same word.
            let kept = piece.op == Op::Equal || pair.spelling;
            self.kept += if kept { words } else { 0 };
            self.words += words;
        }
    }

    /// Changes but for those of spelling.
    pub fn changes(&self) -> usize {
        self.edited + self.added + self.removed + self.moved
    }

    /// The changes of a section: «sửa 2, thêm 1, chuyển đi 1».
    pub fn brief(&self, said: &Said) -> String {
        let kinds = [
            (self.edited, "edited"),
            (self.added, "added"),
            (self.removed, "removed"),
            (self.moved, "moved-here"),
            (self.left, "moved-away"),
        ];
        let kinds = kinds.into_iter().filter(|(count, _)| *count > 0);
        kinds.map(|(count, key)| format!("{} {count}", said.get(key))).collect::<Vec<_>>().join(", ")
    }

    /// The changes in one sentence; empty if there is none but for spelling.
    pub fn sentence(&self, lang: Lang) -> String {
        let vi = lang == Lang::Vi;
        let parts = [
            (self.edited, "sửa", "edited"),
            (self.added, "thêm", "added"),
            (self.removed, "bỏ", "removed"),
            (self.moved, "chuyển chỗ", "moved"),
        ];
        let part = |(count, done_vi, done_en): (usize, &str, &str)| {
            (count > 0).then(|| if vi { format!("{done_vi} {count}") } else { format!("{count} {done_en}") })
        };
        let parts: Vec<String> = parts.into_iter().filter_map(part).collect();
        let (touched, sections, kept) = (self.touched, self.sections.max(self.touched), self.percent_kept());
        match (parts.is_empty(), vi) {
            (true, _) => String::new(),
            (_, true) => format!(
                "Có thay đổi ở {touched} trong {sections} mục: {} đoạn; giữ nguyên {kept}% lời văn.",
                parts.join(", ")
            ),
            (_, false) => format!(
                "{touched} of {sections} sections changed: {} (blocks); {kept}% of the wording is as it was.",
                parts.join(", ")
            ),
        }
    }

    /// How much of the new revision's wording is the old one's, in percent; not 100 while anything changed.
    pub fn percent_kept(&self) -> usize {
        match self.words {
            0 => 0,
            words if self.kept == words => 100,
            words => (self.kept * 100 / words).min(99),
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.edited += other.edited;
        self.added += other.added;
        self.removed += other.removed;
        self.moved += other.moved;
        self.left += other.left;
        self.spelling += other.spelling;
        self.touched += other.touched;
        self.sections += other.sections;
        self.kept += other.kept;
        self.words += other.words;
    }
}
