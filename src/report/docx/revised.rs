//! `diff --format docx`: the old Word file with all that changed as tracked changes.
//!
//! Accepted they give the new revision's text, rejected the old one's. Rows and tables that came or went, footnotes,
//! and what cannot be tracked without harm (fields, other people's insertions) are told in comments.

mod plan;

use super::AUTHOR;
use super::place::Places;
use crate::document::{Document, ReadError, Span, TextPart, WordPlace, docx};
use crate::lint::finding;
use crate::lint::rule::Lang;
use crate::ooxml::comments::{self, Author, Comment};
use crate::ooxml::parts::Part;
use crate::ooxml::splice::{Form, Gap, Splicer, Stamp};
use crate::ooxml::{Package, Parts};
use crate::revision::{Reading, Revision, Unit, UnitKind};
use crate::text::Date;
use plan::{Plan, Replacement, Step};
use std::ops::Range;
use std::sync::Arc;

/// A file with its changes.
#[derive(Clone, Debug)]
pub struct Revised {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many units were changed, put in or taken out as tracked changes.
    pub tracked: usize,
    /// How many could only be told in a comment.
    pub told: usize,
}

/// Tracks in a Word file, of which `old` was read, how `new` differs from it.
pub fn render(
    bytes: Arc<[u8]>,
    revision: &Revision,
    old: &Reading,
    new: &Reading,
    lang: Lang,
    date: Date,
) -> Result<Revised, ReadError> {
    let parts = Parts::read(Package::open(bytes)?)?;
    let word = docx::map(&parts);
    let places = Places::new(&parts, &word);
    let texts = [Some(&parts.body), parts.footnotes.as_ref(), parts.endnotes.as_ref()];
    let date = format!("{date}T00:00:00Z");
    let largest = |of: fn(&Part) -> i64| texts.into_iter().flatten().map(of).max().unwrap_or(0).max(0);
    let next = largest(|part| part.story.max_id).saturating_add(1);
    let mut writer = Writer {
        old: &old.document,
        new: &new.document,
        places: &places,
        splicers: texts.map(|part| part.map(|part| Splicer::new(&part.xml, &part.story))),
        stamp: Stamp { author: AUTHOR.to_string(), date: date.clone(), next },
        lang,
        gap: Gap::First,
        run_on: false,
        comments: Vec::new(),
        next_comment: largest(|part| part.story.max_comment_id)
            .max(parts.comments.as_ref().map_or(0, |part| part.story.max_comment_id))
            .saturating_add(1),
        tracked: 0,
        told: 0,
    };
    let pairs = revision.whole(&old.document, &new.document);
    let steps = Plan::of(&pairs, &old.document, &new.document).steps;
    for (i, step) in steps.iter().enumerate() {
        let next = step.stays().and_then(|_| steps[i + 1..].iter().find_map(Step::stays));
        writer.step(step, next);
    }
    let Writer { splicers, comments: added, tracked, told, .. } = writer;
    let by = Author { name: AUTHOR.to_string(), initials: "vk".to_string(), date };
    let mut changes = comments::add(&parts.package, parts.comments.as_ref(), parts.body.story.strict, &added, &by)?;
    for (part, splicer) in texts.into_iter().zip(splicers) {
        if let (Some(part), Some(splicer)) = (part, splicer.filter(|splicer| !splicer.is_idle())) {
            changes.push((part.name.clone(), splicer.finish()?.into_bytes()));
        }
    }
    Ok(Revised { bytes: parts.package.replace(&changes)?, tracked, told })
}

struct Writer<'d> {
    old: &'d Document,
    new: &'d Document,
    places: &'d Places<'d>,
    splicers: [Option<Splicer<'d>>; 3],
    stamp: Stamp,
    lang: Lang,
    /// Where what comes next is put.
    gap: Gap,
    /// Whether what stood there last has its mark from what comes.
    run_on: bool,
    comments: Vec<Comment>,
    next_comment: i64,
    tracked: usize,
    told: usize,
}

