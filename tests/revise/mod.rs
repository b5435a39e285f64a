//! Makes a second revision of a document by known moves, renames, edits, splits, joins and changed figures.

use std::collections::HashMap;
use vankien::document::{Block, BlockKind, Document};
use vankien::text::tokenize;

/// A small generator of numbers (xorshift), so that no run differs from another.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % limit.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Heading(u8),
    Paragraph,
    Item,
    Table,
    Footnote,
}

/// One block: of a table its rows, each with its own name.
#[derive(Clone, Debug)]
pub struct Part {
    pub id: usize,
    pub kind: Kind,
    pub text: String,
    pub rows: Vec<(usize, Vec<String>)>,
}

impl Part {
    pub fn plain(&self) -> String {
        match self.kind {
            Kind::Table => self.rows.iter().map(|(_, row)| row.join("\n")).collect::<Vec<_>>().join("\n"),
            _ => self.text.clone(),
        }
    }

    fn words(&self) -> usize {
        tokenize(&self.plain()).len()
    }
}

/// What was done.
#[derive(Default, Debug)]
pub struct Truth {
    /// Words taken out and put in.
    pub size: usize,
    /// Texts of the blocks that were moved, as they stand in the new revision.
    pub moved: Vec<String>,
    /// Headings, old and new, by their place among the headings.
    pub sections: Vec<(usize, usize)>,
    /// Parts of what was split or joined.
    pub parted: Vec<String>,
    /// What parts were joined to.
    pub joined: Vec<String>,
    /// Words of blocks that came and went, which are part of the size.
    pub whole: usize,
    /// What was done, in words.
    pub log: Vec<String>,
}

/// A document as blocks that can be moved about.
#[derive(Clone, Debug)]
pub struct Draft {
    pub parts: Vec<Part>,
    next: usize,
}

impl Draft {
    pub fn of(document: &Document) -> Draft {
        let mut draft = Draft { parts: Vec::new(), next: 0 };
        let mut row = None;
        for block in &document.blocks {
            let text = plain(document.block_text(block));
            let kind = kind(document, block);
            if let BlockKind::Cell { table, row: at, .. } = block.kind {
                let same = row.is_some_and(|(open, _)| open == table);
                if !same {
                    draft.put(Kind::Table, String::new());
                }
                let id = draft.id();
                let Some(part) = draft.parts.last_mut() else { continue };
                if row != Some((table, at)) {
                    part.rows.push((id, Vec::new()));
                }
                part.rows.last_mut().expect("a row").1.push(text);
                row = Some((table, at));
                continue;
            }
            row = None;
            if !text.is_empty() {
                draft.put(kind, text);
            }
        }
        draft
    }

    fn id(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    fn put(&mut self, kind: Kind, text: String) {
        let id = self.id();
        self.parts.push(Part { id, kind, text, rows: Vec::new() });
    }

    /// The draft as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        let mut notes = 0;
        for part in &self.parts {
            match part.kind {
                Kind::Heading(level) => out += &format!("{} {}\n\n", "#".repeat(level as usize), part.text),
                Kind::Paragraph => out += &format!("{}\n\n", escaped(&part.text)),
                Kind::Item => out += &format!("- {}\n\n", escaped(&part.text)),
                Kind::Footnote => {
                    notes += 1;
                    out += &format!("[^{notes}]: {}\n\n", escaped(&part.text));
                }
                Kind::Table => {
                    for (i, (_, row)) in part.rows.iter().enumerate() {
                        out += &format!("| {} |\n", row.join(" | "));
                        if i == 0 {
                            out += &format!("|{}\n", "---|".repeat(row.len()));
                        }
                    }
                    out += "\n";
                }
            }
        }
        out
    }

    /// Whether a document has these blocks.
    pub fn is(&self, document: &Document) -> bool {
        let cells = |part: &Part| part.rows.iter().flat_map(|(_, row)| row.clone()).collect::<Vec<_>>();
        let texts = self.parts.iter().flat_map(|part| match part.kind {
            Kind::Table => cells(part),
            _ => vec![part.text.clone()],
        });
        let headings = self.parts.iter().filter(|part| matches!(part.kind, Kind::Heading(_))).count();
        texts.eq(document.blocks.iter().map(|block| document.block_text(block).to_string()))
            && headings == document.blocks.iter().filter(|block| block.is_heading()).count()
    }

