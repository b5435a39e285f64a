//! The words right around a figure, by which two figures are known to be said of one thing.

use super::Common;
use crate::document::Document;
use crate::mentions::Fact;
use crate::text::{Gap, Syllable, Token, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

/// What stands right before and after a figure, as far as it runs on.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Four words before the number: «ban hành, giám sát chuyên đề 14 tổ chức đảng».
    lead: Option<[Syllable; 4]>,
    /// The words behind what is counted, up to a mark.
    rest: u64,
    /// The two words before it and the four behind what is counted: «đóng góp 14,8 tỷ đồng làm giao thông nông thôn».
    phrase: Option<[Syllable; 6]>,
    /// The four words behind what is counted.
    tail: Option<[Syllable; 4]>,
    /// What it is a part of, told behind it: «16,8 km trong tổng số 42,5 km».
    whole: Option<[Syllable; 4]>,
    /// The two words behind it, past a comma too: «3.260 hộ, cơ sở».
    behind: Option<[Syllable; 2]>,
    /// A name with capitals before «có», «với», «dài», and that word: «Khu công nghiệp Quán Ngang có 27 dự án».
    name: Option<[Syllable; 4]>,
    link: Option<Syllable>,
    /// Whether it tells what a work with that name costs, or how long it is.
    measured: bool,
}

/// Where the words begin that lead from a work's name to a measure of it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Work {
    /// What it costs: «tổng mức đầu tư 38 tỷ đồng».
    Costs(usize),
    /// How long or large it is: «(chiều dài 4,5 km)».
    Is(usize),
}

impl Work {
    fn cue(self) -> usize {
        let (Work::Costs(cue) | Work::Is(cue)) = self;
        cue
    }
}

impl Around {
    pub(super) fn of(
        document: &Document,
        common: &Common,
        fact: &Fact,
        within: &Range<usize>,
        told: Option<Work>,
    ) -> Around {
        let token = |at: usize| document.tokens.get(at).filter(|_| within.contains(&at));
        let word = |at: usize| token(at).filter(|t| t.kind == TokenKind::Word);
        let runs_on = |at: usize| word(at).filter(|t| t.gap == Gap::Space);
        let (from, to) = (fact.tokens.start, fact.end);
        let back = |n: usize| from.checked_sub(n).and_then(word);
        let opens = token(from).is_some_and(|t| t.gap == Gap::Space);
        // A word that another gap sets off may open what runs on.
        let joined = |n: usize| (1..n).all(|i| back(i).is_some_and(|t| t.gap == Gap::Space)) && opens;
        let lead = || Some([back(4)?.id, back(3)?.id, back(2)?.id, back(1)?.id]);
        let lead = lead().filter(|_| joined(4));
        let tail = || Some([runs_on(to)?.id, runs_on(to + 1)?.id, runs_on(to + 2)?.id, runs_on(to + 3)?.id]);
        let phrase = || {
            let [a, b, c, d] = tail()?;
            Some([back(2)?.id, back(1)?.id, a, b, c, d])
        };
        let behind = || Some([word(to)?.id, word(to + 1).filter(|t| t.gap == Gap::Space)?.id]);
        let rest = (to..to + REST).map_while(runs_on);
        let rest = rest.fold(0u64, |hash, token| hash.rotate_left(5) ^ token.id.0);
        let next = |n: usize| token(to + n).filter(|t| t.gap == Gap::Space);
        let whole = || Some([next(0)?, next(1)?, next(2)?, next(3)?]);
        let whole = whole().filter(|tokens| {
            tokens[3].kind == TokenKind::Number && tokens[..3].iter().all(|t| t.kind == TokenKind::Word)
        });
        let work = told.and_then(|told| Some((told, work(document, told, within.start)?)));
        // «(chiều dài 4,5 km)» says what «dài 5,4 km» says.
        let link = match work {
            Some((Work::Costs(_), (_, link))) => Some(link),
            _ => back(1).map(|t| t.id),
        };
        Around {
            lead,
            rest,
            whole: whole.map(|tokens| tokens.map(|t| t.id)),
            phrase: phrase().filter(|_| joined(2)),
            tail: tail(),
            behind: behind().filter(|words| words.iter().any(|id| !common.has(id))),
            measured: work.is_some(),
            name: work.map(|(_, (name, _))| name).or_else(|| name(document, &back, opens)),
            link,
        }
    }