impl Writer<'_> {
    /// Takes a step; `next` is the unit that stays after one that stays.
    fn step(&mut self, step: &Step<'_>, next: Option<&Unit>) {
        match *step {
            Step::Stays { old, new, ref replacements, runs_on } => {
                let edited = !replacements.is_empty() && self.edit(old, new, replacements);
                let last = self.paragraphs(old).last().copied();
                let body = self.splicers[0].as_mut();
                self.run_on = match last.zip(body).filter(|_| edited && runs_on) {
                    Some((last, body)) => body.insert_mark(last, &mut self.stamp),
                    None => false,
                };
                if let Some(last) = last.filter(|_| old.kind != UnitKind::Footnote) {
                    self.gap = self.gap_after(old, last, next);
                }
            }
            Step::Goes { old, moved_to } => self.remove(old, moved_to),
            Step::Comes { new, like, near, marked } => self.insert(new, like, near, marked || !self.run_on),
        }
    }

    /// The place between a unit that ends with the paragraph `last` and the next: inside the table where both are lines
    /// of one that only lays out the page (head, signatures).
    fn gap_after(&self, unit: &Unit, last: usize, next: Option<&Unit>) -> Gap {
        let text = |unit: &Unit| matches!(unit.kind, UnitKind::Heading | UnitKind::Paragraph | UnitKind::Item);
        let next = next.filter(|next| text(next) && text(unit)).and_then(|next| self.paragraphs(next).first().copied());
        let body = self.splicers[0].as_ref();
        match next.zip(body) {
            Some((next, body)) if body.share_table(last, next) => Gap::Inside(last),
            _ => Gap::After(last),
        }
    }

    /// The paragraphs of the body a unit of the old revision stands in.
    fn paragraphs(&self, unit: &Unit) -> Vec<usize> {
        let span = self.old.span(unit.range.clone());
        let places = self.places.word().places(span).into_iter();
        places.filter(|place| place.part == TextPart::Body).map(|place| place.paragraph).collect()
    }

    /// Changes the words of a unit that stays where it is, all of them or none; gives whether it was done.
    fn edit(&mut self, old: &Unit, new: &Unit, replacements: &[Replacement]) -> bool {
        let mut edits: Vec<(WordPlace, &str)> = Vec::new();
        for replacement in replacements {
            if self.is_automatic(old, &replacement.old) {
                continue;
            }
            match self.place(old, &replacement.old) {
                Some(place) => edits.push((place, &replacement.new)),
                None => return self.tell_edit(old, new),
            }
        }
        for (place, words) in &edits {
            let words = one_line(words);
            let splicer = self.splicers[index(place.part)].as_mut();
            if !splicer.is_some_and(|splicer| splicer.can_replace(place.paragraph, &place.text, &words)) {
                return self.tell_edit(old, new);
            }
        }
        let mut done = true;
        for (place, words) in edits {
            let words = one_line(words);
            if let Some(splicer) = self.splicers[index(place.part)].as_mut() {
                done &= splicer.replace(place.paragraph, place.text, &words, &mut self.stamp);
            }
        }
        // Changes that touch each other were seen apart before.
        if !done {
            return self.tell_edit(old, new);
        }
        self.tracked += 1;
        true
    }

    /// Whether some words are the number Word itself puts before a paragraph: it counts anew by itself.
    fn is_automatic(&self, unit: &Unit, range: &Range<usize>) -> bool {
        let Some(block) = self.old.blocks.get(unit.blocks.start as usize) else { return false };
        if range.is_empty() || range.end > block.body {
            return false;
        }
        let places = self.places.word().places(self.old.span(range.clone()));
        places.iter().all(|place| place.text.is_empty())
    }

    /// The place in the file of some words of a unit; of no words, the place between two letters.
    fn place(&self, unit: &Unit, range: &Range<usize>) -> Option<WordPlace> {
        let span = if !range.is_empty() {
            self.old.span(range.clone())
        } else {
            let at = match range.start > unit.range.start {
                true => self.old.span(before(&self.old.text, range.start)..range.start).end,
                false => self.old.span(range.start..(range.start + 1).min(unit.range.end.max(range.start))).start,
            };
            Span { start: at, end: at }
        };
        self.places.edit(&finding::Edit { start: span.start, end: span.end, text: String::new() })
    }

    fn remove(&mut self, old: &Unit, moved_to: Option<&Unit>) {
        let whole = matches!(old.kind, UnitKind::Heading | UnitKind::Paragraph | UnitKind::Item);
        let paragraphs = self.paragraphs(old);
        let stamp = &mut self.stamp;
        let body = self.splicers[0].as_mut().filter(|_| whole && !paragraphs.is_empty());
        let gone = body.is_some_and(|body| {
            let all = paragraphs.iter().all(|&p| body.can_delete_paragraph(p));
            all && paragraphs.iter().all(|&p| body.delete_paragraph(p, stamp))
        });
        self.tracked += usize::from(gone);
        if let Some(to) = moved_to {
            let section = self.new.section_path(to.section).unwrap_or_default();
            let place = if section.is_empty() { String::new() } else { format!("«{section}»") };
            let label = match old.kind {
                UnitKind::Row => {
                    self.words("Bản mới đặt hàng này ở chỗ khác.", "The new draft has this row elsewhere.")
                }
                _ => self.words("Bản mới chuyển đoạn này đến chỗ khác:", "The new draft has this passage elsewhere:"),
            };
            self.told += usize::from(!gone);
            self.comment(old, label, place);
        } else if !gone {
            let label = match old.kind {
                UnitKind::Row => self.words("Bản mới bỏ hàng này.", "The new draft drops this row."),
                UnitKind::Table => self.words("Bản mới bỏ bảng này.", "The new draft drops this table."),
                UnitKind::Footnote => self.words("Bản mới bỏ chú thích này.", "The new draft drops this note."),
                _ => self.words("Bản mới bỏ đoạn này.", "The new draft drops this passage."),
            };
            self.told += 1;
            self.comment(old, label, String::new());
        }
    }

    fn insert(&mut self, new: &Unit, like: Option<&Unit>, near: Option<&Unit>, marked: bool) {
        let block = self.new.blocks.get(new.blocks.start as usize);
        let text = self.new.text.get(new.range.clone()).unwrap_or("");
        if matches!(new.kind, UnitKind::Heading | UnitKind::Paragraph | UnitKind::Item) {
            let like_unit = like;
            let like = like.and_then(|like| self.paragraphs(like).first().copied());
            // A number that is typed must not stand beside one Word counts.
            let plain = block.is_some_and(|block| block.body > new.range.start);
            let listed = like_unit.is_some_and(|like| like.kind == UnitKind::Item);
            let mark = match block.and_then(|block| block.item).filter(|_| !listed && new.kind == UnitKind::Item) {
                Some(crate::document::ListMark::Bullet) => "- ".to_string(),
                Some(crate::document::ListMark::Number(n)) => format!("{n}. "),
                None => String::new(),
            };
            let words = mark + &one_line(text);
            let form = Form { like, plain, marked };
            let gap = self.gap;
            let stamp = &mut self.stamp;
            let body = self.splicers[0].as_mut();
            if body.is_some_and(|body| body.insert_paragraph(gap, form, &words, stamp)) {
                self.tracked += 1;
                return;
            }
        }
        let label = match new.kind {
            UnitKind::Row => self.words("Bản mới thêm hàng sau hàng này:", "The new draft adds a row after this one:"),
            UnitKind::Table => self.words("Bản mới thêm bảng sau đây:", "The new draft adds a table after this:"),
            UnitKind::Footnote => self.words("Bản mới thêm chú thích:", "The new draft adds a note:"),
            _ => self.words("Bản mới thêm sau đoạn này:", "The new draft adds after this:"),
        };
        self.told += 1;
        let said = short(&text.replace('\n', " | "));
        match near {
            Some(near) => self.comment(near, label, said),
            None => self.comment_at(Span { start: 0, end: 0 }, label, said),
        }
    }

    /// Tells in a comment what cannot be tracked.
    fn tell_edit(&mut self, old: &Unit, new: &Unit) -> bool {
        self.told += 1;
        let text = self.new.text.get(new.range.clone()).unwrap_or("").replace('\n', " | ");
        let label = self.words("Bản mới viết:", "The new draft has:");
        self.comment(old, label, short(&text));
        false
    }

    fn words(&self, vietnamese: &str, english: &str) -> String {
        if self.lang == Lang::Vi { vietnamese.to_string() } else { english.to_string() }
    }

    fn comment(&mut self, about: &Unit, label: String, words: String) {
        self.comment_at(self.old.span(about.range.clone()), label, words);
    }

    fn comment_at(&mut self, span: Span, label: String, words: String) {
        let Some(body) = self.splicers[0].as_mut() else { return };
        let id = self.next_comment;
        if self.places.targets(span.start, span.end).any(|target| body.comment(id, &target)) {
            self.comments.push(Comment { id, paragraphs: vec![(label, words)] });
            self.next_comment = id.saturating_add(1);
        }
    }
}

fn index(part: TextPart) -> usize {
    match part {
        TextPart::Body => 0,
        TextPart::Footnotes => 1,
        TextPart::Endnotes => 2,
    }
}

/// Where the letter before a place begins.
fn before(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|text| text.char_indices().next_back()).map_or(at, |(at, _)| at)
}

/// Words as one line.
fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The words of a comment: people read a table in the new draft itself.
fn short(words: &str) -> String {
    const LONGEST: usize = 1_000;
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_string(),
    }
}
