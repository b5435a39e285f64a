//! Outlines: the parts a kind of document has, and how headings call them.

use super::add_phrases;
use super::error::{PackError, Place, Problem};
use crate::document::Kind;
use serde::{Deserialize, Serialize};
use serde_yaml::Spanned;
use std::collections::{BTreeMap, HashSet};

/// The parts of one kind of document.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Outline {
    /// Levels of organisation the outline does not bind.
    pub skip_units: Vec<Level>,
    /// Whether the top nodes must stand in this order.
    pub ordered: bool,
    /// The top nodes.
    pub nodes: Vec<Node>,
}

impl Outline {
    /// All nodes, parents before children.
    pub fn walk(&self) -> impl Iterator<Item = &Node> {
        let mut stack: Vec<&Node> = self.nodes.iter().rev().collect();
        std::iter::from_fn(move || {
            let node = stack.pop()?;
            stack.extend(node.children.iter().rev());
            Some(node)
        })
    }

    /// The node of an id, wherever it stands.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.walk().find(|n| n.id == id)
    }
}

/// A part of a document.
///
/// It is there when a heading (or a run-in lead) holds one of its variants. When none does, a child
/// found speaks for it; a cue in running text only keeps its absence from being reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Unique in its outline.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// How grave its absence is.
    pub required: Required,
    /// First year of the terms from which it is required; in earlier ones only recognised.
    pub since: Option<u16>,
    /// Levels of organisation that need not have it.
    pub skip_units: Vec<Level>,
    /// What kind of text it holds; a child's own role, else its parent's.
    pub role: Role,
    /// Whether its children must stand in this order.
    pub ordered: bool,
    /// Whether it may stand anywhere though its parent is ordered.
    pub free: bool,
    /// Whether a quoted line right under the document's title stands for it.
    pub quoted: bool,
    /// Whether a table that lists tasks stands for it.
    pub task_table: bool,
    /// Names headings give it. A longer variant beats a shorter one it overlaps; a variant that two
    /// nodes share satisfies both.
    pub variants: Vec<String>,
    /// Phrases of running text that show it is there.
    pub cues: Vec<String>,
    /// Parts of the part.
    pub children: Vec<Node>,
}

impl Node {
    /// How grave its absence is in a term that begins in `year`.
    pub fn required_in(&self, year: Option<u16>) -> Required {
        match (self.since, year) {
            (Some(since), Some(year)) if year < since => Required::No,
            _ => self.required,
        }
    }
}

/// How grave a node's absence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    /// Only recognised.
    No,
    /// A remark.
    Info,
    /// A reviewer would ask.
    Warning,
    /// Must be mended.
    Error,
}

/// What kind of text a part holds: it decides which anchors its sentences need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Chủ đề.
    Theme,
    /// Phương châm.
    Motto,
    /// Mở đầu, đặc điểm tình hình.
    Opening,
    /// Kết luận, lời kêu gọi.
    Closing,
    /// Quan điểm, mục tiêu tổng quát.
    Viewpoint,
    /// Kết quả.
    Result,
    /// Hạn chế, khuyết điểm.
    Shortcoming,
    /// Nguyên nhân.
    Cause,
    /// Trách nhiệm.
    Responsibility,
    /// Biện pháp khắc phục.
    Remedy,
    /// Chỉ tiêu.
    Target,
    /// Dự báo.
    Forecast,
    /// Nhiệm vụ, giải pháp.
    Task,
    /// Bài học.
    Lesson,
    /// Tổ chức thực hiện.
    Organisation,
    /// Nhân sự.
    Personnel,
    /// Nothing is expected of it.
    #[default]
    None,
}

/// Levels of Party organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Chi bộ.
    ChiBo,
    /// Đảng bộ cơ sở of an office, school or enterprise.
    CoSo,
    /// Xã, phường, thị trấn, đặc khu.
    Xa,
    /// Huyện, quận, thị xã, thành phố of a province.
    Huyen,
    /// Tỉnh, thành phố.
    Tinh,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawOutline {
    skip_units: Option<Vec<Level>>,
    ordered: Option<bool>,
    #[serde(default)]
    nodes: Vec<RawNode>,
}

