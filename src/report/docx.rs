//! The user's own Word file with what was found as comments at their words, and corrections as tracked changes.
//!
//! Nothing else of the file changes: parts without comments keep their bytes, and in those with comments every byte
//! that was there is still there, in its order.

mod place;
pub mod revised;

use crate::document::{ReadError, TextPart, docx};
use crate::lint::Catalogue;
use crate::lint::finding::{Applicability, Finding, Severity};
use crate::lint::rule::Lang;
use crate::ooxml::comments::{self, Author, Comment};
use crate::ooxml::parts::Part;
use crate::ooxml::splice::{Splicer, Stamp};
use crate::ooxml::{Package, Parts};
use crate::text::Date;
use place::Places;
use std::sync::Arc;

/// Whose comments and changes they are.
pub const AUTHOR: &str = "vankien";

/// What a comment by this author begins with that tells the linter what to pass over; such comments stay.
const ORDER: &str = "vankien:";

/// How a file is annotated.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Language.
    pub lang: Lang,
    /// The date comments and changes bear.
    pub date: Date,
    /// Up to what degree corrections are made, as tracked changes; none, no corrections.
    pub allowed: Option<Applicability>,
}

/// A file with its annotations.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many comments were added.
    pub comments: usize,
    /// How many corrections were made.
    pub corrections: usize,
}

/// Annotates a Word file with the findings in it: a comment each, but for those that are corrected. Comments of an
/// earlier run are taken out first.
pub fn render(
    bytes: Arc<[u8]>,
    findings: &[&Finding],
    catalogue: &Catalogue,
    options: Options,
) -> Result<Annotated, ReadError> {
    let package = Package::open(bytes)?;
    let package = comments::without(&package, AUTHOR, ORDER)?.unwrap_or(package);
    let parts = Parts::read(package)?;
    let word = docx::map(&parts);
    let places = Places::new(&parts, &word);
    let texts = [Some(&parts.body), parts.footnotes.as_ref(), parts.endnotes.as_ref()];
    let mut splicers = texts.map(|part| part.map(|part| Splicer::new(&part.xml, &part.story)));
    let date = format!("{}T00:00:00Z", options.date);
    let largest = |of: fn(&Part) -> i64| texts.into_iter().flatten().map(of).max().unwrap_or(0).max(0);
    let next = largest(|part| part.story.max_id).saturating_add(1);
    let mut stamp = Stamp { author: AUTHOR.to_string(), date: date.clone(), next };

    // Changes first: no comment may begin or end inside one.
    let corrected = |finding: &&Finding| {
        options.allowed.is_some_and(|allowed| correct(finding, allowed, &places, &mut splicers, &mut stamp))
    };
    let (corrected, left): (Vec<&Finding>, Vec<&Finding>) = findings.iter().copied().partition(corrected);
    let listed = parts.comments.as_ref().map_or(0, |part| part.story.max_comment_id);
    let mut next = listed.max(largest(|part| part.story.max_comment_id));
    let mut added = Vec::new();
    if let [Some(body), ..] = &mut splicers {
        for finding in left {
            let id = next.saturating_add(1);
            if places.targets(finding.span.start, finding.span.end).any(|target| body.comment(id, &target)) {
                added.push(Comment { id, paragraphs: words(finding, catalogue, options.lang) });
                next = id;
            }
        }
    }
    let by = Author { name: AUTHOR.to_string(), initials: "vk".to_string(), date };
    let mut changes = comments::add(&parts.package, parts.comments.as_ref(), parts.body.story.strict, &added, &by)?;
    for (part, splicer) in texts.into_iter().zip(splicers) {
        if let (Some(part), Some(splicer)) = (part, splicer.filter(|splicer| !splicer.is_idle())) {
            changes.push((part.name.clone(), splicer.finish()?.into_bytes()));
        }
    }
    let bytes = parts.package.replace(&changes)?;
    Ok(Annotated { bytes, comments: added.len(), corrections: corrected.len() })
}

/// Makes a finding's correction, all of it or nothing.
fn correct(
    finding: &Finding,
    allowed: Applicability,
    places: &Places<'_>,
    splicers: &mut [Option<Splicer<'_>>; 3],
    stamp: &mut Stamp,
) -> bool {
    let Some(fix) = finding.fix.as_ref().filter(|fix| fix.applicability <= allowed) else { return false };
    let edits: Option<Vec<_>> = fix.edits.iter().map(|edit| places.edit(edit).zip(Some(&edit.text))).collect();
    let Some(edits) = edits.filter(|edits| !edits.is_empty()) else { return false };
    let index = |part: TextPart| match part {
        TextPart::Body => 0,
        TextPart::Footnotes => 1,
        TextPart::Endnotes => 2,
    };
    let mut possible = edits.iter().map(|(place, text)| {
        let splicer = splicers.get_mut(index(place.part)).and_then(Option::as_mut);
        splicer.is_some_and(|splicer| splicer.can_replace(place.paragraph, &place.text, text))
    });
    if !possible.all(|possible| possible) {
        return false;
    }
    for (place, text) in edits {
        if let Some(splicer) = splicers.get_mut(index(place.part)).and_then(Option::as_mut) {
            splicer.replace(place.paragraph, place.text, text, stamp);
        }
    }
    true
}

/// What a comment says: the finding, the reason, the suggestion.
fn words(finding: &Finding, catalogue: &Catalogue, lang: Lang) -> Vec<(String, String)> {
    let vi = lang == Lang::Vi;
    let label = |vietnamese: &str, english: &str| if vi { vietnamese.to_string() } else { english.to_string() };
    let severity = match finding.severity {
        Severity::Error => label("Phải sửa:", "Must be mended:"),
        Severity::Warning => label("Nên sửa:", "May be asked:"),
        Severity::Info => label("Lưu ý:", "Remark:"),
    };
    let mut words = vec![(severity, finding.message.clone())];
    for related in &finding.related {
        let place = match related.path == finding.path {
            true => related.span.place(lang),
            false => related.span.shown(&related.path, lang),
        };
        words.push((label("Xem:", "See:"), format!("{} ({place})", related.message)));
    }
    let rule = catalogue.rules.iter().find(|rule| rule.id == finding.rule);
    if let Some(rule) = rule {
        words.push((label("Vì sao:", "Why:"), rule.why.get(lang).trim().to_string()));
    }
    if !finding.help.is_empty() {
        words.push((label("Gợi ý:", "How to mend:"), finding.help.clone()));
    }
    words.push((label("Quy tắc:", "Rule:"), finding.rule.clone()));
    words
}
