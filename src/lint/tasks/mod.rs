//! Tasks: who does what by when, and what it leaves behind, as tables of assignments and points of a programme
//! give it (domain 1.4). What a task lacks is found once, for all rules that ask.

mod bracketed;
mod custom;
mod few;
mod fields;
mod owner;
mod points;
mod repeated;
mod table;

use super::check::Context;
use super::pack::Role;
use crate::document::{Kind, Table};
use crate::mentions::{Mention, MentionKind, Mentions};
use crate::text::{Hit, LexiconBuilder, ListId, Syllable, TokenKind, outermost};
use serde::Deserialize;
use std::ops::Range;

/// What a task needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// A body or post in charge.
    Owner,
    /// A deadline.
    Due,
    /// What it leaves behind.
    Product,
}

impl Aspect {
    /// All of them.
    pub const ALL: [Aspect; 3] = [Aspect::Owner, Aspect::Due, Aspect::Product];
}

/// How a task lacks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Its cell is blank.
    Blank,
    /// What is said names nobody, no day, nothing to hold.
    Vague,
    /// The table has no such column, or nothing in it.
    Column,
    /// Other points of the programme say it, this one does not.
    Point,
    /// Most points of the programme do not say it.
    Most,
}

/// Something a task, a table or a programme lacks.
#[derive(Clone, Debug)]
pub struct Lack {
    /// What.
    pub aspect: Aspect,
    /// How.
    pub how: How,
    /// Where, in the plain text.
    pub place: Range<usize>,
    /// The task, or the vague words.
    pub words: String,
    /// How many tasks say it, of how many.
    pub count: (usize, usize),
}

/// `data/tasks.yml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TaskWordsData {
    columns: Columns,
    totals: Vec<String>,
    nobody: Vec<String>,
    never: Vec<String>,
    nothing: Vec<String>,
    changes: Vec<String>,
    about: String,
    things: String,
    fillers: String,
    unset_dues: Vec<String>,
    standing: Vec<String>,
    standing_not: String,
    seasons: Vec<String>,
    periods: String,
    until: String,
    owners: Vec<String>,
    subjects: Vec<String>,
    body_heads: String,
    given_by: String,
    does: Vec<String>,
    holds: Vec<String>,
    beside: String,
    products: Vec<String>,
    unset_ends: Vec<String>,
    unset_acts: Vec<String>,
    served: Vec<String>,
    assigned: Vec<String>,
    announced: Vec<String>,
    units: String,
    opens: Vec<String>,
    acts: Vec<String>,
    talks: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    task: Vec<String>,
    owner: Vec<String>,
    support: Vec<String>,
    begin: Vec<String>,
    due: Vec<String>,
    product: Vec<String>,
}

/// What a column, or a label in running text, is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Task,
    Support,
    Begin,
    Of(Aspect),
}

const LABELS: [Label; 6] = [
    Label::Task,
    Label::Of(Aspect::Owner),
    Label::Support,
    Label::Begin,
    Label::Of(Aspect::Due),
    Label::Of(Aspect::Product),
];

