//! A running order as it stands in a document: tables of hours, words and names, or a numbered list.

mod line;

use crate::document::{Block, Numbering, SectionId, Table};
use crate::lint::check::Context;
use crate::lint::pack::{Script, Step};
use crate::mentions::MentionKind;
use crate::text::{Syllable, fold, syllables};
use line::{LONGEST_STEP, before_speech, gives_hour, opening, step_label};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Rows that are read.
const MOST_ROWS: usize = 300;

/// Words of a row in which its step is named; what follows is what is said.
const NAMED: usize = 40;

/// Words before a discussion that may say it is only prepared: «chia 05 tổ thảo luận».
const PREPARES: usize = 3;

/// Bytes of a cell that may say only that something will be said later.
const LONGEST_OPEN: usize = 40;

/// One session, or one table of it.
#[derive(Debug)]
pub struct Agenda {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Whether it is the preparatory session.
    pub preparatory: bool,
    /// Whether it says when.
    pub has_time: bool,
    /// Whether it says who.
    pub has_person: bool,
    /// What its columns of hours and of names are called.
    pub heads: [String; 2],
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// The row in the plain text.
    pub place: Range<usize>,
    /// What is done.
    pub content: String,
    /// What stands before it: a number, a letter.
    pub ordinal: String,
    /// Whether its hour is given.
    pub time: bool,
    /// Whether its cell says that the hour comes later.
    pub time_open: bool,
    /// Whether whoever does it is named.
    pub person: bool,
    /// Whether somebody is named behind a word for it: «Thực hiện: …».
    labelled: bool,
    /// The steps it names, by index.
    pub steps: Vec<usize>,
}

/// A text as its words, folded, with a space before and after.
pub fn spaced(text: &str) -> String {
    let text = fold(text);
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        words.push_str(word);
        words.push(' ');
    }
    words
}

/// The steps' names, ready to be looked for.
#[derive(Debug)]
pub struct Names {
    /// Of each step those that are not meant where it stands before them.
    hides: Vec<Vec<usize>>,
    /// Sorted by their first word, so that a text's words lead to the few that may stand there.
    variants: Vec<(Vec<Syllable>, usize)>,
    /// Words that only show that a step is there.
    told: Vec<(Vec<Syllable>, usize)>,
    /// Words that show one where a row names none.
    hints: Vec<(Vec<Syllable>, usize)>,
    heads: Vec<(Head, String)>,
    preparatory: Vec<String>,
    main: Vec<String>,
    asides: Vec<String>,
    /// Words before whoever leads, words that are a leader.
    labels: Vec<String>,
    leaders: Vec<(String, bool)>,
    /// Words shortly before one of those: it is only prepared.
    prepares: Vec<String>,
    /// The whole ballot.
    ballot: Vec<Vec<Syllable>>,
    /// Words of a cell that leave it open.
    unset: Vec<String>,
    /// Words that a row begins with which adds the minutes up.
    totals: Vec<String>,
}

impl Names {
    /// The names of a pack's steps.
    pub fn new(script: &Script) -> Names {
        let named = |id: &String| script.steps.iter().position(|step| step.id == *id);
        let hides = script.steps.iter().map(|step| step.hides.iter().filter_map(named).collect()).collect();
        let of_steps = |of: fn(&Step) -> &Vec<String>| -> Vec<(Vec<Syllable>, usize)> {
            let steps = script.steps.iter().enumerate();
            let all = steps.flat_map(|(at, step)| of(step).iter().map(move |words| (syllables(words).collect(), at)));
            all.filter(|(words, _): &(Vec<_>, _)| !words.is_empty()).collect()
        };
        let (mut variants, told) = (of_steps(|step| &step.variants), of_steps(|step| &step.told));
        let hints = of_steps(|step| &step.hints);
        variants.sort();
        let kinds = [
            (Head::Introducer, &script.heads.introducer),
            (Head::Time, &script.heads.time),
            (Head::Person, &script.heads.person),
            (Head::Content, &script.heads.content),
        ];
        let heads = kinds.into_iter().flat_map(|(head, phrases)| phrases.iter().map(move |p| (head, spaced(p))));
        let all = |phrases: &[String]| phrases.iter().map(|p| spaced(p)).collect();
        let (preparatory, main, asides) = (all(&script.preparatory), all(&script.main), all(&script.asides));
        let labels = script.heads.person.iter().chain(&script.heads.introducer).map(|label| fold(label)).collect();
        // Whether a leader's word is a step's name: «thảo luận» is everybody's.
        let is_step = |words: &String| script.steps.iter().any(|step| step.variants.contains(words));
        let leaders = script.leaders.iter().map(|words| (fold(words), is_step(words))).collect();
        let (unset, totals) = (all(&script.unset), all(&script.totals));
        let ballot = script.ballot.iter().map(|words| syllables(words).collect()).collect();
        Names {
            hides,
            variants,
            told,
            hints,
            heads: heads.collect(),
            preparatory,
            main,
            asides,
            labels,
            leaders,
            prepares: script.prepares.iter().map(|word| fold(word)).collect(),
            ballot,
            unset,
            totals,
        }
    }

