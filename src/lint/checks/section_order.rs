//! Nodes of the outline that stand in another order than the profession's.

use crate::document::{Kind, SectionId};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::outline::{NodeId, OutlineIndex};
use crate::text::fold;
use serde::Deserialize;

/// `section-order:` in a rule file. The order is the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionOrder {
    /// Nodes that are free among their siblings, but not after what sums them up.
    #[serde(default)]
    late: Vec<Late>,
}

/// Nodes of a kind's outline that must not stand after all of some others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Late {
    kind: Kind,
    nodes: Vec<String>,
    after: Vec<String>,
    /// Words of a heading that may stand there all the same.
    #[serde(default)]
    spare: Vec<String>,
}

impl Check for SectionOrder {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(outline) = context.document.meta.kind.and_then(|k| context.catalogue.outlines.get(&k)) else { return };
        if outline.ordered {
            siblings(context, outline, None, out);
        }
        for node in (0..outline.nodes.len()).filter(|&n| outline.nodes[n].ordered) {
            siblings(context, outline, Some(node), out);
        }
        for late in self.late.iter().filter(|late| context.document.meta.kind == Some(late.kind)) {
            late.find(context, outline, out);
        }
    }
}

impl Late {
    /// Reports sections that stand after all of those they should go before, under the same heading: a field of
    /// work may have shortcomings of its own.
    fn find(&self, context: &Context<'_>, outline: &OutlineIndex, out: &mut Vec<Draft>) {
        let sections = &context.document.sections;
        let parent = |section: SectionId| sections.get(section as usize).and_then(|s| s.parent);
        let heading = |section: SectionId| {
            let heading = sections.get(section as usize)?.heading?;
            context.document.blocks.get(heading as usize)
        };
        let nodes = |ids: &[String]| (0..outline.nodes.len()).filter(|&n| ids.contains(&outline.nodes[n].id)).collect();
        let firsts = |node: NodeId| {
            let main = move |s: &&SectionId| context.outline.main.get(**s as usize) == Some(&Some(node));
            context.outline.sections.get(node).into_iter().flatten().filter(main).copied()
        };
        // «Nguyên nhân, trách nhiệm» is about causes too.
        let named = |node: NodeId| context.outline.sections.get(node).into_iter().flatten().copied();
        let (own, others): (Vec<NodeId>, Vec<NodeId>) = (nodes(&self.nodes), nodes(&self.after));
        for node in own {
            // Where it stands in its place too, the later one adds to it; a field's own part is another's.
            let beside = |s: &SectionId| others.iter().any(|&o| named(o).any(|other| parent(other) == parent(*s)));
            let Some(section) = firsts(node).find(beside) else { continue };
            let Some(block) = heading(section) else { continue };
            let words = fold(context.document.block_text(block));
            let before = |&other: &NodeId| named(other).find(|&s| s < section && parent(s) == parent(section));
            let before: Vec<SectionId> = others.iter().filter_map(before).collect();
            if before.len() < others.len() || self.spare.iter().any(|spare| words.contains(spare.as_str())) {
                continue;
            }
            let (Some(&other), Some(&first)) = (others.first(), before.first()) else { continue };
            let name = outline.nodes[other].name.clone();
            let draft = context.at_heading(section).say("after").with("name", outline.nodes[node].name.clone());
            let draft = draft.with("other", name.clone());
            out.push(match heading(first) {
                Some(block) => draft.see(block.range.clone(), name),
                None => draft,
            });
        }
    }
}

/// Reports the children of a node that stand out of order: the fewest that explain it.
fn siblings(context: &Context<'_>, outline: &OutlineIndex, parent: Option<NodeId>, out: &mut Vec<Draft>) {
    // A merged heading names several nodes; only the one it names first is held to the order.
    let main = |node: &NodeId, section: &SectionId| context.outline.main.get(*section as usize) == Some(&Some(*node));
    let mut found: Vec<(SectionId, NodeId)> = (0..outline.nodes.len())
        .filter(|&n| outline.nodes[n].parent == parent && !outline.nodes[n].free)
        .filter_map(|n| Some((*context.outline.sections.get(n)?.iter().find(|s| main(&n, s))?, n)))
        .collect();
    // A heading over the others stands neither before nor after them.
    let all = |section: SectionId| &context.document.sections[section as usize].all;
    let above = |a: SectionId, b: SectionId| a != b && all(a).start <= all(b).start && all(b).end <= all(a).end;
    let over: Vec<SectionId> = found.iter().map(|f| f.0).filter(|&a| found.iter().any(|f| above(a, f.0))).collect();
    found.retain(|f| !over.contains(&f.0));
    found.sort();
    let nodes: Vec<NodeId> = found.iter().map(|f| f.1).collect();
    let kept = longest_rising(&nodes);
    for (i, &(section, node)) in found.iter().enumerate() {
        if kept.contains(&i) {
            continue;
        }
        // The neighbour it stands on the wrong side of.
        let before = kept.iter().map(|&k| found[k]).find(|other| other.0 > section && other.1 < node);
        let after = kept.iter().rev().map(|&k| found[k]).find(|other| other.0 < section && other.1 > node);
        let Some(other) = before.or(after) else { continue };
        let draft = context
            .at_heading(section)
            .say(if before.is_some() { "" } else { "after" })
            .with("name", outline.nodes[node].name.clone())
            .with("other", outline.nodes[other.1].name.clone());
        let heading = context.document.sections[other.0 as usize].heading;
        out.push(match heading.and_then(|h| context.document.blocks.get(h as usize)) {
            Some(block) => draft.see(block.range.clone(), outline.nodes[other.1].name.clone()),
            None => draft,
        });
    }
}

/// Positions of a longest strictly rising run. Lists of siblings are short: the square of a dozen.
fn longest_rising(values: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (i, value) in values.iter().enumerate() {
        let previous = (0..i).filter(|&j| values[j] < *value).max_by_key(|&j| (best[j].0, j));
        best.push((previous.map_or(1, |j| best[j].0 + 1), previous));
    }
    let mut run = Vec::new();
    let mut at = (0..values.len()).max_by_key(|&i| (best[i].0, i));
    while let Some(i) = at {
        run.push(i);
        at = best[i].1;
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_moves() {
        assert_eq!(longest_rising(&[0, 1, 3, 2]), [0, 1, 3]);
        assert_eq!(longest_rising(&[4, 0, 1, 2]), [1, 2, 3]);
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
    }
}
