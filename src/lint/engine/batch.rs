//! Documents judged side by side, a few at a time.
//!
//! Each step is done for all documents of a batch before the next begins: all are read, then all are searched for
//! what they name, then each rule looks at all. A rule's code and data fall out of the processor's caches while the
//! other rules run; asked document by document, every rule would have to fetch them anew for each. What is found is
//! the same however documents are batched: they know nothing of each other here. Where there are fewer documents than
//! processors, as for a drafter with one report, the rules of a batch are asked side by side instead.

use super::{Input, Judged, RunError, Runner, keep, of_document};
use crate::document::Document;
use crate::lint::check::{Context, Draft, Kept, Lazy, Settings};
use crate::lint::detail::Detail;
use crate::lint::finding::Severity;
use crate::lint::locate::Locator;
use crate::lint::outline::OutlineMatch;
use crate::lint::rule::Rule;
use crate::lint::suppress;
use crate::mentions::Mentions;
use crate::text::Date;
use rayon::prelude::*;

/// As many documents as are judged together: what is known of them has to fit the caches too.
const TOGETHER: usize = 8;

/// More bytes of text than this are not held at once for the sake of a batch.
const MOST_BYTES: usize = 1 << 20;

/// Judges all documents of a job by themselves.
pub(super) fn judge(runner: &Runner<'_>) -> Result<Vec<Judged>, RunError> {
    let inputs = &runner.job.inputs;
    let each = inputs.len().div_ceil(rayon::current_num_threads()).clamp(1, TOGETHER);
    let batches: Vec<Vec<Judged>> =
        inputs.par_chunks(each).map(|inputs| batch(runner, inputs)).collect::<Result<_, _>>()?;
    Ok(batches.into_iter().flatten().collect())
}

fn batch(runner: &Runner<'_>, inputs: &[Input]) -> Result<Vec<Judged>, RunError> {
    let (mut judged, mut waiting, mut bytes) = (Vec::with_capacity(inputs.len()), Vec::new(), 0);
    for input in inputs {
        let document = runner.read(input)?;
        if bytes + document.source.len() > MOST_BYTES {
            judged.extend(judge_read(runner, std::mem::take(&mut waiting)));
            bytes = 0;
        }
        bytes += document.source.len();
        waiting.push(document);
    }
    judged.extend(judge_read(runner, waiting));
    Ok(judged)
}

/// A document with what is understood of it before any rule is asked, and what rules find out for each other.
struct Understood {
    document: Document,
    mentions: Mentions,
    outline: OutlineMatch,
    as_of: Date,
    lazy: Lazy,
}

/// What a rule says of a document, and what it keeps of it.
#[derive(Default)]
struct Answer {
    drafts: Vec<Draft>,
    kept: Option<Kept>,
}

fn judge_read(runner: &Runner<'_>, documents: Vec<Document>) -> Vec<Judged> {
    let catalogue = runner.catalogue;
    let find = |document: &Document| Mentions::find(document, &catalogue.lexicon, &catalogue.vocabulary);
    let mentions: Vec<Mentions> = documents.iter().map(find).collect();
    let understood = documents.into_iter().zip(mentions).map(|(document, mentions)| {
        let outline = document.meta.kind.and_then(|kind| catalogue.outlines.get(&kind));
        let outline = OutlineMatch::find(&document, &mentions, outline);
        let as_of = runner.options.as_of.or(document.meta.date).unwrap_or(runner.options.today);
        Understood { document, mentions, outline, as_of, lazy: Lazy::default() }
    });
    let understood: Vec<Understood> = understood.collect();
    let ask = |(rule, settings, _): &(&Rule, Settings, Option<Severity>)| -> Vec<Answer> {
        understood.iter().map(|understood| understood.ask(runner, rule, settings)).collect()
    };
    // Of fewer documents than there are processors the rules look at the same one side by side.
    let spread = runner.job.inputs.len() < rayon::current_num_threads();
    let answers: Vec<Vec<Answer>> = match spread {
        true => runner.active.par_iter().with_max_len(1).map(ask).collect(),
        false => runner.active.iter().map(ask).collect(),
    };
    let mut answers: Vec<_> = answers.into_iter().map(Vec::into_iter).collect();
    let finished = understood.into_iter().map(|understood| {
        let own = answers.iter_mut().map(|rule| rule.next().unwrap_or_default());
        understood.finish(runner, own)
    });
    finished.collect()
}

impl Understood {
    /// Has a rule look at the document.
    fn ask(&self, runner: &Runner<'_>, rule: &Rule, settings: &Settings) -> Answer {
        if !rule.applies_to(self.document.meta.kind) {
            return Answer::default();
        }
        let context = context(self, runner, rule, settings);
        let mut drafts = Vec::new();
        rule.check.as_check().document(&context, &mut drafts);
        Answer { drafts, kept: rule.check.as_check().keep(&context) }
    }

    /// What stays of the document, and what the rules found, in their order.
    fn finish(self, runner: &Runner<'_>, answers: impl Iterator<Item = Answer>) -> Judged {
        let locator = Locator::new(&self.document);
        let mut ignores = suppress::ignores(&self.document);
        let (mut findings, mut kept) = (Vec::new(), Vec::with_capacity(runner.active.len()));
        for ((rule, _, severity), answer) in runner.active.iter().zip(answers) {
            kept.push(answer.kept);
            for draft in &answer.drafts {
                let finding = of_document(&locator, rule, *severity, runner.options.lang, draft);
                keep(finding, &mut ignores, &mut findings);
            }
        }
        let detailed = runner.catalogue.rules.first().filter(|_| runner.options.detail);
        let detail = detailed.map(|rule| Box::new(Detail::of(&context(&self, runner, rule, &Settings::new()))));
        let passages = self.lazy.passages.into_inner();
        let mut index = runner.index(&locator, &self.mentions, passages, ignores);
        (index.detail, index.kept) = (detail, kept);
        drop(locator);
        // The documents of one dossier stay; of a larger folder each is let go here.
        index.document = runner.stays(&self.document).then_some(self.document);
        (index, findings)
    }
}

fn context<'a>(
    understood: &'a Understood,
    runner: &'a Runner<'_>,
    rule: &'a Rule,
    settings: &'a Settings,
) -> Context<'a> {
    let Understood { document, mentions, outline, as_of, lazy } = understood;
    let (catalogue, running) = (runner.catalogue, &runner.running[..]);
    let compared = !runner.job.against.is_empty();
    let alone = runner.job.inputs.len() == 1 && !compared;
    Context { document, mentions, outline, catalogue, running, as_of: *as_of, alone, compared, rule, settings, lazy }
}
