//! Headings with nothing under them.

use crate::document::{Document, Section};
use crate::lint::check::{Check, Context, Draft};
use serde::Deserialize;

/// `empty-section:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmptySection {}

impl Check for EmptySection {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        for (id, section) in document.sections.iter().enumerate() {
            if section.heading.is_some() && section.children.is_empty() && is_empty(document, section) {
                let title = document.section_title(id as u32).to_string();
                out.push(context.at_heading(id as u32).with("title", title));
            }
        }
    }
}

/// Nothing but blank cells under the heading. The last heading of a document may be the signature
/// block, and a heading in capitals with no number may be a letterhead: they are left alone.
fn is_empty(document: &Document, section: &Section) -> bool {
    let body = section.body();
    let blocks = &document.blocks[body.start as usize..body.end as usize];
    if blocks.iter().any(|b| !b.range.is_empty()) {
        return false;
    }
    let Some(heading) = section.heading.and_then(|h| document.blocks.get(h as usize)) else { return false };
    let titles = crate::document::kind::infer_from_title(document.block_text(heading)).is_some();
    let by_form = heading.level.is_none() && heading.numbering.is_none();
    !titles && !by_form
}
