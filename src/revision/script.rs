//! From links between units to the list of pairs: in order, with what was done to the words.

use super::edits::{self, Stretch, edits, is_spelling, meeting_words};
use super::matching::{Matching, Parted};
use super::order::{Place, in_order};
use super::tables::{self, Rows};
use super::units::Class;
use super::{Edit, Fate, Op, Pair, Unit};
use crate::document::Document;
use std::ops::Range;

/// A unit in both revisions, or in one, before it is known what moved.
struct Thread {
    old: Option<Unit>,
    new: Option<Unit>,
    partial: bool,
    blocks: u32,
    words: usize,
    /// Where the units stand in their sequences.
    at: (usize, usize),
}

impl Thread {
    fn place(&self) -> Option<usize> {
        self.old.as_ref().map(|unit| unit.range.start)
    }
}

/// All pairs of two revisions.
pub(super) fn pairs(matching: &Matching) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (thread, moved) in arrange(matching) {
        let tables = matching.new.items.get(thread.at.1).is_some_and(|item| item.class == Class::Table);
        match (&thread.old, &thread.new) {
            (Some(old), Some(new)) if tables => table(matching, old, new, moved, &mut pairs),
            _ => {
                let stretches = whole(&thread);
                pairs.push(pair(matching, thread, moved, stretches));
            }
        }
    }
    pairs
}

/// The rows of a table that is in both revisions; of one that moved, the table.
fn table(matching: &Matching, old: &Unit, new: &Unit, moved: bool, pairs: &mut Vec<Pair>) {
    let (was, is) = (matching.old.document, matching.new.document);
    let (was, is) = (Rows::of(was, old), Rows::of(is, new));
    let rows = tables::link(&was, &is);
    let threads = arrange(&rows);
    if moved {
        let mut stretches = Vec::new();
        let (mut at_old, mut at_new) = (old.range.start, new.range.start);
        for (thread, shifted) in &threads {
            let (Some(a), Some(b), false) = (&thread.old, &thread.new, shifted) else { continue };
            // Rows that are gone, then rows that are new.
            stretches.extend(apart(matching, at_old..a.range.start, at_new..b.range.start));
            stretches.extend(tables::stretches(&was, &is, thread.at.0, thread.at.1));
            (at_old, at_new) = (a.range.end, b.range.end);
        }
        stretches.extend(apart(matching, at_old..old.range.end, at_new..new.range.end));
        let (old, new) = (Some(old.clone()), Some(new.clone()));
        let thread = Thread { old, new, partial: false, blocks: 1, words: 0, at: (0, 0) };
        return pairs.push(pair(matching, thread, moved, stretches));
    }
    for (thread, shifted) in threads {
        let stretches = match (&thread.old, &thread.new) {
            (Some(_), Some(_)) => tables::stretches(&was, &is, thread.at.0, thread.at.1),
            _ => Vec::new(),
        };
        pairs.push(pair(&rows, thread, shifted, stretches));
    }
}

/// Two stretches of which the words are not compared.
fn apart(matching: &Matching, old: Range<usize>, new: Range<usize>) -> Vec<Stretch> {
    let none = |document: &Document, range: &Range<usize>| edits::tokens(document, range).is_empty();
    match none(matching.old.document, &old) || none(matching.new.document, &new) {
        true => vec![(old, new)],
        false => vec![(old.clone(), new.start..new.start), (old.end..old.end, new)],
    }
}

