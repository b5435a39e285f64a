//! Tables, children in the order the schema wants them.

use super::paragraph::Paragraph;
use super::xml::Xml;

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The style's id.
    pub style: &'static str,
    /// Widths of the columns, in twentieths of a point.
    pub columns: Vec<u32>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Whether it is repeated on each page.
    pub header: bool,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// How a cell is joined with those above and below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Merge {
    /// Not at all.
    #[default]
    None,
    /// With those below.
    Begins,
    /// It continues the one above.
    Continues,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// How many columns it takes.
    pub span: u32,
    /// Whether it is joined with others.
    pub merge: Merge,
    /// Whether its words stand in the middle.
    pub middle: bool,
    /// Its paragraphs; a cell without words holds one all the same.
    pub content: Vec<Paragraph>,
}

impl Table {
    /// Writes it.
    pub fn write(&self, xml: &mut Xml) {
        xml.open("w:tbl", &[]).open("w:tblPr", &[]);
        xml.value("w:tblStyle", self.style);
        let width: u32 = self.columns.iter().sum();
        xml.empty("w:tblW", &[("w:w", &width), ("w:type", &"dxa")]);
        xml.value("w:jc", "center");
        xml.empty("w:tblLayout", &[("w:type", &"fixed")]);
        xml.close("w:tblPr").open("w:tblGrid", &[]);
        for width in &self.columns {
            xml.empty("w:gridCol", &[("w:w", width)]);
        }
        xml.close("w:tblGrid");
        for row in &self.rows {
            self.row(row, xml);
        }
        xml.close("w:tbl");
    }

    fn row(&self, row: &Row, xml: &mut Xml) {
        xml.open("w:tr", &[]).open("w:trPr", &[]);
        xml.empty("w:cantSplit", &[]).flag("w:tblHeader", row.header);
        xml.close("w:trPr");
        let mut column = 0;
        for cell in &row.cells {
            let span = cell.span.max(1) as usize;
            let width: u32 = self.columns.iter().skip(column).take(span).sum();
            column += span;
            xml.open("w:tc", &[]).open("w:tcPr", &[]);
            xml.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
            if span > 1 {
                xml.value("w:gridSpan", span);
            }
            match cell.merge {
                Merge::None => {}
                Merge::Begins => {
                    xml.value("w:vMerge", "restart");
                }
                Merge::Continues => {
                    xml.empty("w:vMerge", &[]);
                }
            }
            if cell.middle {
                xml.value("w:vAlign", "center");
            }
            xml.close("w:tcPr");
            for paragraph in &cell.content {
                paragraph.write(xml);
            }
            if cell.content.is_empty() {
                Paragraph::default().write(xml);
            }
            xml.close("w:tc");
        }
        xml.close("w:tr");
    }
}
