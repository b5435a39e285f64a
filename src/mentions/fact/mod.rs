//! Facts: figures with what they count, how exactly, and the sentence that says it, so that rules
//! compare values and not strings.

mod spelled;
mod words;

pub use spelled::{number_word, spelled_number, spoken_digit};
pub use words::{Cue, FigureWords, FigureWordsData, Unit};

use super::{Figure, MentionKind, Mentions};
use crate::document::Document;
use crate::text::number::Style;
use crate::text::{Gap, Number, Syllable, TokenKind};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A figure as a statement.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The number, of a ratio `x/y` both.
    pub tokens: Range<usize>,
    /// One past the unit; where there is none, one past the number.
    pub end: usize,
    /// The value; of a ratio the x. A thousands comma is read as one where only whole things are counted.
    pub value: Number,
    /// The y of a ratio.
    pub of: Option<Number>,
    /// What it counts or measures.
    pub unit: Unit,
    /// «khoảng», «trên», one end of a range: not a value to reckon with.
    pub inexact: bool,
    /// The cues of phrases that end right before the number, a bit each.
    led: u64,
    /// Index of the sentence.
    pub sentence: u32,
}

impl Fact {
    /// Whether a phrase that shows `cue` ends right before the number.
    pub fn is_led_by(&self, cue: Cue) -> bool {
        self.led & cue.bit() != 0
    }

    /// Whether one of several does.
    pub fn is_led_by_any(&self, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.is_led_by(*cue))
    }

    /// Whether it is a plain percentage with an exact value.
    pub fn is_share(&self) -> bool {
        self.unit == Unit::Percent && !self.inexact && self.of.is_none()
    }

    /// The value in the base unit of what it measures, if that can be written exactly.
    pub fn amount(&self) -> Option<Number> {
        let Unit::Measure(_, exponent) = self.unit else { return Some(self.value) };
        self.value.shifted(exponent)
    }

    /// «1 tỷ 650 triệu đồng»: one amount told in two units, the smaller right after the larger.
    fn joined(&self, next: &Fact) -> Option<Fact> {
        let (Unit::Measure(x, large), Unit::Measure(y, small)) = (self.unit, next.unit) else { return None };
        let steps = u32::try_from(large.checked_sub(small)?).ok().filter(|steps| (1..=6).contains(steps))?;
        let (scale, most) = (u8::try_from(steps).ok()?, 10i64.checked_pow(steps)?);
        let whole = |fact: &Fact| fact.of.is_none() && fact.value.scale == 0;
        let one = x == y && whole(self) && whole(next) && next.value.mantissa < most;
        let mantissa = self.value.mantissa.checked_mul(most)?.checked_add(next.value.mantissa)?;
        let value = Number { mantissa, scale, style: Style::Vietnamese };
        one.then(|| Fact { tokens: self.tokens.start..next.tokens.end, end: next.end, value, ..self.clone() })
    }

    /// Whether two facts speak of the same kind of thing, in whatever unit.
    pub fn same_kind(&self, other: &Fact) -> bool {
        match (self.unit, other.unit) {
            (Unit::Measure(x, _), Unit::Measure(y, _)) => x == y,
            (Unit::None, _) | (_, Unit::None) => false,
            (x, y) => x == y,
        }
    }
}

/// All facts of a document, by position.
#[derive(Debug, Default)]
pub struct Facts {
    /// The facts told in figures.
    pub all: Vec<Fact>,
    /// Those told in words, for who adds up: «mười hai chi bộ thôn». Told so, a number is often no statement of its own.
    pub spelled: Vec<Fact>,
}

struct Words {
    point: Syllable,
    percent: [Syllable; 2],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    point: Syllable::of("điểm"),
    percent: [Syllable::of("phần"), Syllable::of("trăm")],
});

