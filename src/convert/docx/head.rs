//! The head: superior and issuer, the Party's name, number, place and day, in a table without borders.

use super::styles::{DATE, HEAD, ISSUER, half};
use super::{Composer, Inline, Item, Paragraph, ParagraphProps, RunProps};
use crate::lint::form::{HeadPart, opens};
use crate::ooxml::compose::{Align, Cell, Indent, LAYOUT, Row, Spacing, Table};

/// The four places of a head, in the order they are read: left and right, above and below.
type Places = [Vec<Paragraph>; 4];

impl Composer<'_> {
    /// Writes the head, with the form's own lines where the text has none.
    pub fn head(&mut self) {
        if self.form.is_none() && self.layout.head.is_empty() {
            return;
        }
        let lines = self.layout.head.clone();
        let issuers = lines.iter().filter(|l| l.part == HeadPart::Issuer).map(|l| l.range.clone());
        let named =
            issuers.filter(|range| self.document.text[range.clone()].chars().any(char::is_alphanumeric)).count();
        let mut groups: Vec<Places> = vec![Places::default()];
        let (mut last, mut issuer, mut block) = (HeadPart::Issuer, 0, None);
        for line in &lines {
            if line.part < last {
                groups.push(Places::default());
            }
            last = line.part;
            // The last of the names is the issuer, those above it its superior.
            let is_named = self.document.text[line.range.clone()].chars().any(char::is_alphanumeric);
            issuer += usize::from(line.part == HeadPart::Issuer && is_named);
            let style = match line.part {
                HeadPart::Motto => ISSUER,
                HeadPart::Date => DATE,
                HeadPart::Issuer if issuer == named && named > 0 && is_named => ISSUER,
                _ => HEAD,
            };
            let size = match line.part {
                HeadPart::Motto => Some(half(self.format.motto_size.is)),
                HeadPart::Issuer => Some(half(self.format.issuer_size.is)),
                _ => None,
            };
            let look = RunProps { size, ..RunProps::default() };
            let whole = self.document.blocks[line.block].range == line.range && block != Some(line.block);
            block = Some(line.block);
            let content =
                if whole { self.words(line.block, &look) } else { self.stretch(line.range.clone(), &look, true) };
            let mut paragraph = Paragraph { props: ParagraphProps::of(style), content };
            if line.part == HeadPart::Motto && Some(line) == lines.iter().rfind(|l| l.part == HeadPart::Motto) {
                let text = self.document.text[line.range.clone()].to_string();
                self.rule(&mut paragraph, &text, self.format.motto_size.is);
            }
            if let Some(places) = groups.last_mut() {
                places[line.part as usize].push(paragraph);
            }
        }
        self.complete(&mut groups);
        let table = self.layout_table(groups.into_iter().flat_map(|[a, b, c, d]| [(a, b), (c, d)]), self.left());
        self.items.push(Item::Table(table));
        let gap = ParagraphProps {
            spacing: Spacing { after: Some(240), ..Spacing::default() },
            ..ParagraphProps::of(super::FORM)
        };
        self.push(Paragraph { props: gap, content: Vec::new() });
    }

    /// Fills the places the text has no line for.
    fn complete(&mut self, groups: &mut [Places]) {
        let format = self.format;
        let form = self.form;
        let (motto, date) = (self.layout.has(HeadPart::Motto), self.layout.has(HeadPart::Date) || self.layout.dated);
        let number = self.layout.has(HeadPart::Number);
        let issuer = self.layout.has(HeadPart::Issuer);
        let draft = self.draft();
        let Some([left, right, below, beside]) = groups.first_mut() else { return };
        let size = |size: f64| RunProps { size: Some(half(size)), ..RunProps::default() };
        let bold = |run: RunProps| RunProps { bold: Some(true), ..run };
        if let Some(form) = form {
            let name = size(format.issuer_size.is);
            if !issuer {
                left.push(self.own_line(&self.facts.fill(&form.above, true), name.clone()));
                left.push(self.own_line(&self.facts.fill(&form.issuer, true), bold(name.clone())));
                if !format.star.is.is_empty() {
                    left.push(self.own_line(&format.star.is, name));
                }
            }
            if let Some((code, body)) = form.code.as_ref().zip(form.body.as_ref()).filter(|_| !number) {
                let line = format.number.is.replace("{code}", code).replace("{body}", self.facts.code(body));
                below.push(self.own_line(&line, RunProps::default()));
            }
            if draft {
                let run = RunProps { italic: Some(true), ..RunProps::default() };
                below.push(self.own_line(&format.draft.is, run));
            }
            if !date {
                let run = RunProps { italic: Some(true), ..RunProps::default() };
                beside.push(self.own_line(&self.facts.fill(&format.date_line.is, false), run));
            }
        }
        if !motto {
            let lines = &format.motto.is;
            right.extend(lines.iter().map(|line| self.own_line(line, bold(size(format.motto_size.is)))));
            if let (Some(last), Some(text)) = (right.last_mut(), lines.last()) {
                self.rule(last, text, format.motto_size.is);
            }
        }
    }

    /// Of a hundred parts of the width, how many the left column has: the right one holds the longest line of the motto.
    fn left(&self) -> u32 {
        let longest = self.format.motto.is.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        if longest > 26 { 37 } else { 46 }
    }

    /// A rule under a line, about as long as its words.
    fn rule(&self, paragraph: &mut Paragraph, text: &str, size: f64) {
        let capitals = text.chars().filter(|c| c.is_uppercase()).count() as f64;
        let others = text.chars().count() as f64 - capitals;
        let length = ((capitals * 0.72 + others * 0.45) * size * 20.0) as u32;
        let cell = self.width(false) * (100 - self.left()) / 100;
        let side = cell.saturating_sub(length) / 2;
        paragraph.props.rule_below = true;
        paragraph.props.indent = Some(Indent { left: side, right: side, first: 0 });
    }

    /// Whether the mark of a draft is wanted: nobody has numbered the text or called it a draft.
    fn draft(&self) -> bool {
        let text = |range: &std::ops::Range<usize>| &self.document.text[range.clone()];
        let marks = |text: &str| opens(text, &self.words.draft) || has_word(text, &self.words.draft);
        let head = self.layout.head.iter().map(|line| text(&line.range));
        let numbered = self.layout.head.iter().filter(|line| line.part == HeadPart::Number);
        let numbered = numbered.map(|line| text(&line.range)).any(|text| text.contains(|c: char| c.is_ascii_digit()));
        let title = self.layout.title.clone().map(|i| self.document.block_text(&self.document.blocks[i]));
        !numbered && !head.chain(title).any(marks)
    }

    /// A table of two columns without borders.
    pub fn layout_table(&self, rows: impl Iterator<Item = (Vec<Paragraph>, Vec<Paragraph>)>, left: u32) -> Table {
        let width = self.width(false);
        let columns = vec![width * left / 100, width - width * left / 100];
        let cell = |content: Vec<Paragraph>| Cell { span: 1, content: or_empty(content), ..Cell::default() };
        let full = rows.filter(|(a, b)| !a.is_empty() || !b.is_empty());
        let rows = full.map(|(a, b)| Row { header: false, cells: vec![cell(a), cell(b)] }).collect();
        Table { style: LAYOUT, columns, rows }
    }

    /// The title with what stands centred under it.
    pub fn title_line(&mut self, index: usize, style: &str) -> Paragraph {
        let first = index == self.layout.title.start;
        let size = first.then(|| half(self.format.title_size.is));
        let content = self.words(index, &RunProps { size, ..RunProps::default() });
        let props =
            ParagraphProps { align: Some(Align::Centre), indent: Some(Indent::default()), ..ParagraphProps::of(style) };
        Paragraph { props, content }
    }

    /// The mark under the title.
    pub fn title_rule(&mut self) {
        if !self.format.title_rule.is.is_empty() && self.form.is_some() {
            let mut line = self.own_line(&self.format.title_rule.is, RunProps::default());
            line.props.spacing = Spacing { before: Some(0), after: Some(240), line: None };
            self.push(line);
        }
    }
}

/// A cell holds a paragraph whatever it holds.
fn or_empty(content: Vec<Paragraph>) -> Vec<Paragraph> {
    if content.is_empty() {
        return vec![Paragraph { props: ParagraphProps::of(super::FORM), content: Vec::<Inline>::new() }];
    }
    content
}

fn has_word(text: &str, words: &[String]) -> bool {
    let folded = crate::text::fold(text.char_indices().nth(400).map_or(text, |(end, _)| &text[..end]));
    words.iter().any(|word| folded.contains(crate::text::fold(word).as_str()))
}
