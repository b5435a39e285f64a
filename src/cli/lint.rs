//! `vankien lint`.

use super::annotate::Annotating;
use super::args::{Common, LintArgs, LintFormat};
use super::catalogues::Catalogues;
use super::error::CliError;
use super::fix::{self, Sources};
use super::inputs::{self, Dossier, STDIN};
use super::others::Others;
use super::output::Staged;
use super::since::Since;
use super::{note, output, today};
use crate::document::{Content, MAX_BYTES, ReadError, error};
use crate::lint::against::Other;
use crate::lint::baseline::Baseline;
use crate::lint::engine::{Input, Job, Options, Report, run as judge};
use crate::lint::finding::Applicability;
use crate::lint::fix::correct;
use crate::lint::{Catalogue, Severity};
use crate::report::page::{self, Form};
use crate::report::{github, json, junit, sarif, summary, terminal};
use rayon::prelude::*;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the command.
pub fn run(args: &LintArgs, common: &Common) -> Result<ExitCode, CliError> {
    let (paths, compared) = paths(args);
    let mut dossiers = inputs::find(paths, common.config.as_deref())?;
    let annotating = Annotating::asked(args, &dossiers)?;
    // Corrections of an annotated file are made in the copy.
    let correcting = fix::asked(args).filter(|_| annotating.is_none());
    if correcting.is_some() {
        fix::refuse_word(&dossiers, common)?;
    }
    let stdin = read_stdin(&mut dossiers, &args.stdin_name)?;
    let mut catalogues = Catalogues::default();
    let mut jobs: Vec<Work> = Vec::new();
    let mut against: Option<Others> = None;
    for dossier in dossiers {
        let catalogue = catalogues.of(&dossier, common)?;
        check_settings(&dossier, &catalogue, common);
        let others = match &against {
            Some(read) => read,
            None => against.insert(Others::read(compared, &catalogue)?),
        };
        let against = others.with(Others::previous(&dossier, &catalogue)?).of(&dossier);
        jobs.push(Work { dossier, catalogue, against });
    }
    let Some(Work { catalogue: any, .. }) = jobs.first() else {
        return Err(CliError::Usage("không có gì để rà soát".into()));
    };
    check_ids(args.select.iter().chain(&args.ignore), any)?;
    let options = Options {
        lang: common.lang.into(),
        as_of: common.as_of,
        today: today(),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        detail: matches!(args.format, LintFormat::Html | LintFormat::Markdown),
    };
    if common.verbose {
        let documents: usize = jobs.iter().map(|work| work.dossier.inputs.len()).sum();
        note(common, &format!("rà soát {documents} văn bản trong {} hồ sơ", jobs.len()));
    }
    let baseline = args.baseline.as_deref().map(known).transpose()?;
    let since = args.since.as_deref();
    let since = since.map(|path| Since::read(path, compared, &mut catalogues, &options, common)).transpose()?;
    let word = annotating.as_ref().map(|annotating| (annotating.path.clone(), Arc::clone(&annotating.file)));
    let sources = Sources::new(stdin, correcting.is_some()).with_word(word);
    let mut outcome = match correcting {
        None => judge_all(&jobs, &sources, &options, common)?,
        Some(allowed) => correct_all(&jobs, &sources, &options, allowed)?,
    };
    if let Some(since) = since {
        since.leave_new(&jobs, &sources, common, &mut outcome)?;
    }
    if let Some(baseline) = baseline {
        let taken = baseline.leave_new(&mut outcome.report.findings);
        outcome.found = worst(&outcome.report);
        // Or a page without findings would be taken for a clean draft.
        if taken > 0 {
            note(common, &format!("{taken} phát hiện đã biết từ trước, không nhắc lại; vẫn còn trong văn bản"));
        }
    }
    let annotated = match &annotating {
        Some(annotating) => {
            let own = |work: &&Work| work.dossier.inputs.iter().any(|input| input.path == annotating.path);
            let catalogue = jobs.iter().find(own).map_or(any, |work| &work.catalogue);
            Some(annotating.stage(args, common, catalogue, &outcome.report)?)
        }
        None => None,
    };
    let (file, said) = annotated.unzip();
    show(args, common, any, &sources, &outcome, file)?;
    if let Some(said) = said {
        note(common, &said);
    }
    let level = Severity::from(args.fail_on);
    // Where nothing is written, what was found is what there is.
    let standing = if args.diff { outcome.found } else { worst(&outcome.report) };
    Ok(ExitCode::from(u8::from(standing >= Some(level))))
}

