//! Which section of a document is which node of its kind's outline.
//!
//! A wrong «missing» is the worst finding a drafter can get, so matching is generous: any accepted
//! wording, at any level, numbered or not, merged with others, as a run-in lead, or by a cue in the
//! running text.

use super::pack::{Level, Node, Pack, Required, Role};
use crate::document::{Document, Kind, SectionId, counted_word, kind};
use crate::mentions::Mentions;
use crate::text::{Hit, LexiconBuilder, ListId, fold, outermost};
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
    /// Levels of organisation that need not have it.
    pub skip_units: Vec<Level>,
    /// Whether it may stand anywhere among its ordered siblings.
    pub free: bool,
    /// Whether a quoted line under the title stands for it.
    pub quoted: bool,
    /// Whether a table that lists tasks stands for it.
    pub task_table: bool,
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

impl OutlineIndex {
    /// Names of nodes, and words that show them, that stand in some tokens; each with the role of its node.
    pub fn names<'m>(&'m self, mentions: &'m Mentions, tokens: &Range<usize>) -> impl Iterator<Item = (&'m Hit, Role)> {
        let hits = mentions.hits_of(self.variants, tokens).chain(mentions.hits_of(self.cues, tokens));
        hits.filter_map(|hit| Some((hit, self.nodes.get(hit.item as usize)?.role)))
    }

    /// Whether a node stands below another.
    pub fn is_within(&self, node: NodeId, above: NodeId) -> bool {
        std::iter::successors(self.nodes.get(node).and_then(|n| n.parent), |&n| self.nodes[n].parent)
            .any(|n| n == above)
    }
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
                skip_units: node.skip_units.clone(),
                free: node.free,
                quoted: node.quoted,
                task_table: node.task_table,
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
        let mut headings = heading_hits(document, mentions, outline);
        // What goes on with the title names a section only where no other does.
        if let Some(line) = document.title_line() {
            let named: Vec<NodeId> = headings.iter().filter(|h| h.section != line).map(|h| h.node).collect();
            headings.retain(|h| h.section != line || !named.contains(&h.node));
        }
        let scopes = Scopes::new(document, outline, &headings);
        let spoken = spoken_of(document, mentions, outline);
        found.sections = vec![Vec::new(); outline.nodes.len()];
        found.cued = vec![false; outline.nodes.len()];
        let mut adrift = vec![true; outline.nodes.len()];
        let alone = named_alone(&headings, outline);
        let mut by_node: Vec<&HeadingHit> = headings.iter().collect();
        by_node.sort_by_key(|h| h.node);
        // The parts first: where one was found shows where another cannot be.
        let (parts, rest): (Vec<NodeId>, Vec<NodeId>) =
            (0..outline.nodes.len()).partition(|&n| outline.nodes[n].parent.is_none());
        for node in parts.into_iter().chain(rest) {
            let scope = scopes.of(&found, node);
            let named = by_node[by_node.partition_point(|h| h.node < node)..].iter().take_while(|h| h.node == node);
            found.sections[node] =
                named.filter(|h| in_scope(document, scope.as_deref(), h.section)).map(|h| h.section).collect();
            if found.sections[node].is_empty() {
                let quoted = outline.nodes[node].quoted && has_theme_line(document, &headings);
                found.cued[node] = quoted || cued(&spoken[node], scope.as_deref()) || alone[node];
            }
            adrift[node] = scope.is_none();
        }
        // What decides which node a heading is mainly about: the earliest name, then the longest.
        type Key = (usize, std::cmp::Reverse<usize>, bool, NodeId);
        let mut mains: Vec<Option<Key>> = vec![None; document.sections.len()];
        for hit in headings.iter().filter(|h| found.is_at(h)) {
            // A name two parts share belongs to the part that was found.
            let key = (hit.tokens.start, std::cmp::Reverse(hit.tokens.len()), adrift[hit.node], hit.node);
            let main = &mut mains[hit.section as usize];
            *main = Some(main.map_or(key, |other| other.min(key)));
        }
        found.main = mains.into_iter().map(|main| main.map(|m| m.3)).collect();
        // Of two parts that share a name, the one that was found lends its role.
        found.roles = roles(document, outline, &headings, &found, &adrift);
        found
    }

    /// Whether a heading that names a node was found where the node is looked for.
    fn is_at(&self, hit: &HeadingHit) -> bool {
        self.sections.get(hit.node).is_some_and(|sections| sections.binary_search(&hit.section).is_ok())
    }

    /// Whether a node is there in any form, itself or by some of its required children.
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
        there >= 2 || (all > 0 && there * 2 >= all)
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
    let title = title_lines(document);
    for (id, section) in document.sections.iter().enumerate() {
        for block in [section.heading, section.subtitle].into_iter().flatten().filter(|b| !title.contains(b)) {
            let tokens = document.blocks[block as usize].tokens.clone();
            for hit in outermost(mentions.hits_of(outline.variants, &tokens)) {
                let tokens = hit.start as usize..hit.end as usize;
                found.push(HeadingHit { section: id as SectionId, node: hit.item as NodeId, tokens });
            }
        }
    }
    found
}

