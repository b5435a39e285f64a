//! Which section of a document is which node of its kind's outline.
//!
//! A wrong «missing» is the worst finding a drafter can get, so matching is generous: any accepted
//! wording, at any level, numbered or not, merged with others, as a run-in lead, or by a cue in the
//! running text.

use super::pack::{Level, Node, Pack, Required, Role};
use crate::document::{Document, Kind, SectionId};
use crate::mentions::Mentions;
use crate::text::{LexiconBuilder, ListId, outermost};
use std::collections::BTreeMap;
use std::ops::Range;

/// Index of a node in its kind's outline, parents before children.
pub type NodeId = usize;

/// A node of an outline, flattened.
#[derive(Debug, Clone)]
pub struct FlatNode {
    /// Its id.
    pub id: String,
    /// Its Vietnamese name.
    pub name: String,
    /// Whether it must be there.
    pub required: Required,
    /// First year of the terms from which it must.
    pub since: Option<u16>,
    /// Whether it may stand anywhere among its ordered siblings.
    pub free: bool,
    /// Whether a quoted line under the title stands for it.
    pub quoted: bool,
    /// What its text is about; from its parent where it says nothing.
    pub role: Role,
    /// Whether its children must stand in order.
    pub ordered: bool,
    /// Accepted headings, for messages.
    pub variants: Vec<String>,
    /// The node above.
    pub parent: Option<NodeId>,
}

/// The outline of one kind with its phrase lists.
#[derive(Debug)]
pub struct OutlineIndex {
    /// Nodes, parents first.
    pub nodes: Vec<FlatNode>,
    /// Levels of organisation the outline does not bind.
    pub skip_units: Vec<Level>,
    /// Whether the top nodes must stand in order.
    pub ordered: bool,
    variants: ListId,
    cues: ListId,
}

/// The outlines of all kinds.
pub type Outlines = BTreeMap<Kind, OutlineIndex>;

/// Flattens a pack's outlines and adds their phrases to the trie.
pub fn register(pack: &Pack, builder: &mut LexiconBuilder) -> Outlines {
    let mut outlines = Outlines::new();
    for (kind, outline) in &pack.outlines {
        let (variants, cues) = (builder.list(), builder.list());
        let mut nodes = Vec::new();
        let mut stack: Vec<(&Node, Option<NodeId>)> = outline.nodes.iter().rev().map(|n| (n, None)).collect();
        while let Some((node, parent)) = stack.pop() {
            let id = nodes.len();
            builder.add_all(variants, id as u32, &node.variants);
            builder.add_all(cues, id as u32, &node.cues);
            nodes.push(FlatNode {
                id: node.id.clone(),
                name: node.name.clone(),
                required: node.required,
                since: node.since,
                free: node.free,
                quoted: node.quoted,
                role: node.role,
                ordered: node.ordered,
                variants: node.variants.clone(),
                parent,
            });
            stack.extend(node.children.iter().rev().map(|child| (child, Some(id))));
        }
        let skip_units = outline.skip_units.clone();
        outlines.insert(*kind, OutlineIndex { nodes, skip_units, ordered: outline.ordered, variants, cues });
    }
    outlines
}

/// What was found of an outline in one document.
#[derive(Debug, Default)]
pub struct OutlineMatch {
    /// For each node, the sections whose headings name it.
    pub sections: Vec<Vec<SectionId>>,
    /// For each node, whether the text speaks of it without a heading.
    pub cued: Vec<bool>,
    /// For each section, the node its heading names first: what the section is mainly about.
    pub main: Vec<Option<NodeId>>,
    /// For each section, the role of its text.
    pub roles: Vec<Role>,
}

impl OutlineMatch {
    /// Matches a document with the outline of its kind, if there is one.
    pub fn find(document: &Document, mentions: &Mentions, outline: Option<&OutlineIndex>) -> OutlineMatch {
        let mut found = OutlineMatch { roles: vec![Role::None; document.sections.len()], ..OutlineMatch::default() };
        let Some(outline) = outline else { return found };
        let headings = heading_hits(document, mentions, outline);
        let spoken = spoken_of(document, mentions, outline);
        for node in 0..outline.nodes.len() {
            let scope = scope(document, outline, &found, node);
            let sections: Vec<SectionId> = headings
                .iter()
                .filter(|h| h.node == node && in_scope(document, scope.as_deref(), h.section))
                .map(|h| h.section)
                .collect();
            let quoted = outline.nodes[node].quoted && has_quoted_line(document);
            let cued = sections.is_empty() && (quoted || cued(&spoken[node], scope.as_deref()));
            found.sections.push(sections);
            found.cued.push(cued);
        }
        let mut mains = vec![None; document.sections.len()];
        for named in headings.chunk_by(|a, b| a.section == b.section) {
            // A name two parts share belongs to the part that was found.
            let adrift = |h: &&HeadingHit| found.nearest_above(outline, h.node).is_none();
            let named = named.iter().filter(|h| found.is_at(h));
            let first = named.min_by_key(|h| (h.tokens.start, std::cmp::Reverse(h.tokens.len()), adrift(h)));
            if let Some(first) = first {
                mains[first.section as usize] = Some(first.node);
            }
        }
        found.main = mains;
        found.roles = roles(document, outline, &headings, &found);
        found
    }

    /// Whether a heading that names a node was found where the node is looked for.
    fn is_at(&self, hit: &HeadingHit) -> bool {
        self.sections.get(hit.node).is_some_and(|sections| sections.binary_search(&hit.section).is_ok())
    }

