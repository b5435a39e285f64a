//! Shortcomings for which nobody answers.

use crate::document::{Block, BlockKind, Sentence, Table};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::{Severity, shorten};
use crate::lint::pack::{Level, Role};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Gap, Hit, LexiconBuilder, ListId, Syllable, outermost};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// `missing-responsibility:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingResponsibility {
    /// Levels of organisation whose committee answers as a whole.
    #[serde(default)]
    skip_units: Vec<Level>,
    /// Words of a sentence that says who answers, wherever it stands.
    answers: Vec<String>,
    /// Words of a sentence that presents the report and names who does so.
    formulas: Vec<String>,
    /// Collectives that can answer, beside the bodies every rule knows.
    collectives: Vec<String>,
    /// Persons that can, beside the posts every rule knows.
    persons: Vec<String>,
    /// Words before a person's name.
    titles: Vec<String>,
    /// Words that look like a post or a body and name nobody.
    nobody: Vec<String>,
    /// Words that say the names are in a paper of their own.
    elsewhere: Vec<String>,
    /// Words of a sentence among the shortcomings that says so of who answers, not of something else.
    of_answering: Vec<String>,
    /// Words before those that deny it.
    negations: Vec<String>,
    /// Openings of a paragraph on one shortcoming: «Đối với khuyết điểm thứ hai, …».
    one_by_one: Vec<String>,
    /// Heads of the column of a table that holds the shortcomings somebody answers for in another.
    faults: Vec<String>,
    /// Heads of that other column, beside `answers`: «Trách nhiệm».
    heads: Vec<String>,
    #[serde(skip)]
    lists: Option<Lists>,
}

#[derive(Debug)]
struct Lists {
    answers: ListId,
    collectives: ListId,
    persons: ListId,
    titles: ListId,
    nobody: ListId,
    elsewhere: ListId,
    of_answering: ListId,
    negations: ListId,
    one_by_one: ListId,
    formulas: ListId,
    faults: ListId,
    heads: ListId,
}

/// How far before some words their negation may stand.
const NEGATED: usize = 4;

