//! The text on a page: what changed, in full; what did not, folded away.

use super::super::flow::{self, Stretch};
use super::super::pieces;
use super::super::words::Said;
use super::super::{Compared, Places, place, split_key, whereabouts};
use super::anchors::Anchors;
use super::marks::{Word, marked, words};
use super::table::{self, Row};
use crate::lint::finding::shorten;
use crate::report::digest::visible;
use crate::revision::{Fate, Op, Pair, Unit, UnitKind};
use crate::skeleton::filters;
use serde::Serialize;
use std::collections::HashMap;

/// Something on the page.
#[derive(Serialize, Default)]
pub(super) struct Entry {
    /// `change`, `table`, `left` or `fold`.
    kind: &'static str,
    id: String,
    /// `edited`, `added`, `removed`, `moved`, `moved-edited`.
    class: &'static str,
    /// `heading`, `paragraph`, `item`, `footnote`.
    block: &'static str,
    label: String,
    /// «dòng 12».
    place: String,
    /// Where it moved from or to.
    link: Option<Link>,
    /// The words; of a fold, what it is called.
    words: Vec<Word>,
    /// The words as Markdown.
    marked: String,
    /// Blocks that moved together, or are folded away.
    more: Vec<Block>,
    /// Of a table.
    header: Vec<String>,
    rows: Vec<Row>,
    columns: usize,
}

#[derive(Serialize)]
pub(super) struct Link {
    text: String,
    href: String,
}

/// A block in a fold.
#[derive(Serialize)]
pub(super) struct Block {
    block: &'static str,
    words: Vec<Word>,
}

/// Makes the entries of one document.
pub(super) struct Body<'b> {
    number: usize,
    pub compared: &'b Compared,
    pub said: &'b Said,
    html: bool,
    places: (Places<'b>, Places<'b>),
    /// Which table of the new revision each of the old one has become.
    tables: HashMap<u32, u32>,
    /// Changes that are not on the page.
    pub unlisted: usize,
    /// For each pair that is on the page, the one its entry is called by: what moved together is one entry.
    shown: HashMap<usize, usize>,
    /// The same for the entries where something moved away.
    departed: HashMap<usize, usize>,
}