    /// Where the section that begins here ends.
    fn end(&self, at: usize) -> usize {
        let Kind::Heading(level) = self.parts[at].kind else { return at + 1 };
        let inside = |part: &Part| !matches!(part.kind, Kind::Heading(other) if other <= level);
        at + 1 + self.parts[at + 1..].iter().take_while(|part| inside(part) && part.kind != Kind::Footnote).count()
    }

    fn pick(&self, random: &mut Random, fits: impl Fn(&Part) -> bool) -> Option<usize> {
        let all: Vec<usize> = (0..self.parts.len()).filter(|&i| fits(&self.parts[i])).collect();
        (!all.is_empty()).then(|| all[random.below(all.len())])
    }
}

fn kind(document: &Document, block: &Block) -> Kind {
    match block.kind {
        _ if block.footnote => Kind::Footnote,
        BlockKind::Heading => {
            let depth = document.sections[block.section as usize].depth.clamp(1, 6);
            Kind::Heading(depth as u8)
        }
        BlockKind::Item { .. } => Kind::Item,
        BlockKind::Cell { .. } => Kind::Table,
        BlockKind::Paragraph => Kind::Paragraph,
    }
}

/// Text that means the same with and without markup.
fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if "*_`|\\<>[]~^#&".contains(c) { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    let head = text.chars().take_while(char::is_ascii_digit).count();
    match text[head..].chars().next() {
        Some(mark @ ('.' | ')')) if head > 0 => format!("{}\\{mark}{}", &text[..head], &text[head + 1..]),
        Some('+' | '-' | '=') if head == 0 => format!("\\{text}"),
        _ => text.to_string(),
    }
}

/// Makes the next revision of a draft, with words of `others`.
pub fn revise(old: &Draft, others: &[Draft], random: &mut Random) -> (Draft, Truth) {
    let mut new = old.clone();
    let mut truth = Truth::default();
    let long = |part: &Part, least: usize| matches!(part.kind, Kind::Paragraph | Kind::Item) && part.words() >= least;
    let mut touched: Vec<usize> = Vec::new();
    for _ in 0..1 + random.below(2) {
        rename(&mut new, others, random, &mut truth, &mut touched);
    }
    for _ in 0..2 + random.below(6) {
        let Some(at) = new.pick(random, |part| long(part, 12) && !touched.contains(&part.id)) else { continue };
        touched.push(new.parts[at].id);
        let times = std::env::var("TIMES").ok().and_then(|t| t.parse().ok()).unwrap_or(1 + random.below(3));
        let text = edit(&new.parts[at].text, times, others, random, &mut truth);
        truth.log.push(format!("edit «{}» to «{text}»", new.parts[at].text));
        new.parts[at].text = text;
    }
    for _ in 0..random.below(3) {
        split(&mut new, random, &mut truth, &mut touched);
        join(&mut new, random, &mut truth, &mut touched);
    }
    rows(&mut new, random, &mut truth);
    for _ in 0..random.below(3) {
        // A block that nobody had.
        let other = &others[random.below(others.len())];
        let Some(from) = other.pick(random, |part| long(part, 12)) else { continue };
        let Some(at) = new.pick(random, |part| long(part, 1)) else { continue };
        let text = other.parts[from].text.clone();
        truth.size += text.split_whitespace().count();
        truth.whole += text.split_whitespace().count();
        truth.log.push(format!("add «{text}»"));
        let id = new.id();
        new.parts.insert(at + 1, Part { id, kind: Kind::Paragraph, text, rows: Vec::new() });
    }
    for _ in 0..random.below(3) {
        let Some(at) = new.pick(random, |part| long(part, 6) && !touched.contains(&part.id)) else { continue };
        let part = new.parts.remove(at);
        truth.size += part.text.split_whitespace().count();
        truth.whole += part.text.split_whitespace().count();
        truth.log.push(format!("remove «{}»", part.text));
    }
    for _ in 0..1 + random.below(3) {
        shift(&mut new, random, &mut truth, |part| long(part, 8));
    }
    if random.chance(60) {
        shift(&mut new, random, &mut truth, |part| matches!(part.kind, Kind::Heading(2..)));
        renumber(old, &mut new, &mut truth);
    }
    settle(old, &new, &mut truth);
    (new, truth)
}

