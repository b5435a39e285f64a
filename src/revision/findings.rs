//! Findings of two revisions: which were mended, which are new, which stay.
//!
//! A finding is the same finding if its rule speaks of the same words of the same unit, wherever that stands now and
//! whatever changed around it. Each counts once: of three slips of which one was mended, two stay.

use super::{Edit, Op, Pair, Reading, Revision, Unit, UnitKind};
use crate::document::Document;
use crate::lint::Finding;
use crate::lint::finding::without_figures;
use crate::text::fold;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;

/// Two documents that are revisions of each other.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The old one.
    pub old: &'a Reading,
    /// The new one.
    pub new: &'a Reading,
    /// How they differ.
    pub revision: &'a Revision,
}

/// What became of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// Those of the old revision that the new one has no more.
    pub fixed: Vec<Finding>,
    /// Those only the new one has.
    pub new: Vec<Finding>,
    /// How many stay.
    pub kept: usize,
}

/// Sets the findings of two revisions against each other; `documents` are those that have a counterpart.
pub fn between(old: &[Finding], new: &[Finding], documents: &[Compared<'_>]) -> Between {
    let sides = Sides::new(documents);
    let was: Vec<Seen<'_>> = old.iter().map(|finding| sides.see(finding, false)).collect();
    let is: Vec<Seen<'_>> = new.iter().map(|finding| sides.see(finding, true)).collect();
    let mut open = Open { old: vec![true; old.len()], new: vec![true; new.len()], kept: 0 };
    let spot = |seen: &Seen<'_>| seen.own.as_ref().map(|place| (seen.finding.rule.clone(), place.document, place.pair));
    let crowds = [crowds(&was), crowds(&is)];
    // Where a rule says several things of the same words, each is known by what it says: «chưa thấy chỉ tiêu …».
    let at = |seen: &Seen<'_>| {
        let spot = spot(seen)?;
        let several = crowds.iter().any(|crowd| crowd.contains(&(spot.clone(), seen.excerpt.clone())));
        Some((spot, several.then(|| without_figures(&seen.message))))
    };
    let excerpt = |seen: &Seen<'_>| Some((at(seen)?, seen.excerpt.clone()));
    // The same words at the same place; the same words in the same unit, said in the same way, or in another.
    open.tie(&was, &is, excerpt, |x, y| sides.meet(x, y));
    open.tie(&was, &is, |seen| Some((excerpt(seen)?, seen.message.clone())), |_, _| true);
    open.tie(&was, &is, excerpt, |_, _| true);
    // Words that were edited, and still are what the rule speaks of.
    open.tie(&was, &is, at, |x, y| sides.meet(x, y) && x.speaks_like(y));
    // A sentence that went elsewhere.
    let sentence = |seen: &Seen<'_>| {
        let (spot, said) = at(seen)?;
        let words = sides.sentence(seen.own.as_ref()?)?;
        Some((spot.0, spot.1, said, seen.excerpt.clone(), words))
    };
    open.tie(&was, &is, sentence, |_, _| true);
    // What is said of the document, at whatever line: a thing that is missing, a heading's order.
    let message = |seen: &Seen<'_>| {
        let place = seen.own.as_ref().filter(|place| place.heads)?;
        Some((seen.finding.rule.clone(), place.document, seen.message.clone()))
    };
    open.tie(&was, &is, message, |_, _| true);
    // Of two places that do not agree either may be the one that is named.
    let crossed = |x: &Seen<'_>, y: &Seen<'_>| {
        let among = |place: &Option<Place>, others: &[Place]| {
            place.as_ref().is_some_and(|one| others.iter().any(|o| (o.document, o.pair) == (one.document, one.pair)))
        };
        among(&x.own, &y.related) && (among(&y.own, &x.related) || x.related.len() > 1)
    };
    open.tie(&was, &is, |seen| (!seen.related.is_empty()).then(|| seen.finding.rule.clone()), crossed);
    let left = |findings: &[Finding], open: &[bool]| -> Vec<Finding> {
        findings.iter().zip(open).filter(|(_, open)| **open).map(|(finding, _)| finding.clone()).collect()
    };
    Between { fixed: left(old, &open.old), new: left(new, &open.new), kept: open.kept }
}

/// A rule, a document, and one of its pairs.
type Spot = (String, usize, usize);

