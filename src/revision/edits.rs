//! What was done to the words of a unit, as people read it: whole words, figures, dates, numbers of documents and names.

use super::runs;
use super::units::mix;
use super::{Edit, Op};
use crate::document::Document;
use crate::text::{Case, Gap, Token, TokenKind};
use std::ops::Range;

/// What is never cut: a word, a figure, a date, a name.
#[derive(Clone, Copy, Debug)]
struct Atom {
    id: u64,
    start: usize,
    end: usize,
    /// Whether it is one plain word.
    word: bool,
}

/// A stretch of both revisions; a side may be empty.
pub(super) type Stretch = (Range<usize>, Range<usize>);

/// What was done to some stretches, which follow each other in both texts.
pub(super) fn edits(old: &Document, new: &Document, stretches: &[Stretch]) -> Vec<Edit> {
    let mut script = Script { old, new, edits: Vec::new() };
    for (was, is) in stretches {
        script.stretch(was.clone(), is.clone());
    }
    script.edits
}

/// Whether only the spelling differs: the place of a tone mark, blanks, dashes.
pub(super) fn is_spelling(old: &Document, was: Range<usize>, new: &Document, is: Range<usize>) -> bool {
    let (a, b) = (tokens(old, &was), tokens(new, &is));
    let same_word = |(a, b): (&Token, &Token)| {
        let (x, y) = (a.text(&old.text), b.text(&new.text));
        x == y || (a.id == b.id && x.chars().map(char::is_uppercase).eq(y.chars().map(char::is_uppercase)))
    };
    let between = |text: &str| -> String {
        let marks = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}'));
        marks.map(|c| if matches!(c, '–' | '—' | '−' | '\u{2010}' | '\u{2011}') { '-' } else { c }).collect()
    };
    let gaps = |document: &Document, tokens: &[Token], range: &Range<usize>| -> Vec<String> {
        let starts = tokens.iter().map(|t| t.start as usize).chain([range.end]);
        let ends = [range.start].into_iter().chain(tokens.iter().map(|t| t.end as usize));
        ends.zip(starts).map(|(from, to)| between(document.text.get(from..to).unwrap_or(""))).collect()
    };
    a.len() == b.len() && a.iter().zip(b).all(same_word) && gaps(old, a, &was) == gaps(new, b, &is)
}

/// The words of a stretch of a document.
pub(super) fn tokens<'d>(document: &'d Document, range: &Range<usize>) -> &'d [Token] {
    let from = document.tokens.partition_point(|t| (t.start as usize) < range.start);
    let to = document.tokens.partition_point(|t| (t.start as usize) < range.end);
    &document.tokens[from..to.max(from)]
}

/// Where the words of two stretches are the same, in order, by their index.
pub(super) fn meeting_words(old: &[Token], new: &[Token]) -> Vec<(usize, usize)> {
    let ids = |tokens: &[Token]| -> Vec<u64> { tokens.iter().map(|t| t.id.0).collect() };
    let equal = runs::equal(&ids(old), &ids(new));
    equal.into_iter().flat_map(|(i, j, len)| (0..len).map(move |k| (i + k, j + k))).collect()
}

/// Words before a name that opens a sentence, which are no part of it.
const BEFORE_NAMES: [&str; 12] =
    ["xã", "phường", "tỉnh", "huyện", "thôn", "ấp", "bản", "buôn", "tổ", "khu", "đồng", "tại"];

fn atoms(document: &Document, range: &Range<usize>) -> Vec<Atom> {
    let tokens = tokens(document, range);
    let text = &document.text;
    let mut atoms: Vec<Atom> = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        let gap = i.checked_sub(1).map_or(Gap::Break, |_| token.gap);
        let joins = i > 0 && joined(text, tokens, i, gap);
        // A line of which every word has a capital is no name.
        let short = |atom: &&mut Atom| gap != Gap::Space || atom.end - atom.start < 40;
        match atoms.last_mut().filter(|_| joins).filter(short) {
            Some(atom) => {
                let between = if matches!(gap, Gap::Space | Gap::None) { 0 } else { gap as u64 + 1 };
                atom.id = mix(mix(atom.id, between), token.id.0);
                atom.end = token.end as usize;
                atom.word = false;
            }
            None => {
                let (start, end) = (token.start as usize, token.end as usize);
                atoms.push(Atom { id: mix(3, token.id.0), start, end, word: token.kind == TokenKind::Word });
            }
        }
    }
    atoms
}