impl Facts {
    /// Reads the figures of a document as facts.
    pub fn find(document: &Document, mentions: &Mentions, words: &FigureWords) -> Facts {
        let mut all = Vec::new();
        let mut sentence = 0;
        let leads = words.leads(mentions, document.tokens.len());
        for mention in &mentions.all {
            let MentionKind::Figure(figure) = &mention.kind else { continue };
            let start = mention.tokens.start;
            // «4.500 m3»: the number within a unit is no figure.
            if all.last().is_some_and(|before: &Fact| before.end > start) {
                continue;
            }
            while document.sentences.get(sentence).is_some_and(|s| s.tokens.end <= start) {
                sentence += 1;
            }
            let Some(within) = document.sentences.get(sentence).filter(|s| s.tokens.contains(&start)) else { continue };
            let (unit, end) = unit(document, mentions, words, figure, &mention.tokens, within.tokens.end);
            let led = leads.get(start).copied().unwrap_or(0);
            // «gieo trên 2.315/2.980 ha»: nobody gives a ratio roughly, but «trên 2/3 số phiếu» is more than that.
            let spaced = document.tokens.get(start).is_some_and(|t| t.gap == Gap::Space);
            let about = led & Cue::About.bit() != 0 && spaced && figure.of.is_none_or(|of| of.value() < 10.0);
            let figure = Fact {
                tokens: mention.tokens.clone(),
                end,
                value: plain(figure.value, unit),
                of: figure.of,
                unit,
                inexact: about || in_range(document, &mention.tokens),
                led,
                sentence: sentence as u32,
            };
            let spoken = all.last_mut().filter(|before: &&mut Fact| before.end == start && spaced);
            match spoken.and_then(|before| before.joined(&figure).map(|joined| (before, joined))) {
                Some((before, joined)) => *before = joined,
                None => all.push(figure),
            }
        }
        Facts { all, spelled: spelled::find(document, mentions, words, &leads) }
    }

    /// All facts, in figures or in words, by position.
    pub fn told(&self) -> Cow<'_, [Fact]> {
        if self.spelled.is_empty() {
            return Cow::Borrowed(&self.all);
        }
        let mut told: Vec<Fact> = self.all.iter().chain(&self.spelled).cloned().collect();
        told.sort_by_key(|fact| fact.tokens.start);
        Cow::Owned(told)
    }

    /// The facts of a document, and numbers behind a word that mostly makes them a label, where what they count follows: «danh mục
    /// 16 công trình». For who asks what changed, not what agrees.
    pub fn find_all(document: &Document, mentions: &Mentions, words: &FigureWords) -> Facts {
        let mut facts = Facts::find(document, mentions, words);
        let counted = |mention: &&super::Mention| {
            matches!(
                mention.kind,
                MentionKind::Figure(_) | MentionKind::Date(_) | MentionKind::Term(..) | MentionKind::Citation
            )
        };
        let mut taken = mentions.all.iter().filter(counted).peekable();
        let mut sentence = 0;
        let mut more = Vec::new();
        for (at, token) in document.tokens.iter().enumerate().filter(|(_, t)| t.kind == TokenKind::Number) {
            while taken.next_if(|mention| mention.tokens.end <= at).is_some() {}
            if taken.peek().is_some_and(|mention| mention.tokens.contains(&at)) {
                continue;
            }
            while document.sentences.get(sentence).is_some_and(|s| s.tokens.end <= at) {
                sentence += 1;
            }
            let Some(within) = document.sentences.get(sentence).filter(|s| s.tokens.contains(&at)) else { continue };
            let own = document.blocks.get(within.block as usize).is_some_and(|b| token.start as usize >= b.body);
            let behind = document.tokens.get(at + 1).is_some_and(|t| matches!(t.gap, Gap::Space | Gap::None));
            let unit = words.unit_from(mentions, at + 1).filter(|(_, end)| *end <= within.tokens.end);
            let (Some((unit, end)), Some(value), true) =
                (unit, Number::parse(token.text(&document.text)), own && behind)
            else {
                continue;
            };
            let (value, sentence) = (plain(value, unit), sentence as u32);
            more.push(Fact { tokens: at..at + 1, end, value, of: None, unit, inexact: false, led: 0, sentence });
        }
        if !more.is_empty() {
            facts.all.extend(more);
            facts.all.sort_by_key(|fact| fact.tokens.start);
        }
        facts
    }

    /// The facts of one sentence.
    pub fn of_sentence(&self, sentence: u32) -> &[Fact] {
        &self.all[self.range(sentence)]
    }

    /// The facts before one, in its sentence.
    pub fn before(&self, at: usize) -> &[Fact] {
        let sentence = self.all.get(at).map_or(0, |fact| fact.sentence);
        // Most are near: only of a long sentence the start is searched for.
        let near =
            self.all[at.saturating_sub(NEAR)..at].iter().rev().take_while(|fact| fact.sentence == sentence).count();
        let start = if near < NEAR { at - near } else { self.range(sentence).start };
        &self.all[start..at]
    }

    /// The facts that lie within some tokens.
    pub fn within(&self, tokens: &Range<usize>) -> &[Fact] {
        let from = self.all.partition_point(|fact| fact.tokens.start < tokens.start);
        let to = self.all.partition_point(|fact| fact.tokens.start < tokens.end);
        &self.all[from..to.max(from)]
    }

    fn range(&self, sentence: u32) -> Range<usize> {
        let from = self.all.partition_point(|fact| fact.sentence < sentence);
        from..self.all.partition_point(|fact| fact.sentence <= sentence)
    }
}