impl Check for MissingResponsibility {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.lists = Some(Lists {
            answers: builder.list_of(&self.answers),
            collectives: builder.list_of(&self.collectives),
            persons: builder.list_of(&self.persons),
            titles: builder.list_of(&self.titles),
            nobody: builder.list_of(&self.nobody),
            elsewhere: builder.list_of(&self.elsewhere),
            of_answering: builder.list_of(&self.of_answering),
            negations: builder.list_of(&self.negations),
            one_by_one: builder.list_of(&self.one_by_one),
            formulas: builder.list_of(&self.formulas),
            faults: builder.list_of(&self.faults),
            heads: builder.list_of(&self.heads),
        });
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(lists) = &self.lists else { return };
        let skipped = context.level().is_some_and(|level| self.skip_units.contains(&level));
        let has = |list, s: &Sentence| context.mentions.hits_of(list, &s.tokens).next().is_some();
        let shortcomings: Vec<&Sentence> = context.sentences_of(&[Role::Shortcoming, Role::Cause]).collect();
        if skipped || shortcomings.is_empty() {
            return;
        }
        let presents = |s: &Sentence| has(lists.formulas, s);
        let mut said: Vec<&Sentence> = context.sentences_of(&[Role::Responsibility]).filter(|s| !presents(s)).collect();
        let own = said.len();
        // Elsewhere too somebody may be said to answer; being a good example is another matter.
        let matters = [Role::Shortcoming, Role::Cause, Role::Remedy, Role::Organisation, Role::None];
        said.extend(context.sentences_of(&matters).filter(|s| lists.answers(context, s) && !presents(s)));
        // «Đối với khuyết điểm thứ năm, tên cá nhân ghi ở phụ lục mật» says so of that one alone.
        let apart = |s: &Sentence| lists.are_elsewhere(context, &s.tokens) && !lists.opens_one(context, s);
        if said.iter().any(|s| apart(s)) || shortcomings.iter().any(|s| apart(s) && has(lists.of_answering, s)) {
            return;
        }
        // A heading that names a collective over words that name nobody does not make it answer.
        if !said.is_empty() && vague_agents(context, &said).is_empty() {
            let blocks = context.document.blocks.iter().filter(|b| b.is_heading());
            let headings = blocks.flat_map(|b| context.document.sentences.get(b.sentences.clone()).unwrap_or_default());
            said.extend(headings.filter(|s| has(lists.answers, s)));
        }
        // «Nguyên nhân, trách nhiệm» in one section, which names but some.
        if own == 0
            && let Some(section) = self.nameless_mixed(context, lists, &shortcomings)
        {
            let named = |of: &[&Sentence]| of.iter().any(|s| lists.names(context, &s.tokens) != (false, false));
            let answered = named(&said);
            let blamed = || shortcomings.iter().any(|s| lists.names(context, &s.tokens).1);
            let draft = said_of_agents(context, &section);
            out.push(if answered || blamed() { draft.weigh(Severity::Warning) } else { draft });
            if !answered {
                return;
            }
        }
        // Without a word on who answers, those whom the shortcomings themselves name do.
        if said.is_empty() {
            said.clone_from(&shortcomings);
        }
        let names = |sentence: &Sentence| lists.names(context, &sentence.tokens);
        let (mut collective, mut person) = (false, false);
        for sentence in &said {
            let (by_all, by_one) = names(sentence);
            (collective, person) = (collective || by_all, person || by_one);
        }
        for table in &context.document.tables {
            for (cells, _) in lists.answering(context, table) {
                for (by_all, by_one) in cells.iter().map(|cell| lists.names(context, &cell.tokens)) {
                    (collective, person) = (collective || by_all, person || by_one);
                }
            }
        }
        let place = if own > 0 { said[0] } else { shortcomings[0] };
        let Some(block) = context.document.blocks.get(place.block as usize) else { return };
        let draft = context.at_heading(block.section);
        if person || collective {
            for table in &context.document.tables {
                lists.nameless_rows(context, table, out);
            }
            self.nameless(context, lists, said.get(..own).unwrap_or_default(), out);
            lists.passed_off(context, &said, out);
        }
        match (collective, person) {
            (_, true) => {}
            (true, false) if own > 0 => out.push(draft.say("person").weigh(Severity::Info)),
            (true, false) => {}
            (false, false) => {
                let agents = vague_agents(context, &said);
                let quote = shorten(context.document.token_text(place.tokens.clone()), 120);
                let message = if own == 0 {
                    "nowhere"
                } else if agents.is_empty() {
                    "nobody"
                } else {
                    ""
                };
                out.push(draft.say(message).with("agents", agents.join(", ")).with("quote", quote));
            }
        }
    }
}

/// «người chịu trách nhiệm»
static WHOEVER: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("người"));
/// In a heading: who answers.
static ANSWERING: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["trách", "nhiệm"].map(Syllable::of));

