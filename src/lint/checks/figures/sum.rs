//! Parts that do not make their whole: in a sentence, in a structure, in a table.

mod ballots;
mod bracketed;
mod by_years;
mod classes;
mod closing;
mod continued;
mod itemised;
mod items;
mod left;
mod multiplied;
mod rest;
mod structure;
mod summed;
mod undone;

pub(super) use self::structure::off_hundred;

use self::items::{MOST, Parts, is_closed, label_of, opening, parts, separated, sex_of};
use self::multiplied::{product, without_ages};
use self::rest::{leaves_rest, remainder};
use self::structure::{sectors, structure, to_the_rest, two_shares};
use super::exceeds::is_opened_by_in;
use super::table;
use crate::lint::check::{Check, Context, Draft, Place};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::number::Style;
use crate::text::{Gap, LexiconBuilder, ListId, Number, TokenKind};
use serde::Deserialize;
use std::ops::Range;

/// `sum:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sum {
    /// How far apart, as a share of the whole, parts and whole may be and still surely be meant as such,
    /// where they count things of different names.
    near: f64,
    /// The heads of columns that tell what was there, came, went and is left.
    stocks: table::Stocks,
    /// What income, outgo and what is left of them are called.
    surplus: left::Surplus,
    /// What all parts are called of something that has no others, class by class.
    whole_classes: Vec<Vec<String>>,
    /// What parts are called that exclude one another, class by class.
    classes: Vec<Vec<String>>,
    #[serde(skip)]
    classes_list: Option<ListId>,
}

/// How lists are read.
#[derive(Clone, Copy)]
struct Lists {
    /// How far apart, as a share of the whole, parts and whole may be.
    near: f64,
}

impl Check for Sum {
    fn validate(&self) -> Result<(), String> {
        match self.classes.iter().chain(&self.whole_classes).any(|names| names.len() >= 1 << classes::PLACES) {
            true => Err(format!("mỗi lớp trong «classes» có dưới {} tên", 1 << classes::PLACES)),
            false => Ok(()),
        }
    }

    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        for (class, names) in (0_u32..).zip(self.whole_classes.iter().chain(&self.classes)) {
            (0..).zip(names).for_each(|(place, name)| builder.add(list, class << classes::PLACES | place, name));
        }
        self.classes_list = Some(list);
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        let (facts, lists) = (context.facts(), Lists { near: self.near });
        for told in facts.told().chunk_by(|x, y| x.sentence == y.sentence) {
            let Some(index) = told.first().map(|fact| fact.sentence) else { continue };
            let Some(sentence) = document.sentences.get(index as usize) else { continue };
            let is_cell = document.blocks.get(sentence.block as usize).is_some_and(|b| b.is_cell());
            let is_cell = is_cell && sentence.tokens.len() < LONG_CELL;
            // A whole and two parts; a table has its own ways.
            let found = out.len();
            let group = facts.of_sentence(index);
            if told.len() >= 3 && told.len() > group.len() && !is_cell {
                lists.read(context, &sentence.tokens, told, sentence.tokens.start, out);
            }
            if group.len() >= 3 && !is_cell && out.len() == found {
                lists.read(context, &sentence.tokens, group, sentence.tokens.start, out);
            }
            // «chia theo tuổi gồm 22 người dưới 25 tuổi, …»
            if group.len() > 3
                && !is_cell
                && out.len() == found
                && let Some(counted) = without_ages(context, group).filter(|counted| counted.len() >= 3)
            {
                lists.read(context, &sentence.tokens, &counted, sentence.tokens.start, out);
            }
            if group.len() >= 3 && !is_cell && out.len() == found {
                let from = sentence.tokens.start;
                let left = || self.stock(context, group, from).or_else(|| self.surplus(context, group, from));
                out.extend(product(context, group).or_else(left));
            }
            if group.len() > 3 && !is_cell && out.len() == found {
                out.extend(lists.by_years(context, group));
            }
            if group.len() >= 2 && !is_cell && out.len() == found {
                lists.continued(context, group, out);
            }
            if group.len() >= 3 && !is_cell && out.len() == found {
                out.extend(lists.bracketed(context, group));
            }
            if group.len() > 3 && !is_cell && out.len() == found {
                out.extend(self.classed(context, group));
            }
            if !is_cell && out.len() == found {
                lists.summed_up(context, group, out);
                out.extend(self.undone(context, group));
            }
            if group.len() >= 2 && !is_cell {
                structure(context, &sentence.tokens, group, out);
                out.extend(two_shares(context, group));
            }
        }
        super::listed::find(context, self.near, out);
        for table in &document.tables {
            table::structures(context, table, out);
        }
        for grid in table::Grid::all(context) {
            table::totals(context, &grid, &self.stocks, out);
            table::by_title(context, &grid, out);
            table::shared_out(context, &grid, out);
        }
    }
}

