//! Parts that exclude one another by what they are called: what is a complaint is no denunciation, what grows in spring does not
//! grow in autumn. More of them than there are of the whole is wrong, even of a whole of which only some are told: «2.860 ha, trong
//! đó vụ xuân 1.240 ha, vụ mùa 1.180 ha, vụ đông 460 ha».

use super::{Sum, draft_of, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::Hit;

/// Parts that are read, at least.
const LEAST: usize = 3;

/// Tokens in which a part is named, before its number or behind what is counted.
const NEAR: usize = 5;

/// How far, as a share of the whole, its parts may be beyond it and still surely be of it.
const BEYOND: f64 = 0.1;

impl Sum {
    /// The parts of a sentence that come to more than the whole before them.
    pub(super) fn classed(&self, context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
        let (first, last) = (group.first()?, group.last()?);
        let tokens = first.end..last.end + NEAR;
        let names: Vec<&Hit> = context.mentions.hits_of(self.classes_list?, &tokens).collect();
        if names.len() < LEAST {
            return None;
        }
        [false, true].into_iter().find_map(|behind| {
            let named: Vec<Option<u32>> = (0..group.len()).map(|at| name_of(group, at, &names, behind)).collect();
            self.off_class(context, group, &named)
        })
    }

    /// The parts of one class, each named, that come to more than the figure right before them; all parts of a class that has no
    /// others must make it.
    fn off_class(&self, context: &Context<'_>, group: &[Fact], named: &[Option<u32>]) -> Option<Draft> {
        let class = |at: usize| named.get(at).copied().flatten().map(|name| name >> PLACES);
        let from = (1..group.len()).find(|&at| class(at).is_some())?;
        let run = (from..group.len()).take_while(|&at| class(at) == class(from)).count();
        let (whole, parts) = (&group[from - 1], group.get(from..from + run)?);
        let mut different: Vec<u32> = named[from..from + run].iter().copied().flatten().collect();
        different.sort_unstable();
        different.dedup();
        let words = &context.catalogue.figures;
        let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact;
        let changed = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::Times]);
        // «cả năm 2.860 ha», «trong 5 năm có 12 đồng chí» are no means, «bình quân mỗi năm 570 ha» is.
        let mean = |fact: &Fact| {
            let before = fact.tokens.start.saturating_sub(NEAR)..fact.tokens.start;
            let mut cues = words.cues(context.mentions, &before);
            cues.any(|hit| hit.item == Cue::Yearly as u32 && hit.end - hit.start > 1)
        };
        let kind = |part: &Fact| part.unit == Unit::None || words.akin(part.unit, whole.unit);
        let plain = exact(whole)
            && !changed(whole)
            && !mean(whole)
            && parts.iter().all(|part| exact(part) && kind(part) && !changed(part));
        let gap = context.document.between(whole.end, parts.first()?.tokens.start);
        let one = !gap.contains([';', ')', '/']) && !gap.contains(". ");
        let parts: Vec<&Fact> = parts.iter().collect();
        let (sum, amount) = (total(&parts)?, whole.amount()?);
        let apart = sum.value() - amount.value();
        let near = apart <= BEYOND * amount.value() || amount.is_slip_of(sum);
        let all =
            class(from).is_some_and(|class| self.whole_classes.get(class as usize).is_some_and(|all| all.len() == run));
        let slip = all && amount.is_slip_of(sum);
        let beyond = apart.abs() > tolerance(whole, &parts) && (apart > 0.0 && near || slip);
        let stated = group[..from].iter().any(|other| other.amount() == Some(sum));
        let sure = run >= LEAST && different.len() == run && plain && one && beyond && !stated;
        sure.then(|| draft_of(whole, &parts, whole.tokens.start..group[from + run - 1].end, sum))
    }
}

/// Binary digits of a phrase's place in its class.
pub(super) const PLACES: u32 = 8;

/// The name of the part whose number stands at `at`: before it, past the figure before, or right behind what is counted.
fn name_of(group: &[Fact], at: usize, names: &[&Hit], behind: bool) -> Option<u32> {
    let fact = &group[at];
    let past = at.checked_sub(1).map_or(0, |before| group[before].end);
    let next = group.get(at + 1).map_or(usize::MAX, |next| next.tokens.start);
    let own = match behind {
        false => past.max(fact.tokens.start.saturating_sub(NEAR))..fact.tokens.start,
        true => fact.tokens.end..next.min(fact.end + NEAR),
    };
    let mut within = names.iter().filter(|hit| own.start <= hit.start as usize && hit.end as usize <= own.end);
    let name = if behind { within.next() } else { within.next_back() };
    name.map(|hit| hit.item)
}