    /// Whether a text, folded, says who leads: a discussion is everybody's, dividing groups for one is somebody's.
    fn has_leader(&self, folded: &str) -> bool {
        let prepared = |at: usize| {
            let mut before = folded.get(..at).unwrap_or("").split_whitespace().rev().take(PREPARES);
            before.any(|word| self.prepares.iter().any(|known| known == word))
        };
        let leads = |(leader, is_step): &(String, bool)| {
            folded.match_indices(leader.as_str()).any(|(at, _)| !is_step || !prepared(at))
        };
        self.leaders.iter().any(leads)
    }

    /// Whether a cell says only that something will be said later.
    fn leaves_open(&self, cell: &str) -> bool {
        cell.len() <= LONGEST_OPEN && self.unset.contains(&spaced(cell))
    }

    /// «Tổng thời gian», «Cộng: 130 phút»: whether a row only adds up those above it.
    fn adds_up(&self, content: &str) -> bool {
        let words = spaced(content);
        self.totals.iter().any(|total| words.starts_with(total.as_str()))
    }

    /// The steps a row names; of names that lie within another the longer counts, and a step that the one before
    /// it is about is not meant.
    fn of(&self, text: &str) -> Vec<usize> {
        let words: Vec<Syllable> = syllables(text).take(NAMED).collect();
        // From, to, step: of one name only its first place.
        let mut hits: Vec<(usize, usize, usize)> = Vec::new();
        let mut met: Vec<usize> = Vec::new();
        for at in 0..words.len() {
            for (id, length) in self.at(&words[at..]) {
                if !met.contains(&id) {
                    met.push(id);
                    hits.push((at, at + length, self.variants[id].1));
                }
            }
        }
        let within = |a: &(usize, usize, usize), b: &(usize, usize, usize)| {
            b.0 <= a.0 && a.1 <= b.1 && b.1 - b.0 > a.1 - a.0 && a.2 != b.2
        };
        let all = hits.clone();
        hits.retain(|hit| !all.iter().any(|other| within(hit, other)));
        hits.sort_unstable();
        let mut steps: Vec<usize> = Vec::new();
        for (_, _, step) in hits {
            let hidden = steps.iter().any(|&before| self.hides[before].contains(&step));
            if !hidden && !steps.contains(&step) {
                steps.push(step);
            }
        }
        steps
    }

    /// The names that some words begin with: their index, and how many words they have.
    fn at<'w>(&'w self, words: &'w [Syllable]) -> impl Iterator<Item = (usize, usize)> + 'w {
        let first = words.first();
        let from = self.variants.partition_point(|(variant, _)| variant.first() < first);
        let here = self.variants[from..].iter().take_while(move |(variant, _)| variant.first() == first);
        let stands = here.enumerate().filter(|(_, (variant, _))| words.starts_with(variant));
        stands.map(move |(at, (variant, _))| (from + at, variant.len()))
    }

    /// Whether any name of a step, or other words for it, stand among some words.
    pub fn speaks_of(&self, step: usize, words: &[Syllable]) -> bool {
        let mut variants = self.variants.iter().chain(&self.told).filter(|(_, at)| *at == step);
        variants.any(|(variant, _)| words.windows(variant.len()).any(|window| window == variant))
    }