/// The lines that title the whole document name what it is about, not one of its parts: «ĐỀ ÁN NHÂN SỰ
/// BAN CHẤP HÀNH …», «thực hiện Nghị quyết …».
fn title_lines(document: &Document) -> Range<u32> {
    let names = |b: &crate::document::Block| {
        b.is_heading() && b.numbering.is_none() && kind::infer_from_title(document.block_text(b)).is_some()
    };
    let Some(title) = document.blocks.iter().take(40).position(names) else { return 0..0 };
    let goes_on = document
        .blocks
        .get(title + 1)
        .is_some_and(|b| b.is_heading() && document.block_text(b).starts_with(char::is_lowercase));
    title as u32..title as u32 + 1 + u32::from(goes_on)
}

/// Where the parts of a document may be looked for.
struct Scopes<'a> {
    document: &'a Document,
    outline: &'a OutlineIndex,
    /// For each section, the nodes its heading names first.
    first: Vec<Vec<NodeId>>,
}

/// Neighbours of a chapter that are asked whether they belong to its part.
const NEIGHBOURS: usize = 64;

impl<'a> Scopes<'a> {
    fn new(document: &'a Document, outline: &'a OutlineIndex, headings: &[HeadingHit]) -> Scopes<'a> {
        let mut first: Vec<(usize, Vec<NodeId>)> = vec![(usize::MAX, Vec::new()); document.sections.len()];
        for hit in headings {
            let (start, nodes) = &mut first[hit.section as usize];
            if hit.tokens.start < *start {
                (*start, *nodes) = (hit.tokens.start, Vec::new());
            }
            if hit.tokens.start == *start {
                nodes.push(hit.node);
            }
        }
        Scopes { document, outline, first: first.into_iter().map(|f| f.1).collect() }
    }

    /// The sections a node is looked for in: those of its nearest ancestor that was found. `None`: all.
    fn of(&self, found: &OutlineMatch, node: NodeId) -> Option<Vec<Range<u32>>> {
        let mut top = node;
        while let Some(parent) = self.outline.nodes[top].parent {
            let sections = &found.sections[parent];
            if !sections.is_empty() {
                return Some(apart(sections.iter().map(|&s| self.reach(parent, s)).collect()));
            }
            top = parent;
        }
        if top == node { None } else { self.beside(found, top) }
    }

    /// What the other parts leave, for the children of a part that no heading names.
    fn beside(&self, found: &OutlineMatch, part: NodeId) -> Option<Vec<Range<u32>>> {
        let nodes = &self.outline.nodes;
        let others = (0..nodes.len()).filter(|&n| n != part && nodes[n].parent.is_none() && !nodes[n].free);
        let sections = others.flat_map(|n| &found.sections[n]);
        let mut taken: Vec<Range<u32>> = sections.map(|&s| self.document.sections[s as usize].all.clone()).collect();
        taken.sort_by_key(|r| r.start);
        let blocks = self.document.blocks.len() as u32;
        let (mut left, mut at) = (Vec::new(), 0);
        for range in &taken {
            if range.start > at {
                left.push(at..range.start);
            }
            at = at.max(range.end);
        }
        left.push(at..blocks);
        // A heading that takes nearly all of the document names the document.
        let size: u32 = left.iter().map(|r| r.end.saturating_sub(r.start)).sum();
        (!taken.is_empty() && size * 4 >= blocks).then_some(left)
    }

    /// What stands under the heading of a node: its section and the neighbours that name what belongs
    /// to the node, for a report without parts has all its chapters side by side.
    fn reach(&self, node: NodeId, section: SectionId) -> Range<u32> {
        let sections = &self.document.sections;
        let this = &sections[section as usize];
        let mut range = this.all.clone();
        let siblings = this.parent.map_or(&[][..], |p| &sections[p as usize].children);
        let at = siblings.partition_point(|&s| s < section);
        let belongs = |s: SectionId| {
            let first = &self.first[s as usize];
            (!first.is_empty()).then(|| first.iter().any(|&n| self.outline.is_within(n, node)))
        };
        for &next in siblings.iter().skip(at + 1).take(NEIGHBOURS) {
            match belongs(next) {
                Some(true) => range.end = sections[next as usize].all.end,
                Some(false) => break,
                None => {}
            }
        }
        for &before in siblings[..at].iter().rev().take(NEIGHBOURS) {
            match belongs(before) {
                Some(true) => range.start = sections[before as usize].all.start,
                Some(false) => break,
                None => {}
            }
        }
        range
    }
}

