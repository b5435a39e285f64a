//! The words by which a sentence's figure is known to be a table's, and the times that both tell.

use crate::document::Block;
use crate::lint::check::Context;
use crate::mentions::{Mention, MentionKind};
use crate::text::{LexiconBuilder, ListId, Syllable, TokenKind};
use serde::Deserialize;
use std::ops::Range;

/// `data/told.yml`: words around a figure of a sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ToldData {
    plain: Vec<String>,
    links: Vec<String>,
    between: Vec<String>,
    rest: Vec<String>,
    after: Vec<String>,
    idle: Vec<String>,
    leads: Vec<String>,
    sizes: Vec<String>,
    rounds: Vec<String>,
    earlier: Vec<String>,
    shares: Vec<String>,
    turns: Vec<String>,
    fillers: Vec<String>,
    beyond: Vec<String>,
    whole_term: Vec<String>,
}

/// The same, for the eye.
#[derive(Debug)]
pub struct ToldWords {
    /// Words of a column's head that say nothing of what it gives, before those that do.
    pub(super) plain: Vec<Syllable>,
    /// Words between a name and its number.
    pub(super) links: Vec<Syllable>,
    /// Words that may stand between those of a name: «trường [được công nhận] đạt chuẩn quốc gia».
    pub(super) between: Vec<Syllable>,
    /// Second words of what is counted that say nothing new: «vụ việc».
    pub(super) rest: Vec<Syllable>,
    /// Words behind a figure that take nothing away from it.
    pub(super) after: Vec<Syllable>,
    /// Words that add nothing to what was done: «kết nạp mới».
    idle: Vec<Syllable>,
    /// Words right before a number that say nothing of it: «đối với 24 chi bộ».
    leads: Vec<Syllable>,
    /// Right before a number: how large something is, of which something else is told.
    sizes: Vec<Syllable>,
    /// Words before the number of a round: «đợt hai», «quý I».
    rounds: Vec<Syllable>,
    /// Before something else came: «trước khi nâng cấp».
    pub earlier: ListId,
    /// Words that make a figure a share of several, or what is but planned.
    shares: Vec<Syllable>,
    /// Words that tell one time of several, one of several shares.
    turns: Vec<Syllable>,
    /// Words that add nothing to a name and a time: «khi khép lại năm 2024 chỉ còn».
    fillers: Vec<Syllable>,
    /// In the clause: another time or place, so that there may be more of anything.
    pub beyond: ListId,
    /// The whole of the term that is over: «cả nhiệm kỳ».
    pub whole_term: ListId,
}

impl ToldWords {
    /// Puts the phrases into the trie.
    pub fn register(data: &ToldData, builder: &mut LexiconBuilder) -> ToldWords {
        let all = |words: &[String]| words.iter().map(|word| Syllable::of(word)).collect();
        ToldWords {
            plain: all(&data.plain),
            links: all(&data.links),
            between: all(&data.between),
            rest: all(&data.rest),
            after: all(&data.after),
            idle: all(&data.idle),
            leads: all(&data.leads),
            sizes: all(&data.sizes),
            rounds: all(&data.rounds),
            earlier: builder.list_of(&data.earlier),
            shares: all(&data.shares),
            turns: all(&data.turns),
            fillers: all(&data.fillers),
            beyond: builder.list_of(&data.beyond),
            whole_term: builder.list_of(&data.whole_term),
        }
    }

    /// Whether a word adds nothing to what was done.
    pub fn is_idle(&self, word: &Syllable) -> bool {
        self.idle.contains(word)
    }

    /// Whether a word right before a number says nothing of it.
    pub fn leads_on(&self, word: &Syllable) -> bool {
        self.leads.contains(word)
    }

    /// Whether a word right before a number makes it a size.
    pub fn tells_size(&self, word: &Syllable) -> bool {
        self.sizes.contains(word)
    }

    /// Whether the number of a round follows a word.
    pub fn tells_round(&self, word: &Syllable) -> bool {
        self.rounds.contains(word)
    }

    /// Whether a word makes a figure behind it a share, or a plan.
    pub fn tells_share(&self, word: &Syllable) -> bool {
        self.shares.contains(word)
    }

    /// Whether a word adds nothing to a name and a time.
    pub(super) fn is_filler(&self, word: &Syllable) -> bool {
        self.fillers.contains(word)
    }

    /// Whether a word tells one time of several.
    pub fn tells_turn(&self, word: &Syllable) -> bool {
        self.turns.contains(word)
    }
}

/// The words of a head or a row's name, without what is in brackets or behind a mark, «tổng số» before them.
pub(super) fn words(context: &Context<'_>, block: &Block) -> Vec<Syllable> {
    let document = context.document;
    let opens = |at: &usize| document.has_mark(*at, &['(', ',', ';', ':']);
    let end = (block.tokens.start + 1..block.tokens.end).find(opens).unwrap_or(block.tokens.end);
    let tokens = document.tokens.get(block.tokens.start..end).unwrap_or_default();
    let tokens = tokens.iter().skip_while(|t| context.catalogue.told.plain.contains(&t.id));
    tokens.take_while(|t| t.kind == TokenKind::Word).map(|t| t.id).collect()
}

/// When something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// In a year, month or on a day.
    Date(i32, Option<u8>, Option<u8>),
    /// In a term.
    Term(i32, i32),
    /// No time is told.
    Never,
}

impl When {
    /// Whether two times are one: a year, and the last day of it.
    pub fn is(self, other: When) -> bool {
        let end = |when| matches!(when, When::Date(_, Some(12), Some(31)));
        let year = |when| match when {
            When::Date(year, None, None) => Some(year),
            When::Date(year, ..) if end(when) => Some(year),
            _ => None,
        };
        self == other || year(self).is_some() && year(self) == year(other)
    }
}

/// The one time that some tokens tell, if they tell one; none where it is unclear.
pub fn told_time(context: &Context<'_>, tokens: &Range<usize>) -> Option<When> {
    let mut found = When::Never;
    let mentions = context.mentions.within(tokens);
    for (i, mention) in mentions.iter().enumerate() {
        let when = match &mention.kind {
            MentionKind::Date(date) => When::Date(date.year?, date.month, date.day),
            MentionKind::Term(from, to) => When::Term(*from, *to),
            // «cuối năm học 2024-2025»
            MentionKind::Recurring => {
                let next = mentions.get(i + 1).filter(|next| is_when(next));
                next.filter(|next| next.tokens.start <= mention.tokens.end + 1)?;
                continue;
            }
            _ => continue,
        };
        if found != When::Never && found != when {
            return None;
        }
        found = when;
    }
    Some(found)
}

pub(super) fn is_when(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Date(_) | MentionKind::Term(..))
}

/// The time that a row is named by, if by that alone: «2025», «Năm 2025».
pub(super) fn label_time(context: &Context<'_>, label: &Block) -> Option<When> {
    if label.tokens.is_empty() || label.tokens.len() > 6 {
        return None;
    }
    let text = context.document.block_text(label).trim();
    let year = text.parse().ok().filter(|year| (1990..=2100).contains(year));
    let mut mentions = context.mentions.within(&label.tokens).iter().filter(|m| is_when(m));
    let named = mentions.next().is_some_and(|m| label.tokens.len() <= m.tokens.len() + 1);
    year.map(|year| When::Date(year, None, None)).or_else(|| told_time(context, &label.tokens).filter(|_| named))
}