/// Words of which a rule says more than one thing.
fn crowds(all: &[Seen<'_>]) -> HashSet<(Spot, String)> {
    let (mut once, mut several) = (HashSet::new(), HashSet::new());
    for seen in all {
        let Some(place) = &seen.own else { continue };
        let key = ((seen.finding.rule.clone(), place.document, place.pair), seen.excerpt.clone());
        if !once.insert(key.clone()) {
            several.insert(key);
        }
    }
    several
}

/// A finding with what it is known again by.
struct Seen<'f> {
    finding: &'f Finding,
    own: Option<Place>,
    related: Vec<Place>,
    excerpt: String,
    message: String,
}

impl Seen<'_> {
    /// Whether two findings of one rule say the same but for numbers, or speak of mostly the same words.
    fn speaks_like(&self, other: &Seen<'_>) -> bool {
        let shared = || {
            let mut theirs: HashMap<&str, usize> = HashMap::new();
            other.excerpt.split(' ').for_each(|word| *theirs.entry(word).or_default() += 1);
            let mut both = 0;
            for word in self.excerpt.split(' ') {
                if let Some(count) = theirs.get_mut(word).filter(|count| **count > 0) {
                    (*count, both) = (*count - 1, both + 1);
                }
            }
            let most = self.excerpt.split(' ').count().max(other.excerpt.split(' ').count());
            both * 2 >= most
        };
        without_figures(&self.message) == without_figures(&other.message) || shared()
    }
}

/// Where a finding stands in documents that have a counterpart.
#[derive(Clone, Debug)]
struct Place {
    document: usize,
    is_new: bool,
    /// Which of the revision's pairs.
    pair: usize,
    /// Its words, in the plain text.
    range: Range<usize>,
    /// Whether it stands on a heading, or on the document's first line.
    heads: bool,
}

/// Which findings have found no counterpart yet.
struct Open {
    old: Vec<bool>,
    new: Vec<bool>,
    kept: usize,
}

/// Findings with one key that are tried for one; more of them are all alike.
const TRIED: usize = 64;

impl Open {
    /// Ties open findings that have a key in common and of which `fits` holds, in order.
    fn tie<K: Hash + Eq>(
        &mut self,
        old: &[Seen<'_>],
        new: &[Seen<'_>],
        key: impl Fn(&Seen<'_>) -> Option<K>,
        fits: impl Fn(&Seen<'_>, &Seen<'_>) -> bool,
    ) {
        let mut known: HashMap<K, Vec<usize>> = HashMap::new();
        for (at, seen) in new.iter().enumerate().filter(|(at, _)| self.new[*at]) {
            if let Some(key) = key(seen) {
                known.entry(key).or_default().push(at);
            }
        }
        for (at, seen) in old.iter().enumerate() {
            if !self.old[at] {
                continue;
            }
            let Some(found) = key(seen).and_then(|key| known.get_mut(&key)) else { continue };
            let tied = found.iter().take(TRIED).position(|&other| fits(seen, &new[other]));
            if let Some(tied) = tied {
                let other = found.remove(tied);
                (self.old[at], self.new[other]) = (false, false);
                self.kept += 1;
            }
        }
    }
}

/// The units of both sides of some documents, by where they stand in their files.
struct Sides<'a> {
    documents: &'a [Compared<'a>],
    by_path: [HashMap<&'a str, usize>; 2],
    /// By document: first byte of each unit, and its pair.
    units: [Vec<Vec<(u32, usize)>>; 2],
}

impl<'a> Sides<'a> {
    fn new(documents: &'a [Compared<'a>]) -> Sides<'a> {
        let by_path = |side: fn(&Compared<'a>) -> &'a Reading| {
            documents.iter().enumerate().map(|(at, both)| (side(both).document.path.as_str(), at)).collect()
        };
        let units = |side: fn(&Compared<'a>) -> &'a Reading, unit: fn(&Pair) -> &Option<Unit>| {
            let of = |both: &Compared<'a>| {
                let starts = both.revision.pairs.iter().enumerate().filter_map(|(at, pair)| {
                    let unit = unit(pair).as_ref()?;
                    Some((side(both).document.span(unit.range.clone()).start, at))
                });
                let mut starts: Vec<(u32, usize)> = starts.collect();
                starts.sort_unstable();
                starts
            };
            documents.iter().map(of).collect::<Vec<_>>()
        };
        Sides {
            documents,
            by_path: [by_path(|both| both.old), by_path(|both| both.new)],
            units: [units(|both| both.old, |pair| &pair.old), units(|both| both.new, |pair| &pair.new)],
        }
    }

    fn document(&self, document: usize, is_new: bool) -> Option<&'a Document> {
        let both = self.documents.get(document)?;
        Some(if is_new { &both.new.document } else { &both.old.document })
    }

