//! Headings with nothing under them.

use crate::document::{Block, Kind, Section, SectionId};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::form;
use crate::lint::outline::NodeId;
use crate::text::{Hit, LexiconBuilder, ListId};
use serde::Deserialize;

/// `empty-section:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmptySection {
    /// Titles that lead to all that follows, on whatever level: «QUYẾT NGHỊ».
    leads: Vec<String>,
    #[serde(skip)]
    list: Option<ListId>,
}

impl Check for EmptySection {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.list = Some(builder.list_of(&self.leads));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        // A running order lists its steps; not every step has words of its own.
        if document.meta.kind == Some(Kind::CongressScript) {
            return;
        }
        let title = document.title_line();
        for (id, section) in document.sections.iter().enumerate() {
            let leaf = section.heading.is_some() && section.children.is_empty();
            if leaf && title != Some(id as u32) && self.is_empty(context, id as u32, section) {
                let title = document.section_title(id as u32).to_string();
                out.push(context.at_heading(id as u32).with("title", title));
            }
        }
        run_in(context, out);
    }
}

impl EmptySection {
    /// Nothing but blank cells under the heading, nor after it anything that belongs under it. The last
    /// heading of a document may be the signature block, and a bold line with no number a letterhead:
    /// such a line counts only where it names a part of the outline.
    fn is_empty(&self, context: &Context<'_>, id: SectionId, section: &Section) -> bool {
        let document = context.document;
        let body = section.body();
        let blocks = &document.blocks[body.start as usize..body.end as usize];
        if blocks.iter().any(|b| !b.range.is_empty()) {
            return false;
        }
        let Some(heading) = section.heading.and_then(|h| document.blocks.get(h as usize)) else { return false };
        let names = |heading: u32| {
            let heading = document.blocks.get(heading as usize);
            heading.is_some_and(|h| crate::document::kind::infer_from_title(document.block_text(h)).is_some())
        };
        // «ĐẢNG BỘ XÃ HÒA PHÚ» above «BÁO CÁO CHÍNH TRỊ» is a letterhead.
        let above_title = document.sections.get(id as usize + 1).and_then(|next| next.heading).is_some_and(names);
        let titles = section.heading.is_some_and(names) || above_title;
        let main = |id: SectionId| context.outline.main.get(id as usize).copied().flatten();
        let closes = |hit: &Hit| hit.end as usize == heading.tokens.end;
        let leads = self.list.is_some_and(|list| context.mentions.hits_of(list, &heading.tokens).any(closes));
        let by_form = heading.level.is_none() && heading.numbering.is_none();
        // «T/M ĐẢNG ỦY», «BÍ THƯ»: whoever signs is no part of the outline, though one may be called so.
        let signature = &context.catalogue.pack.formats.words.signature;
        let for_whom = |block: &Block| form::opens(document.block_text(block), signature);
        let before = section.heading.and_then(|h| document.blocks.get(h.checked_sub(1)? as usize));
        let last = body.end as usize == document.blocks.len();
        let signs = by_form && (for_whom(heading) || last && before.is_some_and(for_whom));
        if titles || leads || signs || (by_form && main(id).is_none()) {
            return false;
        }
        !opens_the_next(context, id, main(id))
    }
}

/// Other parts of a report that begin with a bold label and go on with their text.
const RUN_IN: usize = 2;

/// Tokens of a bold label: «Về công tác dân vận:».
const LABEL: usize = 12;

/// «**Về công tác dân vận:**» and nothing, where the labels beside it have their text on the same line.
fn run_in(context: &Context<'_>, out: &mut Vec<Draft>) {
    let blocks = &context.document.blocks;
    let has_text = |block: &Block| {
        let text = context.document.block_text(block);
        let label = block.lead.as_ref().and_then(|lead| text.get(..lead.end.checked_sub(block.range.start)?));
        label.is_some_and(|label| label.trim_end().ends_with(':') && label.len() + 2 < text.trim_end().len())
    };
    for (at, block) in blocks.iter().enumerate() {
        let labels = block.bold && !block.is_cell() && block.tokens.len() <= LABEL && block.numbering.is_none();
        if !labels || !context.document.block_text(block).trim_end().ends_with(':') {
            continue;
        }
        // What follows is another label with its text, so nothing belongs to this one.
        let next = blocks.get(at + 1).is_some_and(|next| !next.is_heading() && has_text(next));
        let around = at.saturating_sub(AROUND)..(at + AROUND).min(blocks.len());
        let beside = blocks.get(around).unwrap_or_default().iter().filter(|b| !b.is_heading() && has_text(b)).count();
        if next && beside >= RUN_IN {
            let title = context.document.block_text(block).trim_end().trim_end_matches(':').to_string();
            out.push(Draft::at(block.range.clone()).with("title", title));
        }
    }
}

/// Blocks on either side that show how labels are written.
const AROUND: usize = 6;

/// Where all headings look alike, «Kết quả đạt được» is followed by «Kinh tế» instead of holding it.
fn opens_the_next(context: &Context<'_>, id: SectionId, node: Option<NodeId>) -> bool {
    let Some(outline) = context.document.meta.kind.and_then(|k| context.catalogue.outlines.get(&k)) else {
        return false;
    };
    let next = context.outline.main.get(id as usize + 1).copied().flatten();
    matches!((node, next), (Some(node), Some(next)) if outline.is_within(next, node))
}