    /// Whether some words, which name no step, may well be about one.
    pub fn hints_at(&self, step: usize, words: &[Syllable]) -> bool {
        let mut hints = self.hints.iter().filter(|(_, at)| *at == step);
        hints.any(|(hint, _)| words.windows(hint.len()).any(|window| window == hint))
    }

    /// How early the pack gives what a column's head is called.
    fn rank(&self, head: Head, title: &str) -> usize {
        let title = spaced(title);
        let said = |(kind, phrase): &(Head, String)| *kind == head && title.contains(phrase.as_str());
        let longest = self.heads.iter().enumerate().filter(|(_, named)| said(named));
        longest.max_by_key(|(_, (_, phrase))| phrase.len()).map_or(usize::MAX, |(at, _)| at)
    }

    /// Whether a text names the whole ballot.
    pub fn names_ballot(&self, words: &[Syllable]) -> bool {
        let mut ballot = self.ballot.iter().filter(|phrase| !phrase.is_empty());
        ballot.any(|phrase| words.windows(phrase.len()).any(|window| window == phrase.as_slice()))
    }
}

/// The sessions of a document: its tables of hours; what no table holds, as numbered lines.
pub fn agendas(context: &Context<'_>) -> Vec<Agenda> {
    let names = &context.catalogue.agenda;
    let tables = context.document.tables.iter().filter(|t| (3..=MOST_ROWS).contains(&t.rows.len()));
    let mut read: Vec<Agenda> = tables.filter_map(|table| of_table(context, names, table)).collect();
    let tabled = [false, true].map(|preparatory| read.iter().any(|agenda| agenda.preparatory == preparatory));
    if tabled == [true, true] {
        return read;
    }
    let lines = of_lines(context, names).into_iter().filter(|agenda| !tabled[usize::from(agenda.preparatory)]);
    // Beside a table only what is written as a running order is one.
    let any = tabled.contains(&true);
    read.extend(lines.filter(|agenda| !any || agenda.is_running_order()));
    read.sort_by_key(|agenda| agenda.rows.first().map_or(0, |row| row.place.start));
    read
}

impl Agenda {
    /// Whether it was read from lines, not from a table.
    pub fn is_listed(&self) -> bool {
        self.heads.iter().all(String::is_empty)
    }

    /// Whether most of its lines say when, or who.
    fn is_running_order(&self) -> bool {
        let most = |says: fn(&Row) -> bool| self.rows.iter().filter(|row| says(row)).count() * 5 >= self.rows.len() * 3;
        self.rows.len() >= LEAST_LINES
            && (self.has_time && most(|row| row.time) || self.has_person && most(|row| row.person))
    }
}

/// Lines that make a running order beside a table.
const LEAST_LINES: usize = 4;

/// What a head of a column says.
/// Of two phrases of one length the later here wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Head {
    Introducer,
    Time,
    Person,
    Content,
}

fn head_of(names: &Names, text: &str) -> Option<Head> {
    let text = spaced(text);
    let said = names.heads.iter().filter(|(_, phrase)| text.contains(phrase.as_str()));
    said.max_by_key(|(head, phrase)| (phrase.len(), *head)).map(|(head, _)| *head)
}

