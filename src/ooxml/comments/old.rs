//! Taking an author's comments out of a file again.

use crate::ooxml::story::{MarkKind, Node};
use crate::ooxml::xml::{attribute, malformed};
use crate::ooxml::{Package, PackageError, Story};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The package without an author's comments, but for those that begin with `kept` and those somebody has replied to;
/// `None` if there are none to take out. Runs that were cut for the marks stay cut.
pub fn without(package: &Package, author: &str, kept: &str) -> Result<Option<Package>, PackageError> {
    let main = package.main();
    let Some(name) = package.related(main, "comments")? else { return Ok(None) };
    let Some(xml) = package.text(&name)? else { return Ok(None) };
    let story = Story::scan(&name, &xml)?;
    let threads = Threads::read(package)?;
    let mut gone = Gone::default();
    let (mut elements, mut by_author) = (Vec::new(), Vec::new());
    for note in story.notes.iter().filter(|note| note.author.as_deref() == Some(author)) {
        let paragraphs = note.content.iter().filter_map(|node| match node {
            Node::Paragraph(id) => story.paragraphs.get(*id as usize),
            Node::Table(_) => None,
        });
        let paragraphs: Vec<_> = paragraphs.collect();
        let speaks = paragraphs.iter().any(|p| p.text.trim_start().starts_with(kept));
        let ids = paragraphs.iter().filter_map(|p| paragraph_id(xml.get(p.start_tag.range())?));
        by_author.push((note, speaks, ids.collect::<Vec<String>>()));
    }
    let own: HashSet<&String> = by_author.iter().flat_map(|(_, _, ids)| ids).collect();
    for (note, speaks, ids) in &by_author {
        let answered = ids.iter().any(|id| threads.replies(id).any(|reply| !own.contains(reply)));
        if *speaks || answered {
            continue;
        }
        gone.comments.insert(note.id);
        gone.paragraphs.extend(ids.iter().cloned());
        elements.push(note.xml.range());
    }
    if gone.comments.is_empty() {
        return Ok(None);
    }
    let mut changes = vec![(name, cut(&xml, elements).into_bytes())];
    changes.extend(gone.marks(package)?);
    changes.extend(threads.without(package, &gone)?);
    Ok(Some(Package::open(package.replace(&changes)?)?))
}

/// The comments that answer others, by id.
pub fn replies(package: &Package) -> Result<HashSet<i64>, PackageError> {
    let Some(name) = package.related(package.main(), "comments")? else { return Ok(HashSet::new()) };
    let Some(xml) = package.text(&name)? else { return Ok(HashSet::new()) };
    let (story, threads) = (Story::scan(&name, &xml)?, Threads::read(package)?);
    let replies: HashSet<&String> = threads.replies.values().flatten().collect();
    let answers = |note: &&crate::ooxml::story::Note| {
        note.content.iter().any(|node| match node {
            Node::Paragraph(id) => story
                .paragraphs
                .get(*id as usize)
                .and_then(|p| paragraph_id(xml.get(p.start_tag.range())?))
                .is_some_and(|id| replies.contains(&id)),
            Node::Table(_) => false,
        })
    };
    Ok(story.notes.iter().filter(answers).map(|note| note.id).collect())
}

/// What is taken out.
#[derive(Default)]
struct Gone {
    /// Ids of comments.
    comments: HashSet<i64>,
    /// Ids of their paragraphs, which newer versions of Word know them by.
    paragraphs: HashSet<String>,
}

impl Gone {
    /// The main part without the marks of comments that are gone.
    fn marks(&self, package: &Package) -> Result<Option<(String, Vec<u8>)>, PackageError> {
        let main = package.main();
        let Some(xml) = package.text(main)? else { return Ok(None) };
        let story = Story::scan(main, &xml)?;
        // A run that holds nothing but the reference goes with it.
        let mut alone: HashMap<usize, Range<usize>> = HashMap::new();
        for mark in story.paragraphs.iter().flat_map(|p| &p.marks).filter(|mark| mark.kind == MarkKind::Comment) {
            let Some(run) = mark.run.and_then(|run| story.runs.get(run as usize)) else { continue };
            let content = run.properties.unwrap_or(run.start_tag).end..run.end_tag.start;
            if content == (mark.xml.start..mark.xml.end) {
                alone.insert(mark.xml.start as usize, run.xml.range());
            }
        }
        let is_mark = |name: &str, element: &BytesStart<'_>| {
            ["commentRangeStart", "commentRangeEnd", "commentReference"].contains(&name)
                && attribute(element, "id")
                    .and_then(|id| id.trim().parse().ok())
                    .is_some_and(|id: i64| self.comments.contains(&id))
        };
        let found = elements(main, &xml, &is_mark)?.into_iter();
        let found = found.map(|range| alone.get(&range.start).cloned().unwrap_or(range)).collect();
        Ok(Some((main.to_string(), cut(&xml, found).into_bytes())))
    }
}

