//! Shares in tables: a row or a column that counts the group, a roll with a person in each row.

use super::{Found, Group, LEAST, MOST_COLUMNS, Part, PersonnelStructure, Word};
use crate::document::{Block, Table};
use crate::lint::check::Context;
use crate::lint::checks::personnel::{count, is_outgoing};
use crate::text::{Number, fold};
use std::cell::OnceCell;
use std::collections::BTreeSet;

impl PersonnelStructure {
    /// A row or column of a table that counts the group.
    pub(super) fn of_table(&self, context: &Context<'_>, group: &Group<'_>, table: &Table, all: &mut Vec<Found>) {
        let document = context.document;
        let block = |row: usize, column: usize| document.blocks.get(*table.rows.get(row)?.cells.get(column)? as usize);
        let width = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0).min(MOST_COLUMNS);
        let Some(first) = block(0, 0) else { return };
        let caption = table.caption.and_then(|id| document.blocks.get(id as usize));
        let other = |b: &Block| {
            let words = &b.tokens;
            self.has(context, Word::Outgoing, words)
                || self.has(context, Word::Other, words) && !self.has(context, Word::Committee, words)
        };
        if is_outgoing(context, first, self.phrases(Word::Outgoing))
            || caption.is_some_and(other)
            || !self.heads_committee(context, table)
        {
            return;
        }
        let cells = table.rows.iter().flat_map(|row| &row.cells).filter_map(|&id| document.blocks.get(id as usize));
        let beside = cells.map(|b| b.tokens.clone()).reduce(|x, y| x.start.min(y.start)..x.end.max(y.end));
        let beside = beside.unwrap_or_default();
        let named = |b: &Block| {
            let short = b.tokens.len() <= 9 && !b.tokens.is_empty();
            short && self.named(context, group, &b.tokens, &beside).iter().any(|g| g.start <= b.tokens.start + 4)
        };
        let is_total = |b: &Block| {
            let text = fold(document.block_text(b));
            self.texts(Word::Total).iter().any(|t| text.trim_matches(['*', ' ', ':']).starts_with(t.as_str()))
        };
        let number = |row: usize, column: usize| {
            let text = document.block_text(block(row, column)?).trim();
            Number::parse(text.trim_end_matches('%')).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))
        };
        // «Độ tuổi | Dưới 35 tuổi | 1»: the name of a group of rows may stand before the row's own.
        let names = |row: usize| {
            let cells = (0..2).filter_map(move |column| block(row, column));
            cells.filter(|b| document.block_text(b).chars().any(char::is_alphabetic))
        };
        let total = (1..table.rows.len()).find(|&row| names(row).any(is_total));
        let heads = table.header_rows.max(1);
        let head = |column: usize| (0..heads).rev().filter_map(|row| block(row, column)).find(|b| !b.tokens.is_empty());
        let sum = (1..width).rev().find(|&column| head(column).is_some_and(is_total));
        for row in 1..table.rows.len() {
            let Some(label) = names(row).find(|b| named(b)) else { continue };
            // «Nhóm | Tái cử | Lần đầu | Cộng»: of several columns their sum is what counts.
            let told = |column: &usize| number(row, *column).is_some();
            let Some(column) = sum.filter(told).or_else(|| (1..width).find(told)) else { continue };
            let whole = total.and_then(|total| number(total, column)).and_then(count);
            let part = number(row, column).and_then(count);
            let percent = (column + 1..width).find_map(|c| number(row, c).filter(|_| self.is_share(context, table, c)));
            let share = match (part, whole, percent) {
                (Some(part), Some(whole), _) if whole >= LEAST && part <= whole => Part::Of(part, whole),
                (_, _, Some(percent)) => Part::Stated(percent),
                _ => continue,
            };
            all.push(Found {
                place: label.range.start..block(row, column).map_or(label.range.end, |b| b.range.end),
                share,
            });
        }
        // Groups side by side: «Dưới 42 tuổi | Từ 42 đến 50 tuổi | Trên 50 tuổi | Cộng».
        for column in 1..width {
            let (Some(_), Some(sum)) = (head(column).filter(|b| named(b)), sum) else { continue };
            let counts = |&row: &usize| number(row, column).is_some_and(|n| n.scale == 0);
            // Under parts of the committee their sum is what counts: «Cộng | 27 | 05».
            let sums = (heads..table.rows.len()).rfind(|row| counts(row) && names(*row).any(is_total));
            let Some(row) = sums.or_else(|| (heads..table.rows.len()).find(counts)) else { continue };
            let numbers = number(row, column).and_then(count).zip(number(row, sum).and_then(count));
            let Some((part, whole)) = numbers.filter(|(part, whole)| *whole >= LEAST && *whole < 100 && part <= whole)
            else {
                continue;
            };
            if let Some(cell) = block(row, column) {
                all.push(Found { place: cell.range.clone(), share: Part::Of(part, whole) });
            }
        }
    }

    /// Whether a table stands where the committee is spoken of, not another body.
    fn heads_committee(&self, context: &Context<'_>, table: &Table) -> bool {
        let document = context.document;
        let headings = document.section_chain(table.section).filter_map(|id| {
            let heading = document.sections.get(id as usize)?.heading?;
            document.blocks.get(heading as usize)
        });
        for heading in headings {
            let own = self.found(context, Word::Committee, &heading.tokens).first().map(|h| h.start);
            let other = self.found(context, Word::Other, &heading.tokens).first().map(|h| h.start);
            match (own, other) {
                (Some(own), Some(other)) => return own < other,
                (None, Some(_)) => return false,
                (Some(_), None) => return true,
                (None, None) => {}
            }
        }
        true
    }

    fn is_share(&self, context: &Context<'_>, table: &Table, column: usize) -> bool {
        let heads = table.rows.iter().take(table.header_rows.max(1)).filter_map(|row| row.cells.get(column));
        let mut texts = heads
            .filter_map(|&id| context.document.blocks.get(id as usize))
            .map(|b| fold(context.document.block_text(b)));
        texts.any(|text| self.texts(Word::Share).iter().any(|word| text.contains(word.as_str())))
    }

    /// A roll with a person in each row: the group is counted.
    pub(super) fn of_roll(
        &self,
        context: &Context<'_>,
        group: &Group<'_>,
        table: &Table,
        sizes: &OnceCell<BTreeSet<i64>>,
        all: &mut Vec<Found>,
    ) {
        let document = context.document;
        let block = |row: usize, column: usize| document.blocks.get(*table.rows.get(row)?.cells.get(column)? as usize);
        let text = |row: usize, column: usize| block(row, column).map_or("", |b| document.block_text(b)).trim();
        let marked = table.header_rows.max(1);
        let heads = marked + usize::from(text(marked, 0).is_empty() && text(marked, 1).is_empty());
        let width = table.rows.first().map_or(0, |r| r.cells.len()).min(MOST_COLUMNS);
        let title = |column: usize| {
            let own = (0..heads).rev().map(|row| text(row, column)).find(|t| !t.is_empty());
            own.map_or(String::new(), |t| fold(t).trim().to_string())
        };
        let titles: Vec<String> = (0..width).map(title).collect();
        let columns = |word: Word| -> Vec<usize> {
            (0..width).filter(|&column| self.texts(word).contains(&titles[column])).collect()
        };
        // «Chức danh | Giới tính | Năm sinh»: posts stand for those who hold them where they are as many as the committee.
        let posts = columns(Word::Person).is_empty();
        let Some(&person) = columns(if posts { Word::Post } else { Word::Person }).first() else { return };
        let rows: Vec<usize> = (heads..table.rows.len()).filter(|&row| !text(row, person).is_empty()).collect();
        let is = |word: Word, text: &str| self.texts(word).iter().any(|t| *t == fold(text).trim());
        let empty = |row: usize, column: usize| text(row, column).is_empty() || is(Word::Blank, text(row, column));
        let about = |word: Word| self.phrases(word).iter().any(|phrase| group.variants.contains(phrase));
        // How many of the group there are, and of how many rows it shows.
        let (counted, known) = if let Some(oldest) = group.limit.age {
            let year = document.meta.date.map_or_else(|| context.turn(), |date| date.year);
            let born = columns(Word::Born);
            let years = rows.iter().filter_map(|&row| born.iter().find_map(|&column| year_in(text(row, column))));
            // Who comes of that age in the year may be under it yet.
            let ages: Vec<i32> = years.map(|born| year - born).collect();
            (ages.iter().filter(|age| **age <= oldest as i32).count(), ages.len())
        } else if about(Word::Woman) {
            match (columns(Word::Woman).first(), columns(Word::Sex).first()) {
                (Some(&column), _) if rows.iter().any(|&row| !text(row, column).is_empty()) => {
                    (rows.iter().filter(|&&row| !empty(row, column)).count(), rows.len())
                }
                (None, Some(&column)) => (
                    rows.iter().filter(|&&row| is(Word::Woman, text(row, column))).count(),
                    rows.iter().filter(|&&row| !empty(row, column)).count(),
                ),
                _ => return,
            }
        } else if about(Word::Minority) {
            let Some(&column) = columns(Word::Ethnic).first() else { return };
            let told: Vec<&str> = rows.iter().filter(|&&r| !empty(r, column)).map(|&r| text(r, column)).collect();
            (told.iter().filter(|people| !is(Word::Majority, people)).count(), told.len())
        } else {
            return;
        };
        let bound = |cell: &Block| {
            let rows = rows.len() as i64;
            !is_outgoing(context, cell, self.phrases(Word::Outgoing))
                && self.heads_committee(context, table)
                && (!posts || sizes.get_or_init(|| self.sizes(context)).contains(&rows))
        };
        if let Some(cell) = block(0, person)
            && rows.len() as i64 >= LEAST
            && known == rows.len()
            && bound(cell)
        {
            all.push(Found { place: cell.range.clone(), share: Part::Of(counted as i64, rows.len() as i64) });
        }
    }
}

/// The year in a cell: «1985», «12/5/1985».
fn year_in(text: &str) -> Option<i32> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() == 4);
    numbers.filter_map(|n| n.parse().ok()).find(|year| (1940..=2015).contains(year))
}