impl Lists {
    /// The lists of a sentence that open from a token on.
    fn read(&self, context: &Context<'_>, sentence: &Range<usize>, group: &[Fact], from: usize, out: &mut Vec<Draft>) {
        let words = &context.catalogue.figures;
        let mut starts: Vec<(usize, usize)> = Vec::new();
        // Most sentences have no word that closes a list with its total.
        let mut may_close = false;
        for hit in words.cues(context.mentions, sentence) {
            if hit.item == Cue::Parts as u32 {
                starts.push((hit.start as usize, hit.end as usize));
            }
            may_close |= [Cue::Total, Cue::Adds, Cue::Span].iter().any(|cue| hit.item == *cue as u32);
        }
        // «21 đảng viên: khiển trách 13, cảnh cáo 5»
        let text = context.document.between(sentence.start + 1, sentence.end);
        let has_marks = text.contains([':', '(']);
        let punished = words.has(context.mentions, Cue::Penalty, sentence);
        for pair in group.windows(2).filter(|_| has_marks || punished) {
            let mut marks =
                (pair[0].end..pair[1].tokens.start).filter(|&i| context.document.has_mark(i, &[':', '(', ',']));
            let colon = marks.find(|&i| {
                let mark = context.document.between(i, i).trim();
                // «9 đảng viên (khiển trách 5, cảnh cáo 2, khai trừ 1)», «12,8 tỷ đồng (ngân sách xã 3,1 tỷ đồng, …)»
                let penalty = || context.catalogue.figures.begins(context.mentions, Cue::Penalty, i);
                let told = || {
                    let by_sex = || sex_of(context, &pair[1]).is_some();
                    // «27 tổ chức đảng (kiểm tra theo chương trình 19, kiểm tra tài chính đảng 8)»: items of one name
                    let token = |at: usize| context.document.tokens.get(at);
                    let one_name = token(i).zip(token(pair[1].end)).is_some_and(|(item, next)| {
                        next.gap == Gap::Comma && next.kind == TokenKind::Word && next.id == item.id
                    });
                    let named = penalty() || year_before(context, &pair[1]) || by_sex() || one_name;
                    named || pair[1].same_kind(&pair[0])
                };
                let named = || mark == "," && pair[0].tokens.end < pair[0].end && i == pair[0].end && penalty();
                // «Sơn Phú (cũ) 77 hộ, Đà Vị (cũ) 63 hộ»: a bracket that is closed again opens no list.
                let open = || !context.document.between(i + 1, pair[1].tokens.start).contains(')');
                let listed = mark == ":" || mark == ": (" || mark == "(" && open() && told() || named();
                pair[1].tokens.start - i <= LABEL && listed
            });
            starts.extend(colon.map(|i| (i, i)));
        }
        // «13 trường học: 04 trường mầm non, …», «220 chi bộ (97 chi bộ ấp, 123 chi bộ ngành)»
        let marked = |fact: &&Fact| {
            let at = fact.tokens.start;
            context.document.has_mark(at, &[':', '('])
                && context.document.between(at, at).trim_end().ends_with([':', '('])
        };
        starts.extend(
            group
                .iter()
                .skip(1)
                .filter(|fact| has_marks && marked(fact))
                .map(|fact| (fact.tokens.start, fact.tokens.start)),
        );
        // «Trong 15 nghị quyết chuyên đề có 06 nghị quyết về kinh tế, 05 … và 03 …»
        let told_in = |pair: &&[Fact]| {
            let gap = || context.document.between(pair[0].end, pair[1].tokens.start);
            let one = |gap: &str| gap.trim_end().ends_with(" có") && !gap.contains([',', ';', ':', '.']);
            is_opened_by_in(context, &pair[0]) && one(gap())
        };
        let told_in: Vec<usize> = group.windows(2).filter(told_in).map(|pair| pair[1].tokens.start).collect();
        starts.extend(told_in.iter().map(|&start| (start, start)));
        // «tổng số 4.312 giấy, Trường Giang 1.196, Trường Minh 968, …»
        let shared_out = |fact: &&Fact| {
            let comma = || context.document.between(fact.end, fact.end).trim() == ",";
            fact.is_led_by(Cue::Total) && fact.end > fact.tokens.end && comma()
        };
        let shared_out: Vec<usize> = group.iter().filter(shared_out).map(|fact| fact.end).collect();
        starts.extend(shared_out.iter().map(|&start| (start, start)));
        starts.retain(|(cue, _)| *cue >= from);
        starts.sort_unstable();
        starts.dedup();
        for (cue, start) in starts {
            let worded = cue < start;
            let open = told_in.contains(&start) || shared_out.contains(&start);
            let itemised = || self.itemised(context, group, cue, start, sentence.end).filter(|_| !open);
            let Some(parts) = parts(context, group, start, sentence.end) else {
                out.extend(itemised());
                continue;
            };
            if shared_out.contains(&start) && !parts.are_named(context) || parts.overlap(context) {
                continue;
            }
            let last = parts.facts.last().map_or(start, |part| part.end);
            let next_from = |token: usize| group.get(group.partition_point(|fact| fact.tokens.start < token));
            let tail = next_from(last).map_or(sentence.end, |fact| fact.tokens.start.min(sentence.end));
            if runs_on(context.document.between(last, tail)) || leaves_rest(context, last, sentence.end) {
                continue;
            }
            // «(năm 2021: 31; …; năm 2024: 36 và 6 tháng đầu năm 2025: 35)»: what is read is all that the bracket holds.
            let next = next_from(parts.tokens.end);
            let more = |next: &Fact| !context.document.between(parts.tokens.end, next.tokens.start).contains(')');
            if context.document.between(start, start).trim() == "(" && next.is_some_and(more) {
                continue;
            }
            // Only a list of three that «và» closes tells of all of them.
            if told_in.contains(&start) && !(parts.facts.len() >= 3 && is_closed(context, &parts.facts)) {
                continue;
            }
            let before = &group[..group.partition_point(|fact| fact.end <= cue)];
            // «đại học 23 đồng chí; lý luận chính trị: cao cấp 11 đồng chí, …»: a list that a colon alone opens is of what
            // is named since the last semicolon.
            let since = |fact: &&Fact| worded || !context.document.between(fact.end, fact.end).contains(';');
            let before = &before[before.len().saturating_sub(WHOLES)..];
            let before: Vec<&Fact> =
                before.iter().rev().take_while(since).collect::<Vec<_>>().into_iter().rev().collect();
            // «20 đồng chí học lý luận và 18 đồng chí học nghiệp vụ, trong đó 02 đồng chí dự cả hai lớp»
            let both = |tokens: Range<usize>| words.has(context.mentions, Cue::Both, &tokens);
            // Or the next sentence says of so many: «… vì có 27 hộ vay cả hai chương trình».
            let next = group[0].sentence + 1;
            let told = context.facts().of_sentence(next).iter().find(|fact| fact.same_kind(parts.facts[0]));
            let ends = context.document.sentences.get(next as usize).map_or(sentence.end, |s| s.tokens.end);
            if both(parts.tokens.end..sentence.end) || told.is_some_and(|told| both(told.end..ends)) {
                continue;
            }
            // «trong 29 ủy viên có 13 người từ xã cũ, 12 người … và 05 người …»
            let people = |fact: &&Fact| words.is_people(fact.unit);
            let by_people =
                told_in.contains(&start) && before.last().is_some_and(people) && parts.facts.iter().all(people);
            let Some(whole) = self.whole(context, &before, &parts, cue, worded || by_people) else {
                out.extend(itemised());
                continue;
            };
            let Some(sum) = total(&parts.facts) else { continue };
            out.push(draft(whole, &parts, sum));
        }
        out.extend(remainder(context, group, from..sentence.end));
        if from == sentence.start {
            out.extend(left::spread(context, group));
            out.extend(may_close.then(|| self.closing_total(context, group)).flatten());
            out.extend(self.ballots(context, group));
            out.extend(to_the_rest(context, group));
            out.extend(sectors(context, group));
        }
    }

