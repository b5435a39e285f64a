//! Corrections: which may be made together, made; and a dossier judged and corrected until it is at rest.
//!
//! Nothing here touches a file. A correction is made whole or not at all, and no byte outside its edits
//! changes.

use super::catalogue::Catalogue;
use super::engine::{Job, Options, Report, RunError, run};
use super::finding::{Applicability, Edit, Fix};
use crate::document::{Content, ReadError};
use std::collections::{BTreeMap, BTreeSet};

/// How often a dossier is judged again for what the last corrections left or brought about.
const PASSES: usize = 10;

/// Texts by path.
pub type Texts = BTreeMap<String, String>;

/// What came of correcting.
#[derive(Debug)]
pub struct Corrected {
    /// What was found before anything was corrected.
    pub before: Report,
    /// What is left; none, if nothing was corrected.
    pub after: Option<Report>,
    /// The corrected texts, of documents that changed.
    pub texts: Texts,
    /// How many corrections were made.
    pub made: usize,
}

/// Corrects the documents of a dossier in memory, up to a degree of applicability.
pub fn correct(
    catalogue: &Catalogue,
    job: &Job<'_>,
    options: &Options,
    allowed: Applicability,
) -> Result<Corrected, RunError> {
    let source = |path: &str| {
        let missing = ReadError::Io { reason: path.to_string() };
        let input = job.inputs.iter().find(|input| input.path == path);
        let text = match input.map_or(Err(missing), |input| (job.read)(input)) {
            Ok(Content::Text(text)) => Ok(Some(text)),
            Ok(Content::Word(_)) => Ok(None),
            Err(error) => Err(error),
        };
        text.map_err(|error| RunError { path: path.to_string(), error })
    };
    let judge = |texts: &Texts| {
        let read = |input: &super::Input| match texts.get(&input.path) {
            Some(text) => Ok(text.clone().into()),
            None => (job.read)(input),
        };
        let manifest = job.manifest.clone();
        let (inputs, against, is_dossier) = (job.inputs.clone(), job.against.clone(), job.is_dossier);
        run(catalogue, &Job { inputs, manifest, is_dossier, against, read: &read }, options)
    };
    settle(allowed, judge, source)
}

/// Judges and corrects until nothing more is offered. `judge` is given the texts that have changed so far,
/// `source` gives a text as it was; `None` of a file that is no text and is not corrected in its place.
///
/// A rule that would go on correcting for ever (its correction brings its own fault about, or two rules undo
/// each other) is no help: all is begun anew without the corrections that were still being made at the end.
pub fn settle<E>(
    allowed: Applicability,
    mut judge: impl FnMut(&Texts) -> Result<Report, E>,
    mut source: impl FnMut(&str) -> Result<Option<String>, E>,
) -> Result<Corrected, E> {
    let before = judge(&Texts::new())?;
    let mut restless: BTreeSet<String> = BTreeSet::new();
    loop {
        let (mut texts, mut made, mut after) = (Texts::new(), 0, None);
        for pass in 0..=PASSES {
            let report = after.as_ref().unwrap_or(&before);
            let rules = correct_once(report, allowed, &restless, &mut texts, &mut source)?;
            if rules.is_empty() {
                return Ok(Corrected { before, after, texts, made });
            }
            if pass == PASSES {
                restless.extend(rules.into_iter().map(str::to_string));
                break;
            }
            made += rules.len();
            after = Some(judge(&texts)?);
        }
    }
}

/// Makes what corrections of a report can be made together; gives the rule of each.
fn correct_once<'r, E>(
    report: &'r Report,
    allowed: Applicability,
    restless: &BTreeSet<String>,
    texts: &mut Texts,
    source: &mut impl FnMut(&str) -> Result<Option<String>, E>,
) -> Result<Vec<&'r str>, E> {
    let mut offered: BTreeMap<&str, Vec<(&str, &Fix)>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| !restless.contains(&finding.rule)) {
        if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.applicability <= allowed) {
            offered.entry(&finding.path).or_default().push((&finding.rule, fix));
        }
    }
    let mut rules = Vec::new();
    for (path, offered) in offered {
        let text = match texts.get(path) {
            Some(text) => Some(text.clone()),
            None => source(path)?,
        };
        let Some(text) = text else { continue };
        let fixes: Vec<&Fix> = offered.iter().map(|(_, fix)| *fix).collect();
        let made = select(&text, &fixes);
        if made.is_empty() {
            continue;
        }
        let edits = made.iter().filter_map(|&i| fixes.get(i)).flat_map(|fix| &fix.edits);
        texts.insert(path.to_string(), replace(&text, edits));
        rules.extend(made.iter().filter_map(|&i| offered.get(i)).map(|(rule, _)| *rule));
    }
    Ok(rules)
}