impl MissingResponsibility {
    /// The sentences of a section on causes whose heading promises who answers as well, if they name nobody but some.
    fn nameless_mixed<'c>(
        &self,
        context: &Context<'c>,
        lists: &Lists,
        shortcomings: &[&'c Sentence],
    ) -> Option<Vec<&'c Sentence>> {
        let document = context.document;
        let section = |s: &Sentence| document.blocks.get(s.block as usize).map(|block| block.section);
        let promises = |section: u32| {
            let heading = document.sections.get(section as usize)?.heading?;
            let tokens = document.tokens.get(document.blocks.get(heading as usize)?.tokens.clone())?;
            Some(tokens.windows(2).any(|w| w[0].id == ANSWERING[0] && w[1].id == ANSWERING[1]))
        };
        let mut sections = shortcomings.chunk_by(|a, b| section(a) == section(b));
        let found = sections.find(|s| section(s[0]).and_then(promises) == Some(true))?;
        lists.are_nameless(context, found).then(|| found.to_vec())
    }

    /// Where somebody answers: of points that each answer for a shortcoming, and of sections that do, those that
    /// name nobody.
    fn nameless(&self, context: &Context<'_>, lists: &Lists, said: &[&Sentence], out: &mut Vec<Draft>) {
        let block = |sentence: &Sentence| context.document.blocks.get(sentence.block as usize);
        let is_nameless = |sentences: &[&Sentence]| lists.are_nameless(context, sentences);
        let quoted = |draft: Draft, first: &Sentence| {
            draft.with("quote", shorten(context.document.token_text(first.tokens.clone()), 120))
        };
        for section in said.chunk_by(|a, b| block(a).map(|b| b.section) == block(b).map(|b| b.section)) {
            if is_nameless(section) {
                out.push(said_of_agents(context, section).weigh(Severity::Warning));
                continue;
            }
            for point in section.chunk_by(|a, b| a.block == b.block) {
                let is_item =
                    block(point[0]).is_some_and(|b| matches!(b.kind, BlockKind::Item { .. }) || b.numbering.is_some());
                let apart = || point.iter().any(|s| lists.are_elsewhere(context, &s.tokens));
                if (is_item || lists.opens_one(context, point[0])) && is_nameless(point) && !apart() {
                    let draft = Draft::at(context.document.sentence_range(point[0])).say("point");
                    out.push(quoted(draft.weigh(Severity::Warning), point[0]));
                }
            }
        }
    }
}

/// What is said of a section on who answers that names but some.
fn said_of_agents(context: &Context<'_>, section: &[&Sentence]) -> Draft {
    let agents = vague_agents(context, section);
    let first = section.iter().find(|s| !vague_agents(context, &[**s]).is_empty()).or(section.first());
    let block = first.and_then(|s| context.document.blocks.get(s.block as usize));
    let draft = context.at_heading(block.map_or(0, |block| block.section));
    let quote = first.map_or("", |s| context.document.token_text(s.tokens.clone()));
    let draft = draft.say(if agents.is_empty() { "nobody" } else { "" });
    draft.with("agents", agents.join(", ")).with("quote", shorten(quote, 120))
}

impl Lists {
    /// Whether sentences speak of some and name nobody.
    fn are_nameless(&self, context: &Context<'_>, sentences: &[&Sentence]) -> bool {
        let nobody = |s: &&&Sentence| context.mentions.hits_of(self.nobody, &s.tokens).next().is_some();
        let vague = sentences.iter().any(|s| nobody(&s)) || !vague_agents(context, sentences).is_empty();
        vague && sentences.iter().all(|s| self.names(context, &s.tokens) == (false, false))
    }