    /// The whole that the parts surely belong to and do not make.
    fn whole<'f>(
        &self,
        context: &Context<'_>,
        before: &[&'f Fact],
        parts: &Parts<'_>,
        cue: usize,
        worded: bool,
    ) -> Option<&'f Fact> {
        // Whatever whole they make, they are right; so are the first of them, if the list runs on.
        let made = |whole: &&&Fact| {
            // «gồm 9 chi bộ thôn, 6 chi bộ trường học và 3 chi bộ cơ quan»: all of one name and closed by «và», the
            // list is these and no others.
            let alike = parts.facts.iter().all(|part| part.same_kind(whole));
            let all = alike && is_closed(context, &parts.facts) || parts.are_penalties(context);
            let least = if all { parts.facts.len() } else { 2 };
            let makes = |n| total(&parts.facts[..n]).zip(whole.amount()).is_some_and(|(x, y)| x == y);
            (least..=parts.facts.len()).any(makes)
        };
        if before.iter().any(|whole| made(&whole)) {
            return None;
        }
        let nearest = *before.last()?;
        let named = |fact: &&&Fact| parts.facts.iter().all(|part| part.same_kind(fact));
        // «214 tỷ đồng, bình quân mỗi năm 42,8 tỷ đồng, gồm …»: an average is no whole.
        let words = &context.catalogue.figures;
        let average = |fact: &Fact| {
            let before = fact.tokens.start.saturating_sub(AVERAGE)..fact.tokens.start;
            words.has(context.mentions, Cue::Yearly, &before)
        };
        let same: Vec<&&Fact> = before.iter().filter(named).collect();
        let same = match same.as_slice() {
            [earlier @ .., last] if !earlier.is_empty() && average(last) => earlier.to_vec(),
            _ => same,
        };
        let whole = match same.as_slice() {
            [.., whole] => **whole,
            [] => nearest,
        };
        let subset = whole.end..cue;
        if whole.of.is_some() || whole.inexact || words.has(context.mentions, Cue::Subset, &subset) {
            return None;
        }
        let of_one_kind = parts.facts.iter().all(|part| part.same_kind(whole));
        // «thu về 108, gồm 106 phiếu hợp lệ và …»
        let votes = whole.is_led_by(Cue::Cast);
        let named = || whole.unit == Unit::None && left::is_labelled(context, whole, parts.facts[0]);
        let countable = votes || matches!(whole.unit, Unit::Count(_) | Unit::Word(_) | Unit::Measure(..)) || named();
        let (sum, amount) = (total(&parts.facts)?, whole.amount()?);
        let apart = (sum.value() - amount.value()).abs();
        let near = apart <= self.near * amount.value() || amount.is_slip_of(sum);
        let rounding = matches!(whole.unit, Unit::Measure(..)) && apart <= tolerance(whole, &parts.facts);
        // Without a word for «all of it» a list in brackets may be some of it.
        let bare = parts.facts.iter().all(|part| part.unit == Unit::None) && whole.end + LABEL >= cue;
        // «Ban Thường vụ 09 đồng chí; đoàn đại biểu gồm …»: what opens the list has words of its own before it.
        // «64 công trình. … Các công trình trên gồm: …»: a sentence that takes up the whole says so itself.
        let told_by = || {
            let gap = context.document.between(nearest.end, cue);
            !gap.contains(';') && (nearest.end + CLOSE >= cue || gap.contains(". "))
        };
        let sure = of_one_kind || bare || parts.are_sexes(context) || worded && told_by();
        let mixed = parts
            .facts
            .iter()
            .any(|part| matches!(part.unit, Unit::Measure(..)) != matches!(whole.unit, Unit::Measure(..)));
        (countable && near && sure && !rounding && !mixed && amount.value() > 0.0).then_some(whole)
    }
}

