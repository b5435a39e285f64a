//! Lists of candidates: as many as shall be elected, and the surplus.

use super::super::{count, lead};
use super::{PersonnelArithmetic, Word};
use crate::lint::check::{Context, Draft};
use crate::mentions::Fact;
use std::cell::OnceCell;

impl PersonnelArithmetic {
    /// «danh sách 37 đồng chí để bầu 33 đồng chí, số dư 03 đồng chí».
    pub(super) fn listed(
        &self,
        context: &Context<'_>,
        people: &[&Fact],
        size: &OnceCell<Option<i64>>,
        out: &mut Vec<Draft>,
    ) {
        for surplus in people.iter().filter(|f| self.is(context, Word::Surplus, f)) {
            let here = |fact: &&&Fact| fact.sentence == surplus.sentence && fact.tokens != surplus.tokens;
            let lists: Vec<&&Fact> =
                people.iter().filter(here).filter(|f| self.has(context, Word::List, &lead(context, f))).collect();
            let [list] = lists[..] else {
                out.extend(lists.is_empty().then(|| self.listed_apart(context, people, surplus)).flatten());
                continue;
            };
            let near = |fact: &&&Fact| fact.sentence + 1 >= surplus.sentence && fact.sentence <= surplus.sentence;
            let others =
                || people.iter().filter(near).filter(|f| f.tokens != list.tokens && f.tokens != surplus.tokens);
            // The committee is meant where no other body was spoken of.
            let from = context.document.sentences.get((surplus.sentence as usize).saturating_sub(1));
            let from = from.map_or(list.tokens.start, |s| s.tokens.start);
            let size = size
                .get_or_init(|| self.size(context))
                .filter(|_| !self.has(context, Word::Other, &(from..surplus.end)));
            let elected = |f: &&&Fact| {
                self.has(context, Word::Elect, &lead(context, f))
                    || self.is(context, Word::Elect, f)
                    || self.is(context, Word::Seats, f)
            };
            // «bầu 05 đồng chí, danh sách 07 đồng chí …; trong số 05 đồng chí cần bầu dự kiến nữ 01»: what stands before.
            let told = |f: &&&Fact| f.sentence == list.sentence && f.end <= list.tokens.start;
            let elect = others().filter(told).rfind(elected).or_else(|| others().rfind(elected));
            // «Ủy ban Kiểm tra 05 đồng chí; danh sách giới thiệu 06 đồng chí, số dư 01 đồng chí.»
            let told_before = || {
                let ends = |f: &&&Fact| context.document.between(f.end, f.end).contains([';', ',']);
                let before = |f: &&&Fact| f.sentence == list.sentence && f.end <= list.tokens.start;
                others().rfind(before).filter(ends)
            };
            let elect = elect.or_else(told_before).or_else(|| self.seats_of_same(context, people, list));
            let (Some(l), Some(s)) = (count(list.value), count(surplus.value)) else { continue };
            // The surplus of another list is nobody to be elected.
            let mut seats = others().filter(|f| !self.is(context, Word::Surplus, f));
            let closes = seats.any(|f| count(f.value) == Some(l - s)) || size == Some(l - s);
            if elect.is_none() && size.is_none() {
                out.extend(self.listed_apart(context, people, surplus));
            }
            let Some(e) = elect.and_then(|f| count(f.value)).or(size).filter(|e| !closes && *e <= l && *e + s != l)
            else {
                continue;
            };
            out.push(list_of(context, list, surplus, [l, e, s]));
        }
    }

    /// «Số lượng cần bầu là 25 đồng chí. Số dư 04 đồng chí. Danh sách bầu cử gồm 28 đồng chí»: the only three such numbers of a
    /// paragraph that names no other body.
    fn listed_apart(&self, context: &Context<'_>, people: &[&Fact], surplus: &Fact) -> Option<Draft> {
        let near = |fact: &&&Fact| fact.sentence.abs_diff(surplus.sentence) <= APART && fact.tokens != surplus.tokens;
        let lists = people.iter().filter(near).filter(|f| self.has(context, Word::List, &lead(context, f)));
        let [list] = lists.collect::<Vec<_>>()[..] else { return None };
        let said = |f: &&&Fact| self.has(context, Word::Elect, &lead(context, f)) || self.is(context, Word::Elect, f);
        let mut elected = people.iter().filter(near).filter(|f| f.tokens != list.tokens).filter(said);
        let elect = elected.next().filter(|elect| elected.all(|other| other.value == elect.value))?;
        let (l, e, s) = (count(list.value)?, count(elect.value)?, count(surplus.value)?);
        let all = [*list, *elect, surplus];
        let start = all.iter().map(|f| self.sentence(context, f)).min()?;
        let end = all.iter().map(|f| f.end).max()?;
        let completes = people.iter().any(|f| count(f.value) == Some(l - s) || count(f.value) == Some(e + s));
        let other = self.has(context, Word::Other, &(start..end));
        let wrong = e < l && e + s != l && !completes && !other;
        wrong.then(|| list_of(context, list, surplus, [l, e, s]))
    }

    /// «Ủy ban Kiểm tra Đảng ủy cần 07 đồng chí, gồm … Danh sách giới thiệu vào Ủy ban Kiểm tra có 09 đồng chí»: what an
    /// earlier sentence of the paragraph gives the body that the list is for, right after its name.
    fn seats_of_same<'p, 'f>(
        &self,
        context: &Context<'_>,
        people: &'p [&'f Fact],
        list: &Fact,
    ) -> Option<&'p &'f Fact> {
        let document = context.document;
        let body = self.hits(context, Word::Other, &lead(context, list)).pop()?;
        let name = document.tokens.get(body)?;
        let names = |fact: &&Fact| {
            let before = lead(context, fact);
            let hit = self.hits(context, Word::Other, &before).pop()?;
            let same = document.tokens.get(hit.clone())?.iter().map(|t| t.id).eq(name.iter().map(|t| t.id));
            let near = fact.tokens.start <= hit.end + NEXT
                && !document.between(hit.end, fact.tokens.start).contains([',', ';', '(']);
            (same && near).then_some(())
        };
        let earlier = |fact: &&&Fact| fact.sentence < list.sentence;
        let mut told = people.iter().filter(earlier).filter(|fact| names(fact).is_some());
        told.next().filter(|_| told.next().is_none())
    }
}

/// What is said of a list, those to be elected and the surplus.
fn list_of(context: &Context<'_>, list: &Fact, surplus: &Fact, [l, e, s]: [i64; 3]) -> Draft {
    let place = list.tokens.start.min(surplus.tokens.start)..list.end.max(surplus.end);
    Draft::at(context.document.token_range(place))
        .say("list")
        .with("list", l.to_string())
        .with("elect", e.to_string())
        .with("surplus", s.to_string())
        .with("sum", (e + s).to_string())
}

/// Sentences between the numbers of a list that are told apart.
const APART: u32 = 2;

/// Tokens from a body's name to how many it has: «Đảng uỷ khoá XII gồm».
const NEXT: usize = 7;
