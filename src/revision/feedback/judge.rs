//! Whether a remark seems to be taken up, by what changed where it belongs.

use super::asks::{Ask, Phrase, Text, Word, asks};
use super::desk::Desk;
use super::place::{Target, coverage, find};
use super::{Answer, Evidence, Remark, Spot, Status};
use crate::document::{Document, Kind};
use crate::revision::Op;
use crate::text::fold;
use std::ops::Range;

/// Changes that are shown with an answer.
const SHOWN: usize = 4;
/// A section with no more units than this is a place by itself.
const SMALL: usize = 8;
/// Shares of the words asked for that make it done, and done in part.
const DONE: f64 = 0.65;
const SOME: f64 = 0.5;
/// What is left of a sentence that was made shorter.
const SHORTER: f64 = 0.85;

/// Answers one remark.
pub(super) fn answer(desk: &Desk<'_>, remark: Remark) -> Answer {
    let said = match remark.wish.is_empty() {
        true => remark.text.clone(),
        false => format!("{}\n{}", remark.text, remark.wish),
    };
    let text = Text::new(&said);
    let asks = asks(&text, desk.words);
    let note = |key: &str| desk.words.note(key);
    let unplaced = |remark: Remark, key: &str| Answer {
        remark,
        place: None,
        status: Status::Unplaced,
        evidence: Vec::new(),
        note: note(key),
    };
    if is_of_another(desk.old, &remark) {
        return unplaced(remark, "other-document");
    }
    if asks.is_empty() && desk.words.agrees(&text.ids()) {
        return unplaced(remark, "agreed");
    }
    let Some(target) = find(desk, &remark, &text, &asks) else { return unplaced(remark, "unplaced") };
    let view = View::new(desk, &target);
    let done: Vec<Met> = asks.iter().map(|ask| view.met(ask)).collect();
    let all = !done.is_empty() && done.iter().all(|met| *met == Met::Done);
    let some = done.iter().any(|met| *met != Met::Not);
    let adds = asks.is_empty() || asks.iter().any(|ask| matches!(ask, Ask::Add(_)));
    let touched = view.touched(adds);
    let (status, key) = match () {
        () if all && asks.iter().all(|ask| matches!(ask, Ask::Remove(_))) => (Status::TakenUp, "removed"),
        () if all && asks.iter().all(|ask| matches!(ask, Ask::Shorten)) => (Status::TakenUp, "shortened"),
        () if all => (Status::TakenUp, "done"),
        () if some => (Status::Partly, "some"),
        () if touched && asks.is_empty() => (Status::Partly, "reworked"),
        () if touched => (Status::Partly, "changed"),
        () if matches!(target, Target::Section(..)) && view.pairs.iter().any(|&pair| desk.changed(pair)) => {
            (Status::NotSeen, "around")
        }
        () => (Status::NotSeen, "same"),
    };
    let evidence = if status == Status::NotSeen { Vec::new() } else { view.evidence(&asks) };
    Answer { place: Some(spot(desk, &target)), status, evidence, note: note(key), remark }
}

/// Whether a remark is on a document of another kind.
fn is_of_another(document: &Document, remark: &Remark) -> bool {
    if remark.document.as_ref().is_some_and(|path| *path != document.path) {
        return true;
    }
    let Some(own) = document.meta.kind else { return false };
    let place = fold(&remark.place);
    // «Nghị quyết» is a word of every text.
    let names = |kind: &Kind| *kind != Kind::Resolution && place.contains(&fold(kind.vietnamese()));
    !names(&own) && Kind::ALL.iter().any(|kind| *kind != own && names(kind))
}

