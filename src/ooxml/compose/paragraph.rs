//! Paragraphs and runs, children in the order the schema wants them.

use super::section::Section;
use super::xml::Xml;

/// How a paragraph is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// Centred.
    Centre,
    /// To the right.
    Right,
    /// To both margins.
    Both,
}

impl Align {
    fn value(self) -> &'static str {
        match self {
            Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
            Align::Both => "both",
        }
    }
}

/// Space around a paragraph and between its lines, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spacing {
    /// Before it.
    pub before: Option<u32>,
    /// After it.
    pub after: Option<u32>,
    /// Between its lines; exactly so, or in 240ths of a line.
    pub line: Option<Line>,
}

/// Distance of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Twentieths of a point, whatever stands in the line.
    Exact(u32),
    /// 240ths of a line.
    Times(u32),
}

/// How far a paragraph stands in, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Indent {
    /// At the left.
    pub left: u32,
    /// At the right.
    pub right: u32,
    /// Its first line, further.
    pub first: u32,
}

/// A paragraph's properties.
#[derive(Debug, Clone, Default)]
pub struct ParagraphProps {
    /// The style's id.
    pub style: Option<String>,
    /// Stays on the page of the next.
    pub keep_next: bool,
    /// Number of the list (`w:numId`) and level in it, from 0.
    pub list: Option<(u32, u8)>,
    /// A rule under it.
    pub rule_below: bool,
    /// Spaces.
    pub spacing: Spacing,
    /// Indents.
    pub indent: Option<Indent>,
    /// Alignment.
    pub align: Option<Align>,
    /// Level in Word's navigation, from 0.
    pub outline: Option<u8>,
    /// The section that ends with it.
    pub section: Option<Section>,
}

impl ParagraphProps {
    /// Of a style.
    pub fn of(style: &str) -> ParagraphProps {
        ParagraphProps { style: Some(style.to_string()), ..ParagraphProps::default() }
    }

    /// The children, in the schema's order.
    pub fn children(&self, xml: &mut Xml) {
        if let Some(style) = &self.style {
            xml.value("w:pStyle", style);
        }
        xml.flag("w:keepNext", self.keep_next);
        if let Some((list, level)) = self.list {
            xml.open("w:numPr", &[]).value("w:ilvl", level).value("w:numId", list).close("w:numPr");
        }
        if self.rule_below {
            xml.open("w:pBdr", &[]);
            xml.empty("w:bottom", &[("w:val", &"single"), ("w:sz", &6), ("w:space", &1), ("w:color", &"auto")]);
            xml.close("w:pBdr");
        }
        self.spacing.write(xml);
        if let Some(Indent { left, right, first }) = &self.indent {
            xml.empty("w:ind", &[("w:left", left), ("w:right", right), ("w:firstLine", first)]);
        }
        if let Some(align) = self.align {
            xml.value("w:jc", align.value());
        }
        if let Some(outline) = self.outline {
            xml.value("w:outlineLvl", outline);
        }
        if let Some(section) = &self.section {
            section.write(xml);
        }
    }
}

impl Spacing {
    fn write(&self, xml: &mut Xml) {
        let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = Vec::new();
        if let Some(before) = &self.before {
            attributes.push(("w:before", before));
        }
        if let Some(after) = &self.after {
            attributes.push(("w:after", after));
        }
        match &self.line {
            Some(Line::Exact(line)) => attributes.extend([("w:line", line as _), ("w:lineRule", &"exact" as _)]),
            Some(Line::Times(line)) => attributes.extend([("w:line", line as _), ("w:lineRule", &"auto" as _)]),
            None => {}
        }
        if !attributes.is_empty() {
            xml.empty("w:spacing", &attributes);
        }
    }
}

/// A run's properties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunProps {
    /// The character style's id.
    pub style: Option<&'static str>,
    /// The font, on all four slots.
    pub font: Option<String>,
    /// Bold, if it says so.
    pub bold: Option<bool>,
    /// In italics, if it says so.
    pub italic: Option<bool>,
    /// The size, in half points.
    pub size: Option<u32>,
    /// Underlined.
    pub underline: bool,
    /// Raised and small.
    pub superscript: bool,
}

impl RunProps {
    /// The children, in the schema's order.
    pub fn children(&self, xml: &mut Xml) {
        if let Some(style) = self.style {
            xml.value("w:rStyle", style);
        }
        if let Some(font) = &self.font {
            let slots: [(&str, &dyn std::fmt::Display); 4] =
                [("w:ascii", font), ("w:hAnsi", font), ("w:eastAsia", font), ("w:cs", font)];
            xml.empty("w:rFonts", &slots);
        }
        for (name, complex, on) in [("w:b", "w:bCs", self.bold), ("w:i", "w:iCs", self.italic)] {
            match on {
                Some(true) => xml.empty(name, &[]).empty(complex, &[]),
                Some(false) => xml.value(name, 0).value(complex, 0),
                None => xml,
            };
        }
        if let Some(size) = self.size {
            xml.value("w:sz", size).value("w:szCs", size);
        }
        if self.underline {
            xml.value("w:u", "single");
        }
        if self.superscript {
            xml.value("w:vertAlign", "superscript");
        }
    }