fn of_table(context: &Context<'_>, names: &Names, table: &Table) -> Option<Agenda> {
    let document = context.document;
    let text = |row: usize, column: usize| {
        let id = table.rows.get(row)?.cells.get(column)?;
        document.blocks.get(*id as usize).map(|b| document.block_text(b).trim())
    };
    let filled = |row: usize, column: usize| text(row, column).is_some_and(|t| !t.is_empty());
    let given = |row: usize, column: usize| filled(row, column) && !names.leaves_open(text(row, column).unwrap_or(""));
    let width = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0).min(16);
    let mut heads = table.header_rows.max(1);
    // «Phần nghi lễ» below the head names a group of rows, not a column.
    let names_column = |column: usize| text(heads, column).and_then(|text| head_of(names, text)).is_some();
    if !filled(heads, 0) && !filled(heads, 1) && (2..width).any(names_column) {
        heads += 1;
    }
    let column_head = |column: usize| {
        let own = (0..heads).rev().find(|&row| filled(row, column))?;
        let said = head_of(names, text(own, column)?);
        // Merged cells: «Phân công» over «Người giới thiệu», «Người thực hiện».
        said.map(|head| (head, text(own, column).unwrap_or("").to_string()))
    };
    let columns: Vec<Option<(Head, String)>> = (0..width).map(column_head).collect();
    let of = |wanted: Head| columns.iter().position(|c| c.as_ref().is_some_and(|(head, _)| *head == wanted));
    // «Bước» may head the numbers of the steps.
    let tells = |column: usize| (heads..table.rows.len()).any(|row| text(row, column).is_some_and(|t| t.contains(' ')));
    let is_content = |column: &Option<(Head, String)>| column.as_ref().is_some_and(|(head, _)| *head == Head::Content);
    let content = (0..width).find(|&column| is_content(&columns[column]) && tells(column))?;
    // «Người điều hành», «Người thực hiện»: of several that name somebody, what the pack names first.
    let rank = |(at, column): (usize, &Option<(Head, String)>)| {
        let (head, title) = column.as_ref().filter(|(head, _)| *head == Head::Person)?;
        Some((names.rank(*head, title), at))
    };
    let person = columns.iter().enumerate().filter_map(rank).min().map(|(_, at)| at);
    let (time, person) = (of(Head::Time), person.or(of(Head::Introducer)));
    if time.is_none() && person.is_none() {
        return None;
    }
    // «07 giờ 30 - 07 giờ 40: Chào cờ» in every row but one: the steps bring their hours with them.
    let timed = |row: usize| text(row, content).is_some_and(gives_hour);
    let hours = (heads..table.rows.len()).filter(|&row| timed(row)).count();
    let brought = time.is_none() && hours * 3 >= (table.rows.len() - heads.min(table.rows.len())) * 2;
    // «Phần nghi lễ» alone in its row, without the number that the others have, or in bold, names those that follow.
    let numbered = |row: usize| text(row, 0).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    let counted = (heads..table.rows.len()).filter(|&row| numbered(row)).count() * 2
        > table.rows.len() - heads.min(table.rows.len());
    let is_bold = |row: usize, column: usize| {
        let id = table.rows.get(row).and_then(|r| r.cells.get(column));
        id.and_then(|&id| document.blocks.get(id as usize)).is_some_and(|b| b.bold)
    };
    let names_group = |row: usize| {
        // «**07:00 - 07:20** | **Khối 1: Nghi lễ**» has the hours of all its steps.
        let headed = |column: usize| time == Some(column) && is_bold(row, column) && is_bold(row, content);
        let alone = (0..width).all(|column| column == content || !filled(row, column) || headed(column));
        alone && width > 2 && (counted && time != Some(0) || is_bold(row, content))
    };
    let rows = (heads..table.rows.len()).filter(|&row| !names_group(row)).filter_map(|row| {
        let cells = &table.rows.get(row)?.cells;
        let blocks = || cells.iter().filter_map(|&id| document.blocks.get(id as usize)).filter(|b| !b.range.is_empty());
        let place = blocks().map(|b| b.range.start).min()?..blocks().map(|b| b.range.end).max()?;
        let content = text(row, content).filter(|t| !t.is_empty() && !names.adds_up(t))?;
        Some(Row {
            place,
            content: content.to_string(),
            ordinal: text(row, 0).filter(|_| time != Some(0)).unwrap_or("").to_string(),
            time: time.is_some_and(|column| given(row, column)) || brought && gives_hour(content),
            time_open: time.is_some_and(|column| filled(row, column) && !given(row, column)),
            person: person.is_some_and(|column| given(row, column) && !is_dash(text(row, column))),
            labelled: false,
            steps: names.of(content),
        })
    });
    let head = |column: Option<usize>| {
        column.and_then(|c| columns.get(c)?.as_ref()).map_or(String::new(), |(_, title)| title.clone())
    };
    Some(Agenda {
        rows: rows.collect(),
        preparatory: is_preparatory(context, names, table),
        has_time: time.is_some() || brought,
        has_person: person.is_some(),
        heads: [head(time), head(person)],
    })
}

