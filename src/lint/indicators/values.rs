//! What a document says an indicator was, is, or shall be: from its tables and from its sentences.
//!
//! Only what is said beyond doubt is taken: the indicator by name, one figure, the year it belongs to,
//! and whether it is a result, an estimate or a target.

use super::known::Known;
use super::value::{Standing, UNDATED, Value};
use super::words::{Covered, Said, Word, Words};
use super::{MeasureId, TERM, table};
use crate::document::{Block, BlockKind, Document};
use crate::lint::check::Context;
use crate::lint::pack::Role;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Gap, Hit, Syllable, TokenKind, fold};
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

/// All values of a document.
pub(super) fn values(context: &Context<'_>) -> Vec<Value> {
    let (document, indicators) = (context.document, &context.catalogue.indicators);
    let mut found = Vec::new();
    let mut names = indicators.all(context.mentions).peekable();
    // Nothing is read where nothing is named.
    if names.peek().is_some() {
        table::values(context, &mut found);
    }
    let reader = Reader::new(context);
    while let Some(name) = names.next() {
        let start = name.start as usize;
        let id = document.blocks.partition_point(|block| block.tokens.end <= start);
        let Some(block) = document.blocks.get(id) else { break };
        let prose = !(block.is_heading() || block.is_cell() || block.quoted || block.footnote);
        if prose && block.tokens.contains(&start) {
            reader.block(id, block, &mut found);
        }
        while names.next_if(|name| (name.start as usize) < block.tokens.end).is_some() {}
    }
    found
}

/// Tokens before the colon of a sentence that is a list.
const OPENING: usize = 18;

/// Reads the sentences of a document.
pub(super) struct Reader<'c> {
    pub(super) context: &'c Context<'c>,
    pub(super) words: &'c Words,
    pub(super) turn: i32,
    pub(super) brackets: OnceCell<bool>,
}

/// An indicator's name in a sentence.
pub(super) struct Named<'n> {
    pub(super) measure: MeasureId,
    pub(super) known: &'n Known,
    pub(super) tokens: Range<usize>,
    pub(super) block: usize,
    /// Which sentence, and its tokens.
    pub(super) sentence: usize,
    pub(super) within: Range<usize>,
    /// Where the next name begins, or the sentence ends.
    pub(super) until: usize,
}