/// What newer versions of Word keep about comments, each in a part of its own.
#[derive(Default)]
struct Threads {
    /// Part name and XML.
    parts: Vec<(String, String)>,
    /// Paragraph of a comment → paragraphs of replies to it.
    replies: HashMap<String, Vec<String>>,
    /// Paragraph of a comment → its id that lasts.
    durable: HashMap<String, String>,
}

impl Threads {
    fn read(package: &Package) -> Result<Threads, PackageError> {
        let mut threads = Threads::default();
        for kind in ["commentsExtended", "commentsIds", "commentsExtensible"] {
            let Some(name) = package.related(package.main(), kind)? else { continue };
            let Some(xml) = package.text(&name)? else { continue };
            super::super::xml::elements(&name, &xml, &mut |_, attributes| {
                let Some(id) = attributes.get("paraId") else { return };
                if let Some(parent) = attributes.get("paraIdParent") {
                    threads.replies.entry(parent).or_default().push(id.clone());
                }
                if let Some(durable) = attributes.get("durableId") {
                    threads.durable.insert(id, durable);
                }
            })?;
            threads.parts.push((name, xml));
        }
        Ok(threads)
    }

    fn replies(&self, paragraph: &str) -> impl Iterator<Item = &String> {
        self.replies.get(paragraph).into_iter().flatten()
    }

    fn without(&self, package: &Package, gone: &Gone) -> Result<Vec<(String, Vec<u8>)>, PackageError> {
        let durable: HashSet<&String> = gone.paragraphs.iter().filter_map(|id| self.durable.get(id)).collect();
        let is_gone = |_: &str, element: &BytesStart<'_>| {
            attribute(element, "paraId").is_some_and(|id| gone.paragraphs.contains(&id))
                || attribute(element, "durableId").is_some_and(|id| durable.contains(&id))
        };
        let mut changes = Vec::new();
        for (name, xml) in self.parts.iter().filter(|(name, _)| package.has(name)) {
            let found = elements(name, xml, &is_gone)?;
            if !found.is_empty() {
                changes.push((name.clone(), cut(xml, found).into_bytes()));
            }
        }
        Ok(changes)
    }
}

/// A paragraph's id, which newer versions of Word give it.
fn paragraph_id(start_tag: &str) -> Option<String> {
    match Reader::from_str(start_tag).read_event() {
        Ok(Event::Start(element) | Event::Empty(element)) => attribute(&element, "paraId"),
        _ => None,
    }
}

/// Where elements that fit a test stand, in order; of nested ones the outermost.
fn elements(
    part: &str,
    xml: &str,
    fits: &dyn Fn(&str, &BytesStart<'_>) -> bool,
) -> Result<Vec<Range<usize>>, PackageError> {
    let shift = if xml.starts_with('\u{FEFF}') { 3 } else { 0 };
    let mut reader = Reader::from_str(&xml[shift..]);
    let (mut found, mut open) = (Vec::new(), None);
    let mut depth = 0usize;
    loop {
        let start = reader.buffer_position() as usize + shift;
        let event = reader.read_event().map_err(|_| malformed(part, start))?;
        let end = reader.buffer_position() as usize + shift;
        match event {
            Event::Start(element) => {
                if open.is_none() && fits(element.local_name().into_inner(), &element) {
                    open = Some((depth, start));
                }
                depth += 1;
            }
            Event::Empty(element) if open.is_none() && fits(element.local_name().into_inner(), &element) => {
                found.push(start..end);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some((_, start)) = open.filter(|(opened, _)| *opened == depth) {
                    found.push(start..end);
                    open = None;
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Some XML without some ranges, which may touch or hold each other.
fn cut(xml: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.sort_by_key(|range| (range.start, range.end));
    let (mut out, mut copied) = (String::with_capacity(xml.len()), 0);
    for range in ranges {
        out.push_str(xml.get(copied..range.start).unwrap_or(""));
        copied = copied.max(range.end);
    }
    out.push_str(xml.get(copied..).unwrap_or(""));
    out
}