/// A dash where a name should stand.
fn is_dash(cell: Option<&str>) -> bool {
    matches!(cell, Some("-" | "–" | "—"))
}

/// Whether a heading over a table, or the line before it, names the preparatory session.
fn is_preparatory(context: &Context<'_>, names: &Names, table: &Table) -> bool {
    let document = context.document;
    let caption = table.caption.and_then(|id| document.blocks.get(id as usize)).map(|b| document.block_text(b));
    let headings = document.section_chain(table.section).map(|id| document.section_title(id));
    caption.into_iter().chain(headings).any(|text| names_preparatory(names, text))
}

fn names_preparatory(names: &Names, text: &str) -> bool {
    let text = spaced(text);
    !names.main.iter().any(|p| text.contains(p.as_str())) && names.preparatory.iter().any(|p| text.contains(p.as_str()))
}

/// Numbered lines, items and headings that name a step.
fn of_lines(context: &Context<'_>, names: &Names) -> Vec<Agenda> {
    let document = context.document;
    let mut agendas: Vec<Agenda> = Vec::new();
    let is_line = |b: &&Block| {
        let listed =
            matches!(b.kind, crate::document::BlockKind::Item { .. }) || b.numbering.is_some() || b.is_heading();
        let step = step_label(document.block_text(b)).is_some();
        // «12. 10 giờ 40 - 10 giờ 50: Bầu Ban Kiểm phiếu …» may say at length who does it and how.
        let timed = || b.numbering.is_some() && gives_hour(document.text.get(b.body..b.range.end).unwrap_or(""));
        let most = if step || timed() { LONGEST_STEP } else { NAMED };
        let short = || before_speech(document, b).1.len() <= most;
        (listed || step) && !b.is_cell() && !b.footnote && (opening(document, b).is_some() || short())
    };
    // Where steps are marked as such, what stands in sections without one is told beside them: «Tổng duyệt: 14 giờ 00 …».
    let marked: Vec<&Block> = document.blocks.iter().filter(|b| step_label(document.block_text(b)).is_some()).collect();
    let sections: BTreeSet<SectionId> = marked.iter().map(|b| b.section).collect();
    let beside = |b: &Block| marked.len() > LEAST_LINES && !b.is_heading() && !sections.contains(&b.section);
    // A numbered line between two of its list that open with their hours is a step as they are, whatever it is called.
    let number = |at: usize| match document.blocks.get(at)?.numbering.as_ref()? {
        Numbering::Arabic(numbers) => numbers.first().copied().filter(|_| numbers.len() == 1),
        _ => None,
    };
    let text = |at: usize| document.blocks.get(at).and_then(|b| document.text.get(b.body..b.range.end));
    let hourly = |at: usize| number(at).filter(|_| text(at).is_some_and(gives_hour));
    let follows = |at: usize, n: u32| at > 0 && hourly(at - 1) == n.checked_sub(1) && hourly(at + 1) == Some(n + 1);
    let among = |at: usize| number(at).is_some_and(|n| follows(at, n));
    // However long it is, as the timed ones may be.
    let is_long = |at: usize, b: &Block| among(at) && before_speech(document, b).1.len() <= LONGEST_STEP;
    let lines = document.blocks.iter().enumerate().filter(|(at, b)| (is_line(b) || is_long(*at, b)) && !beside(b));
    for (at, block) in lines.take(MOST_ROWS) {
        let range = opening(document, block).unwrap_or_else(|| before_speech(document, block).0);
        let text = document.text.get(range).unwrap_or("");
        let chain = || document.section_chain(block.section).map(|id| document.section_title(id));
        // What is said at a step, and what is prepared before, is no order of steps.
        let is_aside = |title: &str| names.asides.iter().any(|words| title.contains(words.as_str()));
        if chain().any(|title| is_aside(&spaced(title))) {
            continue;
        }
        let preparatory = chain().any(|title| names_preparatory(names, title));
        let steps = names.of(text);
        let told = Told::of(context, names, block);
        let heads = block.is_heading();
        // A line that gives its hour, a numbered one that says who, is a step, known or not.
        let numbered = block.numbering.is_some() || step_label(document.block_text(block)).is_some();
        let says = told.time || numbered && (told.labelled || among(at));
        if steps.is_empty() && (heads || !says) {
            continue;
        }
        // «a) Bầu Ban Kiểm phiếu», «- Bỏ phiếu» below a step share its hour and its leader.
        let mark = document.text.get(block.range.start..block.body).unwrap_or("");
        let own = !heads && (told.time || numbered && !mark.contains(')'));
        let row = Row {
            place: block.range.clone(),
            content: told.step.to_string(),
            ordinal: String::new(),
            time: !own || told.time,
            time_open: false,
            person: !own || told.person,
            labelled: !own || told.labelled || told.speaks_of_all,
            steps,
        };
        match agendas.last_mut().filter(|agenda| agenda.preparatory == preparatory) {
            Some(agenda) => {
                agenda.has_time |= told.time;
                agenda.has_person |= told.labelled;
                agenda.rows.push(row);
            }
            None => agendas.push(Agenda {
                rows: vec![row],
                preparatory,
                has_time: told.time,
                has_person: told.labelled,
                heads: Default::default(),
            }),
        }
    }
    for agenda in &mut agendas {
        // Where the lines name whoever acts behind a word for it, a body named in passing does not.
        let labelled = agenda.rows.iter().filter(|row| row.labelled).count();
        if agenda.has_person && agenda.rows.len() > LEAST_LINES && labelled * 5 >= agenda.rows.len() * 4 {
            agenda.rows.iter_mut().for_each(|row| row.person &= row.labelled);
        }
    }
    agendas
}

