//! Text in an encoding from before Unicode.

use super::fix;
use crate::document::Block;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::{Applicability, shorten};
use crate::text::LegacyRun;
use serde::Deserialize;

/// `legacy-encoding:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LegacyEncoding {
    /// How many words must read as Vietnamese for the conversion to be made without asking.
    sure_words: usize,
}

impl Check for LegacyEncoding {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        if !context.catalogue.legacy.suspects(&context.document.text) {
            return;
        }
        for block in &context.document.blocks {
            for run in runs(context, block) {
                let draft = Draft::at(run.range.clone()).with("encoding", run.encoding.name());
                let mut draft = draft.with("text", shorten(&run.converted, 120));
                let sure = if run.words >= self.sure_words { Applicability::Safe } else { Applicability::Unsafe };
                draft.fix = fix(sure, context.edit(run.range, run.converted));
                out.push(draft);
            }
        }
    }
}

/// The stretches of a block in a legacy encoding, by their place in the document's text.
pub(super) fn runs(context: &Context<'_>, block: &Block) -> Vec<LegacyRun> {
    let mut runs = context.catalogue.legacy.runs(context.document.block_text(block), &context.catalogue.syllables);
    for run in &mut runs {
        run.range = block.range.start + run.range.start..block.range.start + run.range.end;
    }
    runs
}