    /// The sections of a node's nearest ancestor that was found.
    fn nearest_above(&self, outline: &OutlineIndex, node: NodeId) -> Option<&[SectionId]> {
        std::iter::successors(outline.nodes[node].parent, |&above| outline.nodes[above].parent)
            .map(|above| self.sections[above].as_slice())
            .find(|sections| !sections.is_empty())
    }

    /// Whether a node is there in any form, itself or by most of its required children.
    pub fn has(&self, outline: &OutlineIndex, node: NodeId) -> bool {
        if self.sections.get(node).is_some_and(|s| !s.is_empty()) || self.cued.get(node) == Some(&true) {
            return true;
        }
        let children =
            outline.nodes.iter().enumerate().filter(|(_, n)| n.parent == Some(node) && n.required != Required::No);
        let (mut all, mut there) = (0, 0);
        for (child, _) in children {
            all += 1;
            there += usize::from(self.sections.get(child).is_some_and(|s| !s.is_empty()));
        }
        all > 0 && there * 2 >= all
    }
}

struct HeadingHit {
    section: SectionId,
    node: NodeId,
    tokens: Range<usize>,
}

/// Headings that name nodes. Of hits that overlap in one heading the longer wins; a merged heading
/// («Hạn chế, nguyên nhân và bài học») names several.
fn heading_hits(document: &Document, mentions: &Mentions, outline: &OutlineIndex) -> Vec<HeadingHit> {
    let mut found = Vec::new();
    for (id, section) in document.sections.iter().enumerate() {
        for block in [section.heading, section.subtitle].into_iter().flatten() {
            let tokens = document.blocks[block as usize].tokens.clone();
            for hit in outermost(mentions.hits_of(outline.variants, &tokens)) {
                let tokens = hit.start as usize..hit.end as usize;
                found.push(HeadingHit { section: id as SectionId, node: hit.item as NodeId, tokens });
            }
        }
    }
    found
}

/// The blocks a node is looked for in: the sections of its nearest ancestor that was found, in order,
/// those inside others left out.
fn scope(document: &Document, outline: &OutlineIndex, found: &OutlineMatch, node: NodeId) -> Option<Vec<Range<u32>>> {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for &section in found.nearest_above(outline, node)? {
        let all = &document.sections[section as usize].all;
        if ranges.last().is_none_or(|outer| outer.end < all.end) {
            ranges.push(all.clone());
        }
    }
    Some(ranges)
}

fn lies_in(scope: Option<&[Range<u32>]>, block: u32) -> bool {
    scope.is_none_or(|ranges| {
        let next = ranges.partition_point(|r| r.end <= block);
        ranges.get(next).is_some_and(|r| r.contains(&block))
    })
}

fn in_scope(document: &Document, scope: Option<&[Range<u32>]>, section: SectionId) -> bool {
    document.sections[section as usize].heading.is_some_and(|heading| lies_in(scope, heading))
}

/// For each node, the blocks that speak of it without a heading: by a cue, or with an accepted
/// heading as the opening words of a paragraph.
fn spoken_of(document: &Document, mentions: &Mentions, outline: &OutlineIndex) -> Vec<Vec<u32>> {
    let mut spoken = vec![Vec::new(); outline.nodes.len()];
    let mut id = 0;
    for hit in mentions.hits.iter().filter(|h| h.list == outline.cues || h.list == outline.variants) {
        while document.blocks.get(id).is_some_and(|b| b.tokens.end <= hit.start as usize) {
            id += 1;
        }
        let Some(block) = document.blocks.get(id).filter(|b| !b.footnote) else { continue };
        let opens =
            || block.is_prose() && hit.end - hit.start >= 2 && hit.start as usize <= opening_words(document, block);
        if let Some(blocks) = spoken.get_mut(hit.item as usize)
            && (hit.list == outline.cues || opens())
        {
            blocks.push(id as u32);
        }
    }
    spoken
}

fn cued(blocks: &[u32], scope: Option<&[Range<u32>]>) -> bool {
    blocks.iter().any(|&block| lies_in(scope, block))
}

/// A line in quotation marks near the head: a theme that no heading announces.
fn has_quoted_line(document: &Document) -> bool {
    document.blocks.iter().take(12).filter(|b| !b.is_cell()).any(|block| {
        let text = document.block_text(block).trim_start_matches(['*', '_', ' ']);
        text.starts_with(['“', '"', '«']) && block.tokens.len() >= 8
    })
}

/// The last token that still belongs to the opening of a paragraph: «Về văn hóa …», «1. Kinh tế …».
fn opening_words(document: &Document, block: &crate::document::Block) -> usize {
    let body = document.tokens[block.tokens.clone()].partition_point(|t| (t.start as usize) < block.body);
    block.tokens.start + body + 1
}

/// The role of each section: of the node its heading names best, else of the section above.
fn roles(document: &Document, outline: &OutlineIndex, headings: &[HeadingHit], found: &OutlineMatch) -> Vec<Role> {
    let mut roles = vec![Role::None; document.sections.len()];
    let mut headings = headings.chunk_by(|a, b| a.section == b.section).peekable();
    for (id, section) in document.sections.iter().enumerate() {
        let inherited = section.parent.map_or(Role::None, |p| roles[p as usize]);
        let named = headings.next_if(|hits| hits.first().is_some_and(|h| h.section == id as SectionId));
        let own = named
            .unwrap_or_default()
            .iter()
            .filter(|h| found.is_at(h))
            .max_by_key(|h| (h.tokens.len(), std::cmp::Reverse(h.tokens.start)))
            .map(|h| outline.nodes[h.node].role);
        roles[id] = match own {
            Some(Role::None) | None => inherited,
            Some(role) => role,
        };
    }
    roles
}