/// Changes the words of a text at some places, and counts them.
fn edit(text: &str, times: usize, others: &[Draft], random: &mut Random, truth: &mut Truth) -> String {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_string).collect();
    let mut free = vec![true; words.len()];
    for _ in 0..times {
        let some = |random: &mut Random, count: usize| -> Vec<String> {
            loop {
                let other = &others[random.below(others.len())];
                let part = &other.parts[random.below(other.parts.len())];
                let from: Vec<&str> = part.text.split_whitespace().collect();
                if from.len() >= count + 2 {
                    let start = random.below(from.len() - count);
                    return from[start..start + count].iter().map(|word| word.to_string()).collect();
                }
            }
        };
        let count = 1 + random.below(5);
        let at = random.below(words.len());
        let until = (at + count).min(words.len());
        // Edits that meet are one edit of another size.
        let room = at.saturating_sub(2)..(until + 2).min(words.len());
        if free[room.clone()].contains(&false) {
            continue;
        }
        let (take, put) = match random.below(5) {
            0 => (until - at, Vec::new()),
            1 => (0, some(random, count)),
            2 => match (at..words.len()).find(|&i| free[i] && words[i].contains(|c: char| c.is_ascii_digit())) {
                Some(i) => {
                    words[i] =
                        words[i].chars().map(|c| if c.is_ascii_digit() { turned(c, random) } else { c }).collect();
                    free[i] = false;
                    truth.size += 2;
                    continue;
                }
                None => continue,
            },
            3 => {
                let full = |word: &str| word.ends_with(['.', ';']);
                let sentence = some(random, 8 + count);
                match (at..words.len()).find(|&i| full(&words[i])) {
                    Some(i) => {
                        truth.size += sentence.len();
                        free.splice(i + 1..i + 1, sentence.iter().map(|_| false));
                        words.splice(i + 1..i + 1, sentence);
                    }
                    None => continue,
                }
                continue;
            }
            _ => (until - at, some(random, count)),
        };
        truth.size += take + put.len();
        free.splice(at..at + take, put.iter().map(|_| false));
        if take > 0 && put.is_empty() && at < free.len() {
            free[at] = false;
        }
        words.splice(at..at + take, put);
    }
    words.join(" ")
}

fn turned(c: char, random: &mut Random) -> char {
    char::from(b'1' + ((c as u8).wrapping_sub(b'0') + 1 + random.below(7) as u8) % 9)
}

/// Another title for a section, of other words or with more of them.
fn rename(new: &mut Draft, others: &[Draft], random: &mut Random, truth: &mut Truth, touched: &mut Vec<usize>) {
    let Some(at) = new.pick(random, |part| matches!(part.kind, Kind::Heading(2..)) && !touched.contains(&part.id))
    else {
        return;
    };
    let title = new.parts[at].text.clone();
    let number = number(&title).len();
    let other = &others[random.below(others.len())];
    let Some(from) = other.pick(random, |part| matches!(part.kind, Kind::Heading(2..))) else { return };
    let words = other.parts[from].text[self::number(&other.parts[from].text).len()..].to_string();
    if words.is_empty() || title.len() == number {
        return;
    }
    let text = match random.below(3) {
        0 => {
            truth.size += title[number..].split_whitespace().count() + words.split_whitespace().count();
            format!("{}{words}", &title[..number])
        }
        1 => {
            truth.size += 3;
            format!("{title} trên địa bàn")
        }
        _ => {
            let mut all: Vec<&str> = title.split_whitespace().collect();
            truth.size += 2;
            *all.last_mut().expect("a word") = "xã";
            all.join(" ")
        }
    };
    truth.log.push(format!("rename «{title}» to «{text}»"));
    touched.push(new.parts[at].id);
    new.parts[at].text = text;
}

/// The number a title begins with, its blank included.
fn number(title: &str) -> &str {
    let length = title
        .find(' ')
        .filter(|&end| end <= 6 && title[..end].ends_with(['.', ')', '-', ':']))
        .map_or(0, |end| end + 1);
    &title[..length]
}