    /// «giám sát chuyên đề 14 tổ chức đảng.»: the same words before, and the same behind.
    pub(super) fn same_words(&self, other: &Around) -> bool {
        self.lead.is_some() && self.lead == other.lead && self.rest == other.rest
    }

    pub(super) fn phrase(&self) -> Option<[Syllable; 6]> {
        self.phrase
    }

    pub(super) fn same_tail(&self, other: &Around) -> bool {
        self.tail.is_some() && self.tail == other.tail
    }

    pub(super) fn same_whole(&self, other: &Around) -> bool {
        self.whole.is_some() && self.whole == other.whole
    }

    pub(super) fn same_behind(&self, other: &Around) -> bool {
        self.behind.is_some() && self.behind == other.behind
    }

    pub(super) fn name(&self) -> Option<[Syllable; 4]> {
        self.name
    }

    pub(super) fn measures_work(&self) -> bool {
        self.measured
    }

    pub(super) fn same_link(&self, other: &Around) -> bool {
        self.link == other.link
    }
}

/// Words behind a figure that may tell what kind of thing it counts.
const REST: usize = 8;

/// The four words before the one that leads to the number, if they end in a proper name.
fn name<'t>(document: &Document, back: &impl Fn(usize) -> Option<&'t Token>, opens: bool) -> Option<[Syllable; 4]> {
    let capital = |n: usize| {
        let text = back(n).map(|t| t.text(&document.text));
        text.is_some_and(|text| text.starts_with(char::is_uppercase))
    };
    let runs_on = |n: usize| back(n).is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Hyphen));
    let whole = opens && capital(2) && capital(3) && (1..=4).all(runs_on);
    whole.then(|| Some([back(5)?.id, back(4)?.id, back(3)?.id, back(2)?.id])).flatten()
}

/// The last four words of a work's name before what it costs, and the cost's first word with the stage, if one is
/// told: «Trường Trung học cơ sở Krông Búk (giai đoạn 2): tổng mức đầu tư 38 tỷ đồng».
fn work(document: &Document, told: Work, start: usize) -> Option<([Syllable; 4], Syllable)> {
    let cue = told.cue();
    let tokens = document.tokens.get(start..cue)?;
    let capital = |token: &Token| token.text(&document.text).starts_with(char::is_uppercase);
    // «… Krông Búk (giai đoạn 2) với tổng mức đầu tư …»
    let tokens = match tokens {
        [before @ .., link] if matches!(told, Work::Costs(_)) && link.kind == TokenKind::Word && !capital(link) => {
            before
        }
        _ => tokens,
    };
    let (tokens, stage) = match tokens {
        [before @ .., one, two, number]
            if number.kind == TokenKind::Number && [one.id, two.id] == *STAGE && two.gap == Gap::Space =>
        {
            (before, number.id)
        }
        _ => (tokens, Syllable(0)),
    };
    let [.., a, b, c, d] = tokens else { return None };
    let runs_on = [b, c, d].iter().all(|t| matches!(t.gap, Gap::Space | Gap::Hyphen));
    let first = document.tokens.get(cue)?.id;
    let words = [a, b, c, d].iter().all(|t| t.kind == TokenKind::Word);
    (capital(c) && capital(d) && runs_on && words)
        .then(|| ([a.id, b.id, c.id, d.id], Syllable(first.0 ^ stage.0.rotate_left(7))))
}

static STAGE: LazyLock<[Syllable; 2]> = LazyLock::new(|| [Syllable::of("giai"), Syllable::of("đoạn")]);
