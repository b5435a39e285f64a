//! Documents judged side by side, a few at a time.
//!
//! Each step is done for all documents of a batch before the next begins: all are read, then all are searched for
//! what they name, then each rule looks at all. A rule's code and data fall out of the processor's caches while the
//! other rules run; asked document by document, every rule would have to fetch them anew for each. What is found is
//! the same however documents are batched: they know nothing of each other here.

use super::{Input, Judged, RunError, Runner, keep, of_document};
use crate::document::Document;
use crate::lint::check::{Context, Draft, Kept, Lazy, Settings};
use crate::lint::detail::Detail;
use crate::lint::finding::{Finding, Severity};
use crate::lint::index::Ignore;
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

/// A document with what is understood of it before any rule is asked.
struct Understood {
    document: Document,
    mentions: Mentions,
    outline: OutlineMatch,
    as_of: Date,
}

/// What the rules have come to on a document.
struct State<'d> {
    understood: &'d Understood,
    locator: Locator<'d>,
    lazy: Lazy,
    ignores: Vec<Ignore>,
    findings: Vec<Finding>,
    kept: Vec<Option<Kept>>,
}

fn judge_read(runner: &Runner<'_>, documents: Vec<Document>) -> Vec<Judged> {
    let catalogue = runner.catalogue;
    let find = |document: &Document| Mentions::find(document, &catalogue.lexicon, &catalogue.vocabulary);
    let mentions: Vec<Mentions> = documents.iter().map(find).collect();
    let understood = documents.into_iter().zip(mentions).map(|(document, mentions)| {
        let outline = document.meta.kind.and_then(|kind| catalogue.outlines.get(&kind));
        let outline = OutlineMatch::find(&document, &mentions, outline);
        let as_of = runner.options.as_of.or(document.meta.date).unwrap_or(runner.options.today);
        Understood { document, mentions, outline, as_of }
    });
    let understood: Vec<Understood> = understood.collect();
    let mut states: Vec<State<'_>> = understood.iter().map(|understood| State::new(understood, runner)).collect();
    let mut drafts = Vec::new();
    for (rule, settings, severity) in &runner.active {
        for state in &mut states {
            state.ask(runner, rule, settings, *severity, &mut drafts);
        }
    }
    let finished: Vec<Judged> = states.into_iter().map(|state| state.finish(runner)).collect();
    // The documents of one dossier stay; of a larger folder each is let go here.
    let documents = understood.into_iter().map(|understood| understood.document);
    let keep = finished.into_iter().zip(documents).map(|((mut index, findings), document)| {
        index.document = runner.stays(&document).then_some(document);
        (index, findings)
    });
    keep.collect()
}

impl<'d> State<'d> {
    fn new(understood: &'d Understood, runner: &Runner<'_>) -> State<'d> {
        State {
            understood,
            locator: Locator::new(&understood.document),
            lazy: Lazy::default(),
            ignores: suppress::ignores(&understood.document),
            findings: Vec::new(),
            kept: Vec::with_capacity(runner.active.len()),
        }
    }

    /// Has a rule look at the document; `drafts` is empty before and after.
    fn ask(
        &mut self,
        runner: &Runner<'_>,
        rule: &Rule,
        settings: &Settings,
        severity: Option<Severity>,
        drafts: &mut Vec<Draft>,
    ) {
        if !rule.applies_to(self.understood.document.meta.kind) {
            self.kept.push(None);
            return;
        }
        let context = context(self.understood, &self.lazy, runner, rule, settings);
        rule.check.as_check().document(&context, drafts);
        let kept = rule.check.as_check().keep(&context);
        self.kept.push(kept);
        for draft in drafts.drain(..) {
            let finding = of_document(&self.locator, rule, severity, runner.options.lang, &draft);
            keep(finding, &mut self.ignores, &mut self.findings);
        }
    }

    /// What stays of the document, and what was found.
    fn finish(self, runner: &Runner<'_>) -> Judged {
        let detail =
            runner.catalogue.rules.first().filter(|_| runner.options.detail).map(|rule| {
                Box::new(Detail::of(&context(self.understood, &self.lazy, runner, rule, &Settings::new())))
            });
        let passages = self.lazy.passages.into_inner();
        let mut index = runner.index(&self.locator, &self.understood.mentions, passages, self.ignores);
        (index.detail, index.kept) = (detail, self.kept);
        (index, self.findings)
    }
}

fn context<'a>(
    understood: &'a Understood,
    lazy: &'a Lazy,
    runner: &'a Runner<'_>,
    rule: &'a Rule,
    settings: &'a Settings,
) -> Context<'a> {
    let Understood { document, mentions, outline, as_of } = understood;
    let (catalogue, running) = (runner.catalogue, &runner.running[..]);
    let compared = !runner.job.against.is_empty();
    let alone = runner.job.inputs.len() == 1 && !compared;
    Context { document, mentions, outline, catalogue, running, as_of: *as_of, alone, compared, rule, settings, lazy }
}