fn split(new: &mut Draft, random: &mut Random, truth: &mut Truth, touched: &mut Vec<usize>) {
    let cut = |text: &str| {
        let ends: Vec<usize> = text.match_indices(". ").map(|(i, _)| i + 2).collect();
        ends.into_iter()
            .find(|&i| text[..i].split_whitespace().count() >= 8 && text[i..].split_whitespace().count() >= 8)
    };
    let fits = |part: &Part| part.kind == Kind::Paragraph && !touched.contains(&part.id) && cut(&part.text).is_some();
    let Some(at) = new.pick(random, fits) else { return };
    let text = new.parts[at].text.clone();
    let here = cut(&text).expect("a place");
    let (head, tail) = (text[..here].trim().to_string(), text[here..].to_string());
    truth.log.push(format!("split «{head}» «{tail}»"));
    truth.parted.extend([head.clone(), tail.clone()]);
    let id = new.id();
    touched.extend([new.parts[at].id, id]);
    new.parts[at].text = head;
    new.parts.insert(at + 1, Part { id, kind: Kind::Paragraph, text: tail, rows: Vec::new() });
}

fn join(new: &mut Draft, random: &mut Random, truth: &mut Truth, touched: &mut Vec<usize>) {
    let fits = |at: usize| {
        let ok = |part: &Part| part.kind == Kind::Paragraph && part.words() >= 8 && !touched.contains(&part.id);
        at + 1 < new.parts.len() && ok(&new.parts[at]) && ok(&new.parts[at + 1])
    };
    let all: Vec<usize> = (0..new.parts.len()).filter(|&at| fits(at)).collect();
    if all.is_empty() {
        return;
    }
    let at = all[random.below(all.len())];
    let tail = new.parts.remove(at + 1);
    let text = format!("{} {}", new.parts[at].text, tail.text);
    truth.log.push(format!("join «{text}»"));
    truth.parted.extend([new.parts[at].text.clone(), tail.text.clone()]);
    truth.joined.push(text.clone());
    touched.extend([new.parts[at].id, tail.id]);
    new.parts[at].text = text;
}

/// A figure changed, a row added, removed or moved in some table.
fn rows(new: &mut Draft, random: &mut Random, truth: &mut Truth) {
    for _ in 0..random.below(4) {
        let Some(at) = new.pick(random, |part| part.kind == Kind::Table && part.rows.len() >= 6) else { return };
        let id = new.id();
        let rows = &mut new.parts[at].rows;
        let row = 1 + random.below(rows.len() - 1);
        match random.below(4) {
            0 => {
                let cell = random.below(rows[row].1.len());
                let text = &mut rows[row].1[cell];
                if cell > 0 && text.contains(|c: char| c.is_ascii_digit()) {
                    truth.size += 2;
                    *text = text.chars().map(|c| if c.is_ascii_digit() { turned(c, random) } else { c }).collect();
                    truth.log.push(format!("cell {text}"));
                }
            }
            1 => {
                let (_, row) = rows.remove(row);
                truth.log.push(format!("row gone {row:?}"));
                truth.size += row.join(" ").split_whitespace().count();
                truth.whole += row.join(" ").split_whitespace().count();
            }
            2 => {
                let cells: Vec<String> = (0..rows[row].1.len())
                    .map(|i| if i < 2 { format!("Chỉ tiêu mới số {id}{i}") } else { format!("{}", 7 * i + id) })
                    .collect();
                truth.log.push(format!("row new {cells:?}"));
                truth.size += cells.join(" ").split_whitespace().count();
                truth.whole += cells.join(" ").split_whitespace().count();
                rows.insert(row, (id, cells));
            }
            _ => {
                let taken = rows.remove(row);
                let to = 1 + random.below(rows.len() - 1);
                truth.log.push(format!("row moved {taken:?}"));
                rows.insert(to, taken);
            }
        }
    }
}

