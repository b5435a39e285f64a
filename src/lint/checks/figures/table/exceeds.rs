//! Cells that give more of something than there is of it.

use super::{Grid, has_year, named_by, ratios};
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Unit};
use crate::text::{Number, fold};

/// Finds parts that exceed their wholes.
pub(in super::super) fn exceeds(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    let planned = |column: usize| grid.head_has(context, column, Cue::Exceed);
    let columns = (1..grid.columns()).filter(|column| !planned(*column));
    let parts = parts(context, grid);
    for column in columns {
        if grid.head_text(column).contains('/') && grid.head_has(context, column, Cue::Total) {
            cells(context, grid, column, out);
        }
        if let Some(whole) = whole_before(context, grid, column) {
            columns_of(context, grid, (column, whole), out);
        }
        subsets(context, grid, column, &parts, out);
    }
    shares(context, grid, out);
    rates(context, grid, out);
}

/// «Tỷ lệ dân số tham gia bảo hiểm y tế | % | 97,2 | 101,6»: the share of those who are counted, in a column of a year.
fn rates(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    let (document, words) = (context.document, &context.catalogue.figures);
    let measured = [Cue::Exceed, Cue::RatioColumn, Cue::ChangeColumn, Cue::Plan];
    let dated: Vec<usize> = (1..grid.columns())
        .filter(|&column| has_year(grid.head_text(column)))
        .filter(|&column| !measured.iter().any(|cue| grid.head_has(context, column, *cue)))
        .collect();
    if dated.is_empty() {
        return;
    }
    for row in 0..grid.rows.len() {
        let over = |column: &&usize| {
            grid.number(row, **column).is_some_and(|n| (100.0..200.0).contains(&n.value()) && n.value() > 100.0)
        };
        let Some(&column) = dated.iter().find(over) else { continue };
        let Some(name) = super::row_name(context, grid, row) else { continue };
        let text = fold(document.block_text(name));
        let rate = ["tỷ lệ ", "tỉ lệ "].iter().any(|rate| text.starts_with(rate));
        let of = name.tokens.start + 2;
        let counted = matches!(words.unit_at(context.mentions, of), Some(Unit::Count(_)));
        let of_all = counted || words.begins(context.mentions, Cue::Base, of);
        // «Tỷ lệ hộ kinh doanh tăng thêm» may be more than a hundred.
        let aside = [Cue::Exceed, Cue::Plan, Cue::Up, Cue::Down];
        let planned = aside.iter().any(|cue| words.has(context.mentions, *cue, &name.tokens));
        let cells = (0..grid.columns()).filter_map(|at| grid.block(document, row, at));
        let percent = cells.into_iter().any(|block| document.block_text(block).contains('%'));
        let block = grid.block(document, row, column);
        if let Some(block) = block.filter(|_| rate && of_all && !planned && percent) {
            let part = grid.number(row, column).map(|n| n.to_string()).unwrap_or_default();
            out.push(Draft::on(Place::Text(block.range.clone())).say("share").with("part", part));
        }
    }
}

/// The column whose things a column counts some of: «Tổng số | Nữ», «Đảng viên | Trong đó: nữ», «Số hộ | Hộ có mạng».
fn whole_before(context: &Context<'_>, grid: &Grid<'_>, column: usize) -> Option<usize> {
    let before = column.checked_sub(1).filter(|before| *before > 0)?;
    let head = grid.head_folded(column);
    let some = head.starts_with("trong đó");
    if some && !grid.head_folded(before).starts_with("trong đó")
        || grid.head_is(context, column, Cue::Attribute) && grid.head_has(context, before, Cue::Total)
    {
        return Some(before);
    }
    (1..column).rev().find(|&at| {
        let all = grid.head_folded(at);
        let things = all.strip_prefix("tổng số ").or(all.strip_prefix("số ")).unwrap_or("");
        !things.is_empty() && head.strip_prefix(things).is_some_and(|rest| rest.starts_with(' '))
    })
}

/// «Số hộ | Hộ đạt gia đình văn hóa | Tỷ lệ (%)»: in one row more than all, where the others show what the share is of.
fn shares(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    for &(column, relation, _) in ratios::proved(context, grid) {
        let ratios::Relation::Columns(part, whole) = relation else { continue };
        let head = |column: usize| grid.head_folded(column);
        let planned = [part, whole, column]
            .iter()
            .any(|&column| grid.head_has(context, column, Cue::Exceed) || grid.head_has(context, column, Cue::Plan));
        let counted = head(whole).starts_with("số ") || head(whole).starts_with("tổng ");
        let share = ["tỷ lệ", "tỉ lệ"].iter().any(|words| head(column).starts_with(words));
        if share && counted && !planned {
            columns_of(context, grid, (part, whole), out);
        }
    }
}

