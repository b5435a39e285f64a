//! Tracked changes: words taken out and put in inside one paragraph, for people to accept or not.

use super::spot::{Side, Spot};
use super::{Rank, Splicer, names};
use crate::ooxml::story::PieceKind;
use crate::ooxml::xml::escape;
use std::ops::Range;

/// Who makes tracked changes, and when.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The author.
    pub author: String,
    /// The time, `2025-08-05T00:00:00Z`.
    pub date: String,
    /// The next id.
    pub next: i64,
}

/// Bytes of one `t` element, or of elements of their own, that are deleted, and where its tags go.
struct Deletion {
    element: Option<u32>,
    xml: Range<usize>,
    start: Spot,
    end: Spot,
}

impl Splicer<'_> {
    /// Whether [`Splicer::replace`] could be done.
    pub fn can_replace(&mut self, paragraph: usize, text: &Range<usize>, new: &str) -> bool {
        if new.contains(char::is_control) || self.meets_change(paragraph, text) {
            return false;
        }
        match text.is_empty() {
            true => self.insertion_spot(paragraph, text.start).is_some(),
            false => self.deletions(paragraph, text).is_some(),
        }
    }

    /// Replaces words of a paragraph by others in a tracked change; an empty range inserts. Gives whether it could be
    /// done: not in what others inserted, in the results of fields, in fonts from before Unicode, nor where another
    /// change stands.
    pub fn replace(&mut self, paragraph: usize, text: Range<usize>, new: &str, stamp: &mut Stamp) -> bool {
        if new.contains(char::is_control) || self.meets_change(paragraph, &text) {
            return false;
        }
        let done = match text.is_empty() {
            true => self.insert(paragraph, text.start, new, stamp),
            false => self.exchange(paragraph, &text, new, stamp),
        };
        if done.is_some() {
            self.changes.insert((paragraph, text.start), text.end);
        }
        done.is_some()
    }

    /// Whether a range shares letters with a change; of insertions it is open which comes first.
    fn meets_change(&self, paragraph: usize, text: &Range<usize>) -> bool {
        // Changes lie apart: only the nearest on either side can be in the way.
        let before = self.changes.range(..=(paragraph, text.start)).next_back();
        let after = self.changes.range((paragraph, text.start)..).next();
        let mut near = before.into_iter().chain(after).filter(|((p, _), _)| *p == paragraph);
        near.any(|(&(_, start), &end)| match text.is_empty() || start == end {
            true => text.start <= end && start <= text.end,
            false => text.start < end && start < text.end,
        })
    }

    /// Inserts between two letters, in the looks of the one before.
    fn insert(&mut self, paragraph: usize, at: usize, new: &str, stamp: &mut Stamp) -> Option<()> {
        let (spot, run) = self.insertion_spot(paragraph, at)?;
        let inserted = self.insertion(run, new, stamp);
        self.put(&spot, Rank::Changed, &inserted);
        Some(())
    }

    fn insertion_spot(&mut self, paragraph: usize, at: usize) -> Option<(Spot, usize)> {
        let story = self.story;
        let before = story.cuts(paragraph, at.saturating_sub(1)..at);
        let after = story.cuts(paragraph, at..at + 1);
        let before = before.last().filter(|cut| cut.text.end == at).map(|cut| (cut, Side::End));
        let after = after.first().filter(|cut| cut.text.start == at).map(|cut| (cut, Side::Start));
        let (cut, side) = before.or(after)?;
        let run = self.changeable(paragraph, cut.piece)?;
        Some((self.spot(paragraph, cut, side, true)?, run))
    }

    fn exchange(&mut self, paragraph: usize, text: &Range<usize>, new: &str, stamp: &mut Stamp) -> Option<()> {
        let (deletions, first) = self.deletions(paragraph, text)?;
        for cut in self.story.cuts(paragraph, text.clone()) {
            self.touch(&self.story.paragraphs.get(paragraph)?.pieces, cut.piece);
        }
        let last = deletions.len().checked_sub(1)?;
        for (i, deletion) in deletions.into_iter().enumerate() {
            let (open, mut close) = self.change("del", stamp);
            self.put(&deletion.start, Rank::Changing, &open);
            if i == last && !new.is_empty() {
                close.push_str(&self.insertion(first, new, stamp));
            }
            self.put(&deletion.end, Rank::Changed, &close);
            self.deleted_from.insert(deletion.xml.start);
            self.deleted_to.insert(deletion.xml.end);
        }
        Some(())
    }

    /// What has to be deleted for some words to go, and the run of the first of them; all of it or nothing.
    fn deletions(&mut self, paragraph: usize, text: &Range<usize>) -> Option<(Vec<Deletion>, usize)> {
        let story = self.story;
        let pieces = &story.paragraphs.get(paragraph)?.pieces;
        let cuts = story.cuts(paragraph, text.clone());
        // A piece that goes as a whole must be meant as a whole.
        if cuts.first()?.text.start != text.start || cuts.last()?.text.end != text.end {
            return None;
        }
        let first = self.changeable(paragraph, cuts.first()?.piece)?;
        let mut deletions: Vec<Deletion> = Vec::new();
        for cut in &cuts {
            self.changeable(paragraph, cut.piece)?;
            let element = pieces.get(cut.piece)?.element;
            let start = self.spot(paragraph, cut, Side::Start, true)?;
            let end = self.spot(paragraph, cut, Side::End, true)?;
            match deletions.last_mut() {
                Some(last) if last.xml.end == cut.xml.start && last.element == element => {
                    (last.end, last.xml.end) = (end, cut.xml.end);
                }
                _ => deletions.push(Deletion { element, xml: cut.xml.clone(), start, end }),
            }
        }
        Some((deletions, first))
    }

    /// The run of a piece, if it may be changed.
    fn changeable(&mut self, paragraph: usize, piece: usize) -> Option<usize> {
        let story = self.story;
        let piece = story.paragraphs.get(paragraph)?.pieces.get(piece)?;
        let run = story.runs.get(piece.run as usize)?;
        let free = !run.inserted && !run.field && piece.kind != PieceKind::Decoded;
        (free && self.is_divisible(piece.run, run)).then_some(piece.run as usize)
    }

    /// The tags around a tracked change.
    pub(super) fn change(&self, kind: &str, stamp: &mut Stamp) -> (String, String) {
        let (name, space) = names(self.story);
        let (id, author, date) = (stamp.next, escape(&stamp.author), escape(&stamp.date));
        stamp.next += 1;
        let open = format!("<{name}{kind}{space} {name}id=\"{id}\" {name}author=\"{author}\" {name}date=\"{date}\">");
        (open, format!("</{name}{kind}>"))
    }

    /// A tracked insertion in the looks of a run.
    pub(super) fn insertion(&self, run: usize, new: &str, stamp: &mut Stamp) -> String {
        let Some(run) = self.story.runs.get(run) else { return String::new() };
        let (open, close) = self.change("ins", stamp);
        let (start, end) = (self.bytes(run.start_tag), self.bytes(run.end_tag));
        let properties = run.properties.map_or("", |properties| self.bytes(properties));
        let name = end.trim_start_matches("</").trim_end_matches('>').trim_end().strip_suffix('r').unwrap_or("w:");
        let text = escape(new);
        format!("{open}{start}{properties}<{name}t xml:space=\"preserve\">{text}</{name}t>{end}{close}")
    }
}