/// Facts of a sentence that are counted one by one.
const NEAR: usize = 8;

/// The unit after a number, and where it ends.
fn unit(
    document: &Document,
    mentions: &Mentions,
    words: &FigureWords,
    figure: &Figure,
    tokens: &Range<usize>,
    limit: usize,
) -> (Unit, usize) {
    let end = tokens.end;
    if figure.percent {
        return (Unit::Percent, end);
    }
    let next = |i: usize| document.tokens.get(i).filter(|_| i < limit);
    let Some(after) = next(end).filter(|t| matches!(t.gap, Gap::Space | Gap::None)) else { return (Unit::None, end) };
    let is_percent = |i: usize| next(i).zip(next(i + 1)).is_some_and(|(x, y)| [x.id, y.id] == WORDS.percent);
    if is_percent(end) {
        return (Unit::Percent, end + 2);
    }
    if after.id == WORDS.point {
        let tail = document.text.get(after.end as usize..).unwrap_or("").trim_start_matches([' ', '\u{A0}']);
        if tail.starts_with('%') {
            return (Unit::Points, end + 1);
        }
        if is_percent(end + 1) {
            return (Unit::Points, end + 3);
        }
    }
    match words.unit_from(mentions, end).filter(|(_, to)| *to <= limit) {
        Some(found) => found,
        None if after.kind == TokenKind::Word && !after.is_capitalised() => (Unit::Word(after.id.0), end + 1),
        None => (Unit::None, end),
    }
}

/// «1,872 hộ»: nobody counts thousandths of a household.
fn plain(value: Number, unit: Unit) -> Number {
    let grouped = value.style == Style::Vietnamese && value.scale == 3 && value.mantissa.unsigned_abs() < 1_000_000;
    if grouped && matches!(unit, Unit::Count(_)) { Number { scale: 0, ..value } } else { value }
}

/// «3,5 - 4%», «2-3 đợt».
fn in_range(document: &Document, tokens: &Range<usize>) -> bool {
    let token = |i: usize| document.tokens.get(i);
    let tied = |i: usize| {
        token(i).is_some_and(|t| t.gap == Gap::Hyphen && t.kind == TokenKind::Number)
            && i > 0
            && token(i - 1).is_some_and(|t| t.kind == TokenKind::Number)
    };
    tied(tokens.start) || tied(tokens.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_example;
    use crate::lint::Catalogue;

    fn facts(text: &str) -> Vec<(String, Unit, bool)> {
        let catalogue = Catalogue::built_in().unwrap();
        let document = from_example(text).unwrap();
        let mentions = Mentions::find(&document, &catalogue.lexicon, &catalogue.vocabulary);
        let facts = Facts::find(&document, &mentions, &catalogue.figures);
        facts.all.iter().map(|f| (f.value.to_string(), f.unit, f.inexact)).collect()
    }

    #[test]
    fn an_amount_in_two_units_is_one() {
        let found = facts("Xây mới 1 tỷ 650 triệu đồng, sửa chữa 850 triệu đồng, bằng 2 tạ 5 kg.");
        assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["1,650", "850", "2,05"]);
        assert!(matches!(found[0].1, Unit::Measure(_, 9)));
    }

    #[test]
    fn a_number_within_a_unit_is_no_figure() {
        let found = facts("Công suất 4.500 m3/ngày đêm, cấp cho 12 hộ.");
        assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["4.500", "12"]);
    }

    #[test]
    fn values_units_and_exactness() {
        let found = facts("Thu 4,5 tỷ đồng, tăng 2,1 điểm %; có 1,872 hộ, gần 90% dùng nước sạch; mỗi năm 2 - 3 đợt.");
        assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["4,5", "2,1", "1.872", "90", "2", "3"]);
        assert!(matches!(found[0].1, Unit::Measure(_, 9)));
        assert_eq!((found[1].1, found[3].1), (Unit::Points, Unit::Percent));
        assert!(matches!(found[2].1, Unit::Count(_)));
        assert_eq!(found.iter().map(|f| f.2).collect::<Vec<_>>(), [false, false, false, true, true, true]);
    }
}