fn spot(desk: &Desk<'_>, target: &Target) -> Spot {
    let path = |document: &Document, section| document.section_path(section);
    match target {
        Target::Section(section, _) => {
            let heading = desk.old.sections.get(*section as usize).and_then(|s| s.heading);
            let block = heading.and_then(|h| desk.old.blocks.get(h as usize));
            Spot { section: path(desk.old, *section), old: block.map(|b| b.range.clone()), new: None }
        }
        Target::Words(pair, range) => {
            let pair = desk.pair(*pair);
            let old = pair.and_then(|pair| pair.old.as_ref());
            let section = old.and_then(|unit| path(desk.old, unit.section));
            let new = pair.and_then(|pair| pair.new.as_ref()).map(|unit| unit.range.clone());
            Spot { section, old: Some(range.clone()), new }
        }
        Target::Put(pair) => {
            let pair = desk.pair(*pair);
            let (old, new) = (pair.and_then(|p| p.old.as_ref()), pair.and_then(|p| p.new.as_ref()));
            let section = old.map(|unit| path(desk.old, unit.section));
            let section = section.or_else(|| new.map(|unit| path(desk.new, unit.section))).flatten();
            Spot { section, old: old.map(|u| u.range.clone()), new: new.map(|u| u.range.clone()) }
        }
    }
}

/// Whether something asked for was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Met {
    Done,
    Some,
    Not,
}

/// What changed where a remark belongs.
struct View<'d, 'a> {
    desk: &'d Desk<'a>,
    target: &'d Target,
    /// The pairs of the place itself.
    pairs: Vec<usize>,
    /// What is new beside it, in its section.
    beside: Vec<usize>,
}

impl<'d, 'a> View<'d, 'a> {
    fn new(desk: &'d Desk<'a>, target: &'d Target) -> View<'d, 'a> {
        let pairs = match target {
            Target::Words(pair, _) | Target::Put(pair) => vec![*pair],
            Target::Section(_, pairs) => pairs.clone(),
        };
        let unit =
            pairs.first().and_then(|&pair| desk.pair(pair)).and_then(|pair| pair.new.as_ref().or(pair.old.as_ref()));
        let is_new = pairs.first().and_then(|&pair| desk.pair(pair)).is_some_and(|pair| pair.new.is_some());
        let section = unit.and_then(|u| if is_new { Some(u.section) } else { desk.revision.section_in_new(u.section) });
        let added = desk.revision.pairs.iter().enumerate().filter(|(at, pair)| {
            let here = pair.new.as_ref().is_some_and(|unit| Some(unit.section) == section);
            pair.old.is_none() && here && !pairs.contains(at) && !matches!(target, Target::Section(..))
        });
        let beside = added.map(|(at, _)| at).collect();
        View { desk, target, pairs, beside }
    }