/// The threads in the new order, those that are gone behind what stood before them, and whether each was moved.
fn arrange(matching: &Matching) -> Vec<(Thread, bool)> {
    let threads = threads(matching);
    let mut gone = matching.free_old().map(|at| Thread {
        old: Some(matching.old.items[at].unit.clone()),
        new: None,
        partial: false,
        blocks: 0,
        words: 0,
        at: (at, usize::MAX),
    });
    let place = |t: &Thread| Some(Place { old: t.place()?, blocks: t.blocks, words: t.words });
    let places: Vec<Place> = threads.iter().filter_map(place).collect();
    let mut stays = in_order(&places).into_iter();
    let threads: Vec<(Thread, bool)> = threads
        .into_iter()
        .map(|thread| {
            let moved = thread.old.is_some() && !stays.next().unwrap_or(true);
            (thread, moved)
        })
        .collect();
    // Where the next unit that stayed stands in the old revision.
    let mut next = usize::MAX;
    let mut ahead: Vec<usize> = threads
        .iter()
        .rev()
        .map(|(thread, moved)| {
            let this = next;
            next = thread.place().filter(|_| !moved).unwrap_or(next);
            this
        })
        .collect();
    ahead.reverse();
    let mut all = Vec::with_capacity(threads.len());
    let mut held = gone.next();
    let mut put_gone = |all: &mut Vec<(Thread, bool)>, until: usize| {
        while let Some(thread) = held.take_if(|thread| thread.place().is_some_and(|place| place < until)) {
            all.push((thread, false));
            held = gone.next();
        }
    };
    put_gone(&mut all, next);
    for ((thread, moved), ahead) in threads.into_iter().zip(ahead) {
        let stayed = thread.old.is_some() && !moved;
        all.push((thread, moved));
        if stayed {
            put_gone(&mut all, ahead);
        }
    }
    put_gone(&mut all, usize::MAX);
    all
}

/// The units of the new revision with what they were.
fn threads(matching: &Matching) -> Vec<Thread> {
    let (was, is) = (&matching.old.items, &matching.new.items);
    let mut threads: Vec<Thread> = Vec::with_capacity(is.len());
    let mut parted: Vec<Thread> = matching.parted.iter().flat_map(|parted| part(matching, parted)).collect();
    // Of a unit that was joined, as it reads.
    let start = |unit: &Option<Unit>| unit.as_ref().map_or(0, |unit| unit.range.start);
    parted.sort_by_key(|thread| (thread.at.1, start(&thread.new)));
    let mut parted = parted.into_iter().peekable();
    for (at, item) in is.iter().enumerate() {
        if parted.peek().is_some_and(|thread| thread.at.1 == at) {
            threads.extend(std::iter::from_fn(|| parted.next_if(|thread| thread.at.1 == at)));
            continue;
        }
        let from = matching.in_old(at);
        let (old, new) = (from.map(|from| was[from].unit.clone()), Some(item.unit.clone()));
        let at = (from.unwrap_or(usize::MAX), at);
        threads.push(Thread { old, new, partial: false, blocks: 1, words: item.words(), at });
    }
    threads
}

/// The stretches of a unit that was split, or joined.
fn part(matching: &Matching, parted: &Parted) -> Vec<Thread> {
    let (whole, other) = match parted.split {
        true => (matching.old, matching.new),
        false => (matching.new, matching.old),
    };
    let range = &whole.items[parted.whole].unit.range;
    let words = edits::tokens(whole.document, range);
    // As they stand in the whole.
    let mut parts: Vec<(usize, usize)> = parted
        .parts
        .iter()
        .map(|&part| {
            let meeting = meeting_words(words, other.tokens(part));
            (meeting.get(meeting.len() / 2).map_or(usize::MAX, |at| at.0), part)
        })
        .collect();
    parts.sort_unstable();
    let ranges: Vec<Range<usize>> = parts.iter().map(|&(_, part)| other.items[part].unit.range.clone()).collect();
    let stretches = cuts(whole.document, range, other.document, &ranges);
    let thread = |(i, ((_, part), stretch)): (usize, ((usize, usize), Range<usize>))| {
        let mut unit = whole.items[parted.whole].unit.clone();
        unit.range = stretch;
        let item = &other.items[part];
        let (units, at) = match parted.split {
            true => ((unit, item.unit.clone()), (parted.whole, part)),
            false => ((item.unit.clone(), unit), (part, parted.whole)),
        };
        let blocks = u32::from(i == 0);
        Thread { old: Some(units.0), new: Some(units.1), partial: true, blocks, words: item.words(), at }
    };
    parts.into_iter().zip(stretches).enumerate().map(thread).collect()
}

