//! Packs: what a province asks of its units' documents, as data. Outlines and indicator sets; a later
//! pack extends and overrides an earlier one by id.

use crate::document::Kind;
use crate::yaml;
use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// A pack file with a mistake.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("{file}:{line}:{column}: {message}")]
pub struct PackError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// Whether a node must be there, and how much its absence weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Required {
    /// Only recognised.
    #[default]
    No,
    /// Its absence is a remark.
    Info,
    /// A reviewer would ask.
    Warning,
    /// Must be there.
    Error,
}

/// What a section's text is about; it decides what makes its sentences concrete (domain 4.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Nothing in particular.
    #[default]
    None,
    /// The congress theme.
    Theme,
    /// The motto.
    Motto,
    /// Opening.
    Opening,
    /// Closing.
    Closing,
    /// Principles and general aims.
    Viewpoint,
    /// Results.
    Result,
    /// Shortcomings.
    Shortcoming,
    /// Causes.
    Cause,
    /// Who answers for what.
    Responsibility,
    /// What will be mended, by whom, by when.
    Remedy,
    /// Targets.
    Target,
    /// Forecast.
    Forecast,
    /// Tasks and measures.
    Task,
    /// Lessons.
    Lesson,
    /// How it will be carried out.
    Organisation,
    /// Personnel.
    Personnel,
}

/// A node of an outline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Node {
    /// Its id, unique in the outline.
    pub id: String,
    /// Its Vietnamese name.
    pub name: String,
    /// Whether it must be there.
    #[serde(default)]
    pub required: Required,
    /// What its text is about; from its parent if unsaid.
    #[serde(default)]
    pub role: Option<Role>,
    /// Whether its children must stand in this order.
    #[serde(default)]
    pub ordered: bool,
    /// Accepted headings.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Phrases that show it is there without a heading.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Nodes below it.
    #[serde(default)]
    pub children: Vec<Node>,
}

/// The outline of one kind of document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Outline {
    /// Kinds of unit it does not bind: `chi-bo`.
    #[serde(default)]
    pub skip_units: Vec<String>,
    /// Whether its top nodes must stand in order.
    #[serde(default)]
    pub ordered: bool,
    /// Its nodes.
    pub nodes: Vec<Node>,
}

/// Which way an indicator should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Hold.
    Keep,
    /// A title or standard to reach.
    Reach,
    /// No better or worse: shares of a whole.
    None,
}

/// How values of merged units combine.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Merge {
    /// Add up.
    Sum,
    /// Recompute from numerators and denominators of what is named.
    Ratio(String),
    /// Mean weighted by what is named.
    Weighted(String),
    /// Recompute growth from summed levels.
    Base,
    /// A title: does not add.
    Status,
    /// The drafter must say.
    Ask,
}

/// One way of naming an indicator, with its unit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alternative {
    /// Its name.
    pub name: String,
    /// Its unit.
    #[serde(default)]
    pub unit: String,
    /// Other units it may be given in.
    #[serde(default)]
    pub units: Vec<String>,
    /// Which way it should go; as the row's, if unsaid.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// How merged values combine; as the row's, if unsaid.
    #[serde(default)]
    pub merge: Option<Merge>,
    /// Accepted names.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Whether it may be left out even of a complete set.
    #[serde(default)]
    pub optional: bool,
}

/// A row of an indicator set; any of its alternatives satisfies it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Its number in the set.
    pub row: u32,
    /// Its name.
    pub name: String,
    /// Its unit.
    #[serde(default)]
    pub unit: String,
    /// Other units it may be given in.
    #[serde(default)]
    pub units: Vec<String>,
    /// Which way it should go.
    pub direction: Direction,
    /// How merged values combine.
    pub merge: Merge,
    /// Accepted names.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Other indicators that satisfy the row.
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorFile {
    indicators: Vec<Indicator>,
}

/// Everything packs say.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// Outlines by kind.
    pub outlines: BTreeMap<Kind, Outline>,
    /// Indicators, in the order of their rows.
    pub indicators: Vec<Indicator>,
}

impl Pack {
    /// Reads the files of one pack: `(name, text)`.
    pub fn parse(files: &[(&str, &str)]) -> Result<Pack, PackError> {
        let mut pack = Pack::default();
        for (file, text) in files {
            let wrong = |line, column, message| PackError { file: file.to_string(), line, column, message };
            let result = match file.rsplit('/').next().unwrap_or(file) {
                "outline.yml" => yaml::parse(text).map(|outlines| pack.outlines = outlines),
                "indicators.yml" => yaml::parse(text).map(|file: IndicatorFile| pack.indicators = file.indicators),
                other => {
                    let known = "outline.yml, indicators.yml";
                    return Err(wrong(1, 1, format!("không biết tệp «{other}» của gói; các tệp: {known}")));
                }
            };
            result.map_err(|e| wrong(e.line, e.column, e.message))?;
            pack.unique_ids().map_err(|id| {
                let line = text.lines().position(|l| l.contains(&format!("id: {id}"))).map_or(1, |i| i + 1);
                wrong(line, 1, format!("mã «{id}» dùng hai lần"))
            })?;
        }
        Ok(pack)
    }

    fn unique_ids(&self) -> Result<(), String> {
        for outline in self.outlines.values() {
            let mut seen = Vec::new();
            let mut stack: Vec<&Node> = outline.nodes.iter().collect();
            while let Some(node) = stack.pop() {
                if seen.contains(&&node.id) {
                    return Err(node.id.clone());
                }
                seen.push(&node.id);
                stack.extend(&node.children);
            }
        }
        let mut seen = Vec::new();
        for indicator in &self.indicators {
            if seen.contains(&&indicator.id) {
                return Err(indicator.id.clone());
            }
            seen.push(&indicator.id);
        }
        Ok(())
    }

    /// Lays another pack over this one: same ids are replaced, new ones added.
    pub fn extend(&mut self, other: Pack) {
        for (kind, outline) in other.outlines {
            let mine = self.outlines.entry(kind).or_default();
            mine.skip_units.extend(outline.skip_units);
            mine.ordered |= outline.ordered;
            for node in outline.nodes {
                if let Some(node) = replace(&mut mine.nodes, node) {
                    mine.nodes.push(node);
                }
            }
        }
        for indicator in other.indicators {
            match self.indicators.iter_mut().find(|i| i.id == indicator.id) {
                Some(mine) => *mine = indicator,
                None => self.indicators.push(indicator),
            }
        }
        self.indicators.sort_by_key(|i| i.row);
    }
}

/// Replaces the node of the same id anywhere in the tree; gives the node back if there is none. A
/// node that lists no children of its own keeps those it replaces.
fn replace(nodes: &mut [Node], mut node: Node) -> Option<Node> {
    for mine in nodes {
        if mine.id == node.id {
            if node.children.is_empty() {
                node.children = std::mem::take(&mut mine.children);
            }
            *mine = node;
            return None;
        }
        node = replace(&mut mine.children, node)?;
    }
    Some(node)
}
