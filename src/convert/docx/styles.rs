//! The styles of a form. Emphasis of the author's stands in runs; what a style adds (a bold title) is the form's.

use crate::lint::pack::Format;
use crate::ooxml::compose::{Align, Indent, Line, ParagraphProps, RunProps, Spacing, Style, Styles};

/// Millimetres in twentieths of a point.
pub fn mm(length: f64) -> u32 {
    (length * 1440.0 / 25.4).round().max(0.0) as u32
}

/// Points in twentieths of a point.
pub fn points(length: f64) -> u32 {
    (length * 20.0).round().max(0.0) as u32
}

/// A size of type in half points.
pub fn half(size: f64) -> u32 {
    (size * 2.0).round().max(2.0) as u32
}

/// The form's own lines, which the text does not hold.
pub const FORM: &str = "VkForm";
/// A line of the head that is the text's own.
pub const HEAD: &str = "VkHead";
/// The issuer, the signature's first lines.
pub const ISSUER: &str = "VkIssuer";
/// Place and day.
pub const DATE: &str = "VkDate";
/// What stands under the title.
pub const SUBTITLE: &str = "VkSubtitle";
/// A paragraph of a quotation.
pub const QUOTE: &str = "VkQuote";
/// A further paragraph of an item.
pub const ITEM_TEXT: &str = "VkListText";
/// An item.
pub const ITEM: &str = "ListParagraph";
/// A cell.
pub const CELL: &str = "VkCell";
/// A cell of the header rows.
pub const HEADER_CELL: &str = "VkHeaderCell";
/// A table's name.
pub const CAPTION: &str = "Caption";
/// A line of the recipients.
pub const RECIPIENTS: &str = "VkRecipients";
/// A footnote.
pub const NOTE: &str = "FootnoteText";

/// The styles of a form.
pub fn styles(format: &Format) -> Styles {
    let line = Spacing {
        before: Some(0),
        after: Some(points(format.gap.is)),
        line: Some(Line::Exact(points(format.line_spacing.is))),
    };
    let first = mm(format.first_line.is);
    let body = ParagraphProps {
        spacing: line,
        indent: Some(Indent { first, ..Indent::default() }),
        align: Some(Align::Both),
        ..ParagraphProps::default()
    };
    let mut paragraphs = vec![Style {
        id: "Normal".to_string(),
        name: "Normal".to_string(),
        quick: true,
        paragraph: body,
        ..Style::default()
    }];
    let style = |id: &str, name: &str, paragraph: ParagraphProps, run: RunProps| Style {
        id: id.to_string(),
        name: name.to_string(),
        based: Some("Normal"),
        quick: false,
        paragraph,
        run,
    };
    for level in 1..=6u8 {
        let title = level == 1;
        let paragraph = ParagraphProps {
            keep_next: true,
            indent: title.then(Indent::default),
            align: Some(if title { Align::Centre } else { Align::Both }),
            outline: Some(level - 1),
            ..ParagraphProps::default()
        };
        let run = RunProps {
            bold: Some(level < 6),
            italic: Some(level > 4),
            size: title.then(|| half(format.title_size.is)),
            ..RunProps::default()
        };
        let heading = style(&format!("Heading{level}"), &format!("heading {level}"), paragraph.clone(), run);
        paragraphs.push(Style { quick: true, ..heading });
        let section = ParagraphProps { align: None, indent: None, ..paragraph };
        paragraphs.push(style(
            &format!("VkSection{level}"),
            &format!("vankien section {level}"),
            section,
            RunProps { bold: Some(true), ..RunProps::default() },
        ));
    }
    let close = |align, before, after| ParagraphProps {
        spacing: Spacing { before: Some(points(before)), after: Some(points(after)), line: Some(Line::Times(240)) },
        indent: Some(Indent::default()),
        align: Some(align),
        ..ParagraphProps::default()
    };
    let plain = RunProps::default;
    let sized = |size: f64| RunProps { size: Some(half(size)), ..RunProps::default() };
    let bold = |run: RunProps| RunProps { bold: Some(true), ..run };
    let indented = |left: f64, first: f64| ParagraphProps {
        indent: Some(Indent { left: mm(left), first: mm(first), right: 0 }),
        ..ParagraphProps::default()
    };
    paragraphs.extend([
        style(FORM, "vankien form", close(Align::Centre, 0.0, 0.0), plain()),
        style(HEAD, "vankien head", close(Align::Centre, 0.0, 0.0), plain()),
        style(ISSUER, "vankien issuer", close(Align::Centre, 0.0, 0.0), bold(plain())),
        style(
            DATE,
            "vankien date",
            close(Align::Centre, 0.0, 0.0),
            RunProps { italic: Some(true), ..RunProps::default() },
        ),
        style(SUBTITLE, "vankien subtitle", close(Align::Centre, 0.0, format.gap.is), bold(plain())),
        style(QUOTE, "vankien quote", indented(format.first_line.is, 0.0), plain()),
        style(ITEM, "List Paragraph", ParagraphProps::default(), plain()),
        style(ITEM_TEXT, "vankien list text", indented(0.0, format.first_line.is), plain()),
        style(CELL, "vankien cell", close(Align::Left, 2.0, 2.0), sized(format.table_size.is)),
        style(HEADER_CELL, "vankien header cell", close(Align::Centre, 2.0, 2.0), bold(sized(format.table_size.is))),
        style(
            CAPTION,
            "caption",
            ParagraphProps { keep_next: true, ..close(Align::Centre, 6.0, format.gap.is) },
            plain(),
        ),
        style(RECIPIENTS, "vankien recipients", close(Align::Left, 0.0, 0.0), sized(12.0)),
        style(NOTE, "footnote text", close(Align::Both, 0.0, 0.0), sized(format.note_size.is)),
        style("Header", "header", close(Align::Centre, 0.0, 0.0), plain()),
    ]);
    Styles {
        run: RunProps { font: Some(format.font.is.clone()), ..sized(format.size.is) },
        language: "vi-VN",
        paragraphs,
    }
}
