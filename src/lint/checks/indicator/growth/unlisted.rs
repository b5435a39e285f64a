//! Growth of what is no indicator of the set, by what tables and sentences say of it.

use super::{BEYOND, FAR, LEAST_OFF, MOST_WORDS, RIGHT, TargetGrowth, over, rate, shown, with_band};
use crate::lint::check::{Context, Draft, Place};
use crate::lint::checks::indicator::Aim;
use crate::lint::finding::shorten;
use crate::lint::indicators::sheet::{Content, Part};
use crate::lint::indicators::{MeasureId, TERM};
use crate::lint::pack::{Growth, Role};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::fold;
use std::ops::Range;

/// Steps from year to year that show how something goes.
const STEPS: usize = 4;

impl TargetGrowth {
    /// Rates of what is no indicator of the set, in its tables: «Tốc độ tăng doanh thu du lịch | 9,8 | 26,5».
    pub(super) fn any_rate(&self, context: &Context<'_>, growth: &Growth, aims: &[Aim<'_>], out: &mut Vec<Draft>) {
        for sheet in context.sheets() {
            for line in sheet.lines.iter().filter(|line| !line.is_group) {
                if line.unit.as_deref().is_none_or(|unit| !unit.contains('%')) {
                    continue;
                }
                let judged = || aims.iter().any(|aim| aim.target.in_table && aim.target.label.start == line.name.start);
                let number = |part: Part| match line.cell(sheet, part)?.content {
                    Content::Number(number) => Some(number),
                    _ => None,
                };
                let (Some(today), Some(target)) = (number(Part::Result), number(Part::NewTarget)) else { continue };
                let name = line.title(context.document);
                let folded = fold(&name);
                if !self.rates.iter().any(|opening| folded.starts_with(opening.as_str())) {
                    continue;
                }
                // What grows fast already may go on so.
                let fast = target.value() > growth.rate.high && target.value() >= today.value() * BEYOND;
                if let Some(cell) = line.cell(sheet, Part::NewTarget).filter(|_| fast && !judged()) {
                    let draft = Draft::at(cell.place.clone())
                        .say("rate")
                        .with("name", name)
                        .with("target", target.to_string())
                        .with("today", today.to_string());
                    out.push(with_band(draft, growth.rate));
                }
            }
        }
    }

    /// Levels of what is no indicator of the set, in its tables: «Diện tích chè Shan | ha | 210 | 640».
    pub(super) fn any_level(&self, context: &Context<'_>, growth: &Growth, aims: &[Aim<'_>], out: &mut Vec<Draft>) {
        let turn = context.turn();
        for sheet in context.sheets() {
            for line in sheet.lines.iter().filter(|line| !line.is_group) {
                let unit = line.unit.as_deref().unwrap_or("");
                let judged = || aims.iter().any(|aim| aim.target.in_table && aim.target.label.start == line.name.start);
                let named = || !context.catalogue.indicators.named(context.mentions, &line.name).is_empty();
                let number = |part: Part| match line.cell(sheet, part)?.content {
                    Content::Number(number) => Some(number),
                    _ => None,
                };
                let (Some(today), Some(target)) = (number(Part::Result), number(Part::NewTarget)) else { continue };
                let times = target.value() / today.value();
                let level = !unit.is_empty() && !unit.contains('%') && today.value() >= growth.least;
                if !level || times <= growth.level.high * FAR {
                    continue;
                }
                let name = line.title(context.document);
                let far = !self.not.stand_in(&name);
                if let Some(cell) = line.cell(sheet, Part::NewTarget).filter(|_| far && !judged() && !named()) {
                    let draft = Draft::at(cell.place.clone())
                        .with("name", name)
                        .with("today", today.to_string())
                        .with("from", turn.to_string())
                        .with("target", target.to_string())
                        .with("year", (turn + TERM).to_string())
                        .with("years", TERM.to_string())
                        .with("times", shown(times, 2))
                        .with("rate", shown(rate(today.value(), target.value(), TERM), 1));
                    out.push(with_band(draft, growth.level));
                }
            }
        }
    }

    /// One year of a course that leaps away from all others: «16,0 | 18,5 | 21,0 | 24,0 | 270,0».
    pub(super) fn any_leap(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let turn = context.turn();
        let stands_at = |draft: &Draft, place: &Range<usize>| matches!(&draft.place, Place::Text(own) if own == place);
        for sheet in context.sheets() {
            for line in sheet.lines.iter().filter(|line| !line.is_group) {
                let course = line.course(sheet, turn);
                let steps: Vec<f64> = course.windows(2).map(|pair| pair[1].1.value() / pair[0].1.value()).collect();
                if steps.len() < STEPS || !steps.iter().all(|step| step.is_finite() && *step > 0.0) {
                    continue;
                }
                let leaps = |step: f64| step >= self.leap || step <= 1.0 / self.leap;
                let even = |step: f64| (1.0 / self.even..=self.even).contains(&step);
                let Some(at) = steps.iter().position(|step| leaps(*step)) else { continue };
                // A figure in the middle leaps twice, there and back.
                let back = steps.get(at + 1).is_some_and(|step| leaps(*step));
                let rest = steps.iter().enumerate().filter(|(i, _)| *i != at && !(back && *i == at + 1));
                let [(from, before, _), (year, target, cell)] = course[at..at + 2] else { continue };
                if !(back || at + 1 == steps.len()) || !rest.into_iter().all(|(_, step)| even(*step)) {
                    continue;
                }
                if out.iter().any(|draft| stands_at(draft, &cell.place)) {
                    continue;
                }
                out.push(
                    Draft::at(cell.place.clone())
                        .say("leap")
                        .with("name", line.title(context.document))
                        .with("today", before.to_string())
                        .with("from", from.to_string())
                        .with("target", target.to_string())
                        .with("year", year.to_string()),
                );
            }
        }
    }

    /// «từ 9.860 tỷ đồng năm 2025 lên 17.400 tỷ đồng vào năm 2030, tăng bình quân 6,5%/năm»: two levels and a rate
    /// that does not lead from one to the other.
    fn off_rate(
        &self,
        context: &Context<'_>,
        sentence: &Range<usize>,
        from: &Fact,
        to: &Fact,
        by: &Fact,
    ) -> Option<Draft> {
        let (document, figures) = (context.document, &context.catalogue.figures);
        let led = from.is_led_by(Cue::From) && to.is_led_by(Cue::To) && !by.is_led_by(Cue::Down);
        let plain = [from, to, by].iter().all(|fact| fact.of.is_none() && !fact.inexact);
        let levels = matches!(from.unit, Unit::Measure(..) | Unit::Count(_)) && from.same_kind(to);
        if !led || !plain || !levels || by.unit != Unit::Percent {
            return None;
        }
        // «tăng bình quân 4%/năm, từ 58,4 triệu đồng năm 2025 lên 98,0 triệu đồng năm 2030»: the rate may come first.
        let first = by.tokens.start < from.tokens.start;
        let gap = if first { by.end..from.tokens.start } else { to.end..by.tokens.start };
        let near = gap.len() <= MOST_WORDS && !(gap.start..=gap.end).any(|i| document.has_mark(i, &[';', '.', '(']));
        let words =
            if first { by.tokens.start.saturating_sub(RIGHT).max(sentence.start)..by.tokens.start } else { gap };
        let yearly =
            figures.has(context.mentions, Cue::Yearly, &words) && figures.has(context.mentions, Cue::Up, &words);
        if !near || !yearly {
            return None;
        }
        let year = |tokens: Range<usize>| {
            let mut years = context.mentions.within(&tokens).iter().filter_map(|m| match &m.kind {
                MentionKind::Date(date) => date.year,
                _ => None,
            });
            years.next().filter(|_| years.next().is_none())
        };
        let after = if first { to.end..sentence.end.min(to.end + MOST_WORDS) } else { to.end..by.tokens.start };
        let (start_year, last) = (year(from.end..to.tokens.start)?, year(after)?);
        let (start, end, stated) = (from.amount()?.value(), to.amount()?.value(), by.value.value());
        let years = last - start_year;
        let own = document.token_text(sentence.clone());
        if !(2..=2 * TERM).contains(&years) || start <= 0.0 || end <= start || self.prices.stand_in(own) {
            return None;
        }
        // «Giai đoạn 2026-2030» may be counted as four years, five or six.
        let (low, high) = (rate(start, end, years + 1) - LEAST_OFF, rate(start, end, years - 1) + LEAST_OFF);
        if (low..=high).contains(&stated) {
            return None;
        }
        let opening = if first { words.start } else { from.tokens.start.saturating_sub(1) };
        let name = document.token_text(sentence.start..opening);
        let draft = Draft::at(document.token_range(opening..by.end.max(to.end)))
            .say("off-rate")
            .with("name", shorten(name, 60))
            .with("today", from.value.to_string())
            .with("from", start_year.to_string())
            .with("target", to.value.to_string())
            .with("year", last.to_string())
            .with("years", years.to_string())
            .with("rate", shown(rate(start, end, years), 1))
            .with("stated", by.value.to_string());
        Some(draft)
    }

    /// Targets of anything, by what they say they start from.
    pub(super) fn any_start(&self, context: &Context<'_>, growth: &Growth, out: &mut Vec<Draft>) {
        for sentence in context.sentences_of(&[Role::Target, Role::Task, Role::Viewpoint]) {
            let pairs = context.facts().within(&sentence.tokens).windows(2);
            out.extend(
                pairs.filter_map(|pair| self.any_start_of(context, growth, &sentence.tokens, &pair[0], &pair[1])),
            );
            let three = context.facts().within(&sentence.tokens).windows(3);
            out.extend(three.clone().filter_map(|f| self.off_rate(context, &sentence.tokens, &f[0], &f[1], &f[2])));
            out.extend(three.filter_map(|f| self.off_rate(context, &sentence.tokens, &f[1], &f[2], &f[0])));
        }
    }

    /// Results of anything, by what they say they started from: «đạt 3.120 tỷ đồng, tăng 2.640 tỷ đồng so với năm 2020».
    pub(super) fn any_result(&self, context: &Context<'_>, growth: &Growth, out: &mut Vec<Draft>) {
        let turn = context.turn();
        for sentence in context.sentences_of(&[Role::Result, Role::Opening]) {
            for pair in context.facts().within(&sentence.tokens).windows(2) {
                out.extend(self.any_result_of(context, growth, &sentence.tokens, turn, &pair[0], &pair[1]));
            }
        }
    }

    fn any_result_of(
        &self,
        context: &Context<'_>,
        growth: &Growth,
        sentence: &Range<usize>,
        turn: i32,
        now: &Fact,
        more: &Fact,
    ) -> Option<Draft> {
        let (document, pack) = (context.document, &context.catalogue.pack);
        let plain = |fact: &Fact| fact.of.is_none() && !fact.inexact;
        let moved = now.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times, Cue::From]);
        let measured = matches!(now.unit, Unit::Measure(..)) && now.same_kind(more);
        if !measured || moved || !more.is_led_by(Cue::Up) || !plain(now) || !plain(more) {
            return None;
        }
        // «triệu đồng/người/năm, tăng»: right after the whole unit.
        let gap = document.between(now.end, more.tokens.start);
        let direct = more.tokens.start <= now.end + RIGHT && gap.contains(',') && !gap.contains([';', '.', '(']);
        if !direct {
            return None;
        }
        let (from, since) = self.since(context, more.end..sentence.end, turn - TERM)?;
        let dates = context.mentions.within(&(sentence.start..now.tokens.start)).iter().rev();
        let mut years = dates.filter_map(|m| if let MentionKind::Date(date) = &m.kind { date.year } else { None });
        let year = years.next().unwrap_or(turn);
        if !(turn - TERM - 1..=turn - TERM + 1).contains(&from) || !(turn - 1..=turn).contains(&year) {
            return None;
        }
        // An indicator of the set is judged by its own band, what nobody knows only when it is far beyond.
        let named = context.catalogue.indicators.named(context.mentions, &(sentence.start..now.tokens.start));
        let measure = match named.as_slice() {
            [one] => MeasureId(one.item).measure(pack),
            [] => None,
            _ => return None,
        };
        let level = measure.and_then(|m| m.level).unwrap_or(growth.level);
        let band = over(level, year - from);
        let far = if measure.is_some() { 1.0 } else { BEYOND };
        let (amount, added) = (now.amount()?.value(), more.amount()?.value());
        let begun = amount - added;
        if begun <= 0.0 || amount / begun <= band.high * far {
            return None;
        }
        let scale = amount / now.value.value();
        let name = measure.map_or_else(
            || shorten(document.token_text(sentence.start..now.tokens.start), 60),
            |measure| measure.name.clone(),
        );
        let draft = Draft::at(document.token_range(now.tokens.start..more.end))
            .say("start")
            .with("name", name)
            .with("today", now.value.to_string())
            .with("more", shown(added / scale, u8::from((added / scale).fract() != 0.0)))
            .with("since", document.token_text(since))
            .with("start", shown(begun / scale, u8::from((begun / scale).fract() != 0.0)))
            .with("times", shown(amount / begun, 1))
            .with("years", (year - from).to_string())
            .with("rate", shown(rate(begun, amount, year - from), 1));
        Some(with_band(draft, band))
    }

    /// «đến năm 2030 có 1.500 ha vườn đạt VietGAP, tăng 1.380 ha so với năm 2025»: from what it would have to grow.
    fn any_start_of(
        &self,
        context: &Context<'_>,
        growth: &Growth,
        sentence: &Range<usize>,
        aim: &Fact,
        more: &Fact,
    ) -> Option<Draft> {
        let document = context.document;
        let plain = |fact: &Fact| fact.of.is_none() && !fact.inexact;
        let moved = aim.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        let counts = matches!(aim.unit, Unit::Measure(..) | Unit::Count(_)) && aim.unit == more.unit;
        let near =
            more.tokens.start <= aim.end + MOST_WORDS && !document.between(aim.end, aim.end).contains([';', '.']);
        if !counts || !near || moved || !more.is_led_by(Cue::Up) || !plain(aim) || !plain(more) {
            return None;
        }
        let turn = context.turn();
        let (since, _) = self.since(context, more.end..sentence.end, turn)?;
        let dates = context.mentions.within(&(sentence.start..aim.tokens.start)).iter().rev();
        let mut years = dates.filter_map(|m| if let MentionKind::Date(date) = &m.kind { date.year } else { None });
        let year = years.next()?;
        let due = (turn - 1..=turn).contains(&since) && (turn + 1..=turn + TERM).contains(&year);
        let (now, added) = (aim.value.value(), more.value.value());
        let begun = now - added;
        let band = over(growth.level, year - since);
        // An indicator of the set is judged by its own band.
        let named = context.catalogue.indicators.named(context.mentions, &(aim.tokens.start..more.tokens.start));
        if !due || begun < growth.least || now / begun <= band.high * BEYOND || !named.is_empty() {
            return None;
        }
        // «vườn được chứng nhận VietGAP, tăng»
        let name =
            document.token_text(aim.tokens.end..more.tokens.start.saturating_sub(1)).trim_end_matches([',', ' ']);
        let draft = Draft::at(document.token_range(aim.tokens.start..more.end))
            .say("any-start")
            .with("name", shorten(name, 60))
            .with("target", aim.value.to_string())
            .with("more", more.value.to_string())
            .with("from", since.to_string())
            .with("start", shown(begun, u8::from(begun.fract() != 0.0)))
            .with("times", shown(now / begun, 1))
            .with("years", (year - since).to_string());
        Some(with_band(draft, band))
    }
}
