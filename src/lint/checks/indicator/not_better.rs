//! Targets no better than what is reached today.

use super::{Aim, aims};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Severity;
use crate::lint::indicators::turn;
use crate::lint::pack::Direction;
use crate::text::{Phrases, fold};
use serde::Deserialize;
use std::cell::OnceCell;

/// `target-not-better:` in a rule file. Which way is better is the pack's to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TargetNotBetter {
    /// Words in a name that make more of a good thing something else.
    up_not: Phrases,
    /// Words in a name that make less of a bad thing something else: «hộ nghèo được vay vốn».
    down_not: Phrases,
    /// Words that say a value is to be held.
    hold: Phrases,
    /// Percent that what is only to be kept may fall.
    slack: f64,
    /// Values from which on, in percent, nothing better is asked for.
    ceiling: f64,
    /// How many times a year's number a term's total may be, where neither says which it is.
    term_total: [f64; 2],
    /// What may be measured by another standard than before, and the words that say it is.
    standard: Standard,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Standard {
    /// In a row, the word for it.
    names: Vec<String>,
    /// Anywhere in the text, the words for it, of measures whose name holds the last of them.
    notes: Vec<String>,
    /// In the same paragraph: it changes.
    changes: Phrases,
}

/// How a target falls short.
enum Fault {
    /// No better: the same.
    Same,
    /// Worse; more would be better.
    Less,
    /// Worse; less would be better.
    More,
}

impl Check for TargetNotBetter {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        // Whether the text says so is asked once for all rows.
        let noted = OnceCell::new();
        for aim in aims(context) {
            let Some(fault) = self.fault(context, &aim) else { continue };
            let pack = &context.catalogue.pack;
            let mut draft = Draft::at(aim.target.place.clone())
                .with("name", aim.target.measure.name(pack))
                .with("target", aim.target.value.to_string())
                .with("year", aim.target.year.to_string())
                .with("today", aim.today.value.to_string())
                .with("from", aim.today.year.to_string())
                .see(aim.today.place.clone(), aim.today.year.to_string());
            draft = match fault {
                Fault::Same => draft.say("same"),
                Fault::Less => draft,
                Fault::More => draft.say("down"),
            };
            if self.standard_changes(context, &aim, &noted) {
                draft = draft.say("standard").weigh(Severity::Info);
            }
            out.push(draft);
        }
    }
}

impl TargetNotBetter {
    fn fault(&self, context: &Context<'_>, aim: &Aim<'_>) -> Option<Fault> {
        let (today, target) = aim.amounts()?;
        let label = context.document.token_text(aim.target.label.clone());
        let name = if aim.target.in_table { label.split('(').next().unwrap_or("") } else { "" };
        let percent = aim.target.unit == crate::mentions::fact::Unit::Percent;
        let direction = match aim.target.measure.direction(&context.catalogue.pack) {
            // The first place is the best.
            Direction::Up | Direction::Keep if aim.target.rank => Direction::Down,
            direction => direction,
        };
        // «Duy trì từ 92% trở lên» holds nothing where 92,4% is reached.
        let falls = direction == Direction::Up && percent && target < today;
        if self.hold.stand_in(label) && !falls {
            return None;
        }
        if aim.today.may_span(aim.target, self.term_total) {
            return None;
        }
        match direction {
            Direction::Up if self.up_not.stand_in(name) => None,
            // What is nearly reached is held, not raised.
            Direction::Up if percent && today >= self.ceiling && target >= self.ceiling => None,
            // As many each year as the year before is what was meant to be kept.
            Direction::Up if target == today && aim.target.serial && aim.target.by_year => None,
            Direction::Up if target == today => Some(Fault::Same),
            Direction::Up if target < today => Some(Fault::Less),
            Direction::Keep if target < today * (1.0 - self.slack / 100.0) => Some(Fault::Less),
            Direction::Down if self.down_not.stand_in(name) || aim.target.yearly || today == 0.0 => None,
            Direction::Down if target == today => Some(Fault::Same),
            Direction::Down if target > today => Some(Fault::More),
            _ => None,
        }
    }

    /// Whether the text says that the standard is another: «chuẩn nghèo giai đoạn 2026-2030».
    fn standard_changes(&self, context: &Context<'_>, aim: &Aim<'_>, noted: &OnceCell<bool>) -> bool {
        let document = context.document;
        let turn = turn(context);
        let changes = |text: &str, names: &[String]| {
            let folded = fold(text);
            let Some(at) = names.iter().filter_map(|name| folded.find(name.as_str())).min() else { return false };
            let after: String = folded.get(at..).unwrap_or("").chars().take(60).collect();
            (turn + 1..=turn + 5).any(|year| after.contains(&year.to_string())) || self.standard.changes.stand_in(text)
        };
        if changes(document.token_text(aim.target.label.clone()), &self.standard.names) {
            return true;
        }
        let measure = fold(aim.target.measure.name(&context.catalogue.pack));
        // A note below the table or in the text serves for what it names.
        let named = |note: &String| note.rsplit(' ').next().is_some_and(|word| measure.contains(word));
        self.standard.notes.iter().any(named)
            && *noted.get_or_init(|| {
                let mut prose = document.blocks.iter().filter(|b| !b.is_cell());
                prose.any(|block| changes(document.block_text(block), &self.standard.notes))
            })
    }
}