/// Whether a list goes on with what is not counted: «vốn xã 8 tỷ đồng và các nguồn khác», «…, còn lại là đất vườn».
/// «03 công trình khác» is counted.
fn runs_on(tail: &str) -> bool {
    let clause = tail.split([';', '.', ')']).next().unwrap_or("");
    let mut after_joint =
        clause.split(',').flat_map(|item| item.split(" và ")).flat_map(|item| item.split(" cùng ")).skip(1);
    after_joint.any(|item| ["khác", "còn lại"].iter().any(|rest| item.contains(rest)))
}

/// «năm 2021: 28»: a year, and nothing else, names the part.
fn year_before(context: &Context<'_>, fact: &Fact) -> bool {
    let before = fact.tokens.start.saturating_sub(2)..fact.tokens.start;
    context.mentions.within(&before).iter().any(|m| matches!(m.kind, MentionKind::Date(_)))
        && context.document.between(fact.tokens.start, fact.tokens.start).trim() == ":"
}

/// Tokens between a whole and the word that opens its parts.
const CLOSE: usize = 10;

/// Tokens before a number that say it is an average.
const AVERAGE: usize = 4;

/// Words of a cell that is read as a sentence is: «Chia 04 tổ: tổ 1 có 46 đại biểu, …, cộng 182 đại biểu».
const LONG_CELL: usize = 12;

