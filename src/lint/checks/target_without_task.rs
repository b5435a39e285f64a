//! Targets that no task of the dossier works towards.

use crate::document::{Block, Kind, Row, Table};
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::shorten;
use crate::lint::indicators::MeasureId;
use crate::lint::indicators::heads::Head;
use crate::lint::pack::{Level, Role};
use crate::mentions::MentionKind;
use crate::text::{Bits, Hit, LexiconBuilder, ListId, PairSet, Syllable, SyllableSet, TokenKind, fold};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;

/// `target-without-task:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TargetWithoutTask {
    /// Levels of organisation whose tasks stand elsewhere.
    #[serde(default)]
    skip_units: Vec<Level>,
    /// Tasks of fewer syllables are no programme to look in.
    least_words: usize,
    /// With a larger share of the targets unanswered the tasks stand elsewhere: one remark for all.
    most: f64,
    /// Indicators that everything serves.
    free: Vec<String>,
    /// Words of other names of which the same is true.
    free_names: Vec<String>,
    /// Words of tasks that answer an indicator of the set.
    answers: Vec<Answer>,
    /// Words of indicators' names that tell none apart.
    common: Vec<String>,
    /// What stands for a value where the target is to reach or to hold something: «Đạt».
    reached: Vec<String>,
    #[serde(skip)]
    lists: Option<Lists>,
    #[serde(skip)]
    plain: SyllableSet,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    /// Ids of the pack's indicators.
    #[serde(default)]
    indicators: Vec<String>,
    /// Words of the names of others.
    #[serde(default)]
    names: Vec<String>,
    /// Words of a task that works towards them.
    words: Vec<String>,
    /// Names of other things that hold one of those words: «khu dân cư văn hóa» is no «khu dân cư kiểu mẫu».
    #[serde(default)]
    passed: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
struct Lists {
    /// Words of tasks, by answer.
    words: ListId,
    /// What holds a word of tasks and is another's, by answer.
    passed: ListId,
    /// Words of names, by answer.
    names: ListId,
}

/// Two neighbouring syllables of a name.
type Pair = (Syllable, Syllable);

/// What answers a target.
enum Asks {
    /// Words of the rule's list.
    Listed(usize),
    /// Words of the rule's lists for such names; where there are none, two words of its name that stand together.
    Named { pairs: Vec<Pair>, entries: Vec<usize> },
}

struct Target {
    place: Range<usize>,
    name: String,
    asks: Asks,
}

/// What is kept of a document.
struct Told {
    /// Whether it is the political report, whose targets are the dossier's.
    report: bool,
    targets: Vec<Target>,
    /// For each entry of the list, whether a task holds one of its words.
    answered: Vec<bool>,
    /// The words of its tasks, each block's followed by none: what a target of its own name is looked for in.
    tasks: Vec<Syllable>,
    /// Syllables of the tasks.
    words: usize,
}

/// Syllables of tasks that are kept; a programme has a few thousand.
const MOST_WORDS: usize = 60_000;

/// The pairs of words, of those that targets ask for, that stand in tasks.
fn said(all: &[(usize, &Told)]) -> PairSet {
    let targets = all.iter().flat_map(|(_, told)| &told.targets);
    let asked = targets.filter_map(|target| match &target.asks {
        Asks::Named { pairs, entries } if entries.is_empty() => Some(pairs),
        _ => None,
    });
    let asked: PairSet = asked.flatten().copied().collect();
    // Most words begin no pair that is asked for.
    let mut firsts = Bits::new(1 << 12);
    asked.iter().for_each(|pair| _ = firsts.set(pair.0.0));
    let tasks = all.iter().flat_map(|(_, told)| told.tasks.windows(2));
    let pairs = tasks.filter(|two| firsts.may_have(two[0].0)).map(|two| (two[0], two[1]));
    pairs.filter(|pair| asked.contains(pair)).collect()
}

