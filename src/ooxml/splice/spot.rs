//! Where in a part something can be put.

use super::{Rank, Splicer, Target};
use crate::ooxml::story::{Cut, Piece, Run};
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// A run to be cut, and the `t` element to be cut with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inside {
    pub run: u32,
    pub element: Option<u32>,
}

/// A place where something can be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Between runs.
    Between(usize),
    /// Inside a run, which is cut there.
    Inside(usize, Inside),
}

impl Spot {
    pub fn byte(self) -> usize {
        match self {
            Spot::Between(byte) | Spot::Inside(byte, _) => byte,
        }
    }
}

/// Which end of some words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    End,
}

impl Splicer<'_> {
    /// Puts something at a place.
    pub(super) fn put(&mut self, spot: &Spot, rank: Rank, what: &str) {
        let joint = self.joints.entry(spot.byte()).or_default();
        joint.ranks[rank as usize].push_str(what);
        let Spot::Inside(byte, inside) = *spot else { return };
        joint.inside = Some(inside);
        let paragraph = self.story.runs.get(inside.run as usize).map_or(0, |run| run.paragraph as usize);
        if let Some(paragraph) = self.story.paragraphs.get(paragraph).filter(|_| inside.element.is_some()) {
            let piece = paragraph.pieces.partition_point(|piece| (piece.xml.end as usize) < byte);
            self.touch(&paragraph.pieces, piece);
        }
    }

    /// The two ends of what a comment is about.
    pub(super) fn edges(&mut self, target: &Target) -> Option<(Spot, Spot)> {
        let story = self.story;
        match *target {
            Target::Run(run) => {
                let run = story.runs.get(run)?.xml.range();
                Some((Spot::Between(run.start), Spot::Between(run.end)))
            }
            Target::Paragraph(id) => {
                let paragraph = story.paragraphs.get(id)?;
                // An element `<w:p/>` holds nothing, and may not be anybody's last.
                let end = Some(paragraph.end_tag).filter(|tag| !tag.is_empty())?.start;
                let start = paragraph.properties.map_or(paragraph.start_tag.end, |properties| properties.end);
                Some((Spot::Between(start as usize), Spot::Between(end as usize)))
            }
            Target::Words { from, to } => {
                let (from, to) = self.outside_changes(from, to);
                let first = story.cuts(from.0, from.1..from.1 + 1);
                let last = story.cuts(to.0, to.1.saturating_sub(1)..to.1);
                let start = self.spot(from.0, first.first()?, Side::Start, false)?;
                let end = self.spot(to.0, last.last()?, Side::End, false)?;
                Some((start, end))
            }
        }
    }

    /// Moves ends that lie inside a tracked change out of it.
    fn outside_changes(&self, from: (usize, usize), to: (usize, usize)) -> ((usize, usize), (usize, usize)) {
        let around = |at: (usize, usize)| {
            let before = self.changes.range(..at).next_back().map(|(start, end)| (*start, *end));
            before.filter(|(start, end)| start.0 == at.0 && at.1 < *end)
        };
        let start = around(from).map_or(from, |(start, _)| start);
        let end = around(to).map_or(to.1, |(_, end)| end);
        (start, (to.0, end))
    }

    /// Where one end of a cut is. `strict`: nothing else of the run may lie between it and the run's edge, for what
    /// is put there takes what lies between along.
    pub(super) fn spot(&mut self, paragraph: usize, cut: &Cut, side: Side, strict: bool) -> Option<Spot> {
        let story = self.story;
        let pieces = &story.paragraphs.get(paragraph)?.pieces;
        let piece = pieces.get(cut.piece)?;
        let run = story.runs.get(piece.run as usize)?;
        if !self.is_divisible(piece.run, run) {
            let edge = if side == Side::Start { run.xml.start } else { run.xml.end };
            return (!strict).then_some(Spot::Between(edge as usize));
        }
        let (byte, at_edge, neighbour) = match side {
            Side::Start => {
                let before = cut.piece.checked_sub(1).and_then(|i| pieces.get(i));
                (cut.xml.start, cut.xml.start == piece.xml.start as usize, before)
            }
            Side::End => (cut.xml.end, cut.xml.end == piece.xml.end as usize, pieces.get(cut.piece + 1)),
        };
        let whole_element = |element| neighbour.is_none_or(|n| n.element != Some(element));
        if !at_edge || piece.element.is_some_and(|element| !whole_element(element)) {
            return Some(Spot::Inside(byte, Inside { run: piece.run, element: piece.element }));
        }
        // At the edge of its element: where that begins or ends.
        let element = piece.element.and_then(|e| story.elements.get(e as usize));
        let around = element.map_or(piece.xml.range(), |e| e.start_tag.range().start..e.end_tag.range().end);
        let (byte, content, edge) = match side {
            Side::Start => (around.start, run.properties.unwrap_or(run.start_tag).end, run.xml.start),
            Side::End => (around.end, run.end_tag.start, run.xml.end),
        };
        let at_run_edge = neighbour.is_none_or(|n| n.run != piece.run) && (!strict || byte == content as usize);
        Some(match at_run_edge {
            true => Spot::Between(edge as usize),
            false => Spot::Inside(byte, Inside { run: piece.run, element: None }),
        })
    }

    /// Remembers a piece's `t` element as touched.
    pub(super) fn touch(&mut self, pieces: &[Piece], at: usize) {
        let Some(element) = pieces.get(at).and_then(|piece| piece.element) else { return };
        self.touched.entry(element).or_insert_with(|| {
            let same = |piece: &&Piece| piece.element == Some(element);
            let before = pieces.get(..at).unwrap_or_default().iter().rev().take_while(same).last();
            let after = pieces.get(at..).unwrap_or_default().iter().take_while(same).last();
            let start = before.or(pieces.get(at)).map_or(0, |piece| piece.xml.start as usize);
            start..after.map_or(start, |piece| piece.xml.end as usize)
        });
    }

    /// Whether a run can be cut anywhere between its children: they hold nothing but text.
    pub(super) fn is_divisible(&mut self, id: u32, run: &Run) -> bool {
        let content = run.properties.unwrap_or(run.start_tag).end as usize..run.end_tag.start as usize;
        let xml = self.xml.get(content).unwrap_or("<");
        *self.divisible.entry(id).or_insert_with(|| !run.whole && is_flat(xml))
    }
}

/// Whether some XML is a row of elements of which none holds another.
fn is_flat(xml: &str) -> bool {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut open = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                let text = ["t", "instrText", "delText", "delInstrText"].contains(&element.local_name().into_inner());
                if open || !text {
                    return false;
                }
                open = true;
            }
            Ok(Event::Empty(_)) if open => return false,
            Ok(Event::End(_)) if !open => return false,
            Ok(Event::End(_)) => open = false,
            Ok(Event::Eof) => return !open,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}