/// A node as a file writes it: only the id is certain, for the rest may stand in an earlier pack.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawNode {
    id: Spanned<String>,
    name: Option<String>,
    required: Option<Required>,
    since: Option<u16>,
    skip_units: Option<Vec<Level>>,
    role: Option<Role>,
    ordered: Option<bool>,
    free: Option<bool>,
    quoted: Option<bool>,
    task_table: Option<bool>,
    after: Option<Spanned<String>>,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    cues: Vec<String>,
    #[serde(default)]
    children: Vec<RawNode>,
}

/// Lays an outline file over the outlines.
pub(super) fn extend(outlines: &mut BTreeMap<Kind, Outline>, file: &str, text: &str) -> Result<(), PackError> {
    let place = Place { file };
    let raw: BTreeMap<Kind, RawOutline> = place.parse(text)?;
    for (kind, raw) in raw {
        let outline = outlines.entry(kind).or_default();
        if let Some(units) = raw.skip_units {
            outline.skip_units = units;
        }
        outline.ordered = raw.ordered.unwrap_or(outline.ordered);
        let mut seen = HashSet::new();
        for node in raw.nodes {
            apply(outline, None, node, Role::None, &place, &mut seen)?;
        }
    }
    Ok(())
}

/// Extends the node of that id wherever it stands, so that a province need not repeat the tree
/// above it; else adds a new node under `parent`.
fn apply(
    outline: &mut Outline,
    parent: Option<&str>,
    raw: RawNode,
    inherited: Role,
    place: &Place<'_>,
    seen: &mut HashSet<String>,
) -> Result<(), PackError> {
    place.check_id(&raw.id, seen)?;
    let id = raw.id.value.clone();
    if outline.node(&id).is_none() {
        let missing = |field| place.at(&raw.id, Problem::Missing { id: id.clone(), field });
        let node = Node {
            id: id.clone(),
            name: raw.name.clone().ok_or_else(|| missing("name"))?,
            required: raw.required.ok_or_else(|| missing("required"))?,
            since: None,
            skip_units: Vec::new(),
            role: inherited,
            ordered: false,
            free: false,
            quoted: false,
            task_table: false,
            variants: Vec::new(),
            cues: Vec::new(),
            children: Vec::new(),
        };
        match parent.and_then(|parent| find(&mut outline.nodes, parent)) {
            Some(parent) => insert(&mut parent.children, node, raw.after.as_ref(), place)?,
            None => insert(&mut outline.nodes, node, raw.after.as_ref(), place)?,
        }
    }
    let Some(node) = find(&mut outline.nodes, &id) else { return Ok(()) };
    if let Some(name) = raw.name {
        node.name = name;
    }
    node.required = raw.required.unwrap_or(node.required);
    node.since = raw.since.or(node.since);
    if let Some(units) = raw.skip_units {
        node.skip_units = units;
    }
    node.role = raw.role.unwrap_or(node.role);
    node.ordered = raw.ordered.unwrap_or(node.ordered);
    node.free = raw.free.unwrap_or(node.free);
    node.quoted = raw.quoted.unwrap_or(node.quoted);
    node.task_table = raw.task_table.unwrap_or(node.task_table);
    add_phrases(&mut node.variants, raw.variants).map_err(|p| place.at(&raw.id, p))?;
    add_phrases(&mut node.cues, raw.cues).map_err(|p| place.at(&raw.id, p))?;
    let role = node.role;
    for child in raw.children {
        apply(outline, Some(&id), child, role, place, seen)?;
    }
    Ok(())
}

/// Puts a new node behind the sibling it names, else last.
fn insert(
    siblings: &mut Vec<Node>,
    node: Node,
    after: Option<&Spanned<String>>,
    place: &Place<'_>,
) -> Result<(), PackError> {
    let at = match after {
        None => siblings.len(),
        Some(after) => match siblings.iter().position(|n| n.id == after.value) {
            Some(at) => at + 1,
            None => return Err(place.at(after, Problem::UnknownSibling(after.value.clone()))),
        },
    };
    siblings.insert(at, node);
    Ok(())
}

fn find<'n>(nodes: &'n mut [Node], id: &str) -> Option<&'n mut Node> {
    for node in nodes {
        if node.id == id {
            return Some(node);
        }
        if let Some(found) = find(&mut node.children, id) {
            return Some(found);
        }
    }
    None
}