/// Whether a word is one with the word before it.
fn joined(text: &str, tokens: &[Token], i: usize, gap: Gap) -> bool {
    let (before, this) = (&tokens[i - 1], &tokens[i]);
    let between = text.get(before.end as usize..this.start as usize).unwrap_or("");
    let number = |token: &Token| token.kind == TokenKind::Number;
    let sign = |token: &Token| number(token) || token.case == Case::Upper;
    let year = |token: &Token| number(token) && token.end - token.start == 4;
    match gap {
        Gap::None => true,
        Gap::Hyphen | Gap::Slash | Gap::Stop if between.trim() == between => {
            (sign(before) && sign(this)) || (number(before) && gap == Gap::Hyphen && this.is_capitalised())
        }
        Gap::Hyphen => year(before) && year(this),
        Gap::Space if between == " " && before.case == Case::Title && this.case == Case::Title => {
            let opens = i < 2 || matches!(tokens[i - 1].gap, Gap::Stop | Gap::Other | Gap::Break);
            !opens || !BEFORE_NAMES.contains(&before.text(text).to_lowercase().as_str())
        }
        _ => false,
    }
}

/// A place where the texts differ: atoms of either side.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hunk {
    old: Range<usize>,
    new: Range<usize>,
}

impl Hunk {
    fn size(&self) -> usize {
        self.old.len().max(self.new.len())
    }
}

struct Script<'d> {
    old: &'d Document,
    new: &'d Document,
    edits: Vec<Edit>,
}

impl Script<'_> {
    fn push(&mut self, op: Op, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        match self.edits.last_mut() {
            Some(last) if last.op == op && last.range.end == range.start => last.range.end = range.end,
            _ => self.edits.push(Edit { op, range }),
        }
    }

    fn stretch(&mut self, was: Range<usize>, is: Range<usize>) {
        let (a, b) = (atoms(self.old, &was), atoms(self.new, &is));
        let hunks = self.hunks(&a, &b);
        let (mut old, mut new) = (was.start, is.start);
        let (mut i, mut j) = (0, 0);
        // Atoms before, between and behind the hunks are the same; what stands between them may not be.
        for hunk in hunks.iter().chain([&Hunk { old: a.len()..a.len(), new: b.len()..b.len() }]) {
            while i < hunk.old.start && j < hunk.new.start {
                self.differ(old..a[i].start, new..b[j].start, None, None);
                self.push(Op::Equal, a[i].start..a[i].end);
                (old, new) = (a[i].end, b[j].end);
                (i, j) = (i + 1, j + 1);
            }
            let ends = (a.get(hunk.old.end), b.get(hunk.new.end));
            let end = (ends.0.map_or(was.end, |atom| atom.start), ends.1.map_or(is.end, |atom| atom.start));
            self.differ(old..end.0, new..end.1, cover(&a, &hunk.old), cover(&b, &hunk.new));
            (old, new) = end;
            (i, j) = (hunk.old.end, hunk.new.end);
        }
    }

    /// Two stretches of which only the marks at their ends may be the same; `words` is where their words stand.
    fn differ(&mut self, was: Range<usize>, is: Range<usize>, a: Option<Range<usize>>, b: Option<Range<usize>>) {
        let (x, y) = (&self.old.text[was.clone()], &self.new.text[is.clone()]);
        if x == y {
            return self.push_equal(was, is);
        }
        let room = |range: &Range<usize>, words: &Option<Range<usize>>| {
            let words = words.clone().unwrap_or(range.end..range.start);
            (words.start - range.start, range.end - words.end)
        };
        let ((head_a, tail_a), (head_b, tail_b)) = (room(&was, &a), room(&is, &b));
        let head: usize =
            x[..head_a].chars().zip(y[..head_b].chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let (tail_a, tail_b) = (tail_a.min(x.len() - head), tail_b.min(y.len() - head));
        let tail: usize = x[x.len() - tail_a..]
            .chars()
            .rev()
            .zip(y[y.len() - tail_b..].chars().rev())
            .take_while(|(a, b)| a == b)
            .map(|(c, _)| c.len_utf8())
            .sum();
        self.push_equal(was.start..was.start + head, is.start..is.start + head);
        self.push(Op::Delete, was.start + head..was.end - tail);
        self.push(Op::Insert, is.start + head..is.end - tail);
        self.push_equal(was.end - tail..was.end, is.end - tail..is.end);
    }

    fn push_equal(&mut self, was: Range<usize>, _is: Range<usize>) {
        self.push(Op::Equal, was);
    }

    /// Where the atoms differ, as people read it.
    fn hunks(&self, a: &[Atom], b: &[Atom]) -> Vec<Hunk> {
        let ids = |atoms: &[Atom]| -> Vec<u64> { atoms.iter().map(|atom| atom.id).collect() };
        let same = |i: usize, j: usize| self.old.text[a[i].start..a[i].end] == self.new.text[b[j].start..b[j].end];
        let mut hunks: Vec<Hunk> = Vec::new();
        let mut push = |old: Range<usize>, new: Range<usize>| match hunks.last_mut() {
            Some(last) if last.old.end == old.start && last.new.end == new.start => {
                (last.old.end, last.new.end) = (old.end, new.end);
            }
            _ => hunks.push(Hunk { old, new }),
        };
        let (mut i, mut j) = (0, 0);
        let equal = runs::equal(&ids(a), &ids(b));
        for (old, new, len) in equal.into_iter().chain([(a.len(), b.len(), 0)]) {
            if i < old || j < new {
                push(i..old, j..new);
            }
            for (i, j) in (old..old + len).zip(new..) {
                if !same(i, j) {
                    push(i..i + 1, j..j + 1);
                }
            }
            (i, j) = (old + len, new + len);
        }
        self.slide(&mut hunks, a, b);
        swallow(hunks, a)
    }

    /// What only came or only went is moved along equal words to where a clause begins.
    fn slide(&self, hunks: &mut [Hunk], a: &[Atom], b: &[Atom]) {
        for i in 0..hunks.len() {
            let least = i.checked_sub(1).map_or((0, 0), |before| (hunks[before].old.end, hunks[before].new.end));
            let most = hunks.get(i + 1).map_or((a.len(), b.len()), |next| (next.old.start, next.new.start));
            let hunk = &hunks[i];
            let (came, atoms, text) = match (hunk.old.is_empty(), hunk.new.is_empty()) {
                (true, false) => (true, b, &self.new.text),
                (false, true) => (false, a, &self.old.text),
                _ => continue,
            };
            let run = if came { hunk.new.clone() } else { hunk.old.clone() };
            let equal =
                |x: usize, y: usize| text.get(atoms[x].start..atoms[x].end) == text.get(atoms[y].start..atoms[y].end);
            // Steps it can be moved: the word that leaves at one end comes in at the other.
            let room = (hunk.old.start - least.0).min(hunk.new.start - least.1).min(REACH);
            let back = (0..room).take_while(|k| equal(run.start - 1 - k, run.end - 1 - k)).count();
            let room = (most.0 - hunk.old.end).min(most.1 - hunk.new.end).min(REACH);
            let forth = (0..room).take_while(|k| equal(run.start + k, run.end + k)).count();
            let rank = |start: usize| clause(text, atoms, start);
            let best = (0..=back + forth)
                .map(|step| run.start - back + step)
                .max_by_key(|&start| (rank(start) + rank(start + run.len()), start == run.start));
            let Some(best) = best else { continue };
            let hunk = &mut hunks[i];
            let shift = |range: &Range<usize>| {
                let start = range.start + best - run.start;
                start..start + range.len()
            };
            (hunk.old, hunk.new) = (shift(&hunk.old), shift(&hunk.new));
        }
    }
}

