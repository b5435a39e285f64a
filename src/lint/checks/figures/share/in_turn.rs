//! Several ratios and, one after the other, their shares: «lần lượt là 90,0%, 92,9% và 95,6%, tương ứng 4.870/5.410, …».

use super::{Stated, judge, pair_of, slipped};
use crate::lint::check::Context;
use crate::mentions::fact::Fact;
use crate::text::fold;

/// Shares of one row, at most.
const MOST: usize = 8;

/// What ratios in turn say of the share at `at`: nothing where it stands in no such row.
pub(super) fn of_its_turn(context: &Context<'_>, at: usize, share: &Fact) -> Option<Option<Stated>> {
    let facts = &context.facts().all;
    let joins = |i: usize| is_joined(context, &facts[i], &facts[i + 1]);
    let in_row = |i: &usize| facts.get(*i).is_some_and(|fact| fact.is_share() && fact.sentence == share.sentence);
    let first = (at.saturating_sub(MOST)..at).rev().take_while(|i| in_row(i) && joins(*i)).last().unwrap_or(at);
    let last = (at + 1..at + MOST).take_while(|i| in_row(i) && joins(i - 1)).last().unwrap_or(at);
    let count = last - first + 1;
    let ratios = |from: usize| {
        let row = facts.get(from..from + count)?;
        let alike = row.iter().all(|fact| fact.of.is_some() && fact.sentence == share.sentence);
        alike.then_some(row)
    };
    if count < 2 {
        return None;
    }
    let between = |from: usize, to: usize| fold(context.document.between(facts[from].end, facts[to].tokens.start));
    let behind = ratios(last + 1).filter(|_| {
        let gap = between(last, last + 1);
        let gap = gap.trim_start_matches('%').trim_start_matches([',', ' ']).trim_end();
        matches!(gap, "tương ứng" | "tương ứng với" | "tương ứng là" | "(" | "với" | "(tương ứng")
    });
    let ahead = || {
        let from = first.checked_sub(count)?;
        ratios(from).filter(|_| between(first - 1, first).contains("lần lượt"))
    };
    let row = behind.or_else(ahead)?;
    Some(pair_of(&row[at - first]).and_then(|pair| judge(pair, share.value)).filter(|stated| slipped(stated, share)))
}

/// «90,0%, 92,9% và 95,6%»: nothing but a mark or «và» between.
fn is_joined(context: &Context<'_>, x: &Fact, y: &Fact) -> bool {
    let gap = context.document.between(x.end, y.tokens.start).trim_start_matches('%').trim();
    matches!(gap, "," | ";" | "và" | ", và")
}