impl<'b> Body<'b> {
    /// For document `number`; `left` says how many changes may still be shown.
    pub fn new(
        number: usize,
        compared: &'b Compared,
        flow: &[Stretch],
        said: &'b Said,
        html: bool,
        left: &mut usize,
    ) -> Body<'b> {
        let places = (Places::new(&compared.old.document), Places::new(&compared.new.document));
        let tables = table::counterparts(compared);
        let (shown, departed) = (HashMap::new(), HashMap::new());
        let mut body = Body { number, compared, said, html, places, tables, unlisted: 0, shown, departed };
        let entries = || flow.iter().flat_map(|stretch| &stretch.entries);
        for entry in entries() {
            let (first, count) = match *entry {
                flow::Entry::Change(at) => (at, 1),
                flow::Entry::Moved(first, count) => (first, count),
                flow::Entry::Same(_) | flow::Entry::Left(..) => continue,
            };
            let Some(fewer) = left.checked_sub(1) else {
                body.unlisted += count;
                continue;
            };
            *left = fewer;
            // Each row of a table is a line by itself.
            let row = body.table_of(entry).is_some();
            body.shown.extend((first..first + count).map(|at| (at, if row { at } else { first })));
        }
        for entry in entries() {
            if let flow::Entry::Left(first, count) = *entry
                && body.shown.contains_key(&first)
            {
                body.departed.extend((first..first + count).map(|at| (at, first)));
            }
        }
        body
    }

    /// The entries of a section; `unchanged` says whether what did not change is put in folds.
    pub fn entries(&mut self, stretch: &Stretch, unchanged: bool) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut rest = &stretch.entries[..];
        while let Some((first, after)) = rest.split_first() {
            let table = self.table_of(first);
            if table.is_some() {
                let rows = rest.iter().take_while(|entry| self.table_of(entry) == table).count();
                let (of_table, after) = rest.split_at(rows.max(1));
                if of_table.iter().any(|entry| !matches!(entry, flow::Entry::Same(_))) {
                    entries.extend(self.table(of_table));
                } else {
                    of_table.iter().for_each(|entry| self.fold(&mut entries, entry, unchanged));
                }
                rest = after;
                continue;
            }
            match *first {
                flow::Entry::Same(_) => self.fold(&mut entries, first, unchanged),
                flow::Entry::Left(at, count) => entries.extend(self.departure(at, count)),
                flow::Entry::Change(at) => entries.extend(self.change(at, 1)),
                flow::Entry::Moved(at, count) => entries.extend(self.change(at, count)),
            }
            rest = after;
        }
        entries.iter_mut().for_each(|entry| self.name(entry));
        entries
    }

    /// What a section holds that did not change.
    pub fn unchanged(&mut self, stretch: &Stretch) -> Vec<Entry> {
        let mut entries = Vec::new();
        for entry in &stretch.entries {
            if let flow::Entry::Same(at) = *entry {
                self.put(&mut entries, at);
            }
        }
        entries
    }

    fn pair(&self, at: usize) -> &'b Pair {
        &self.compared.revision.pairs[at]
    }

    /// The table an entry is a row of, or a table that came or went whole.
    fn table_of(&self, entry: &flow::Entry) -> Option<(bool, u32)> {
        let (flow::Entry::Same(at) | flow::Entry::Change(at) | flow::Entry::Moved(at, _) | flow::Entry::Left(at, _)) =
            *entry;
        let pair = self.pair(at);
        let unit = pair.new.as_ref().or(pair.old.as_ref())?;
        if !matches!(unit.kind, UnitKind::Row | UnitKind::Table) {
            return None;
        }
        match (entry, &pair.old) {
            // Where it stood: by the table it stood in.
            (flow::Entry::Left(..), Some(old)) => self.table_of_old(old),
            _ => match &pair.new {
                Some(new) => table::table(&self.compared.new.document, new).map(|table| (true, table)),
                None => self.table_of_old(pair.old.as_ref()?),
            },
        }
    }

    /// The table a unit of the old revision stood in; the new one it has become, if it has.
    fn table_of_old(&self, unit: &Unit) -> Option<(bool, u32)> {
        let old = table::table(&self.compared.old.document, unit)?;
        Some(self.tables.get(&old).map_or((false, old), |&new| (true, new)))
    }

    /// Adds something that did not change to the fold it belongs to.
    fn fold(&mut self, entries: &mut Vec<Entry>, entry: &flow::Entry, unchanged: bool) {
        let flow::Entry::Same(at) = *entry else { return };
        // The heading stands above already.
        if flow::is_heading(self.pair(at)) && !self.pair(at).spelling {
            return;
        }
        if !unchanged {
            if !self.html {
                return;
            }
            match entries.last_mut().filter(|last| last.kind == "fold") {
                Some(fold) => fold.columns += 1,
                None => entries.push(Entry { kind: "fold", columns: 1, ..Entry::default() }),
            }
            return;
        }
        self.put(entries, at);
    }

    fn put(&mut self, entries: &mut Vec<Entry>, at: usize) {
        let pair = self.pair(at);
        let Some(unit) = &pair.new else { return };
        let words = words(&pieces::of(self.compared, pair));
        let block = Block { block: block(unit), words };
        match entries.last_mut().filter(|last| last.kind == "fold") {
            Some(fold) => {
                fold.columns += 1;
                fold.more.push(block);
            }
            None => entries.push(Entry { kind: "fold", columns: 1, more: vec![block], ..Entry::default() }),
        }
    }

    /// Names a fold by what is in it.
    fn name(&self, entry: &mut Entry) {
        if entry.kind == "fold" {
            let spelt = entry.more.iter().filter(|block| block.words.iter().any(|word| word.op != Op::Equal)).count();
            entry.label = format!("{} {}", entry.columns, self.said.get("unchanged"));
            if spelt > 0 {
                entry.label = format!("{} ({spelt} {})", entry.label, self.said.get("spelling-short"));
            }
        }
    }

    fn change(&mut self, at: usize, count: usize) -> Option<Entry> {
        self.shown.get(&at)?;
        let pair = self.pair(at);
        let unit = pair.new.as_ref().or(pair.old.as_ref())?;
        let pieces = pieces::of(self.compared, pair);
        let more = (at + 1..at + count).filter_map(|at| {
            let pair = self.pair(at);
            let unit = pair.new.as_ref()?;
            Some(Block { block: block(unit), words: words(&pieces::of(self.compared, pair)) })
        });
        let mut entry = Entry {
            kind: "change",
            id: self.id(at),
            class: class(pair.fate),
            block: block(unit),
            label: self.label(pair),
            place: place(&self.places, pair, self.said),
            words: if self.html { words(&pieces) } else { Vec::new() },
            marked: if self.html { String::new() } else { marked(pair, &pieces) },
            more: if self.html { more.collect() } else { Vec::new() },
            columns: count,
            ..Entry::default()
        };
        if matches!(pair.fate, Fate::Moved | Fate::MovedEdited) {
            let text = self.whereabouts(pair, count, true);
            entry.link = Some(Link { text, href: self.departure_of(at) });
        }
        Some(entry)
    }

    /// The place something moved away from.
    fn departure(&mut self, at: usize, count: usize) -> Option<Entry> {
        self.departed.get(&at)?;
        let pair = self.pair(at);
        let old = pair.old.as_ref().map_or("", |unit| Compared::text(&self.compared.old, unit));
        let text = self.whereabouts(pair, count, false);
        Some(Entry {
            kind: "left",
            id: self.departure_id(at),
            class: "left",
            block: "paragraph",
            words: vec![Word { op: Op::Equal, text: visible(&shorten(old, 110)).into_owned() }],
            marked: filters::markdown(&shorten(old, 80)),
            link: Some(Link { text, href: self.arrival_of(at) }),
            columns: count,
            ..Entry::default()
        })
    }

    /// Rows of one table: those that changed, between them how many did not.
    fn table(&mut self, entries: &[flow::Entry]) -> Option<Entry> {
        let mut rows: Vec<Row> = Vec::new();
        let pairs = entries.iter().filter_map(|entry| match *entry {
            flow::Entry::Same(at) | flow::Entry::Change(at) | flow::Entry::Moved(at, _) => Some(self.pair(at)),
            flow::Entry::Left(..) => None,
        });
        // A table that came or went whole brings its head with it.
        let header = pairs.clone().find_map(|pair| table::header(self.compared, pair));
        let header = header.filter(|header| pairs.clone().any(|pair| header.holds(pair) && pair.fate == Fate::Kept));
        for entry in entries {
            match *entry {
                flow::Entry::Same(at) => {
                    if !header.as_ref().is_some_and(|header| header.holds(self.pair(at))) {
                        table::same(&mut rows, self.said);
                    }
                }
                flow::Entry::Left(at, count) if self.departed.contains_key(&at) => {
                    let pair = self.pair(at);
                    let old = pair.old.as_ref().map_or("", |unit| Compared::text(&self.compared.old, unit));
                    let text = self.whereabouts(pair, count, false);
                    let link = Link { text, href: self.arrival_of(at) };
                    let words = visible(&shorten(old, 80)).into_owned();
                    rows.push(Row::left(self.departure_id(at), words, Some(link)));
                }
                flow::Entry::Left(..) => {}
                flow::Entry::Change(first) => self.row(&mut rows, first),
                flow::Entry::Moved(first, count) => {
                    (first..first + count).for_each(|at| self.row(&mut rows, at));
                }
            }
        }
        if rows.is_empty() {
            return None;
        }
        let header = header.map(|header| header.cells).unwrap_or_default();
        let columns = rows.iter().map(Row::columns).max().unwrap_or(0).max(header.len());
        Some(Entry { kind: "table", class: "table", block: "table", header, rows, columns, ..Entry::default() })
    }

    fn row(&self, rows: &mut Vec<Row>, at: usize) {
        if !self.shown.contains_key(&at) {
            return;
        }
        let pair = self.pair(at);
        let moved = matches!(pair.fate, Fate::Moved | Fate::MovedEdited);
        let link = moved.then(|| Link { text: self.whereabouts(pair, 1, true), href: self.departure_of(at) });
        rows.extend(table::rows(self.compared, pair, class(pair.fate), self.id(at), self.label(pair), link));
    }

    /// The place of the entry something moved away from; nothing if it is not on the page.
    fn departure_of(&self, at: usize) -> String {
        self.departed.get(&at).map_or(String::new(), |&first| self.departure_id(first))
    }

    fn arrival_of(&self, at: usize) -> String {
        self.shown.get(&at).map_or(String::new(), |&first| self.id(first))
    }

    fn id(&self, at: usize) -> String {
        format!("c{}-{}", self.number, at + 1)
    }

    fn departure_id(&self, at: usize) -> String {
        format!("l{}-{}", self.number, at + 1)
    }

    fn label(&self, pair: &Pair) -> String {
        let key = match pair.fate {
            Fate::Added => "Added",
            Fate::Removed => "Removed",
            Fate::Moved => "Moved",
            Fate::MovedEdited => "Moved-edited",
            Fate::Edited | Fate::Kept => "Edited",
        };
        self.said.get(split_key(self.compared, pair).unwrap_or(key)).to_string()
    }

    fn whereabouts(&self, pair: &Pair, count: usize, from: bool) -> String {
        whereabouts(self.compared, &self.places, pair, count, from, self.said)
    }

    /// Which changes can be led to.
    pub fn into_anchors(self) -> Anchors {
        let by = |of: fn(&Pair) -> Option<&Unit>| {
            let all = self.compared.revision.pairs.iter().enumerate();
            let mut all: Vec<(usize, usize, usize)> = all
                .filter_map(|(at, pair)| {
                    let (unit, &shown) = (of(pair)?, self.shown.get(&at)?);
                    Some((unit.range.start, unit.range.end, shown))
                })
                .collect();
            all.sort_unstable();
            all
        };
        let (old, new) = (by(|pair| pair.old.as_ref()), by(|pair| pair.new.as_ref()));
        Anchors { number: self.number, old, new, shown: self.shown }
    }
}

fn class(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "kept",
        Fate::Added => "added",
        Fate::Removed => "removed",
        Fate::Edited => "edited",
        Fate::Moved => "moved",
        Fate::MovedEdited => "moved-edited",
    }
}

fn block(unit: &Unit) -> &'static str {
    match unit.kind {
        UnitKind::Heading => "heading",
        UnitKind::Item => "item",
        UnitKind::Footnote => "footnote",
        UnitKind::Paragraph | UnitKind::Row | UnitKind::Table => "paragraph",
    }
}
