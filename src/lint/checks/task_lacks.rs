//! Tasks nobody owns, that have no day, that leave nothing behind.

use crate::document::Kind;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Severity;
use crate::lint::tasks::{Aspect, How};
use serde::Deserialize;

/// `task-lacks:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TaskLacks {
    /// What a task must not lack.
    aspect: Aspect,
}

impl Check for TaskLacks {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let programme = context.document.meta.kind == Some(Kind::ActionProgramme);
        for lack in context.tasks().iter().filter(|lack| lack.aspect == self.aspect) {
            let message = match lack.how {
                How::Blank => "",
                How::Vague => "vague",
                How::Column => "column",
                How::Point => "point",
                How::Most => "most",
            };
            // Elsewhere a table may leave a column out: the programme has it.
            if !programme && lack.how == How::Column {
                continue;
            }
            let draft = Draft::at(lack.place.clone()).say(message).with("words", lack.words.clone());
            let draft = draft.with("given", lack.count.0.to_string()).with("count", lack.count.1.to_string());
            out.push(if programme { draft } else { draft.weigh(Severity::Info) });
        }
    }
}