/// The lists of `data/tasks.yml`, registered.
#[derive(Debug)]
pub struct TaskWords {
    labels: ListId,
    totals: ListId,
    /// Words that say nothing, by aspect.
    vague: [ListId; 3],
    /// Of those that name no product: a change, in whatever field.
    changes: ListId,
    /// What joins it to the field.
    about: Vec<Syllable>,
    /// Words by which the field turns out to be something one can check.
    things: Vec<Syllable>,
    /// Words beside those that name nobody either: «các đơn vị có liên quan trên địa bàn».
    fillers: Vec<Syllable>,
    unset_dues: ListId,
    standing: ListId,
    /// Words right before one of those that make it part of a name: «chi thường xuyên».
    standing_not: Vec<Syllable>,
    /// Times without a date of their own: «vụ xuân 2026», «trước Tết».
    seasons: ListId,
    /// Units of time, for «10 lớp/năm», «trong 100 ngày».
    periods: Vec<Syllable>,
    /// Words that make a time a deadline.
    until: Vec<Syllable>,
    owners: ListId,
    subjects: ListId,
    /// First words of names of local bodies: «Ban Giảm nghèo», «Tổ Thu gom rác».
    body_heads: Vec<Syllable>,
    /// Words right before whoever does a task: «do Đội Xung kích thôn 3 làm».
    given_by: Vec<Syllable>,
    /// Words for doing a task, behind whoever does it.
    does: ListId,
    /// The same at the end of a heading.
    holds: ListId,
    /// Words before somebody who gets, signs or helps with a task: «gửi», «chữ ký của».
    beside: Vec<Syllable>,
    products: ListId,
    unset_ends: ListId,
    unset_acts: ListId,
    served: ListId,
    assigned: ListId,
    /// What a list of tasks is called: «ba việc:».
    announced: ListId,
    /// Words after the name of a body: «Hội Nông dân phường».
    units: Vec<Syllable>,
    /// First words of a task that does not say whose it is.
    opens: ListId,
    /// Words for work that gets finished.
    acts: ListId,
    /// Words for work that leaves nothing behind.
    talks: ListId,
}

impl TaskWords {
    /// Adds the lists to a lexicon under way.
    pub fn register(data: &TaskWordsData, builder: &mut LexiconBuilder) -> TaskWords {
        let labels = builder.list();
        let columns = &data.columns;
        let all = [&columns.task, &columns.owner, &columns.support, &columns.begin, &columns.due, &columns.product];
        for (item, phrases) in all.into_iter().enumerate() {
            builder.add_all(labels, item as u32, phrases);
        }
        let syllables = |words: &str| words.split_whitespace().map(Syllable::of).collect();
        TaskWords {
            labels,
            totals: builder.list_of(&data.totals),
            vague: [&data.nobody, &data.never, &data.nothing].map(|phrases| builder.list_of(phrases)),
            unset_dues: builder.list_of(&data.unset_dues),
            changes: builder.list_of(&data.changes),
            about: syllables(&data.about),
            things: syllables(&data.things),
            fillers: syllables(&data.fillers),
            standing: builder.list_of(&data.standing),
            standing_not: syllables(&data.standing_not),
            seasons: builder.list_of(&data.seasons),
            periods: syllables(&data.periods),
            until: syllables(&data.until),
            owners: builder.list_of(&data.owners),
            subjects: builder.list_of(&data.subjects),
            body_heads: syllables(&data.body_heads),
            given_by: syllables(&data.given_by),
            does: builder.list_of(&data.does),
            holds: builder.list_of(&data.holds),
            beside: syllables(&data.beside),
            products: builder.list_of(&data.products),
            unset_ends: builder.list_of(&data.unset_ends),
            unset_acts: builder.list_of(&data.unset_acts),
            served: builder.list_of(&data.served),
            assigned: builder.list_of(&data.assigned),
            announced: builder.list_of(&data.announced),
            units: syllables(&data.units),
            opens: builder.list_of(&data.opens),
            acts: builder.list_of(&data.acts),
            talks: builder.list_of(&data.talks),
        }
    }