/// What a line says of a step: «07 giờ 30 - 07 giờ 40: Chào cờ. Thực hiện: đồng chí …».
struct Told<'d> {
    /// The line past its number and its hour.
    step: &'d str,
    time: bool,
    /// Whether somebody is named, in whatever words.
    person: bool,
    /// Whether somebody is named behind a word for it: «Thực hiện: …».
    labelled: bool,
    /// Whether it is everybody's, or says who in words of its own.
    speaks_of_all: bool,
}

impl<'d> Told<'d> {
    fn of(context: &Context<'d>, names: &Names, block: &Block) -> Told<'d> {
        let document = context.document;
        if let Some(opening) = opening(document, block) {
            return Told::of_opening(context, names, block, opening);
        }
        let (line, tokens) = before_speech(document, block);
        let text = document.text.get(block.body..line.end).unwrap_or("").trim();
        let text = step_label(text).map_or(text, |end| text.get(end..).unwrap_or("").trim_start());
        // «(14 giờ 00 - 14 giờ 10) Chào cờ. Đồng chí …»: the hour, set off, comes first.
        let first = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).filter(|(hour, _)| gives_hour(hour));
        let text = first.map_or(text, |(_, rest)| rest.trim_start());
        // «Chào cờ (14 giờ 00 - 14 giờ 10): Văn phòng Đảng ủy»: the step, its hour, and after it who.
        let bracket = text.match_indices('(').find_map(|(at, _)| {
            let (hour, rest) = text.get(at + 1..)?.split_once(')')?;
            (at > 0 && gives_hour(hour)).then_some((at, rest))
        });
        if let Some((at, who)) = bracket {
            let named = who.trim_start().strip_prefix([':', '-', '–', ',']).is_some_and(|who| {
                let first = who.trim_start().chars().next();
                first.is_some_and(char::is_alphabetic)
            });
            let step = text.get(..at).unwrap_or(text).trim_end();
            // Who is named in the step itself is not he who leads it, but a discussion is everybody's.
            let folded = fold(step);
            let said = names.has_leader(&folded);
            return Told { step, time: true, labelled: named, person: named || said, speaks_of_all: said };
        }
        let time = first.is_some() || gives_hour(text);
        let step = match text.find([':', '.']).map(|at| text.split_at(at)) {
            Some((hour, step)) if time && hour.chars().count() <= LONGEST_HOUR && step.get(1..2) == Some(" ") => {
                step.get(2..).unwrap_or("")
            }
            _ => text,
        };
        let folded = fold(text);
        // What stands behind each word for who leads: «Người thực hiện:» and nothing leaves him open.
        let values = names.labels.iter().flat_map(|label| {
            let found = folded.match_indices(label);
            found.filter_map(|(at, _)| folded.get(at + label.len()..)?.trim_start().strip_prefix(':'))
        });
        let values = values.chain(behind_any_doer(&folded));
        let values: Vec<bool> = values.map(|value| value.chars().any(char::is_alphabetic)).collect();
        let (labelled, open) = (values.contains(&true), !values.is_empty() && !values.contains(&true));
        if open {
            return Told { step, time, labelled: false, person: false, speaks_of_all: false };
        }
        // «Bước 1 (13 giờ 30). Văn phòng Đảng ủy điểm danh …»: whoever opens the step does it.
        let begin = step.trim_start_matches(|c: char| !c.is_alphabetic());
        let begin = begin.as_ptr() as usize - document.text.as_ptr() as usize;
        let begin = document.tokens.partition_point(|token| (token.start as usize) < begin);
        let mut opens = false;
        let named = context.mentions.within(&tokens).iter().any(|m| match m.kind {
            MentionKind::Post | MentionKind::Body if m.tokens.start == begin => {
                opens = true;
                true
            }
            MentionKind::Post => true,
            // «Báo cáo kiểm điểm của Ban Chấp hành» says whose it is, not who reads it.
            MentionKind::Body => {
                let before = m.tokens.start.checked_sub(1).and_then(|at| document.tokens.get(at));
                before.is_none_or(|t| t.id != *OF)
            }
            _ => false,
        });
        // A discussion is everybody's.
        let said = names.has_leader(&folded);
        // «Đồng chí Chánh Văn phòng Đảng ủy: “Kính mời …”»: whoever speaks leads.
        let speaks = line.end < block.range.end && text.ends_with(':') && (named || said);
        let labelled = labelled || speaks || opens;
        Told { step, time, labelled, person: labelled || named || said, speaks_of_all: said }
    }
}