impl<'c> Reader<'c> {
    /// A reader of a document.
    pub(super) fn new(context: &'c Context<'c>) -> Reader<'c> {
        let words = &context.catalogue.indicators.words;
        Reader { context, words, turn: context.turn(), brackets: OnceCell::new() }
    }

    pub(super) fn document(&self) -> &'c Document {
        self.context.document
    }

    /// Values in the sentences of a block.
    fn block(&self, id: usize, block: &Block, found: &mut Vec<Value>) {
        let named = self.context.catalogue.indicators.named(self.context.mentions, &block.tokens);
        let sentences = self.document().sentences.get(block.sentences.clone()).unwrap_or_default();
        for (at, hit) in named.iter().enumerate() {
            let measure = MeasureId(hit.item);
            let (mut start, end) = (hit.start as usize, hit.end as usize);
            // «Tổng thu ngân sách» and «thu ngân sách nhà nước», one running into the other, are one name.
            if let Some(before) = at.checked_sub(1).and_then(|i| named.get(i))
                && before.item == hit.item
                && before.end > hit.start
            {
                start = before.start as usize;
            }
            let sentence = sentences.partition_point(|s| s.tokens.end <= start);
            let Some(within) = sentences.get(sentence).map(|s| s.tokens.clone()) else { continue };
            // «Số doanh nghiệp đạt 1.480 doanh nghiệp (năm 2025: 465 doanh nghiệp)»: what is counted, not another name.
            let unit = |next: &&&Hit| {
                let before = (next.start as usize).checked_sub(1).and_then(|i| self.document().tokens.get(i));
                let counted = before.is_some_and(|token| token.kind == TokenKind::Number);
                next.item == hit.item && (counted || self.is_bracketed(next))
            };
            if self.is_bracketed(hit)
                && at.checked_sub(1).and_then(|i| named.get(i)).is_some_and(|n| n.item == hit.item)
            {
                continue;
            }
            let next = named.iter().skip(at + 1).find(|next| !unit(next));
            let until = next.map_or(within.end, |next| (next.start as usize).min(within.end));
            let Some(known) = self.context.catalogue.indicators.known(measure) else { continue };
            let sentence = block.sentences.start + sentence;
            let known_before = found.len();
            self.name(
                &Named { measure, known, tokens: start..end, block: id, sentence, within: within.clone(), until },
                found,
            );
            let fresh = found.get(known_before..).unwrap_or_default();
            if fresh.iter().any(|value| value.year > self.turn) && self.is_supposed(&within, start, until) {
                found.truncate(known_before);
            }
        }
    }

    /// «Theo kịch bản thấp, thu nhập bình quân năm 2030 đạt 120 triệu đồng»: whether a sentence tells of what may come, or
    /// of what others ask for, before a name or in the clause after it.
    pub(super) fn is_supposed(&self, sentence: &Range<usize>, name: usize, until: usize) -> bool {
        let stops = |&i: &usize| self.document().has_mark(i, &[';', ',', '(']);
        let end = (name + 1..until.min(name + WIDE)).find(stops).unwrap_or(until.min(name + WIDE));
        let from = sentence.start.max(name.saturating_sub(WIDE));
        self.words.said(self.context, &(from..end)).says(Word::Supposed)
    }

    /// «Số doanh nghiệp đang hoạt động (doanh nghiệp): năm 2026 đạt 206»: the unit, said once in brackets.
    fn is_bracketed(&self, hit: &Hit) -> bool {
        let gap = |i: u32| self.document().between(i as usize, i as usize);
        gap(hit.start).ends_with('(') && gap(hit.end).starts_with(')')
    }

    fn name(&self, name: &Named<'_>, found: &mut Vec<Value>) {
        let course = self.course(name, found);
        if self.in_parts(name, found) || course || self.moves(name, found) || self.now_and_then(name, found) {
            return;
        }
        if self.series(name, found) {
            return;
        }
        let Some((fact, own)) = self.value_of(name).or_else(|| self.value_before(name)) else { return };
        let end = fact.end.max(name.tokens.end);
        let clause = self.clause(&name.within, name.tokens.start, end);
        let said = self.words.said(self.context, &clause);
        if self.is_elsewhere(name, &clause, said) {
            return;
        }
        let when = self.when(name.block, &name.within, &clause, said, &self.past_base(name, fact));
        // Of the year that is not over, «cuối năm 2025 còn 0,46%» may be what is there or what is aimed at.
        let other_year = |year: i32| year != self.context.as_of.year;
        // «Năm 2024 kết nạp 23 đảng viên, năm 2023 kết nạp 32 đảng viên»: of which year the second is, nobody need guess.
        let span = clause.start..end;
        let year = self.only_year(&span);
        let unclear = || year.is_none() && self.names_a_year(&span);
        let dated = || {
            let told = year.is_some_and(other_year) || unclear() || said.says(Word::Target);
            told || self.dates_work(&name.within, &clause)
        };
        let Some((year, standing)) = when.or((!dated()).then_some(UNDATED)) else { return };
        let place = self.document().token_range(name.tokens.start.min(fact.tokens.start)..end);
        // What stands in brackets after the value is told for comparison.
        let stops = |&i: &usize| self.document().has_mark(i, &['(', ';', '.', ',']);
        let after = end..name.within.end.min(end + AFTER);
        let after = self.words.said(self.context, &(end..after.clone().find(stops).unwrap_or(after.end)));
        let value = self.value(name, fact, &own, clause, said);
        let yearly = value.yearly || after.says(Word::Yearly);
        let whole = value.whole || after.says(Word::Whole);
        let so_far = fact.tokens.start < name.tokens.start && said.says(Word::Now);
        let (sure, bound) = (when.is_some(), fact.inexact);
        let value = Value { year, standing, place, yearly, whole, sure, so_far, bound, ..value };
        if value.bound && !(value.sure && standing == Standing::Target) {
            return;
        }
        if standing == Standing::Target && !value.bound {
            found.extend(self.beside(name, fact, &value));
        }
        found.push(value);
    }

    /// A value as far as its name and figure say; `own` are the tokens of all its name, `said` is what its label says.
    pub(super) fn value(
        &self,
        name: &Named<'_>,
        fact: &Fact,
        own: &Range<usize>,
        label: Range<usize>,
        said: Said,
    ) -> Value {
        Value {
            measure: name.measure,
            name: self.words.split_name(self.context, own, &self.rest_of_name(name, fact, own)),
            plain: true,
            year: 0,
            standing: Standing::Result,
            value: fact.value,
            unit: self.context.catalogue.figures.kin_of(fact.unit),
            place: self.document().token_range(name.tokens.start..fact.end),
            in_table: false,
            within: name.sentence,
            row: 0,
            rank: false,
            by_year: name.known.by_year,
            yearly: said.says(Word::Yearly),
            whole: said.says(Word::Whole),
            averaged: said.is_averaged(),
            serial: false,
            label,
            sure: true,
            scoped: false,
            so_far: false,
            bound: false,
        }
    }

    /// What is counted behind a number, where these are words of the measure's name that do not stand before it: «kết nạp mới 45 đảng viên».
    fn rest_of_name(&self, name: &Named<'_>, fact: &Fact, own: &Range<usize>) -> Range<usize> {
        let tokens = &self.document().tokens;
        let named = |at: usize| {
            let token = tokens.get(at).filter(|token| token.gap == Gap::Space);
            let said = |id| tokens.get(own.clone()).unwrap_or_default().iter().any(|t| t.id == id);
            token.is_some_and(|token| name.known.is_named_with(token.id) && !said(token.id))
        };
        let unit = fact.tokens.end..fact.end;
        let counted = matches!(fact.unit, Unit::Count(_) | Unit::Word(_)) && own.end <= fact.tokens.start;
        if counted && unit.clone().all(named) { unit } else { 0..0 }
    }

    /// Whether a clause speaks of another place or another group of people: not the unit's own figure.
    pub(super) fn is_elsewhere(&self, name: &Named<'_>, clause: &Range<usize>, said: Said) -> bool {
        // «tỷ lệ hộ nghèo của xã Võ Nhai» in Võ Nhai's own report is no other's.
        let other = |m: &Mention| matches!(m.kind, MentionKind::Place(_)) && !self.is_own(m);
        let before = name.within.start..name.tokens.start;
        let other_whole = || name.known.is_part && self.words.said(self.context, &before).says(Word::OtherWhole);
        said.is_of_another(name.known.by_year)
            || self.context.mentions.within(clause).iter().any(other)
            || other_whole()
    }

    /// Whether a place, with its level, is the unit whose document it is.
    fn is_own(&self, place: &Mention) -> bool {
        let named = fold(self.document().token_text(place.tokens.clone()));
        named.contains(' ') && self.document().meta.unit.as_deref().is_some_and(|unit| fold(unit).ends_with(&named))
    }

    /// Whether a figure can be the measure's, by what it counts.
    pub(super) fn counts(&self, name: &Named<'_>, fact: &Fact) -> bool {
        fact.of.is_none() && name.known.counts(&self.context.catalogue.figures, fact.unit)
    }

    /// «Tỷ lệ hộ nghèo: năm 2020 là 4,1%; mục tiêu năm 2025 còn 2,0%; thực hiện năm 2025 còn 1,9%»: a row of a
    /// table in words. Each part has its own year and says what it gives.
    fn in_parts(&self, name: &Named<'_>, found: &mut Vec<Value>) -> bool {
        let gap = |i: usize| self.document().marks(i);
        let (end, until) = (name.tokens.end, name.until);
        // «(ước năm 2020: 42,5): năm 2023 đạt 55,0»: what stands in brackets has a colon of its own.
        let bracket = gap(end).contains('(');
        let closes = |i: &usize| gap(*i).trim_end().ends_with(':') && (!bracket || gap(*i).contains(')'));
        let reach = if bracket { NAME + YEAR } else { NAME };
        let Some(colon) = (end..until.min(end + reach)).find(closes) else {
            return false;
        };
        // «còn 2,5% (năm 2025: 2,3%)»: the colon is of another figure; «(doanh nghiệp): năm 2026 đạt 206» has a unit.
        if !bracket && !self.context.facts().within(&(end..colon)).is_empty() {
            return false;
        }
        // «năm 2025 đạt 86,7%, đến năm 2030 đạt 84,0%»: a comma parts them where a year follows.
        let parts_at = |&i: &usize| {
            gap(i).contains(';') || gap(i).contains(',') && self.only_year(&(i..until.min(i + YEAR))).is_some()
        };
        let stops: Vec<usize> = (colon + 1..until).filter(parts_at).chain([until]).collect();
        let parts: Vec<Range<usize>> = [colon].iter().chain(&stops).zip(&stops).map(|(from, to)| *from..*to).collect();
        // «(doanh nghiệp): năm 2026 đạt 206»: the unit is said once.
        let bracketed = (end..colon).any(|i| gap(i).contains('('));
        let bare = |fact: &Fact| bracketed && fact.unit == Unit::None && fact.of.is_none();
        // Beside what shall be reached stands what is there.
        let aims = parts.iter().any(|part| self.only_year(part).is_some_and(|year| year > self.turn));
        // «Thu nhập bình quân đầu người: từ 31,5 lên 47,0 triệu đồng»: one part without a year is no row of a table.
        if let [one] = &parts[..]
            && self.only_year(one).is_none()
        {
            return false;
        }
        for part in parts {
            let [fact] = self.context.facts().within(&part) else { continue };
            let moved = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
            let (Some(year), true) =
                (self.only_year(&part), !moved && !fact.inexact && (self.counts(name, fact) || bare(fact)))
            else {
                continue;
            };
            let standing = match self.words.said(self.context, &part).standing() {
                Some(standing) => standing,
                None if year < self.context.as_of.year || aims && year <= self.turn => Standing::Result,
                None if year > self.turn && year > self.context.as_of.year => Standing::Target,
                None => continue,
            };
            let place = self.document().token_range(part.start..fact.end);
            let yearly = self.words.said(self.context, &(part.start..fact.end)).says(Word::Yearly);
            let label = name.tokens.start..part.end;
            let said = self.words.said(self.context, &label);
            let value = self.value(name, fact, &name.tokens, label, said);
            found.push(Value { year, standing, place, yearly, ..value });
        }
        true
    }

    /// The one figure right after a name, with nothing but fillers and dates between, and the whole name.
    fn value_of(&self, name: &Named<'_>) -> Option<(&'c Fact, Range<usize>)> {
        // «từ 420 doanh nghiệp năm 2020 lên 648 doanh nghiệp»: what is counted, no name of what follows.
        let start = name.tokens.start;
        let joined = self.document().tokens.get(start).is_some_and(|token| token.gap == Gap::Space);
        if joined && !self.context.facts().within(&(start.saturating_sub(1)..start)).is_empty() {
            return None;
        }
        let end = self.name_end(name);
        let facts = self.context.facts().within(&(end..name.until.min(end + FAR + 1)));
        if facts.is_empty() {
            return None;
        }
        let between = end..name.until.min(end + 2 * FAR);
        let covered = self.words.covered(self.context, &[Word::Filler, Word::Kind, Word::Bound], &between);
        // «đạt 3 sao trở lên»: a number of the name's own.
        let fact = facts.iter().find(|fact| !covered.has_all(fact.tokens.clone()))?;
        let between = end..fact.tokens.start;
        // «tăng 2%», «gấp 3 lần», «bằng 105% mục tiêu» are no values.
        let moved = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        // «so với 2,5 tỷ đồng năm 2020» past a comma tells what it was.
        let paused = self.document().between(fact.end, fact.end).contains(',');
        let figures = &self.context.catalogue.figures;
        let compared =
            !paused && figures.has(self.context.mentions, Cue::Plan, &(fact.end..(fact.end + 3).min(name.within.end)));
        let marks = |c: &char| [',', ';', '.', ':', '('].contains(c);
        let mut stops = self.document().between(end, fact.tokens.start).chars().filter(marks);
        // «16. Tỷ lệ dân số tham gia bảo hiểm y tế: 92,0% (92,5%)»: a point of a list that is a name and its value.
        let listed = || self.document().blocks.get(name.block).is_some_and(|block| is_listed(self.document(), block));
        let stopped = stops.next().is_some_and(|mark| mark != ':' || stops.next().is_some() || !listed());
        let exact = !fact.inexact || self.words.leads(self.context, Word::Bound, fact.tokens.start);
        let plain = exact && !moved && !compared && !stopped && self.counts(name, fact) && !self.is_of_some(name, fact);
        (plain && covered.has_all(between.clone())).then_some((fact, name.tokens.start..between.end))
    }

    /// «kết nạp 12 đảng viên mới là nữ»: whether what follows a number says that it counts only some of them.
    fn is_of_some(&self, name: &Named<'_>, fact: &Fact) -> bool {
        let runs_on = |&at: &usize| self.document().tokens.get(at).is_some_and(|token| token.gap == Gap::Space);
        let figures = &self.context.catalogue.figures;
        let some = |at: usize| {
            let own = self.document().tokens.get(at).is_some_and(|token| name.known.is_named_with(token.id));
            !own && figures.begins(self.context.mentions, Cue::Attribute, at)
        };
        (fact.end..fact.end + QUALIFIED).take_while(runs_on).any(some)
    }

    /// Where a name ends with the words that its measure's name goes on with.
    pub(super) fn name_end(&self, name: &Named<'_>) -> usize {
        let goes_on = |i: &usize| {
            let token = self.document().tokens.get(*i).filter(|t| t.kind == TokenKind::Word);
            let named = |i: usize| self.document().tokens.get(i).is_some_and(|t| name.known.is_named_with(t.id));
            // «Rác thải sinh hoạt thu gom, xử lý được»: a comma of the name itself.
            let gap = || self.document().marks(*i).trim();
            token.is_some() && named(*i) && (gap().is_empty() || gap() == "," && named(*i - 1) && named(*i + 1))
        };
        let end = name.tokens.end;
        end + (end..name.until.min(end + NAME)).take_while(goes_on).count()
    }

    /// «đạt 95,0% khối lượng phát sinh năm 2025»: a figure with the words that say what a share is of.
    fn past_base(&self, name: &Named<'_>, fact: &Fact) -> Fact {
        let base = |&i: &usize| {
            let runs_on = || matches!(self.document().marks(i).trim(), "" | "%");
            let token = self.document().tokens.get(i).filter(|t| t.kind == TokenKind::Word);
            token.is_some_and(|t| name.known.uses(t.id) && t.id != *YEAR_WORD) && runs_on()
        };
        let far = name.until.min(fact.end + NAME);
        let base = (fact.end..far).take_while(base).count();
        let end = fact.end + if fact.unit == Unit::Percent { base } else { 0 };
        let mut whole = fact.clone();
        whole.end = end;
        whole
    }

    /// «10 sản phẩm OCOP», «100% trường học đạt chuẩn quốc gia»: the value right before the name, in a line of a
    /// list that says nothing else, and the whole name.
    fn value_before(&self, name: &Named<'_>) -> Option<(&'c Fact, Range<usize>)> {
        let (start, opening) = (name.tokens.start, self.opening_before(name));
        let fact = self.context.facts().within(&(start.saturating_sub(BASE).max(opening)..start)).last()?;
        let opens = fact.tokens.start <= opening + FAR;
        // «91,5% dân số tham gia bảo hiểm y tế», not «91,5% hộ nghèo»: a name alone may be what the share is of.
        let of_base = || name.known.is_share_of(&fold(self.document().token_text(fact.end..start)));
        let joined = fact.tokens.end == start
            || if fact.unit == Unit::Percent { fact.end < start && of_base() } else { fact.end == start };
        let moved = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        if !opens || !joined || fact.inexact || moved || !self.counts(name, fact) {
            return None;
        }
        // «8. Có 10 sản phẩm», not «Hỗ trợ 10 sản phẩm».
        let said = [Word::Filler, Word::Common, Word::Target, Word::Result, Word::Estimate, Word::Now];
        let before = self.words.covered(self.context, &said, &(opening..fact.tokens.start));
        let number = |i: usize| self.document().tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number);
        let led = (opening..fact.tokens.start).all(|i| before.has(i) || number(i));
        let end = self.clause_end(name)?;
        led.then_some((fact, start..end))
    }

    /// Where what is said of a name begins: with its sentence, or past a comma where it is said of the whole unit by a
    /// year: «…, phấn đấu đến năm 2030 toàn xã có 15 sản phẩm OCOP».
    fn opening_before(&self, name: &Named<'_>) -> usize {
        let (first, start) = (name.within.start, name.tokens.start);
        let low = (start.saturating_sub(WIDE)).max(first) + 1;
        let stops = |&i: &usize| self.document().has_mark(i, &[',', ';', ':']);
        let Some(stop) = (low..start).rev().find(stops) else { return first };
        let said = stop..start;
        let whole = self.words.said(self.context, &said).says(Word::OfAll);
        if whole && self.only_year(&said).is_some() { stop } else { first }
    }

    /// Where the clause of a name ends, if it says nothing more: not «35 doanh nghiệp tham gia hội chợ».
    fn clause_end(&self, name: &Named<'_>) -> Option<usize> {
        let end = name.tokens.end;
        let rest = end..name.within.end.min(end + FAR);
        let covered: Covered = self.words.covered(self.context, &[Word::Filler, Word::Kind, Word::Common], &rest);
        let stops = |&i: &usize| self.document().has_mark(i, &[',', ';', '.', ':', '(']);
        let stop = rest.clone().find(|i| stops(i) || !covered.has(*i));
        match stop {
            None => (rest.end == name.within.end).then_some(rest.end),
            Some(at) => stops(&at).then_some(at),
        }
    }

    /// The part of a sentence, between semicolons, that holds some tokens.
    pub(super) fn clause(&self, sentence: &Range<usize>, start: usize, end: usize) -> Range<usize> {
        let parts = |&token: &usize| self.document().has_mark(token, &[';']);
        let low = start.saturating_sub(WIDE).max(sentence.start);
        let from = (low + 1..=start).rev().find(parts).unwrap_or(low);
        // «giao chỉ tiêu đến từng chi bộ, nhờ đó tỷ lệ …»: what came of it is told by itself.
        let from = self.words.last_outcome(self.context, &(from..start)).unwrap_or(from);
        from..end.min(sentence.end)
    }

    /// The year of a value in a block's sentence and what it is: by the clause, else by the words above it.
    pub(super) fn when(
        &self,
        id: usize,
        sentence: &Range<usize>,
        clause: &Range<usize>,
        said: Said,
        fact: &Fact,
    ) -> Option<(i32, Standing)> {
        let block = self.document().blocks.get(id)?;
        let in_clause = self.only_year(&(clause.start..fact.tokens.start));
        // «đạt 65,4 triệu đồng năm 2025», with nothing between.
        let stops = |&i: &usize| self.document().has_mark(i, &['(', ',', ';', '.']);
        // «88,0 triệu đồng/người/năm năm 2030»: past the whole unit.
        let in_unit = |&i: &usize| self.document().has_mark(i, &['/']);
        let end = fact.end + (fact.end..sentence.end).take_while(in_unit).count();
        let near = end..(end + 3).min(sentence.end);
        let after = self.only_year(&(near.start..near.clone().find(stops).unwrap_or(near.end)));
        let year = match (in_clause, after) {
            (Some(year), None) | (None, Some(year)) => Some(year),
            (Some(x), Some(y)) if x == y => Some(x),
            (Some(_), Some(_)) => return None,
            (None, None) => None,
        };
        let role = self.context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
        let total = said.says(Word::Whole);
        let said = said.standing();
        let now = self.context.as_of.year;
        // «Đến năm 2030: thu ngân sách 80 tỷ đồng; sản phẩm OCOP 18 sản phẩm»: said once for the whole sentence.
        let opening = || {
            let colon = (sentence.start + 1..clause.start.min(sentence.start + OPENING))
                .find(|&i| self.document().has_mark(i, &[':']))?;
            self.only_year(&(sentence.start..colon)).filter(|year| *year > now)
        };
        let adverb = || self.opening_year(sentence, clause.start).filter(|_| !self.names_a_year(clause));
        let Some(year) = year.or_else(opening).or_else(adverb) else {
            // A list of targets says its year once, in the line above it or in the heading.
            let above = self.above(id);
            // «Trong nhiệm kỳ đã kết nạp 214 đảng viên»
            if total && said.is_none() && role != Role::Target && self.is_done(fact) {
                return Some((self.turn, settled(self.context, self.turn, Standing::Result)));
            }
            let target = above.iter().any(|line| self.words.said(self.context, line).says(Word::Target));
            // «29 chỉ tiêu, so với số ước thực hiện năm 2025:» names the year of what they are held against.
            let today = |line: &Range<usize>| self.words.said(self.context, line).says(Word::Estimate);
            let stated = above.iter().find_map(|line| self.only_year(line).filter(|year| *year > now || !today(line)));
            if self.dates_work(sentence, clause) {
                return None;
            }
            // «II. CHỈ TIÊU CHỦ YẾU», and no year anywhere: what a congress sets, it sets for its term.
            let undated = || !above.iter().chain([clause]).any(|line| self.names_a_year(line));
            let year = stated.or((role == Role::Target && undated()).then_some(self.turn + TERM))?;
            return (year > now && said != Some(Standing::Estimate) && target).then_some((year, Standing::Target));
        };
        match said {
            Some(Standing::Target) => Some((year, Standing::Target)),
            Some(standing) if year <= now => Some((year, settled(self.context, year, standing))),
            _ if year > now => Some((year, Standing::Target)),
            None if year < now || (year == now && role == Role::Result) => Some((year, Standing::Result)),
            _ => None,
        }
    }

    /// The year of «Đến năm 2025, 7/8 trường đạt chuẩn; tỷ lệ lao động qua đào tạo đạt 72,3%»: what opens a sentence and is
    /// set off by a comma is said of all its clauses.
    fn opening_year(&self, sentence: &Range<usize>, clause: usize) -> Option<i32> {
        let near = sentence.start + 1..clause.min(sentence.start + OPENING);
        let comma = near.clone().find(|&i| self.document().has_mark(i, &[',']))?;
        let opening = sentence.start..comma;
        let covered = self.words.covered(self.context, &[Word::Filler], &opening);
        covered.has_all(opening.clone()).then(|| self.only_year(&opening)).flatten()
    }

    /// «Năm 2027 xây nhà máy nước để tỷ lệ … đạt 98%»: whether the words that a clause was cut from name a year, which may
    /// be its figure's own.
    fn dates_work(&self, sentence: &Range<usize>, clause: &Range<usize>) -> bool {
        let parts = |&token: &usize| self.document().has_mark(token, &[';']);
        let low = clause.start.saturating_sub(WIDE).max(sentence.start);
        let from = (low + 1..=clause.start).rev().find(parts).unwrap_or(low);
        self.names_a_year(&(from..clause.start))
    }

    fn names_a_year(&self, tokens: &Range<usize>) -> bool {
        let mut mentions = self.context.mentions.within(tokens).iter();
        mentions.any(|m| matches!(&m.kind, MentionKind::Date(date) if date.year.is_some()))
    }

    /// «đã kết nạp 214», «kết nạp được 214»: a little before the number a word says that it is done.
    fn is_done(&self, fact: &Fact) -> bool {
        let before = fact.tokens.start.saturating_sub(DONE)..fact.tokens.start;
        let tokens = self.document().tokens.get(before).unwrap_or_default();
        tokens.iter().any(|token| DONE_WORDS.contains(&token.id))
    }

    pub(super) fn only_year(&self, tokens: &Range<usize>) -> Option<i32> {
        self.words.only_year(self.context, self.context.mentions.within(tokens))
    }

    /// The line that opens a list, and the headings above it with the line that opens what stands below them, the
    /// nearest first.
    pub(super) fn above(&self, id: usize) -> Vec<Range<usize>> {
        let document = self.document();
        let Some(block) = document.blocks.get(id) else { return Vec::new() };
        let listed = is_listed(document, block);
        let mut earlier = document.blocks.get(..id).unwrap_or_default().iter().rev().take(60);
        let closes = |b: &Block| document.block_text(b).trim_end().ends_with(':');
        let opening = earlier.find(|b| !(listed && is_listed(document, b)) || closes(b));
        let opening = opening.filter(|b| listed && !b.is_heading() && closes(b)).map(|b| b.tokens.clone());
        let headings = document.section_chain(block.section).filter_map(|id| {
            let heading = document.sections.get(id as usize)?.heading? as usize;
            let block = document.blocks.get(heading)?;
            // «Đại hội xác định 27 chỉ tiêu đến năm 2025, chia thành bốn nhóm:», and then the headings of the groups.
            let under = document.blocks.get(heading + 1).filter(|b| !b.is_heading() && closes(b));
            Some([Some(block), under].into_iter().flatten().map(|b| b.tokens.clone()))
        });
        // «… với chủ đề: "…, về đích năm 2023". Các chỉ tiêu chính đến năm 2030:»: the sentence with the colon first.
        let last = opening.as_ref().and_then(|tokens| {
            let at = document.sentences.partition_point(|s| s.tokens.end < tokens.end);
            document
                .sentences
                .get(at)
                .map(|s| s.tokens.clone())
                .filter(|s| tokens.start < s.start && s.end == tokens.end)
        });
        last.into_iter().chain(opening).chain(headings.take(2).flatten()).collect()
    }
}