    fn write(&self, xml: &mut Xml) {
        if *self != RunProps::default() {
            xml.open("w:rPr", &[]);
            self.children(xml);
            xml.close("w:rPr");
        }
    }
}

/// What stands in a paragraph.
#[derive(Debug, Clone)]
pub enum Inline {
    /// Words.
    Text(String, RunProps),
    /// A line break.
    Break,
    /// The reference to a footnote, by id; where it is bookmarked, others refer to the same note.
    Note {
        /// The footnote's id.
        id: u32,
        /// Whether the note was referred to before, so that this only repeats its number.
        again: bool,
    },
    /// The mark at the head of a footnote.
    NoteMark,
    /// The number of the page.
    Page,
    /// A comment begins.
    CommentStart(u32),
    /// A comment ends.
    CommentEnd(u32),
}

impl Inline {
    fn write(&self, xml: &mut Xml) {
        match self {
            Inline::Text(text, props) => {
                for (i, part) in text.split('\t').enumerate() {
                    if part.is_empty() && i == 0 {
                        continue;
                    }
                    xml.open("w:r", &[]);
                    props.write(xml);
                    xml.flag("w:tab", i > 0);
                    if !part.is_empty() {
                        xml.open("w:t", &[("xml:space", &"preserve")]).text(part).close("w:t");
                    }
                    xml.close("w:r");
                }
            }
            Inline::Break => {
                xml.open("w:r", &[]).empty("w:br", &[]).close("w:r");
            }
            Inline::Note { id, again: false } => {
                // The bookmark lets other places repeat the number.
                let name = format!("_vkNote{id}");
                xml.empty("w:bookmarkStart", &[("w:id", id), ("w:name", &name)]);
                xml.open("w:r", &[]).open("w:rPr", &[]).value("w:rStyle", "FootnoteReference").close("w:rPr");
                xml.empty("w:footnoteReference", &[("w:id", id)]).close("w:r");
                xml.empty("w:bookmarkEnd", &[("w:id", id)]);
            }
            Inline::Note { id, again: true } => {
                field(xml, &format!(" NOTEREF _vkNote{id} \\f \\h "), &id.to_string(), Some("FootnoteReference"));
            }
            Inline::NoteMark => {
                xml.open("w:r", &[]).open("w:rPr", &[]).value("w:rStyle", "FootnoteReference").close("w:rPr");
                xml.empty("w:footnoteRef", &[]).close("w:r");
                xml.open("w:r", &[]).open("w:t", &[("xml:space", &"preserve")]).text(" ").close("w:t").close("w:r");
            }
            Inline::Page => field(xml, " PAGE ", "2", None),
            Inline::CommentStart(id) => {
                xml.empty("w:commentRangeStart", &[("w:id", id)]);
            }
            Inline::CommentEnd(id) => {
                xml.empty("w:commentRangeEnd", &[("w:id", id)]);
                xml.open("w:r", &[]).empty("w:commentReference", &[("w:id", id)]).close("w:r");
            }
        }
    }
}

/// A field: what Word is to work out, and what it gave last.
fn field(xml: &mut Xml, code: &str, result: &str, style: Option<&'static str>) {
    let props = RunProps { style, ..RunProps::default() };
    let run = |xml: &mut Xml, inside: &dyn Fn(&mut Xml)| {
        xml.open("w:r", &[]);
        props.write(xml);
        inside(xml);
        xml.close("w:r");
    };
    let mark = |kind: &'static str| {
        move |xml: &mut Xml| {
            xml.empty("w:fldChar", &[("w:fldCharType", &kind)]);
        }
    };
    run(xml, &mark("begin"));
    run(xml, &|xml| {
        xml.open("w:instrText", &[("xml:space", &"preserve")]).text(code).close("w:instrText");
    });
    run(xml, &mark("separate"));
    run(xml, &|xml| {
        xml.open("w:t", &[]).text(result).close("w:t");
    });
    run(xml, &mark("end"));
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    /// Its properties.
    pub props: ParagraphProps,
    /// What stands in it.
    pub content: Vec<Inline>,
}

impl Paragraph {
    /// Of words alone.
    pub fn text(props: ParagraphProps, text: &str, run: RunProps) -> Paragraph {
        Paragraph { props, content: vec![Inline::Text(text.to_string(), run)] }
    }

    /// Writes it.
    pub fn write(&self, xml: &mut Xml) {
        xml.open("w:p", &[]);
        let mut props = Xml::default();
        self.props.children(&mut props);
        let props = props.finish();
        if !props.is_empty() {
            xml.open("w:pPr", &[]).raw(&props).close("w:pPr");
        }
        for inline in &self.content {
            inline.write(xml);
        }
        xml.close("w:p");
    }
}