/// Moves a block, or a section with all that stands in it, to another place of its kind.
fn shift(new: &mut Draft, random: &mut Random, truth: &mut Truth, fits: impl Fn(&Part) -> bool) {
    let Some(at) = new.pick(random, &fits) else { return };
    let end = new.end(at);
    let heading = new.parts[at].kind;
    let taken: Vec<Part> = new.parts.drain(at..end).collect();
    let likes: Vec<usize> = (0..new.parts.len())
        .filter(|&i| match heading {
            Kind::Heading(_) => new.parts[i].kind == heading,
            _ => fits(&new.parts[i]),
        })
        .collect();
    let to = if likes.is_empty() { at } else { likes[random.below(likes.len())] };
    truth.log.push(format!("move «{}» ({})", taken[0].text, taken.len()));
    new.parts.splice(to..to, taken);
}

/// Sections that changed places take the numbers of their places.
fn renumber(old: &Draft, new: &mut Draft, truth: &mut Truth) {
    let parents = |draft: &Draft| -> HashMap<usize, Vec<usize>> {
        let mut open: Vec<(u8, usize)> = Vec::new();
        let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
        for (i, part) in draft.parts.iter().enumerate() {
            let Kind::Heading(level) = part.kind else { continue };
            open.retain(|(above, _)| *above < level);
            children.entry(open.last().map_or(0, |o| o.1)).or_default().push(i);
            open.push((level, part.id));
        }
        children
    };
    let (was, is) = (parents(old), parents(new));
    for (parent, children) in is {
        let Some(before) = was.get(&parent) else { continue };
        for (&place, &at) in before.iter().zip(&children) {
            let wanted = number(&old.parts[place].text).to_string();
            let title = new.parts[at].text.clone();
            let has = number(&title);
            if !wanted.is_empty() && !has.is_empty() && wanted != has && title.len() > has.len() {
                truth.size += 2;
                new.parts[at].text = format!("{wanted}{}", &title[has.len()..]);
            }
        }
    }
}

/// What moved, by the fewest moves, and which sections are the same.
fn settle(old: &Draft, new: &Draft, truth: &mut Truth) {
    let place: HashMap<usize, usize> = old.parts.iter().enumerate().map(|(i, part)| (part.id, i)).collect();
    let kept: Vec<&Part> = new.parts.iter().filter(|part| place.contains_key(&part.id)).collect();
    let stays = rising(&kept.iter().map(|part| (place[&part.id], part.words())).collect::<Vec<_>>());
    truth.moved = kept.iter().zip(stays).filter(|(_, stays)| !stays).map(|(part, _)| part.plain()).collect();
    for part in &kept {
        let was = &old.parts[place[&part.id]].rows;
        let at = |id: usize| was.iter().position(|(other, _)| *other == id);
        let rows: Vec<(usize, &Vec<String>)> = part.rows.iter().filter_map(|(id, row)| Some((at(*id)?, row))).collect();
        let stays = rising(&rows.iter().map(|(at, row)| (*at, tokenize(&row.join(" ")).len())).collect::<Vec<_>>());
        truth.moved.extend(rows.iter().zip(stays).filter(|(_, stays)| !stays).map(|((_, row), _)| row.join("\n")));
    }
    let headings = |draft: &Draft| -> Vec<usize> {
        draft.parts.iter().filter(|part| matches!(part.kind, Kind::Heading(_))).map(|part| part.id).collect()
    };
    let (was, is) = (headings(old), headings(new));
    let same = |(i, id): (usize, &usize)| Some((was.iter().position(|other| other == id)?, i));
    truth.sections = is.iter().enumerate().filter_map(same).collect();
}

/// The longest rising run, of several the one with the most words: plain, and slow.
fn rising(places: &[(usize, usize)]) -> Vec<bool> {
    let mut best: Vec<(usize, usize, Option<usize>)> = Vec::new();
    for (i, &(place, words)) in places.iter().enumerate() {
        let before = (0..i).filter(|&j| places[j].0 < place).max_by_key(|&j| (best[j].0, best[j].1));
        let (count, sum) = before.map_or((0, 0), |j| (best[j].0, best[j].1));
        best.push((count + 1, sum + words, before));
    }
    let mut stays = vec![false; places.len()];
    let mut at = (0..places.len()).max_by_key(|&i| (best[i].0, best[i].1));
    while let Some(i) = at {
        stays[i] = true;
        at = best[i].2;
    }
    stays
}