/// For each node, whether some heading has words that are this node's alone: in another part they are misplaced, not
/// missing. Names of the same words stand together.
fn named_alone(headings: &[HeadingHit], outline: &OutlineIndex) -> Vec<bool> {
    let mut alone = vec![false; outline.nodes.len()];
    for names in headings.chunk_by(|a, b| a.tokens == b.tokens) {
        let node = names[0].node;
        alone[node] |= names.iter().all(|h| h.node == node);
    }
    alone
}

/// Whether a block lies in the ranges, which are sorted and apart.
fn lies_in(scope: Option<&[Range<u32>]>, block: u32) -> bool {
    scope
        .is_none_or(|ranges| ranges.get(ranges.partition_point(|r| r.end <= block)).is_some_and(|r| r.contains(&block)))
}

/// The same blocks in sorted ranges that lie apart.
fn apart(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut merged: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

fn in_scope(document: &Document, scope: Option<&[Range<u32>]>, section: SectionId) -> bool {
    document.sections[section as usize].heading.is_some_and(|heading| lies_in(scope, heading))
}

/// For each node, the blocks that speak of it without a heading: by a cue, or with an accepted
/// heading as the opening words of a paragraph.
fn spoken_of(document: &Document, mentions: &Mentions, outline: &OutlineIndex) -> Vec<Vec<u32>> {
    let mut spoken = vec![Vec::new(); outline.nodes.len()];
    for list in [outline.cues, outline.variants] {
        let mut id = 0;
        for hit in mentions.hits.of(list) {
            let start = hit.start as usize;
            while document.blocks.get(id).is_some_and(|block| block.tokens.end <= start) {
                id += 1;
            }
            let Some(block) = document.blocks.get(id).filter(|b| !b.footnote) else { continue };
            let opens = || {
                block.is_prose()
                    && hit.end - hit.start >= 2
                    && is_opening(document, block, start)
                    && !names_an_office(document, block, start)
            };
            if let Some(blocks) = spoken.get_mut(hit.item as usize)
                && (list == outline.cues || opens())
            {
                blocks.push(id as u32);
            }
        }
    }
    spoken.iter_mut().for_each(|blocks| blocks.sort_unstable());
    spoken
}

fn cued(blocks: &[u32], scope: Option<&[Range<u32>]>) -> bool {
    blocks.iter().any(|&block| lies_in(scope, block))
}

/// «Ban Xây dựng Đảng báo cáo …», «Phòng Kinh tế chủ trì …»: an office opens the sentence, no subject.
fn names_an_office(document: &Document, block: &crate::document::Block, token: usize) -> bool {
    let before = token.checked_sub(1).filter(|&b| b >= block.tokens.start).and_then(|b| document.tokens.get(b));
    before.is_some_and(|t| ["ban", "phòng", "sở", "bộ", "trạm", "tâm"].contains(&&*fold(t.text(&document.text))))
}

/// A line between the title and the text that no heading announces as the theme: in quotation marks,
/// or set off by bold or italics.
fn has_theme_line(document: &Document, headings: &[HeadingHit]) -> bool {
    let title = title_lines(document).end as usize;
    let named = |id: usize| {
        let section = document.blocks[id].section;
        document.blocks[id].is_heading() && headings.iter().any(|h| h.section == section)
    };
    let head = (0..document.blocks.len()).take(12.max(title + 6)).take_while(|&id| {
        let block = &document.blocks[id];
        !(named(id) || block.is_heading() && block.numbering.is_some())
    });
    let lines: Vec<usize> = head.filter(|&id| !document.blocks[id].is_cell()).collect();
    lines.into_iter().any(|id| {
        let block = &document.blocks[id];
        let text = document.block_text(block).trim_start_matches(['*', '_', ' ']);
        let quoted = text.starts_with(['“', '"', '«']);
        let set_off = block.bold || block.is_heading() || block.lead.as_ref().is_some_and(|l| *l == block.range);
        let below = title > 0 && id >= title;
        block.tokens.len() >= 8 && (quoted || (below && set_off && !is_about_the_congress(text)))
    })
}

/// «của Ban Chấp hành …», «trình Đại hội …», «(Dự thảo lần 2)»: the lines of a title.
fn is_about_the_congress(text: &str) -> bool {
    let folded = fold(text);
    let opens =
        ["trình ", "(", "ban chấp hành", "đảng bộ", "đại hội", "nhiệm kỳ", "dự thảo", "tại đại hội", "kính thưa"];
    text.starts_with(char::is_lowercase)
        || opens.iter().any(|o| folded.starts_with(o))
        || folded.contains("ban chấp hành đảng bộ")
        || folded.contains("trình đại hội")
}

/// Whether a token still belongs to the opening of a paragraph, one word after its number at most: «Về văn hóa …»,
/// «1. Kinh tế …», «Điều 3. Về bầu cử».
fn is_opening(document: &Document, block: &crate::document::Block, token: usize) -> bool {
    let Some(before) = token.checked_sub(2).filter(|&before| before >= block.tokens.start) else { return true };
    let start = document.tokens[before].start as usize;
    let article = || counted_word(document.block_text(block)).map_or(0, |(.., length)| block.range.start + length);
    start < block.body || start < article()
}

/// The role of each section: of the node its heading names best, else of the section above.
fn roles(
    document: &Document,
    outline: &OutlineIndex,
    headings: &[HeadingHit],
    found: &OutlineMatch,
    adrift: &[bool],
) -> Vec<Role> {
    let mut roles = vec![Role::None; document.sections.len()];
    let mut headings = headings.chunk_by(|a, b| a.section == b.section).peekable();
    for (id, section) in document.sections.iter().enumerate() {
        let inherited = section.parent.map_or(Role::None, |p| roles[p as usize]);
        let named = headings.next_if(|hits| hits.first().is_some_and(|h| h.section == id as SectionId));
        let named = || named.unwrap_or_default().iter().filter(|h| found.is_at(h));
        let own = named()
            .max_by_key(|h| (h.tokens.len(), !adrift[h.node], std::cmp::Reverse(h.tokens.start)))
            .map(|h| outline.nodes[h.node].role);
        // «Nhóm chỉ tiêu văn hóa - xã hội» under the targets: targets, whatever they are about.
        let group = inherited == Role::Target && named().any(|h| outline.nodes[h.node].role == Role::Target);
        roles[id] = match own {
            Some(Role::None) | None => inherited,
            Some(_) if group => inherited,
            Some(role) => role,
        };
    }
    roles
}
