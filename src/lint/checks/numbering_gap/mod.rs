//! Numbers that skip or repeat among headings, listed points and rows, and lists that are not as long as is said.

mod counts;
mod points;
mod rows;

use crate::document::Kind;
use crate::lint::check::{Check, Context, Draft};
use crate::text::trie::Mixed;
use crate::text::{LexiconBuilder, ListId, fold};
use points::{Point, Series, Step};
use serde::Deserialize;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// `numbering-gap:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NumberingGap {
    /// Words that count points, from the first: «Một là».
    points: Vec<String>,
    /// Such words that must be followed by a comma or colon: «Thứ nhất».
    marked_points: Vec<String>,
    /// Number words, from «một».
    numbers: Vec<String>,
    /// What is counted: «bài học», «khâu đột phá».
    counted: Vec<String>,
    /// What opens the last of a list, or the rest of it, without a number: «cuối cùng».
    closings: Vec<String>,
    /// What stands right before the number of what is listed below, whatever else is counted before it: «rút ra».
    announcing: Vec<String>,
    /// The letters of points in their order, by either alphabet.
    alphabets: Vec<String>,
    /// The longest stretch of missing numbers that is believed to be a slip.
    longest_gap: u32,
    /// Headings of the column that counts the rows of a table: «TT».
    row_headings: Vec<String>,
    #[serde(skip)]
    lists: Option<Lists>,
}

#[derive(Debug)]
struct Lists {
    points: ListId,
    marked: ListId,
    counted: ListId,
    closings: ListId,
    announcing: ListId,
}

impl Check for NumberingGap {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.row_headings.iter_mut().for_each(|heading| *heading = fold(heading));
        let mut list = |phrases: &[String]| {
            let list = builder.list();
            for (item, phrase) in phrases.iter().enumerate() {
                builder.add(list, item as u32, phrase);
            }
            list
        };
        self.lists = Some(Lists {
            points: list(&self.points),
            marked: list(&self.marked_points),
            counted: list(&self.counted),
            closings: list(&self.closings),
            announcing: list(&self.announcing),
        });
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        // A table of replies quotes numbers of other papers.
        if context.document.meta.kind == Some(Kind::FeedbackTable) {
            return;
        }
        let Some(lists) = &self.lists else { return };
        let points = points::all(context, self, lists);
        self.gaps(context, &points, out);
        counts::find(context, self, lists, &points, out);
        rows::find(context, self, out);
    }
}

impl NumberingGap {
    fn gaps(&self, context: &Context<'_>, points: &[Point], out: &mut Vec<Draft>) {
        // The last point of each series that is still open: where it stands, and when.
        let mut open: HashMap<(u32, &Series), usize, BuildHasherDefault<Mixed>> = HashMap::default();
        // The last point in words, wherever it stands: a heading may part «Thứ hai» from «Thứ ba».
        let mut words: HashMap<&Series, usize, BuildHasherDefault<Mixed>> = HashMap::default();
        for (at, point) in points.iter().enumerate() {
            let scope = self.scope(context, point);
            let opens = |point: &Point| {
                let block = context.document.blocks.get(point.block);
                block.is_some_and(|block| block.range.start == point.start)
            };
            let before = match point.series {
                Series::Words(_) if opens(point) => words.insert(&point.series, at).filter(|_| point.ordinal > 1),
                _ => None,
            };
            let here = open.insert((scope, &point.series), at);
            let Some(last) = here.or(before).map(|last| &points[last]) else { continue };
            let message = match self.step(last, point) {
                Step::Gap(missing) if missing <= self.longest_gap => "",
                // «1. 1. 1.» is a way to write a list.
                Step::Repeat if here.is_some() && (!point.counted_anew || point.ordinal > 1) => "repeated",
                _ => continue,
            };
            if self.stands_between(context, points, last, point, here.is_none()) {
                continue;
            }
            let draft = Draft::at(point.range.clone()).say(message).see(last.range.clone(), "điểm đứng trước");
            out.push(draft.with("before", &last.label).with("found", &point.label));
        }
    }

    /// Within what a series goes on: headings below one parent, points in one section, inline ones in one block.
    fn scope(&self, context: &Context<'_>, point: &Point) -> u32 {
        let section = context.document.blocks.get(point.block).map_or(0, |b| b.section);
        match (&point.series, point.heading) {
            (series, _) if series.is_of_document() => u32::MAX,
            (Series::Inline, _) => point.block as u32,
            // Points in words may be headings or paragraphs.
            (Series::Words(_), false) => section,
            (_, true) => context.document.sections.get(section as usize).and_then(|s| s.parent).unwrap_or(0),
            (_, false) => section,
        }
    }

    /// How one point follows another of its series.
    fn step(&self, last: &Point, point: &Point) -> Step {
        match (last.letter, point.letter) {
            (Some(from), Some(to)) => self.letters(from, to),
            _ => points::step(last.ordinal, point.ordinal),
        }
    }

    /// Vietnamese goes on from d with đ, Latin with e; what either allows is right.
    fn letters(&self, from: char, to: char) -> Step {
        let places = self.alphabets.iter().filter_map(|letters| {
            let place = |c| letters.chars().position(|l| l == c).map(|p| p as u32 + 1);
            Some(points::step(place(from)?, place(to)?))
        });
        places
            .min_by_key(|step| match step {
                Step::Next | Step::First => 0,
                Step::Back => 1,
                Step::Repeat => 2,
                Step::Gap(missing) => 2 + missing,
            })
            .unwrap_or(Step::Back)
    }

    /// Whether a missing number stands between the two after all, in another form; `apart` where headings may part them.
    fn stands_between(
        &self,
        context: &Context<'_>,
        points: &[Point],
        last: &Point,
        point: &Point,
        apart: bool,
    ) -> bool {
        let from = points.partition_point(|p| p.start <= last.start);
        let to = points.partition_point(|p| p.start < point.start);
        let missing = |p: &Point| match (p.letter, point.letter) {
            (None, None) => p.series.alike(&point.series) && p.ordinal > last.ordinal && p.ordinal < point.ordinal,
            (Some(_), Some(_)) => p.series.alike(&point.series) && p.letter != point.letter && p.letter != last.letter,
            // «H.», «I.», «K.»: one of the letters looks like a numeral.
            _ => p.letter.is_none() && p.numeral,
        };
        let gap = self.step(last, point) != Step::Repeat;
        let between = points.get(from..to).unwrap_or_default();
        let hidden = gap && between.iter().any(missing);
        // A heading of a higher form, or the table of contents, begins another count.
        let parted = !apart
            && !point.series.is_of_document()
            && !last.heading
            && context
                .document
                .blocks
                .get(last.block + 1..point.block)
                .unwrap_or_default()
                .iter()
                .any(|b| b.is_heading());
        hidden || parted
    }
}