    fn all(&self) -> impl Iterator<Item = usize> + '_ {
        self.pairs.iter().chain(&self.beside).copied()
    }

    /// How often a phrase stands on one side of the place.
    fn times(&self, phrase: &Phrase, is_new: bool) -> usize {
        let pairs: Vec<usize> = if is_new { self.all().collect() } else { self.pairs.clone() };
        pairs.iter().map(|&pair| phrase.times_in(self.desk.words_of(pair, is_new))).sum()
    }

    /// How much of a phrase came into one unit of the place, or went from one.
    fn most(&self, phrase: &Phrase, op: Op) -> Met {
        let pairs: Vec<usize> = if op == Op::Insert { self.all().collect() } else { self.pairs.clone() };
        let counted = phrase.words.iter().any(|word| word.number.is_some());
        let share = |pair: usize| {
            let edited = self.desk.edited(pair, op);
            let share = coverage(self.desk, phrase, &edited);
            // «lên 105 triệu đồng»: the number is new, its unit stood there.
            let numbers = phrase.words.iter().filter(|word| word.number.is_some()).all(|word| edited.contains(word));
            let whole = || coverage(self.desk, phrase, self.desk.words_of(pair, op == Op::Insert));
            if counted && numbers { share.max(whole()) } else { share }
        };
        let best = pairs.into_iter().map(share).fold(0.0, f64::max);
        let content = phrase.content(self.desk.words).count();
        // One word may stand anywhere in a section.
        let one = content < 2 && matches!(self.target, Target::Section(..));
        match best {
            share if share >= DONE && !phrase.quoted && !one => Met::Done,
            share if share >= SOME && share * content as f64 >= 2.0 => Met::Some,
            _ => Met::Not,
        }
    }

    fn met(&self, ask: &Ask) -> Met {
        match ask {
            Ask::Add(phrase) => self.added(phrase),
            Ask::Remove(phrase) => self.removed(phrase),
            Ask::Replace(old, new) => match (self.removed(old), self.added(new)) {
                (Met::Done, Met::Done) => Met::Done,
                // What it was is often said in other words than those of the draft.
                (_, Met::Done) if !old.quoted && self.times(old, true) == 0 => Met::Done,
                (Met::Not, Met::Not) => Met::Not,
                _ => Met::Some,
            },
            Ask::Shorten => {
                // Of a section the one unit that changed.
                let mut changed = self.pairs.iter().copied().filter(|&pair| self.desk.changed(pair));
                let (Some(pair), None) = (changed.next(), changed.next()) else { return Met::Not };
                let touched = !matches!(self.target, Target::Words(_, range) if !self.desk.touched(pair, range, false));
                let (was, is) = self.desk.stretch(pair);
                let left = is.map_or(0, |is| is.len());
                let shorter = was.is_some_and(|was| (left as f64) < was.len() as f64 * SHORTER);
                if touched && shorter { Met::Done } else { Met::Not }
            }
        }
    }

    fn added(&self, phrase: &Phrase) -> Met {
        if self.times(phrase, true) > self.times(phrase, false) {
            return Met::Done;
        }
        self.most(phrase, Op::Insert)
    }

    fn removed(&self, phrase: &Phrase) -> Met {
        // «bỏ câu này»
        if phrase.content(self.desk.words).next().is_none() && !phrase.quoted {
            let Target::Words(pair, range) = self.target else { return Met::Not };
            return if self.desk.gone(*pair, range) >= 0.8 { Met::Done } else { Met::Not };
        }
        let was = self.times(phrase, false);
        if was > 0 {
            return if self.times(phrase, true) < was { Met::Done } else { Met::Not };
        }
        self.most(phrase, Op::Delete)
    }

    /// Whether anything changed at the place itself.
    fn touched(&self, behind: bool) -> bool {
        match self.target {
            Target::Words(pair, range) => self.desk.touched(*pair, range, behind),
            Target::Put(pair) => self.desk.changed(*pair),
            Target::Section(_, pairs) => pairs.len() <= SMALL && pairs.iter().any(|&pair| self.desk.changed(pair)),
        }
    }

    /// What changed there, what was asked for first.
    fn evidence(&self, asks: &[Ask]) -> Vec<Evidence> {
        let desk = self.desk;
        let told = |pair: &usize| {
            let (come, gone) = (desk.edited(*pair, Op::Insert), desk.edited(*pair, Op::Delete));
            let share = |phrase: &Phrase, words: &[Word]| coverage(desk, phrase, words);
            let of = |ask: &Ask| match ask {
                Ask::Add(phrase) => share(phrase, &come),
                Ask::Remove(phrase) => share(phrase, &gone),
                Ask::Replace(old, new) => share(new, &come).max(share(old, &gone)),
                Ask::Shorten => 0.0,
            };
            asks.iter().map(of).fold(0.0, f64::max)
        };
        let own = |pair: &usize| self.pairs.contains(pair) && !matches!(self.target, Target::Section(..));
        let mut pairs: Vec<(f64, usize)> =
            self.all().filter(|&pair| desk.changed(pair)).map(|pair| (told(&pair), pair)).collect();
        let told_any = pairs.iter().any(|(share, _)| *share >= SOME);
        pairs.retain(|(share, pair)| *share >= SOME || own(pair) || !told_any && self.beside.is_empty());
        pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        pairs.truncate(SHOWN);
        let text = |document: &Document, range: Option<Range<usize>>| {
            let text = range.and_then(|range| document.text.get(range)).unwrap_or("");
            text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" | ")
        };
        let evidence = |(_, pair): (f64, usize)| {
            let (old, new) = desk.stretch(pair);
            Evidence { pair, old: text(desk.old, old), new: text(desk.new, new) }
        };
        pairs.into_iter().map(evidence).collect()
    }
}