/// What is checked, and what it is compared with: of several paths after `--against` and none before it, the last
/// is the one to check, as in `lint --against OTHER DOSSIER`.
fn paths(args: &LintArgs) -> (&[PathBuf], &[PathBuf]) {
    match args.against.split_last() {
        Some((last, others)) if args.paths.is_empty() && !others.is_empty() => (std::slice::from_ref(last), others),
        _ => (&args.paths, &args.against),
    }
}

/// What a run came to.
pub(super) struct Outcome {
    /// What is found, after corrections if any were asked for.
    pub(super) report: Report,
    /// How many corrections were made.
    made: usize,
    /// How grave the gravest finding was before them.
    pub(super) found: Option<Severity>,
}

pub(super) fn worst(report: &Report) -> Option<Severity> {
    report.findings.iter().map(|f| f.severity).max()
}

/// A dossier with all it is judged by.
pub(super) struct Work {
    pub(super) dossier: Dossier,
    pub(super) catalogue: Arc<Catalogue>,
    /// What it is compared with: the documents of others, and its own of the term before.
    against: Vec<Arc<Other>>,
}

/// A dossier with what it is judged by, where `compared` are documents of others.
pub(super) fn work(
    dossier: Dossier,
    compared: &[PathBuf],
    catalogues: &mut Catalogues,
    common: &Common,
) -> Result<Work, CliError> {
    let catalogue = catalogues.of(&dossier, common)?;
    let others = Others::read(compared, &catalogue)?;
    let against = others.with(Others::previous(&dossier, &catalogue)?).of(&dossier);
    Ok(Work { dossier, catalogue, against })
}

fn job<'a>(work: &Work, read: &'a (dyn Fn(&Input) -> Result<Content, ReadError> + Sync)) -> Job<'a> {
    let Work { dossier, against, .. } = work;
    let manifest = dossier.manifest.as_ref().map(|(path, m)| (path.to_string_lossy().into_owned(), m.clone()));
    let against = against.clone();
    Job { inputs: dossier.inputs.clone(), manifest, is_dossier: dossier.is_dossier, against, read }
}

/// Judges the dossiers side by side.
pub(super) fn judge_all(
    jobs: &[Work],
    sources: &Sources,
    options: &Options,
    common: &Common,
) -> Result<Outcome, CliError> {
    let show_progress = !common.no_progress && !common.quiet && common.verbose && std::io::stderr().is_terminal();
    let read = |input: &Input| sources.read(&input.path);
    let reports = jobs.par_iter().map(|work| {
        let report = judge(&work.catalogue, &job(work, &read), options);
        if show_progress {
            note(common, &format!("xong {} văn bản", work.dossier.inputs.len()));
        }
        report
    });
    let report = merge(reports.collect::<Result<_, _>>()?);
    Ok(Outcome { found: worst(&report), report, made: 0 })
}

/// Corrects the dossiers one after the other: a file that belongs to two is corrected in both.
fn correct_all(
    jobs: &[Work],
    sources: &Sources,
    options: &Options,
    allowed: Applicability,
) -> Result<Outcome, CliError> {
    let read = |input: &Input| sources.read(&input.path);
    let (mut reports, mut made, mut found) = (Vec::new(), 0, None);
    for work in jobs {
        let corrected = correct(&work.catalogue, &job(work, &read), options, allowed)?;
        sources.take(corrected.texts);
        made += corrected.made;
        found = found.max(worst(&corrected.before));
        reports.push(corrected.after.unwrap_or(corrected.before));
    }
    Ok(Outcome { report: merge(reports), made, found })
}

/// Writes corrected files and the report. Files take their place last but for what goes to a terminal, so
/// that a run that fails has written nothing.
fn show(
    args: &LintArgs,
    common: &Common,
    catalogue: &Catalogue,
    sources: &Sources,
    outcome: &Outcome,
    annotated: Option<Staged>,
) -> Result<(), CliError> {
    let (report, lang) = (&outcome.report, common.lang.into());
    let corrects = fix::writes(args) && annotated.is_none();
    if args.diff {
        output::write(common, &sources.diff(output::colour(common)))?;
        note(common, &summary::corrected(outcome.made, sources.changed(), None, lang));
        return Ok(());
    }
    // A corrected standard input goes to standard output, and the report elsewhere.
    let filtered = sources.stdin().filter(|_| corrects);
    let aside = filtered.is_some() && common.output.is_none();
    let text = match args.format {
        LintFormat::Json => json::render(report)?,
        LintFormat::Terminal => {
            let colour = if aside { output::colour_of_errors(common) } else { output::colour(common) };
            let style = terminal::Style { colour, width: output::width(), lang };
            terminal::render(report, catalogue, style, &|path| sources.text(path))
        }
        LintFormat::Sarif => sarif::render(report, catalogue, lang, &|path| sources.text(path))?,
        LintFormat::Github => github::render(report, catalogue, lang),
        LintFormat::Junit => junit::render(report, catalogue, Severity::from(args.fail_on), lang),
        LintFormat::Html => page::render(report, catalogue, lang, Form::Html)?,
        LintFormat::Markdown => page::render(report, catalogue, lang, Form::Markdown)?,
    };
    let mut files = if corrects { sources.stage()? } else { Vec::new() };
    files.extend(annotated);
    if let Some(path) = &common.output {
        files.push(Staged::new(path, &text)?);
    }
    files.into_iter().try_for_each(Staged::commit)?;
    if corrects && args.format == LintFormat::Terminal {
        note(common, &summary::corrected(outcome.made, sources.changed(), Some(&report.findings), lang));
    }
    match filtered {
        Some(corrected) => {
            output::print(&corrected)?;
            if aside {
                let _ = std::io::stderr().write_all(text.as_bytes());
            }
        }
        None if common.output.is_none() => output::print(&text)?,
        None => {}
    }
    Ok(())
}