/// Tokens before a name that may hold its share and what it is of: «91,5% dân số».
const BASE: usize = 5;
/// Tokens before a number that may say it was reached, and what says so.
const DONE: usize = 8;
static YEAR_WORD: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("năm"));
static DONE_WORDS: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["đã", "được"].map(Syllable::of));
/// Tokens behind a figure that may say that it counts only some.
const QUALIFIED: usize = 3;
/// Tokens from a name to the colon of its values, at most.
const NAME: usize = 8;
/// Tokens from a comma to the year of what follows it: «đến cuối năm 2030».
pub(super) const YEAR: usize = 5;
/// Tokens from a name to its value, at most.
pub(super) const FAR: usize = 10;
/// Tokens of a clause before a name.
const WIDE: usize = 60;
/// Tokens after a value that may say what time it is counted over.
const AFTER: usize = 30;

/// An item, or a paragraph that begins with its number or a dash: plain text has no other lists.
fn is_listed(document: &Document, block: &Block) -> bool {
    let marked = || block.numbering.is_some() || document.block_text(block).starts_with(['-', '–', '+', '•']);
    matches!(block.kind, BlockKind::Item { .. }) || (!block.is_heading() && marked())
}

/// Of a year that is not over yet every result is an estimate, called so or not.
pub(super) fn settled(context: &Context<'_>, year: i32, standing: Standing) -> Standing {
    let open = year == context.as_of.year && context.as_of.month < 12;
    if open && standing == Standing::Estimate { Standing::Result } else { standing }
}
