//! Columns of one year beside that of the target: «Cơ sở 2030 | Mục tiêu 2030».

use super::Grid;
use crate::lint::indicators::sheet::{Column, Part};

impl Grid<'_> {
    /// The columns without those that give a year's values beside its target and are called otherwise. Where it is not
    /// told which of several is the target, none is held against what is said elsewhere.
    pub(super) fn without_rivals(&self, columns: Vec<Column>, at: Vec<usize>) -> (Vec<Column>, Vec<usize>) {
        let own: Vec<bool> = columns.iter().map(|c| c.said || self.words().is_bare(&c.title)).collect();
        let aims = |c: &Column| c.part == Part::NewTarget && c.year.is_some();
        let beaten: Vec<bool> = columns
            .iter()
            .zip(&own)
            .map(|(c, mine)| {
                let named = |(other, mine): (&Column, &bool)| *mine && aims(other) && other.year == c.year;
                !mine && aims(c) && columns.iter().zip(&own).any(named)
            })
            .collect();
        let kept = columns.into_iter().zip(at).zip(beaten).filter(|(_, beaten)| !beaten).map(|(pair, _)| pair);
        let (mut columns, at): (Vec<Column>, Vec<usize>) = kept.unzip();
        let years: Vec<Option<i32>> = columns.iter().map(|c| c.year.filter(|_| aims(c))).collect();
        for column in columns.iter_mut().filter(|c| aims(c)) {
            column.lone = years.iter().filter(|year| **year == column.year).count() == 1;
        }
        (columns, at)
    }
}
