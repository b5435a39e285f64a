//! Two shares of one whole, the second of some of the first: «lao động qua đào tạo đạt 77,2%, trong đó có bằng cấp, chứng chỉ 78,4%».

use super::{TAKES, is_more};
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact};
use crate::text::{LexiconBuilder, ListId};
use serde::Deserialize;

/// `nested:` in a rule file: what the two are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nested {
    all: Vec<String>,
    some: Vec<String>,
}

/// The names of all pairs, each under its place in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    all: ListId,
    some: ListId,
}

impl Names {
    pub(super) fn register(nested: &[Nested], builder: &mut LexiconBuilder) -> Names {
        let (all, some) = (builder.list(), builder.list());
        for (item, pair) in (0..).zip(nested) {
            builder.add_all(all, item, &pair.all);
            builder.add_all(some, item, &pair.some);
        }
        Names { all, some }
    }

    /// Shares that exceed the one before them, of which they are a part by name.
    pub(super) fn exceeding(self, context: &Context<'_>, out: &mut Vec<Draft>) {
        // Most texts name none.
        if context.mentions.hits.of(self.some).is_empty() {
            return;
        }
        let pairs = context.facts().all.windows(2);
        let told = pairs.filter(|pair| pair.iter().all(Fact::is_share) && pair[0].sentence == pair[1].sentence);
        for pair in told.filter(|pair| is_more(pair[1].value, pair[0].value) && self.is_nested(context, pair)) {
            let draft = Draft::on(Place::Tokens(pair[0].tokens.start..pair[1].end));
            let percent = |fact: &Fact| format!("{}%", fact.value);
            out.push(draft.with("part", percent(&pair[1])).with("whole", percent(&pair[0])));
        }
    }

    fn is_nested(self, context: &Context<'_>, pair: &[Fact]) -> bool {
        let (document, words) = (context.document, &context.catalogue.figures);
        let gap = pair[0].end..pair[1].tokens.start;
        let first = document.sentences.get(pair[0].sentence as usize).map_or(0, |s| s.tokens.start);
        let low = pair[0].tokens.start.saturating_sub(NAME).max(first);
        let from = (low + 1..=pair[0].tokens.start).rev().find(|&at| document.has_mark(at, &[';', ':'])).unwrap_or(low);
        let named = from..pair[0].tokens.start;
        let opened = words.has(context.mentions, Cue::Subset, &gap);
        // «… chiếm 65%» may be of the first of them.
        let shared = pair[1].is_led_by(Cue::Share)
            && pair[1]
                .tokens
                .start
                .checked_sub(1)
                .is_some_and(|at| document.tokens.get(at).is_some_and(|token| token.id == *TAKES));
        let plain = !document.between(gap.start, gap.end).contains([';', '.', '(', ')']);
        let mut parts = context.mentions.hits_of(self.some, &gap);
        let all = |item: u32| context.mentions.hits_of(self.all, &named).any(|hit| hit.item == item);
        opened && plain && !shared && parts.any(|part| all(part.item))
    }
}

/// Tokens of «tỷ lệ lao động qua đào tạo trên địa bàn xã đạt».
const NAME: usize = 14;
