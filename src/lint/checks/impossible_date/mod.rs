//! Days the calendar does not have, weekdays that are not theirs, ends before their beginnings, meetings outside
//! the term they were held in.

mod bare;
mod due;
mod hours;
mod outside;
mod span;
mod stages;
mod today;
mod weekday;

use crate::lint::check::{Check, Context, Draft, Place};
use crate::mentions::{DateMention, Mention, MentionKind, Precision};
use crate::text::{Date, LexiconBuilder, ListId, Syllable};
use serde::Deserialize;
use std::ops::Range;

/// `impossible-date:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ImpossibleDate {
    /// The days of the week from Monday, each with its names.
    weekdays: Vec<Vec<String>>,
    /// Words right before the name of a weekday; elsewhere «thứ hai» is an ordinal.
    before_weekday: Vec<String>,
    /// Words after which it is one even in capitals.
    before_ordinal: Vec<String>,
    /// Words between a weekday or a beginning and the day: hours, mostly.
    between: Vec<String>,
    /// Words between a date and the name of its weekday: «là», «nhằm».
    falls_on: Vec<String>,
    /// Words between a beginning and its end: «đến».
    until: Vec<String>,
    /// What moves a date rather than spans a time: «chuyển từ ngày … đến ngày …».
    moves: Vec<String>,
    /// Right before «từ»: what spans a time whatever else it may mean.
    lasts: Vec<String>,
    /// After or around what a day is of another calendar.
    lunar: Vec<String>,
    /// What comes again each year ends in the next.
    yearly: Vec<String>,
    /// What two years of a term or period follow.
    periods: Vec<String>,
    /// What a sentence about a term begins with: «trong nhiệm kỳ».
    frames: Vec<String>,
    /// Words that say a meeting was held: «đã họp», «mở đầu là».
    held: Vec<String>,
    /// Papers that a committee gives itself at the beginning of its term: «quy chế làm việc».
    regulations: Vec<String>,
    /// Words that say such a paper, or one of the committee's own number, was issued.
    issued: Vec<String>,
    /// The codes of papers of one's own committee.
    own: Vec<String>,
    /// Words between those and its date: «hội nghị ngày».
    meetings: Vec<String>,
    /// What is told as done with «đã» before it and its day behind it: «khánh thành».
    done: Vec<String>,
    /// Heads of the columns in which a work begins and ends.
    begins: Vec<String>,
    ends: Vec<String>,
    /// What happens to one thing, one after the other: «ký» and «có hiệu lực».
    stages: Vec<Stages>,
    /// Words between such dates that name nothing else, and words right after the later one.
    links: Vec<String>,
    follows: Vec<String>,
    /// Words for a deadline: «hoàn thành trước ngày».
    due: Vec<String>,
    /// Words whose date is not the day something happened: «số liệu tháng 3/2024».
    dated: Vec<String>,
    /// What a term does to have a work that was not there before, and to one that was.
    built: Vec<String>,
    rebuilt: Vec<String>,
    #[serde(skip)]
    lists: Option<Box<Lists>>,
}

/// Words for what happens first and for what can only follow it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Stages {
    first: Vec<String>,
    then: Vec<String>,
}

/// The phrases in the one trie, and single words.
#[derive(Debug)]
struct Lists {
    weekdays: ListId,
    moves: ListId,
    lasts: ListId,
    lunar: ListId,
    yearly: ListId,
    periods: ListId,
    frames: ListId,
    held: ListId,
    regulations: ListId,
    issued: ListId,
    own: Vec<String>,
    begins: ListId,
    ends: ListId,
    built: ListId,
    rebuilt: ListId,
    done: ListId,
    /// Each under the number of its pair.
    earlier: ListId,
    later: ListId,
    links: Vec<Syllable>,
    follows: Vec<Syllable>,
    due: ListId,
    dated: Vec<Syllable>,
    meetings: Vec<Syllable>,
    before_weekday: Vec<Syllable>,
    before_ordinal: Vec<Syllable>,
    between: Vec<Syllable>,
    until: Vec<Syllable>,
    falls_on: Vec<Syllable>,
}

/// A document with its dates, in order.
struct Page<'c> {
    context: &'c Context<'c>,
    lists: &'c Lists,
    dates: Vec<(&'c Mention, DateMention)>,
}

