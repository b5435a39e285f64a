//! What properties of paragraphs, runs, tables and pages say.

use super::super::story::{Lines, Merge};
use super::super::xml::{attribute, is_on};
use super::{Scanner, Tag};
use quick_xml::events::BytesStart;

impl Scanner<'_> {
    pub(super) fn paragraph_property(&mut self, name: &str, element: &BytesStart<'_>) -> Tag {
        let value = attribute(element, "val");
        let number = || value.as_deref().and_then(|v| v.trim().parse::<i64>().ok());
        self.with_paragraph(|p| match name {
            "pStyle" => p.format.style = value.clone(),
            "outlineLvl" => p.format.outline = number().and_then(|n| u8::try_from(n).ok()),
            "jc" => p.format.align = value.clone(),
            "spacing" => {
                let line = attribute(element, "line").and_then(|v| twips(&v));
                p.format.lines = Lines::of(line, attribute(element, "lineRule").as_deref());
            }
            "numId" => p.format.numbering = number(),
            "ilvl" => p.format.level = number().and_then(|n| u8::try_from(n).ok()).map(|n| n.min(8)),
            _ => {}
        });
        Tag::Other
    }

    pub(super) fn run_property(&mut self, name: &str, element: &BytesStart<'_>) -> Tag {
        if self.parent(1) == Tag::ParagraphProperties {
            self.with_paragraph(|p| match name {
                "del" | "moveFrom" => p.format.mark_deleted = true,
                "ins" | "moveTo" => p.format.mark_inserted = true,
                _ => {}
            });
            return Tag::Other;
        }
        let named = match name {
            "rFonts" => attribute(element, "ascii").or_else(|| attribute(element, "hAnsi")),
            "rStyle" => attribute(element, "val"),
            _ => None,
        };
        let named = named.map(|named| self.named(named));
        let Some(open) = &mut self.level().run else { return Tag::Other };
        let format = &mut open.run.format;
        match name {
            "b" => format.bold = Some(on(element)),
            "i" => format.italic = Some(on(element)),
            "vanish" => format.hidden = Some(on(element)),
            "rFonts" => format.font = named,
            "sz" => format.size = attribute(element, "val").and_then(|v| v.trim().parse().ok()),
            "rStyle" => format.style = named,
            _ => {}
        }
        Tag::Other
    }

    pub(super) fn named(&mut self, name: String) -> u32 {
        let next = self.names.len() as u32;
        let names = &mut self.story.names;
        *self.names.entry(name).or_insert_with_key(|name| {
            names.push(name.clone());
            next
        })
    }

    pub(super) fn table_property(&mut self, parent: Tag, name: &str, element: &BytesStart<'_>) -> Tag {
        let value = attribute(element, "val");
        let above = self.parent(1);
        // A cell's properties stand inside its own level; its row is one below.
        let in_cell = parent == Tag::CellProperties || (parent == Tag::Borders && above == Tag::CellProperties);
        let drawn = !matches!(value.as_deref(), None | Some("nil" | "none"));
        if in_cell {
            let below = self.levels.len().checked_sub(2).and_then(|i| self.levels[i].table);
            let Some(table) = below.and_then(|id| self.story.tables.get_mut(id)) else { return Tag::Other };
            let Some(cell) = table.rows.last_mut().and_then(|row| row.cells.last_mut()) else { return Tag::Other };
            match name {
                _ if parent == Tag::Borders => cell.bordered = Some(drawn || cell.bordered == Some(true)),
                "gridSpan" => cell.columns = value.and_then(|v| v.trim().parse().ok()).unwrap_or(1).clamp(1, 200),
                "vMerge" => {
                    cell.merge = if value.as_deref() == Some("restart") { Merge::First } else { Merge::Continued }
                }
                _ => {}
            }
            return Tag::Other;
        }
        let Some(table) = self.table() else { return Tag::Other };
        match (parent, name) {
            (Tag::Borders, _) => table.bordered = Some(drawn || table.bordered == Some(true)),
            (Tag::TableProperties, "tblStyle") => table.style = value,
            (Tag::RowProperties, _) => {
                let Some(row) = table.rows.last_mut() else { return Tag::Other };
                match name {
                    "tblHeader" => row.header = on(element),
                    "del" => row.deleted = true,
                    "gridBefore" => row.skipped = value.and_then(|v| v.trim().parse().ok()).unwrap_or(0).min(200),
                    _ => {}
                }
            }
            _ => {}
        }
        Tag::Other
    }

    pub(super) fn section_property(&mut self, name: &str, element: &BytesStart<'_>) -> Tag {
        let measure = |name: &str| attribute(element, name).and_then(|v| twips(&v));
        let text = |name: &str| attribute(element, name).unwrap_or_default();
        let Some(section) = self.story.sections.last_mut() else { return Tag::Other };
        match name {
            "pgSz" => section.paper = measure("w").zip(measure("h")),
            "pgMar" => {
                let sides = ["top", "right", "bottom", "left"].map(measure);
                section.margins = match sides {
                    [Some(top), Some(right), Some(bottom), Some(left)] => Some([top, right, bottom, left]),
                    _ => None,
                };
                section.header_distance = measure("header");
            }
            "titlePg" => section.title_page = on(element),
            "headerReference" => section.headers.push((text("type"), text("id"))),
            "footerReference" => section.footers.push((text("type"), text("id"))),
            _ => {}
        }
        Tag::Other
    }
}

/// Whether a switch such as `<w:b w:val="0"/>` is on.
fn on(element: &BytesStart<'_>) -> bool {
    is_on(attribute(element, "val").as_deref())
}

/// A measure in twentieths of a point; Strict files may write `20mm`, `1.5cm`, `1in`, `12pt`.
fn twips(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return Some(number as i64);
    }
    let unit = text.get(text.len().checked_sub(2)?..)?;
    let number: f64 = text.get(..text.len() - 2)?.parse().ok()?;
    let points = match unit {
        "mm" => 72.0 / 25.4,
        "cm" => 72.0 / 2.54,
        "in" => 72.0,
        "pt" => 1.0,
        "pc" | "pi" => 12.0,
        _ => return None,
    };
    Some((number * points * 20.0).round() as i64)
}