    /// Whether a sentence says who answers, not that each paper must name «người chịu trách nhiệm chính».
    fn answers(&self, context: &Context<'_>, sentence: &Sentence) -> bool {
        let tokens = &context.document.tokens;
        let whoever = |at: usize| at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|t| t.id == *WHOEVER);
        let mut hits = context.mentions.hits_of(self.answers, &sentence.tokens);
        hits.any(|hit| !whoever(hit.start as usize))
    }

    /// The rows of a table of shortcomings that says who answers for each: the cells that say so, and the place of the
    /// row.
    fn answering<'c>(&self, context: &Context<'c>, table: &Table) -> Vec<(Vec<&'c Block>, Range<usize>)> {
        let (heads, document) = (table.header_rows.max(1), context.document);
        let block = |id: &u32| document.blocks.get(*id as usize);
        let Some(head) = table.rows.get(heads - 1) else { return Vec::new() };
        let headed = |list: ListId| -> Vec<usize> {
            let has = |cell: &Block| context.mentions.hits_of(list, &cell.tokens).next().is_some();
            let cells = head.cells.iter().enumerate();
            cells.filter(|(_, id)| block(id).is_some_and(has)).map(|(at, _)| at).collect()
        };
        let mut columns = headed(self.answers);
        if columns.is_empty() {
            columns = headed(self.heads);
        }
        if columns.is_empty() || headed(self.faults).iter().all(|at| columns.contains(at)) {
            return Vec::new();
        }
        let rows = table.rows.iter().skip(heads).filter_map(|row| {
            let cells = columns.iter().filter_map(|&at| block(row.cells.get(at)?));
            let filled = || row.cells.iter().filter_map(block).filter(|cell| !cell.range.is_empty());
            // «I | Về kinh tế» heads the rows below it.
            if filled().count() < LEAST_FILLED {
                return None;
            }
            Some((cells.collect(), filled().next()?.range.start..filled().next_back()?.range.end))
        });
        rows.collect()
    }

    /// Rows of such a table whose cells on who answers name nobody: «Một số cấp ủy chưa sâu sát».
    fn nameless_rows(&self, context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
        let named = |cell: &&Block| matches!(self.names(context, &cell.tokens), (true, _) | (_, true));
        let vague = |cell: &&&Block| {
            let agent = |m: &Mention| matches!(m.kind, MentionKind::VagueAgent);
            let mut nobody = context.mentions.hits_of(self.nobody, &cell.tokens);
            nobody.next().is_some() || context.mentions.within(&cell.tokens).iter().any(agent)
        };
        let rows = self.answering(context, table);
        let blank = |cells: &[&Block]| cells.iter().all(|cell| cell.tokens.is_empty());
        let blanks = rows.iter().filter(|(cells, _)| blank(cells)).count();
        for (cells, place) in rows {
            // One row left blank among rows that say it.
            if blank(&cells) && blanks <= MOST_BLANK {
                let shown = shorten(context.document.text.get(place.clone()).unwrap_or(""), 120);
                out.push(Draft::at(place).say("row").weigh(Severity::Warning).with("quote", shown));
                continue;
            }
            let Some(said) = cells.iter().find(vague).filter(|_| !cells.iter().any(named)) else {
                continue;
            };
            let draft = Draft::at(place).say("point").weigh(Severity::Warning);
            out.push(draft.with("quote", shorten(context.document.block_text(said), 120)));
        }
    }

    /// Whether some words name a collective, and a person.
    fn names(&self, context: &Context<'_>, tokens: &Range<usize>) -> (bool, bool) {
        let vague = outermost(context.mentions.hits_of(self.nobody, tokens));
        // Apart from all that names nobody, or longer: «các đồng chí» in «các đồng chí cấp ủy viên».
        let free = |tokens: Range<usize>| {
            let next = vague.partition_point(|v| v.end as usize <= tokens.start);
            let (start, end) = (tokens.start, tokens.end);
            let holds = |v: &Hit| {
                start <= v.start as usize && v.end as usize <= end && tokens.len() > (v.end - v.start) as usize
            };
            vague.get(next).is_none_or(|v| end <= v.start as usize || holds(v))
        };
        let listed = |list| context.mentions.hits_of(list, tokens).any(|h| free(h.start as usize..h.end as usize));
        let mentions = context.mentions.within(tokens);
        let named = |kind| mentions.iter().any(|m| m.kind == kind && free(m.tokens.clone()));
        // «đồng chí Nguyễn Văn A».
        let is_name = |at: usize| {
            let name = context.document.tokens.get(at..at + 2).filter(|_| at + 2 <= tokens.end);
            name.is_some_and(|n| n.iter().all(|t| t.gap == Gap::Space && t.is_capitalised()))
        };
        let by_name = || context.mentions.hits_of(self.titles, tokens).any(|title| is_name(title.end as usize));
        let collective = listed(self.collectives) || named(MentionKind::Body);
        (collective, listed(self.persons) || named(MentionKind::Post) || by_name())
    }

    /// Sentences among the shortcomings that pass them off: «Những thiếu sót trên thuộc trách nhiệm của một số cấp ủy», where
    /// their section names no one else who answers, and no person at all.
    fn passed_off(&self, context: &Context<'_>, said: &[&Sentence], out: &mut Vec<Draft>) {
        let document = context.document;
        let section = |s: &Sentence| document.blocks.get(s.block as usize).map(|block| block.section);
        let role = |s: &Sentence| section(s).and_then(|section| context.outline.roles.get(section as usize));
        let fault = |s: &Sentence| matches!(role(s), Some(Role::Shortcoming | Role::Cause));
        for sentence in said.iter().filter(|s| fault(s) && self.is_passed_off(context, s)) {
            let own = section(sentence);
            let collective = || said.iter().filter(|s| section(s) == own).any(|s| self.names(context, &s.tokens).0);
            let mut blocks = document.blocks.iter().filter(|block| Some(block.section) == own && !block.is_heading());
            let mut person =
                || blocks.any(|b| self.names(context, &b.tokens).1 || self.are_elsewhere(context, &b.tokens));
            if !collective() && !person() {
                let quote = shorten(document.token_text(sentence.tokens.clone()), 120);
                let draft = Draft::at(document.sentence_range(sentence)).say("point");
                out.push(draft.weigh(Severity::Warning).with("quote", quote));
            }
        }
    }

    /// Whether right after the words for who answers («thuộc trách nhiệm của») nobody in particular is named.
    fn is_passed_off(&self, context: &Context<'_>, sentence: &Sentence) -> bool {
        let vague = |at: usize| {
            let agent = |m: &Mention| matches!(m.kind, MentionKind::VagueAgent) && m.tokens.start == at;
            let rest = at..sentence.tokens.end;
            let mut nobody = context.mentions.hits_of(self.nobody, &rest);
            context.mentions.within(&(at..at + 1)).iter().any(agent) || nobody.any(|hit| hit.start as usize == at)
        };
        let mut answers = context.mentions.hits_of(self.answers, &sentence.tokens);
        answers.any(|hit| {
            let (start, end) = (hit.start as usize, hit.end as usize);
            let before = sentence.tokens.start.max(start.saturating_sub(NEGATED))..start;
            let denied = context.mentions.hits_of(self.negations, &before).next().is_some();
            !denied && (end..=end + LINK).any(vague)
        })
    }

    /// Whether a sentence opens a paragraph on one shortcoming.
    fn opens_one(&self, context: &Context<'_>, sentence: &Sentence) -> bool {
        let mut hits = context.mentions.hits_of(self.one_by_one, &sentence.tokens);
        hits.any(|hit| hit.start as usize == sentence.tokens.start)
    }

    /// Whether some words say that the names are in a paper of their own.
    fn are_elsewhere(&self, context: &Context<'_>, tokens: &Range<usize>) -> bool {
        context.mentions.hits_of(self.elsewhere, tokens).any(|hit| {
            let start = hit.start as usize;
            let before = tokens.start.max(start.saturating_sub(NEGATED))..start;
            context.mentions.hits_of(self.negations, &before).next().is_none()
        })
    }
}

/// Words of «thuộc trách nhiệm | về của | một số cấp ủy».
const LINK: usize = 2;

/// Cells that a shortcoming's row fills: its number and name, and something of it.
const LEAST_FILLED: usize = 3;

/// Rows of a table that may be blank and still be gaps, not cells merged with the row above.
const MOST_BLANK: usize = 1;

/// Nobodies the sentences name: «một số cấp ủy».
fn vague_agents(context: &Context<'_>, sentences: &[&Sentence]) -> Vec<String> {
    let mentions = sentences.iter().flat_map(|s| context.mentions.within(&s.tokens));
    let vague = mentions.filter(|m| matches!(m.kind, MentionKind::VagueAgent));
    let mut agents: Vec<String> =
        vague.map(|m| format!("«{}»", context.document.token_text(m.tokens.clone()))).take(4).collect();
    agents.dedup();
    agents
}
