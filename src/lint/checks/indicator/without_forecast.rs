//! Targets that rest on no forecast, or stand before it.

use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::Level;
use serde::Deserialize;
use std::ops::Range;

/// `target-without-forecast:` in a rule file. The nodes are the outline's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TargetWithoutForecast {
    /// The node of the targets.
    targets: String,
    /// The node of the forecast.
    forecast: String,
    /// Words of a forecast without a heading of its own, before the targets.
    words: Vec<String>,
    /// Words of a heading over what became of targets, and those beside them that speak of what shall come all the same.
    results: Vec<String>,
    ahead: Vec<String>,
    /// Levels of organisation that are not asked.
    skip_units: Vec<Level>,
}

impl Check for TargetWithoutForecast {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        if context.level().is_some_and(|level| self.skip_units.contains(&level)) {
            return;
        }
        let outline = context.document.meta.kind.and_then(|kind| context.catalogue.outlines.get(&kind));
        let node = |id: &str| outline?.nodes.iter().position(|n| n.id == id);
        let (Some(targets), Some(forecast)) = (node(&self.targets), node(&self.forecast)) else { return };
        let document = context.document;
        let heading = |section: &u32| document.sections.get(*section as usize)?.heading;
        let sections = |node: usize| context.outline.sections.get(node).map_or(&[][..], |s| &s[..s.len().min(MOST)]);
        // A heading over the forecast or over other targets names the whole part.
        let all = |section: &u32| document.sections.get(*section as usize).map(|s| s.all.clone()).unwrap_or_default();
        let below = || sections(targets).iter().chain(sections(forecast));
        let is_part = |s: &u32| below().any(|other| other != s && all(s).contains(&all(other).start));
        // What stands under «KẾT QUẢ ĐẠT ĐƯỢC» looks back, whatever it is called.
        let title = |s: &u32| heading(s) == document.sections.iter().find_map(|section| section.heading);
        let past = |s: &u32| {
            let chain = document.section_chain(*s).filter(|at| at == s || !title(at));
            chain.into_iter().any(|at| self.looks_back(document.section_title(at)))
        };
        let own = sections(targets).iter().filter(|s| !is_part(s) && !past(s));
        let Some(&first) = own.min_by_key(|s| heading(s)) else { return };
        let Some(aimed) = heading(&first) else { return };
        let part = outline.and_then(|o| o.nodes.get(targets)?.parent);
        let part = part.and_then(|p| sections(p).iter().filter_map(heading).filter(|at| *at < aimed).max());
        let foreseen = sections(forecast).iter().filter_map(heading).min();
        match foreseen {
            Some(at) if at <= aimed => {}
            // «I. Dự báo» may open the part in words, before the first heading of the targets.
            _ if self.is_foreseen(context, part, aimed) => {}
            // «MỤC TIÊU, CHỈ TIÊU, NHIỆM VỤ» heads everything: what it says of the future may stand anywhere in it.
            _ if context.outline.main.get(first as usize) != Some(&Some(targets))
                && self.speaks(context, aimed..all(&first).end) => {}
            Some(at) => {
                let draft = context.at_heading(first).say("after").with("name", document.section_title(first));
                let later = document.blocks.get(at as usize);
                out.extend(later.map(|b| draft.see(b.range.clone(), document.block_text(b))));
            }
            None => {
                let draft = context.at_title().with("name", document.section_title(first));
                let place = document.blocks.get(aimed as usize);
                out.extend(place.map(|b| draft.see(b.range.clone(), document.block_text(b))));
            }
        }
    }
}

impl TargetWithoutForecast {
    /// «Kết quả thực hiện các chỉ tiêu chủ yếu Đại hội … đề ra»: whether a heading is about what became of targets.
    fn looks_back(&self, title: &str) -> bool {
        let title = crate::text::fold(title);
        let says = |phrases: &[String]| phrases.iter().any(|words| title.contains(words.as_str()));
        says(&self.results) && !says(&self.ahead)
    }

    /// Whether the part the targets stand in speaks, before them, of what is ahead.
    fn is_foreseen(&self, context: &Context<'_>, part: Option<u32>, heading: u32) -> bool {
        // A report without parts has its chapters side by side: then what stands before counts.
        let from = part.filter(|at| *at < heading).unwrap_or(heading.saturating_sub(BEFORE));
        self.speaks(context, from..heading)
    }

    fn speaks(&self, context: &Context<'_>, blocks: Range<u32>) -> bool {
        let document = context.document;
        let blocks = document.blocks.get(blocks.start as usize..blocks.end as usize).unwrap_or_default();
        blocks.iter().filter(|b| !b.is_cell() && !b.footnote).any(|block| {
            let text = crate::text::fold(document.block_text(block));
            self.words.iter().any(|words| text.contains(words.as_str()))
        })
    }
}

/// Headings of a node that are looked at.
const MOST: usize = 64;

/// Blocks before the targets that are read where no heading opens their part.
const BEFORE: u32 = 12;
