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
        let document = context.document;
        let legacy = &context.catalogue.legacy;
        // Two words side by side that are no syllables and have letters of VNI are worth a look.
        let near = |pair: &[u32]| pair[1] - pair[0] <= NEAR;
        let may_be = |&&i: &&u32| legacy.may_be_vni(document.token_text(i as usize..i as usize + 1));
        let words: Vec<u32> = context.no_syllables().iter().filter(may_be).copied().collect();
        let pairs = words.windows(2).filter(|pair| near(pair));
        // So is a sign of such text; a letter of it makes a word no syllable.
        let has_signal = |&&i: &&u32| legacy.signals(document.token_text(i as usize..i as usize + 1)).next().is_some();
        let signalled = context.no_syllables().iter().filter(has_signal);
        let odd = pairs.map(|pair| pair[0]).chain(signalled.copied());
        let odd = odd.map(|token| document.blocks.partition_point(|b| b.tokens.end <= token as usize));
        let signs = legacy.signs(&document.text);
        let signs = signs.map(|at| document.blocks.partition_point(|b| b.range.end <= at));
        let mut worth: Vec<usize> = odd.chain(signs).collect();
        worth.sort_unstable();
        worth.dedup();
        for block in worth.into_iter().filter_map(|id| document.blocks.get(id)) {
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

/// Tokens from one such word to the next, at most.
const NEAR: u32 = 2;

/// The stretches of a block in a legacy encoding, by their place in the document's text.
pub(super) fn runs(context: &Context<'_>, block: &Block) -> Vec<LegacyRun> {
    let (legacy, text) = (&context.catalogue.legacy, context.document.block_text(block));
    let mut runs = legacy.runs(text, &context.catalogue.syllables);
    if runs.is_empty() {
        runs = legacy.plain_runs(text, &context.catalogue.syllables);
    }
    for run in &mut runs {
        run.range = block.range.start + run.range.start..block.range.start + run.range.end;
    }
    runs
}