impl Check for TargetWithoutTask {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let lists = Lists { words: builder.list(), passed: builder.list(), names: builder.list() };
        for (id, answer) in self.answers.iter().enumerate() {
            builder.add_all(lists.words, id as u32, &answer.words);
            builder.add_all(lists.passed, id as u32, &answer.passed);
            builder.add_all(lists.names, id as u32, &answer.names);
        }
        self.lists = Some(lists);
        self.plain = self.common.iter().flat_map(|p| p.split_whitespace()).map(Syllable::of).collect();
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let report = context.document.meta.kind == Some(Kind::PoliticalReport);
        if context.level().is_some_and(|level| self.skip_units.contains(&level)) {
            return None;
        }
        let mut told = Told {
            report,
            targets: Vec::new(),
            answered: vec![false; self.answers.len()],
            tasks: Vec::new(),
            words: 0,
        };
        self.targets(context, &mut told.targets);
        self.tasks(context, report, &mut told);
        Some(Box::new(told))
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let all: Vec<(usize, &Told)> = context.all_kept::<Told>().collect();
        let words: usize = all.iter().map(|(_, told)| told.words).sum();
        if words < self.least_words || words > MOST_WORDS {
            return;
        }
        let said = said(&all);
        let answered = |target: &&Target| {
            all.iter().any(|(_, told)| {
                let listed = |entry: &usize| told.answered.get(*entry).copied().unwrap_or(true);
                match &target.asks {
                    Asks::Listed(entry) => listed(entry),
                    Asks::Named { pairs, entries } => {
                        entries.iter().any(listed) || entries.is_empty() && pairs.iter().any(|pair| said.contains(pair))
                    }
                }
            })
        };
        // A programme sets targets of its own where no report is there to set them.
        let reported = all.iter().any(|(_, told)| told.report);
        for (document, told) in all.iter().filter(|(_, told)| told.report || !reported) {
            let open: Vec<&Target> = told.targets.iter().filter(|t| !answered(t)).collect();
            let Some(first) = open.first() else { continue };
            let draft =
                |target: &Target| Draft::on(Place::Text(target.place.clone())).with("name", target.name.clone());
            if open.len() > 3 && open.len() as f64 > self.most * told.targets.len() as f64 {
                let names: Vec<&str> = open.iter().map(|t| t.name.as_str()).take(8).collect();
                let draft = draft(first).say("many").with("names", names.join("; "));
                let draft = draft.with("open", open.len().to_string()).with("count", told.targets.len().to_string());
                out.push(DossierDraft { document: *document, draft });
                continue;
            }
            out.extend(open.into_iter().map(|t| DossierDraft { document: *document, draft: draft(t) }));
        }
    }
}

impl TargetWithoutTask {
    /// What the tasks of a document speak of.
    fn tasks(&self, context: &Context<'_>, report: bool, told: &mut Told) {
        let Some(lists) = self.lists else { return };
        let document = context.document;
        for block in &document.blocks {
            let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
            let task = match role {
                Role::Task | Role::Organisation => true,
                // All of a programme is tasks, its targets aside.
                Role::None | Role::Result => !report,
                _ => false,
            };
            if !task || told.words > MOST_WORDS {
                continue;
            }
            told.words += block.tokens.len();
            let passed: Vec<&Hit> = context.mentions.hits_of(lists.passed, &block.tokens).collect();
            for hit in context.mentions.hits_of(lists.words, &block.tokens) {
                let within = |p: &&Hit| p.item == hit.item && p.start <= hit.start && hit.end <= p.end;
                told.answered[hit.item as usize] |= !passed.iter().any(within);
            }
            let tokens = document.tokens.get(block.tokens.clone()).unwrap_or_default();
            told.tasks.extend(tokens.iter().map(|token| token.id));
            told.tasks.push(Syllable::default());
        }
    }

    /// The targets a report sets, in tables and in points.
    fn targets(&self, context: &Context<'_>, found: &mut Vec<Target>) {
        let document = context.document;
        for table in document.tables.iter().filter(|t| is_of_targets(context, t)) {
            for row in table.rows.iter().skip(table.header_rows.max(1)) {
                found.extend(self.row(context, row));
            }
        }
        let listed = |target: &Target| match target.asks {
            Asks::Listed(entry) => Some(entry),
            Asks::Named { .. } => None,
        };
        let mut seen: HashSet<usize> = found.iter().filter_map(listed).collect();
        for sentence in context.sentences_of(&[Role::Target]) {
            let figure = |m: &&crate::mentions::Mention| matches!(m.kind, MentionKind::Figure(_));
            if context.mentions.within(&sentence.tokens).iter().find(figure).is_none() {
                continue;
            }
            for hit in context.catalogue.indicators.named(context.mentions, &sentence.tokens) {
                let tokens = hit.start as usize..hit.end as usize;
                let place = document.token_range(tokens.clone());
                let name = document.token_text(tokens).to_string();
                // What a table or an earlier sentence sets is asked about there.
                let known = self.known(context, MeasureId(hit.item));
                let anew = |asks: &Asks| match asks {
                    Asks::Listed(entry) => seen.insert(*entry),
                    Asks::Named { .. } => true,
                };
                let target = known.filter(anew).map(|asks| Target { place, name, asks });
                found.extend(target);
            }
        }
    }