/// Words along which an edit may slide.
const REACH: usize = 200;

/// How much a place before an atom looks like the beginning of something.
fn clause(text: &str, atoms: &[Atom], at: usize) -> u8 {
    let (Some(before), Some(this)) = (at.checked_sub(1).and_then(|i| atoms.get(i)), atoms.get(at)) else { return 4 };
    let between = text.get(before.end..this.start).unwrap_or("");
    let marks = [(['.', '!', '?', '\n'], 3), ([';', ':', '…', '+'], 2), ([',', '-', '–', '('], 1)];
    marks.iter().find(|(marks, _)| between.contains(marks)).map_or(0, |(_, rank)| *rank)
}

/// Where some atoms stand in the text.
fn cover(atoms: &[Atom], range: &Range<usize>) -> Option<Range<usize>> {
    let (first, last) = (atoms.get(range.start)?, atoms.get(range.end.checked_sub(1)?)?);
    (!range.is_empty()).then_some(first.start..last.end)
}

/// Few equal words between longer edits say nothing: they are shown as part of one edit.
fn swallow(hunks: Vec<Hunk>, a: &[Atom]) -> Vec<Hunk> {
    let mut kept: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for hunk in hunks {
        if let Some(last) = kept.last_mut() {
            let equal = last.old.end..hunk.old.start;
            let (least, all) = (last.size().min(hunk.size()), last.size() + hunk.size());
            let enough = match equal.len() {
                1 => least >= 2 && all >= 5,
                2 => least >= 4,
                3 => least >= 8,
                _ => false,
            };
            if enough && a[equal].iter().all(|atom| atom.word) {
                (last.old.end, last.new.end) = (hunk.old.end, hunk.new.end);
                continue;
            }
        }
        kept.push(hunk);
    }
    kept
}