/// «Phòng học kiên cố/tổng số phòng | 28/24».
fn cells(context: &Context<'_>, grid: &Grid<'_>, column: usize, out: &mut Vec<Draft>) {
    for row in 0..grid.rows.len() {
        let Some(block) = grid.block(context.document, row, column) else { continue };
        let mut figures = context.mentions.within(&block.tokens).iter().filter_map(|m| match &m.kind {
            MentionKind::Figure(figure) => Some((figure.value, figure.of?)),
            _ => None,
        });
        if let (Some((part, whole)), None) = (figures.next(), figures.next())
            && part.value() > whole.value()
        {
            let draft = Draft::on(Place::Text(block.range.clone())).say("ratio");
            out.push(draft.with("part", part.to_string()).with("whole", whole.to_string()));
        }
    }
}

/// A column of some of those whom the column before counts all: most rows show it.
fn columns_of(context: &Context<'_>, grid: &Grid<'_>, (column, whole): (usize, usize), out: &mut Vec<Draft>) {
    let pair = |row: usize| grid.number(row, column).zip(grid.number(row, whole));
    let rows = || (0..grid.rows.len()).filter_map(|row| pair(row).map(|(part, whole)| (row, part, whole)));
    let (within, beyond): (Vec<_>, Vec<_>) = rows().partition(|(_, part, whole)| part.value() <= whole.value());
    if within.len() < 2 || beyond.len() * 2 > within.len() {
        return;
    }
    for (row, part, whole) in beyond {
        out.extend(draft(context, grid, (row, column), part, whole));
    }
}

/// The rows that count some of what a row above counts, each with that row.
fn parts(context: &Context<'_>, grid: &Grid<'_>) -> Vec<(usize, usize)> {
    let document = context.document;
    let subset = |row: usize| named_by(context, grid, row, Cue::Subset);
    let part = |row: usize| {
        // «Trong số này», «Trong đó»; «Trong số đã qua đào tạo».
        let (name, opened) = subset(row).or_else(|| {
            let named = grid.name(context, row).filter(|name| name.folded.starts_with("trong số "))?;
            let name = document.blocks.get(named.block as usize)?;
            Some((name, name.tokens.start + 2))
        })?;
        let of = document.between(opened, name.tokens.end);
        let named = of.split_once(':').map(|(of, _)| fold(of)).filter(|of| of.split_whitespace().count() >= 2);
        let above = |other: usize| {
            let name = grid.name(context, other)?;
            let says = named.as_deref().is_some_and(|of| name.folded.contains(of));
            Some(says || subset(other).is_none())
        };
        (0..row).rev().find(|&other| above(other) == Some(true)).map(|whole| (row, whole))
    };
    (1..grid.rows.len()).filter_map(part).collect()
}

/// «Trong đó: …» below a smaller number; «Trong số đã qua đào tạo: …» below the row that counts those.
fn subsets(context: &Context<'_>, grid: &Grid<'_>, column: usize, parts: &[(usize, usize)], out: &mut Vec<Draft>) {
    if parts.is_empty() || grid.head_has(context, column, Cue::Average) || grid.head_text(column).contains('%') {
        return;
    }
    for &(row, whole) in parts {
        let numbers = grid.number(row, column).zip(grid.number(whole, column));
        // Of several kinds of things in one table only what lies right above is the whole.
        if let Some((part, total)) = numbers.filter(|(part, total)| part.value() > total.value())
            && (row - whole == 1)
            && part.value() < 3.0 * total.value()
            && !of_the_group(context, grid, (row, whole), column)
        {
            out.extend(draft(context, grid, (row, column), part, total));
        }
    }
}

/// «1. Nông nghiệp | 3.120», «3. Dịch vụ | 908», «Trong đó: nữ | 2.271»: below the last of several numbered rows it may be some of
/// all of them.
fn of_the_group(context: &Context<'_>, grid: &Grid<'_>, (row, whole): (usize, usize), column: usize) -> bool {
    let numbered = |row: usize| {
        let first = grid.block(context.document, row, 0).map_or("", |b| context.document.block_text(b)).trim();
        first.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '+'))
    };
    let part = grid.number(row, column);
    let holds =
        |above: usize| grid.number(above, column).zip(part).is_some_and(|(all, part)| all.value() >= part.value());
    numbered(whole) && !numbered(row) && (0..whole).any(holds)
}

fn draft(context: &Context<'_>, grid: &Grid<'_>, at: (usize, usize), part: Number, whole: Number) -> Option<Draft> {
    let block = grid.block(context.document, at.0, at.1)?;
    let draft = Draft::on(Place::Text(block.range.clone())).with("part", part.to_string());
    Some(draft.with("whole", whole.to_string()))
}
