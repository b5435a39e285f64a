//! Changes told after what is now and what was before: «năm 2020 là 3,24 tỷ đồng, đầu nhiệm kỳ 1,62 tỷ đồng, gấp 2 lần».

use super::beside::{base_time, is_near, time};
use super::{Ends, NEAR, judge, year_before};
use crate::lint::check::{Context, Draft};
use crate::lint::wording::Words;
use crate::mentions::fact::{Cue, Fact};
use crate::text::fold;

/// Judges the change at `at` by the two figures before it, the later of which in time stands first. As no «từ … lên …» ties
/// them, each has its own time, nothing else is spoken of between them, and what is stated is not far from what is right.
pub(super) fn find(context: &Context<'_>, facts: &[Fact], at: usize) -> Option<Draft> {
    let [to, from, change] = facts.get(at.checked_sub(2)?..=at)? else { return None };
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact && fact.sentence == change.sentence;
    let stated = change.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    if !stated || !exact(to) || !exact(from) || !to.same_kind(from) || change.tokens.start > from.end + NEAR {
        return None;
    }
    let (then, verb) = year_before(context, from)?;
    let plain = |text: &str, known: &Words| {
        let text = fold(text);
        let mut words = text.split_whitespace().map(|word| word.trim_matches([',', '%', ':']));
        words.all(|word| word.is_empty() || known.has(word))
    };
    let words = &context.catalogue.wording.change;
    let gap = context.document.between(to.end, from.tokens.start);
    let before = gap.strip_suffix(verb).unwrap_or(gap);
    let bare = gap.trim_start_matches('%').starts_with(',') && !gap.contains([';', '(', '.']);
    let named = before.split_whitespace().count() <= BASE && bare && plain(verb, &words.links);
    let then_changed = context.document.between(from.end, change.tokens.start);
    let told = plain(then_changed, &words.own);
    let sentence = context.document.sentences.get(to.sentence as usize)?;
    let now = time(context, sentence.tokens.start, to)?;
    let base = base_time(context, change).is_none_or(|base| base == Some(then));
    let sure = named && told && base && then < now && is_near(context, from, to, change);
    sure.then(|| judge(context, &Ends { from, to }, change)).flatten()
}

/// Words of «, trong khi đầu nhiệm kỳ».
const BASE: usize = 7;