    /// The target of a row: its name, if it has a value.
    fn row(&self, context: &Context<'_>, row: &Row) -> Option<Target> {
        let block = |&id: &u32| context.document.blocks.get(id as usize);
        let cells: Vec<&Block> = row.cells.iter().filter_map(block).collect();
        // «- Nông nghiệp», «a) Nông, lâm nghiệp»: a part of the row above.
        let part = |text: &str| text.starts_with('-') || text.chars().nth(1) == Some(')');
        let worded = |b: &&Block| b.tokens.len() >= 2 && !part(context.document.block_text(b).trim_start());
        let at = cells.iter().take(3).position(worded)?;
        let name = cells.get(at)?;
        let valued = |b: &&Block| {
            let figure = context.mentions.within(&b.tokens).iter().any(|m| matches!(m.kind, MentionKind::Figure(_)));
            figure || {
                let said = fold(context.document.block_text(b));
                self.reached.iter().any(|words| said.starts_with(words.as_str()))
            }
        };
        cells.get(at + 1..)?.iter().find(|b| valued(b))?;
        let hits = context.catalogue.indicators.named(context.mentions, &name.tokens);
        let asks = match hits.first() {
            Some(hit) => self.known(context, MeasureId(hit.item))?,
            None => {
                let words = fold(context.document.block_text(name));
                if self.free_names.iter().any(|free| words.contains(free.as_str())) {
                    return None;
                }
                let list = self.lists?.names;
                let entries = context.mentions.hits_of(list, &name.tokens).map(|hit| hit.item as usize).collect();
                Asks::Named { pairs: self.pairs(context, &name.tokens)?, entries }
            }
        };
        // «Số thứ tự», «Đơn vị tính»: of a table on its side, a head.
        let head = context.catalogue.indicators.heads.of(context.document.block_text(name));
        if matches!(head, Some(Head::Ordinal | Head::Unit)) {
            return None;
        }
        let mut filled = cells.iter().filter(|b| !b.range.is_empty());
        let place = filled.clone().next()?.range.start..filled.next_back()?.range.end;
        Some(Target { place, name: shorten(context.document.block_text(name), 80), asks })
    }

    /// What answers an indicator of the set; nothing need answer what everything serves.
    fn known(&self, context: &Context<'_>, measure: MeasureId) -> Option<Asks> {
        let id = measure.id(&context.catalogue.pack)?;
        let named = |ids: &[String]| ids.iter().any(|i| i == id);
        let entry = self.answers.iter().position(|a| named(&a.indicators))?;
        (!named(&self.free)).then_some(Asks::Listed(entry))
    }

    /// Neighbouring words of a name, those that every name has left out.
    fn pairs(&self, context: &Context<'_>, tokens: &Range<usize>) -> Option<Vec<Pair>> {
        let tokens = context.document.tokens.get(tokens.clone())?;
        let own = |t: &crate::text::Token| t.kind == TokenKind::Word && !self.plain.contains(&t.id);
        let pairs = tokens.windows(2).filter(|pair| own(&pair[0]) && own(&pair[1]));
        let pairs: Vec<Pair> = pairs.map(|pair| (pair[0].id, pair[1].id)).collect();
        (!pairs.is_empty()).then_some(pairs)
    }
}

/// A table in a section on targets, or one headed by a year to come that names indicators.
fn is_of_targets(context: &Context<'_>, table: &Table) -> bool {
    let role = context.outline.roles.get(table.section as usize).copied().unwrap_or_default();
    if matches!(role, Role::Task | Role::Result | Role::Organisation) {
        return false;
    }
    let rows = || context.catalogue.indicators.rows_of(context.document, context.mentions, table);
    if role == Role::Target {
        return rows() >= 1;
    }
    let heads = table.rows.iter().take(table.header_rows.max(1) + 1).flat_map(|r| &r.cells).chain(&table.caption);
    let blocks = heads.filter_map(|&id| context.document.blocks.get(id as usize));
    let tokens = blocks.flat_map(|b| context.document.tokens.get(b.tokens.clone()).unwrap_or_default());
    let numbers = tokens.filter(|t| t.kind == TokenKind::Number);
    let mut years = numbers.filter_map(|t| t.text(&context.document.text).parse::<i32>().ok());
    years.any(|y| (context.as_of.year + 2..context.as_of.year + 12).contains(&y)) && rows() >= 5
}