/// Makes the corrections that can be made together, whatever their order; gives the text and their number.
pub fn apply(source: &str, fixes: &[&Fix]) -> (String, usize) {
    let made = select(source, fixes);
    let edits = made.iter().filter_map(|&i| fixes.get(i)).flat_map(|fix| &fix.edits);
    (replace(source, edits), made.len())
}

/// The corrections that can be made together, by index: of two that touch the same bytes, the one that
/// begins first. One that does not fit the text or changes nothing is passed over.
fn select(source: &str, fixes: &[&Fix]) -> Vec<usize> {
    let fits = |fix: &Fix| is_sound(source, fix) && changes(source, fix);
    let mut order: Vec<usize> = (0..fixes.len()).filter(|&i| fixes.get(i).is_some_and(|fix| fits(fix))).collect();
    let key = |&i: &usize| fixes.get(i).map(|fix| fix.edits.iter().map(|e| (e.start, e.end, e.text.as_str())));
    order.sort_by(|a, b| key(a).into_iter().flatten().cmp(key(b).into_iter().flatten()));
    // Where the chosen edits begin and end.
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    order.retain(|&i| {
        let edits = fixes.get(i).map_or(&[][..], |fix| &fix.edits);
        let free = edits.iter().all(|edit| {
            // Those taken lie apart, so only the nearest on either side can be in the way.
            let sides = [taken.range(..=edit.start).next_back(), taken.range(edit.start..).next()];
            let mut near = sides.into_iter().flatten().map(|(&start, &end)| (start, end));
            !near.any(|other| meet(other, (edit.start, edit.end)))
        });
        if free {
            taken.extend(edits.iter().map(|edit| (edit.start, edit.end)));
        }
        free
    });
    order
}

/// Whether two ranges share a byte; an insertion also meets what it stands at, for which comes first is open.
fn meet(a: (u32, u32), b: (u32, u32)) -> bool {
    if a.0 == a.1 || b.0 == b.1 { a.0 <= b.1 && b.0 <= a.1 } else { a.0 < b.1 && b.0 < a.1 }
}

/// Whether a correction fits a text: its edits lie in it, in order, on boundaries of characters, cut no line
/// end and leave the byte order mark alone.
fn is_sound(source: &str, fix: &Fix) -> bool {
    let first = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let cuts_line_end = |at: usize| {
        let bytes = source.as_bytes();
        bytes.get(at) == Some(&b'\n') && at.checked_sub(1).and_then(|i| bytes.get(i)) == Some(&b'\r')
    };
    let fits = |edit: &Edit| {
        let range = edit.start as usize..edit.end as usize;
        range.start >= first
            && source.get(range.clone()).is_some()
            && !cuts_line_end(range.start)
            && !cuts_line_end(range.end)
    };
    !fix.edits.is_empty() && fix.edits.iter().all(fits) && fix.edits.windows(2).all(|w| w[0].end <= w[1].start)
}

fn changes(source: &str, fix: &Fix) -> bool {
    fix.edits.iter().any(|edit| source.get(edit.start as usize..edit.end as usize) != Some(edit.text.as_str()))
}

/// The text with some edits made that lie apart from each other.
fn replace<'e>(source: &str, edits: impl Iterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let crlf = source.find('\n').map(|i| source[..i].ends_with('\r'));
    let mut out = String::with_capacity(source.len() + 64);
    let mut copied = 0;
    for edit in edits {
        out.push_str(source.get(copied..edit.start as usize).unwrap_or(""));
        // Lines end as they end in the file.
        match crlf.filter(|_| edit.text.contains('\n')) {
            Some(true) => out.push_str(&edit.text.replace("\r\n", "\n").replace('\n', "\r\n")),
            Some(false) => out.push_str(&edit.text.replace("\r\n", "\n")),
            None => out.push_str(&edit.text),
        }
        copied = edit.end as usize;
    }
    out.push_str(source.get(copied..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests;