    /// Names of columns among some tokens, each with what it is about; longer names hide shorter ones.
    fn labels<'m>(&self, mentions: &'m Mentions, tokens: &Range<usize>) -> Vec<(&'m Hit, Label)> {
        let hits = outermost(mentions.hits_of(self.labels, tokens));
        hits.into_iter().filter_map(|hit| Some((hit, *LABELS.get(hit.item as usize)?))).collect()
    }

    /// Whether some tokens are nothing but words that say nothing of an aspect, and fillers.
    fn is_vague(&self, context: &Context<'_>, aspect: Aspect, tokens: &Range<usize>) -> bool {
        let named = |m: &Mention| {
            matches!(
                m.kind,
                MentionKind::Figure(_)
                    | MentionKind::Date(_)
                    | MentionKind::Body
                    | MentionKind::Post
                    | MentionKind::Product
            )
        };
        let hits = outermost(context.mentions.hits_of(self.vague[aspect as usize], tokens));
        // «nâng cao chất lượng sản phẩm»: a word of the phrase itself is nothing to hold.
        let within =
            |m: &Mention| hits.iter().any(|h| h.start as usize <= m.tokens.start && m.tokens.end <= h.end as usize);
        if context.mentions.within(tokens).iter().any(|m| named(m) && !within(m)) {
            return false;
        }
        let mut end = tokens.start;
        let fills = |range: Range<usize>| {
            let between = context.document.tokens.get(range).unwrap_or_default();
            between.iter().all(|t| self.fillers.contains(&t.id))
        };
        for hit in &hits {
            if !fills(end..(hit.start as usize).max(end)) {
                return false;
            }
            end = end.max(hit.end as usize);
        }
        let rest = end..tokens.end.max(end);
        !hits.is_empty()
            && (fills(rest.clone()) || aspect == Aspect::Product && self.only_changes(context, &hits, rest))
    }

    /// Whether some words only say where something is to change for the better: «Tạo chuyển biến tích cực | về du lịch».
    fn only_changes(&self, context: &Context<'_>, hits: &[&Hit], field: Range<usize>) -> bool {
        let tokens = context.document.tokens.get(field.clone()).unwrap_or_default();
        let before = field.start.saturating_sub(LONGEST_CHANGE)..field.start;
        let mut changes = context.mentions.hits_of(self.changes, &before);
        let joins = hits.len() == 1 && changes.any(|hit| hit.end as usize == field.start);
        let text = context.document.text.get(context.document.token_range(field)).unwrap_or("");
        joins
            && tokens.len() <= LONGEST_FIELD
            && tokens.first().is_some_and(|t| self.about.contains(&t.id))
            && !tokens.iter().any(|t| t.kind == TokenKind::Number || self.things.contains(&t.id))
            && !text.contains([',', ';', ':', '.', '(', '+', '“', '"', '\n'])
    }
}

/// Words of a change, of the field it is to happen in.
const LONGEST_CHANGE: usize = 6;
const LONGEST_FIELD: usize = 9;

/// What the tasks of a document lack.
pub fn lacks(context: &Context<'_>) -> Vec<Lack> {
    let mut found = Vec::new();
    let tables = table::lacks(context, &mut found);
    points::vague(context, &mut found);
    if context.document.meta.kind == Some(Kind::ActionProgramme) {
        points::lacks(context, &tables, &mut found);
    } else {
        custom::sentences(context, &mut found);
        custom::lists(context, &mut found);
    }
    // Whose owner or day is named in words that say nothing has been told so.
    let vague: Vec<(Aspect, Range<usize>)> =
        found.iter().filter(|l| l.how == How::Vague).map(|l| (l.aspect, l.place.clone())).collect();
    let told = |l: &Lack| {
        vague
            .iter()
            .any(|(aspect, place)| *aspect == l.aspect && place.start < l.place.end && l.place.start < place.end)
    };
    found.retain(|l| l.how != How::Point || !told(l));
    found
}

/// Whether a table of a section assigns tasks.
pub fn are_assigned_in(context: &Context<'_>, section: u32) -> bool {
    let mut tables = context.document.tables.iter().filter(|table| table.section == section);
    tables.any(|table| table::assigns(context, table))
}

/// The column of a table that assigns tasks in which their days stand, and nothing else.
pub fn due_column(context: &Context<'_>, table: &Table) -> Option<usize> {
    table::due_column(context, table)
}

/// Whether a table of the document lists tasks and says something of each, in whatever columns.
pub fn are_listed(context: &Context<'_>) -> bool {
    context.document.tables.iter().any(|table| table::lists(context, table))
}

/// Whether a section may hold tasks: not one on what was done.
fn holds_tasks(context: &Context<'_>, section: u32) -> bool {
    let role = context.outline.roles.get(section as usize).copied().unwrap_or_default();
    matches!(role, Role::Task | Role::Organisation | Role::Remedy | Role::None)
}