impl Check for ImpossibleDate {
    fn validate(&self) -> Result<(), String> {
        if self.weekdays.len() == 7 { Ok(()) } else { Err("weekdays cần đủ 7 ngày, từ thứ Hai".into()) }
    }

    fn register(&mut self, builder: &mut LexiconBuilder) {
        let weekdays = builder.list();
        for (item, names) in self.weekdays.iter().enumerate() {
            builder.add_all(weekdays, item as u32, names);
        }
        let (earlier, later) = (builder.list(), builder.list());
        for (item, stages) in self.stages.iter().enumerate() {
            builder.add_all(earlier, item as u32, &stages.first);
            builder.add_all(later, item as u32, &stages.then);
        }
        let mut list = |phrases: &[String]| builder.list_of(phrases);
        let words = |words: &[String]| words.iter().map(|w| Syllable::of(w)).collect();
        self.lists = Some(Box::new(Lists {
            weekdays,
            moves: list(&self.moves),
            lasts: list(&self.lasts),
            lunar: list(&self.lunar),
            yearly: list(&self.yearly),
            periods: list(&self.periods),
            frames: list(&self.frames),
            held: list(&self.held),
            regulations: list(&self.regulations),
            issued: list(&self.issued),
            own: self.own.clone(),
            begins: list(&self.begins),
            ends: list(&self.ends),
            built: list(&self.built),
            rebuilt: list(&self.rebuilt),
            done: list(&self.done),
            earlier,
            later,
            due: list(&self.due),
            links: words(&self.links),
            follows: words(&self.follows),
            dated: words(&self.dated),
            meetings: words(&self.meetings),
            before_weekday: words(&self.before_weekday),
            before_ordinal: words(&self.before_ordinal),
            between: words(&self.between),
            until: words(&self.until),
            falls_on: words(&self.falls_on),
        }));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(lists) = &self.lists else { return };
        let dates = context.mentions.all.iter().filter_map(|m| match m.kind {
            MentionKind::Date(date) => Some((m, date)),
            _ => None,
        });
        let page = Page { context, lists, dates: dates.collect() };
        out.extend(page.dates.iter().filter_map(|(mention, date)| page.unreal(mention, date)));
        weekday::find(&page, &self.weekdays, out);
        span::find(&page, out);
        stages::find(&page, out);
        bare::find(&page, out);
        outside::find(&page, out);
        hours::find(&page, out);
        today::find(&page, out);
    }
}

/// Tokens after a date within which another calendar is named.
const NEAR: usize = 4;

impl Page<'_> {
    /// A day or month that does not exist.
    fn unreal(&self, mention: &Mention, date: &DateMention) -> Option<Draft> {
        let draft = |message| Draft::on(Place::Tokens(mention.tokens.clone())).say(message);
        let month = date.month.filter(|_| date.precision != Precision::Quarter)?;
        if month > 12 {
            return Some(draft("no-month").with("month", month.to_string()));
        }
        let day = date.day?;
        let days = Date::days_of(date.year, month);
        if day <= days || self.is_lunar(&mention.tokens) {
            return None;
        }
        let month = match date.year {
            Some(year) if month == 2 => format!("{month} năm {year}"),
            _ => month.to_string(),
        };
        Some(draft("").with("day", day.to_string()).with("month", month).with("days", days.to_string()))
    }

    /// Whether a date is of the moon's calendar, which has other months.
    fn is_lunar(&self, tokens: &Range<usize>) -> bool {
        let around = tokens.start.saturating_sub(NEAR)..tokens.end + NEAR;
        self.context.mentions.hits_of(self.lists.lunar, &around).next().is_some()
    }

    /// What stands between two tokens that follow each other.
    fn gap(&self, at: usize) -> &str {
        let tokens = &self.context.document.tokens;
        let (Some(before), Some(token)) = (tokens.get(at.wrapping_sub(1)), tokens.get(at)) else { return "\n" };
        self.context.document.text.get(before.end as usize..token.start as usize).unwrap_or("\n")
    }

    /// The date that begins at a token.
    fn date_at(&self, at: usize) -> Option<(&Mention, DateMention)> {
        let first = self.dates.partition_point(|(m, _)| m.tokens.start < at);
        self.dates.get(first).filter(|(m, _)| m.tokens.start == at).copied()
    }
}