/// Findings of all dossiers in the order of the contract.
fn merge(reports: Vec<Report>) -> Report {
    let mut merged = Report::default();
    for report in reports {
        merged.documents.extend(report.documents);
        merged.findings.extend(report.findings);
    }
    merged.documents.sort_by(|a, b| a.path.cmp(&b.path));
    merged.documents.dedup();
    merged.findings.sort_by(|a, b| a.order(b));
    merged.findings.dedup();
    merged
}

/// Reads standard input if a path asks for it, under the name it is to be shown by.
fn read_stdin(dossiers: &mut [Dossier], name: &str) -> Result<Option<(String, String)>, CliError> {
    let mut inputs = dossiers.iter_mut().flat_map(|d| &mut d.inputs).filter(|i| i.path == STDIN);
    let Some(input) = inputs.next() else { return Ok(None) };
    input.path = name.to_string();
    let mut bytes = Vec::new();
    let wrap = |error| CliError::Read { path: name.into(), error };
    let limit = MAX_BYTES as u64 + 1;
    std::io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(CliError::io(name.as_ref()))?;
    if bytes.len() > MAX_BYTES {
        return Err(wrap(ReadError::TooLarge { bytes: bytes.len() }));
    }
    Ok(Some((name.to_string(), error::decode(bytes).map_err(wrap)?)))
}

/// Findings that are known.
fn known(path: &Path) -> Result<Baseline, CliError> {
    let read = |error| CliError::Read { path: path.to_path_buf(), error };
    let json = error::decode(inputs::raw(path).map_err(read)?).map_err(read)?;
    Baseline::parse(&json).map_err(|error| CliError::Baseline { path: path.to_path_buf(), error })
}

fn check_ids<'i>(ids: impl Iterator<Item = &'i String>, catalogue: &Catalogue) -> Result<(), CliError> {
    for id in ids {
        if !catalogue.knows(id) {
            let mut known: Vec<&str> = catalogue.rules.iter().flat_map(|r| [r.id.as_str(), &r.group]).collect();
            known.sort_by_key(|k| distance(k, id));
            let near = known.first().map(|k| format!("; có phải «{k}»?")).unwrap_or_default();
            return Err(CliError::Usage(format!("không có quy tắc hay nhóm «{id}»{near} (xem vankien rules)")));
        }
    }
    Ok(())
}

/// How unlike two ids are: letters of one that the other lacks.
fn distance(a: &str, b: &str) -> usize {
    let matched = similar::TextDiff::from_chars(a, b).ratio();
    ((1.0 - matched) * 1000.0) as usize
}

/// A manifest may speak of rules another version has: said once, and passed over.
fn check_settings(dossier: &Dossier, catalogue: &Catalogue, common: &Common) {
    let Some((path, manifest)) = &dossier.manifest else { return };
    for (id, setting) in &manifest.rules {
        if !catalogue.knows(id) {
            note(common, &format!("{}: không có quy tắc «{id}», bỏ qua", path.display()));
        }
        let check = catalogue.rule(id).map(|rule| rule.check.as_check());
        if let Some(Err(problem)) = check.map(|check| check.settings(&setting.settings, &catalogue.pack)) {
            note(common, &format!("{}: «{id}»: {problem}", path.display()));
        }
        if let Some(severity) = &setting.severity
            && severity != "off"
            && Severity::from_id(severity).is_none()
        {
            note(
                common,
                &format!("{}: mức «{severity}» của «{id}» không hiểu được (error, warning, info, off)", path.display()),
            );
        }
    }
}