/// Earlier figures that may be the whole, and parts of one list, at most.
const WHOLES: usize = 8;
/// Tokens of the name before a part's number, at most.
const LABEL: usize = 6;

/// What rounding of the parts may add up to.
pub(super) fn tolerance(whole: &Fact, parts: &[&Fact]) -> f64 {
    let step = |fact: &Fact| {
        let exponent = if let Unit::Measure(_, exponent) = fact.unit { i32::from(exponent) } else { 0 };
        10f64.powi(exponent - i32::from(fact.value.scale)) / 2.0
    };
    // Whole units are counted, not measured: only what has decimals is rounded.
    let rounded = |fact: &&&Fact| fact.value.scale > 0;
    let steps: f64 = parts.iter().filter(rounded).map(|fact| step(fact)).sum();
    // All of them rounded by the very most, and all one way, is no rounding.
    if steps > 0.0 { (steps + step(whole)) * 0.999 } else { 0.0 }
}

fn draft(whole: &Fact, parts: &Parts<'_>, sum: Number) -> Draft {
    draft_of(whole, &parts.facts, whole.tokens.start..parts.tokens.end, sum)
}

/// The draft on some tokens that shows the parts, what they make and what is stated.
pub(super) fn draft_of(whole: &Fact, parts: &[&Fact], tokens: Range<usize>, sum: Number) -> Draft {
    let listed: Vec<String> = parts.iter().map(|part| part.value.to_string()).collect();
    let exponent = if let Unit::Measure(_, exponent) = whole.unit { -exponent } else { 0 };
    let sum = sum.shifted(exponent).unwrap_or(sum);
    Draft::on(Place::Tokens(tokens))
        .with("parts", listed.join(" + "))
        .with("sum", trimmed(sum, whole.value.scale).to_string())
        .with("whole", whole.value.to_string())
}

/// Without zeros after the decimal comma, past the decimals that are told.
pub(super) fn trimmed(mut number: Number, told: u8) -> Number {
    while number.scale > told && number.mantissa % 10 == 0 {
        number.mantissa /= 10;
        number.scale -= 1;
    }
    number
}

/// The sum of some facts in base units.
pub(super) fn total(facts: &[&Fact]) -> Option<Number> {
    add(facts.iter().map(|fact| fact.amount()))
}

/// The sum of some numbers.
pub(super) fn add(numbers: impl Iterator<Item = Option<Number>>) -> Option<Number> {
    numbers.into_iter().try_fold(Number { mantissa: 0, scale: 0, style: Style::Vietnamese }, |sum, number| {
        let number = number?;
        let scale = sum.scale.max(number.scale);
        let mantissa = i64::try_from(sum.at_scale(scale)?.checked_add(number.at_scale(scale)?)?).ok()?;
        Some(Number { mantissa, scale, style: Style::Vietnamese })
    })
}

/// What one number has more than another.
pub(super) fn less(from: Number, by: Number) -> Option<Number> {
    let scale = from.scale.max(by.scale);
    let mantissa = from.at_scale(scale)?.checked_sub(by.at_scale(scale)?)?;
    Some(Number { mantissa: mantissa.try_into().ok()?, scale, ..from })
}