impl<'d> Told<'d> {
    /// «**4. Chia tổ (15 giờ 10 - 16 giờ 00).** Đồng chí Chủ tịch … công bố 04 tổ …»: the step and its hour, then who.
    fn of_opening(context: &Context<'d>, names: &Names, block: &Block, opening: Range<usize>) -> Told<'d> {
        let document = context.document;
        let text = document.text.get(block.body..opening.end).unwrap_or("").trim();
        let time = text.match_indices('(').any(|(at, _)| gives_hour(text.get(at + 1..).unwrap_or("")));
        let step = text.find('(').filter(|_| time).map_or(text, |at| text.get(..at).unwrap_or(text).trim_end());
        let rest = document.text.get(opening.end..block.range.end).unwrap_or("");
        let from = document.tokens.partition_point(|token| (token.start as usize) < opening.end);
        let who = context.mentions.within(&(from..block.tokens.end.min(from + NAMED))).iter();
        let mut who = who.filter(|m| matches!(m.kind, MentionKind::Post | MentionKind::Body));
        let folded = fold(rest);
        let said = names.has_leader(&folded);
        let named = who.next().is_some() || folded.trim_start().starts_with("đồng chí");
        Told { step, time, labelled: named, person: named || said, speaks_of_all: said }
    }
}

/// What follows «Người công bố:», «Người hướng dẫn:», whatever it is that somebody does there.
fn behind_any_doer(folded: &str) -> impl Iterator<Item = &str> {
    let plain = |did: &str| did.split(' ').count() <= 4 && did.chars().all(|c| c.is_alphabetic() || c == ' ');
    let doers = folded.match_indices("người ").filter_map(|(at, word)| folded.get(at + word.len()..));
    doers.filter_map(move |rest| rest.split_once(':').filter(|(did, _)| plain(did)).map(|(_, who)| who))
}

static OF: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("của"));

/// Characters of an hour and its end: «14 giờ 00 phút - 14 giờ 20 phút».
const LONGEST_HOUR: usize = 40;