/// Where the parts of another revision stand in a unit: as many stretches as parts, each with some word.
fn cuts(document: &Document, whole: &Range<usize>, other: &Document, parts: &[Range<usize>]) -> Vec<Range<usize>> {
    let words = edits::tokens(document, whole);
    let pieces: Vec<&[crate::text::Token]> = parts.iter().map(|part| edits::tokens(other, part)).collect();
    let meeting = meeting_words(words, &pieces.concat());
    let mut stretches = Vec::with_capacity(parts.len());
    let (mut from, mut first, mut begins) = (whole.start, 0, 0);
    for (i, piece) in pieces.iter().enumerate() {
        begins += piece.len();
        // The last word that is in this part, and the first that is in a later one.
        let next = meeting.partition_point(|&(_, at)| at < begins);
        let least = next.checked_sub(1).map_or(0, |i| meeting[i].0 + 1).max(first + 1);
        let most = meeting.get(next).map_or(words.len(), |&(at, _)| at);
        let room = words.len() - (pieces.len() - 1 - i).min(words.len());
        let cut = (least..=most).rev().find(|&at| opens(document, words, at)).unwrap_or(least).min(room).max(first + 1);
        if i + 1 == pieces.len() {
            stretches.push(from..whole.end);
            break;
        }
        let end = words.get(cut).map_or(whole.end, |word| open(document, word.start as usize, from));
        let text = document.text.get(from..end).unwrap_or("");
        stretches.push(from..from + text.trim_end().len());
        (from, first) = (end, cut);
    }
    stretches
}

/// Where the marks that open a word begin: «“», «(», «- ».
fn open(document: &Document, word: usize, least: usize) -> usize {
    let before = document.text.get(least..word).unwrap_or("");
    let marks = |c: char| matches!(c, '“' | '‘' | '«' | '(' | '[' | '"' | '-' | '–' | '+' | '*' | '•');
    let kept = before.trim_end_matches(|c: char| marks(c) || c.is_whitespace());
    // A mark that closes what stands before is not this word's.
    let rest = &before[kept.len()..];
    least + kept.len() + (rest.len() - rest.trim_start().len())
}

/// Whether a sentence may begin at a word.
fn opens(document: &Document, words: &[crate::text::Token], at: usize) -> bool {
    let (Some(before), Some(this)) = (at.checked_sub(1).and_then(|i| words.get(i)), words.get(at)) else { return true };
    let between = document.text.get(before.end as usize..this.start as usize).unwrap_or("");
    between.contains(['.', ';', ':', '!', '?', '\n'])
}

fn whole(thread: &Thread) -> Vec<Stretch> {
    match (&thread.old, &thread.new) {
        (Some(old), Some(new)) => vec![(old.range.clone(), new.range.clone())],
        _ => Vec::new(),
    }
}

fn pair(matching: &Matching, thread: Thread, moved: bool, stretches: Vec<Stretch>) -> Pair {
    let (old, new) = (matching.old.document, matching.new.document);
    let Thread { old: was, new: is, partial, .. } = thread;
    let only = |op: Op, unit: &Unit| match unit.range.is_empty() {
        true => Vec::new(),
        false => vec![Edit { op, range: unit.range.clone() }],
    };
    let (fate, edits, spelling) = match (&was, &is) {
        (Some(a), None) => (Fate::Removed, only(Op::Delete, a), false),
        (None, Some(b)) => (Fate::Added, only(Op::Insert, b), false),
        (Some(a), Some(b)) => {
            let same = old.text[a.range.clone()] == new.text[b.range.clone()];
            match (same && !partial, moved) {
                (true, false) => (Fate::Kept, Vec::new(), false),
                (true, true) => (Fate::Moved, Vec::new(), false),
                (false, _) => {
                    let fate = if moved { Fate::MovedEdited } else { Fate::Edited };
                    let spelling = !same && !partial && is_spelling(old, a.range.clone(), new, b.range.clone());
                    (fate, edits(old, new, &stretches), spelling)
                }
            }
        }
        (None, None) => (Fate::Kept, Vec::new(), false),
    };
    Pair { fate, old: was, new: is, edits, spelling, partial }
}