    fn see<'f>(&self, finding: &'f Finding, is_new: bool) -> Seen<'f> {
        let related = finding.related.iter();
        Seen {
            finding,
            own: self.place(&finding.path, finding.span.start, finding.span.end, is_new),
            related: related.filter_map(|r| self.place(&r.path, r.span.start, r.span.end, is_new)).collect(),
            excerpt: words(&finding.excerpt),
            message: words(&finding.message),
        }
    }

    fn place(&self, path: &str, start: u32, end: u32, is_new: bool) -> Option<Place> {
        let side = usize::from(is_new);
        let document = *self.by_path[side].get(path)?;
        let units = self.units[side].get(document)?;
        let at = units.partition_point(|(first, _)| *first <= start).saturating_sub(1);
        let pair = units.get(at)?.1;
        let text = self.document(document, is_new)?;
        let unit = &self.documents.get(document)?.revision.pairs.get(pair)?;
        let unit = (if is_new { &unit.new } else { &unit.old }).as_ref()?;
        let blocks = text.blocks.get(unit.blocks.start as usize..unit.blocks.end as usize)?;
        let (first, last) = (blocks.first()?.tokens.start, blocks.last()?.tokens.end);
        let tokens = text.tokens.get(first..last)?;
        let from = first + tokens.partition_point(|token| text.span(token.range()).end <= start);
        let to = first + tokens.partition_point(|token| text.span(token.range()).start < end);
        let range = match text.token_range(from..to.max(from + 1).min(last)) {
            empty if empty.is_empty() => unit.range.clone(),
            range => range,
        };
        let heads = at == 0 || unit.kind == UnitKind::Heading;
        Some(Place { document, is_new, pair, range, heads })
    }

    /// Whether the words of an old finding, as they were edited, are those of a new one in the same unit.
    fn meet(&self, old: &Seen<'_>, new: &Seen<'_>) -> bool {
        let (Some(old), Some(new)) = (&old.own, &new.own) else { return false };
        let both = self.documents.get(old.document).filter(|_| (old.document, old.pair) == (new.document, new.pair));
        let pair = both.and_then(|both| both.revision.pairs.get(old.pair));
        let image = pair.and_then(|pair| image(pair, &old.range));
        image.is_some_and(|image| image.start < new.range.end && new.range.start < image.end.max(image.start + 1))
    }

    /// The words of the sentence a place begins in.
    fn sentence(&self, place: &Place) -> Option<String> {
        let document = self.document(place.document, place.is_new)?;
        let token = document.tokens.partition_point(|token| (token.end as usize) <= place.range.start);
        let sentence = document.sentences.partition_point(|sentence| sentence.tokens.end <= token);
        let sentence = document.sentences.get(sentence).filter(|s| s.tokens.contains(&token))?;
        Some(words(document.token_text(sentence.tokens.clone())))
    }
}

/// Some words, however they are spelt and parted.
fn words(text: &str) -> String {
    fold(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Where words of the old unit stand in the new one: of words that went, where others came in their place.
fn image(pair: &Pair, range: &Range<usize>) -> Option<Range<usize>> {
    let (old, new) = (pair.old.as_ref()?, pair.new.as_ref()?);
    if pair.edits.is_empty() {
        let shift = |at: usize| new.range.start + at.saturating_sub(old.range.start).min(new.range.len());
        return Some(shift(range.start)..shift(range.end));
    }
    let mut image: Option<Range<usize>> = None;
    let mut take = |part: Range<usize>| {
        image = Some(image.as_ref().map_or(part.clone(), |all| all.start.min(part.start)..all.end.max(part.end)));
    };
    let mut cursor = new.range.start;
    for hunk in pair.edits.chunk_by(|x, y| (x.op == Op::Equal) == (y.op == Op::Equal)) {
        let overlaps = |edit: &Edit| edit.range.start < range.end && range.start < edit.range.end;
        if hunk.first().is_some_and(|edit| edit.op == Op::Equal) {
            for edit in hunk {
                if overlaps(edit) {
                    let from = cursor + range.start.saturating_sub(edit.range.start);
                    let to = cursor + range.end.min(edit.range.end) - edit.range.start;
                    take(from..to);
                }
                cursor += edit.range.len();
            }
            continue;
        }
        let end = hunk.iter().filter(|edit| edit.op == Op::Insert).map(|edit| edit.range.end).next_back();
        let end = end.unwrap_or(cursor);
        if hunk.iter().any(|edit| edit.op == Op::Delete && overlaps(edit)) {
            take(cursor..end.max(cursor));
        }
        cursor = end.max(cursor);
    }
    image
}
