//! Causes that all lie with weather, prices and those above.

use crate::document::{Document, Sentence};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::shorten;
use crate::lint::pack::Role;
use crate::text::{Hit, LexiconBuilder, ListId, Syllable, outermost, syllables};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// `missing-subjective-cause:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingSubjectiveCause {
    /// What subjective causes are called.
    names: Vec<String>,
    /// Words of a clause that finds the fault at home.
    subjective: Vec<String>,
    /// Words that find it with whom the clause is about.
    attitudes: Vec<String>,
    /// Those it may be about who are not the committee: «người dân».
    others: Vec<String>,
    /// Words that may stand before them at the beginning of a clause.
    before_others: Vec<String>,
    /// Words at the beginning of a clause on something that is done: by whom it need not say.
    doings: Vec<String>,
    /// Bodies and posts of the committee's own, which do so unless the causes are called objective.
    home: Vec<String>,
    /// Where those words name no one who acts, or another's: «sinh hoạt chi bộ», «đảng ủy cấp trên».
    #[serde(default)]
    not_home: Vec<String>,
    /// What objective causes are called.
    called_objective: Vec<String>,
    /// Words of a clause that finds it elsewhere.
    objective: Vec<String>,
    /// What an outside cause does to whoever is named after it.
    affects: Vec<String>,
    /// What it makes them do or be, which takes a predicate.
    makes: Vec<String>,
    /// Words of a clause that finds fault: without them it tells facts, and leaves the matter as it was.
    judges: Vec<String>,
    #[serde(skip)]
    lists: Option<Lists>,
}

#[derive(Debug)]
struct Lists {
    names: ListId,
    subjective: ListId,
    attitudes: ListId,
    others: ListId,
    before_others: Vec<Syllable>,
    doings: ListId,
    home: ListId,
    not_home: ListId,
    called_objective: ListId,
    objective: ListId,
    affects: Vec<Vec<Syllable>>,
    makes: Vec<Vec<Syllable>>,
    judges: ListId,
}

/// Where a clause finds the fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// With the committee.
    Home,
    /// With weather, prices, others.
    Elsewhere,
    /// With somebody, and the words do not show with whom.
    Unknown,
    /// It finds none.
    None,
}

impl Check for MissingSubjectiveCause {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let phrases = |list: &[String]| list.iter().map(|words| syllables(words).collect()).collect();
        self.lists = Some(Lists {
            names: builder.list_of(&self.names),
            subjective: builder.list_of(&self.subjective),
            attitudes: builder.list_of(&self.attitudes),
            others: builder.list_of(&self.others),
            before_others: self.before_others.iter().map(|word| Syllable::of(word)).collect(),
            doings: builder.list_of(&self.doings),
            home: builder.list_of(&self.home),
            not_home: builder.list_of(&self.not_home),
            called_objective: builder.list_of(&self.called_objective),
            objective: builder.list_of(&self.objective),
            affects: phrases(&self.affects),
            makes: phrases(&self.makes),
            judges: builder.list_of(&self.judges),
        });
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(lists) = &self.lists else { return };
        let document = context.document;
        let causes: Vec<&Sentence> = context.sentences_of(&[Role::Cause]).collect();
        let has = |list, tokens: &Range<usize>| context.mentions.hits_of(list, tokens).next().is_some();
        if causes.iter().any(|s| has(lists.names, &s.tokens)) {
            return;
        }
        let called = causes.iter().any(|s| has(lists.called_objective, &s.tokens));
        // One clause that may find the fault at home is enough to be silent; what is called objective may not.
        let mut elsewhere: Option<&Sentence> = None;
        for sentence in &causes {
            for clause in clauses(document, &sentence.tokens) {
                match lists.fault(context, &clause, called) {
                    Fault::Elsewhere => elsewhere = elsewhere.or(Some(sentence)),
                    Fault::Home => return,
                    Fault::Unknown if !called => return,
                    Fault::Unknown | Fault::None => {}
                }
            }
        }
        // «Nguyên nhân chủ quan» with text of its own under it.
        let named = document.sections.iter().any(|section| {
            let heading = section.heading.and_then(|h| document.blocks.get(h as usize));
            let alone = heading.is_some_and(|h| has(lists.names, &h.tokens) && !has(lists.objective, &h.tokens));
            alone && !section.body().is_empty()
        });
        let (Some(first), false) = (elsewhere, named) else { return };
        // What lies outside is named by its own words; those of others only where there are none.
        let mut words: Vec<&str> = Vec::new();
        for list in [lists.objective, lists.others] {
            if !words.is_empty() {
                break;
            }
            for hit in causes.iter().flat_map(|s| outermost(context.mentions.hits_of(list, &s.tokens))) {
                let word = document.token_text(hit.start as usize..hit.end as usize);
                if words.len() < 5 && !words.iter().any(|w| w.eq_ignore_ascii_case(word)) {
                    words.push(word);
                }
            }
        }
        let Some(block) = document.blocks.get(first.block as usize) else { return };
        let quoted: Vec<String> = words.iter().map(|w| format!("«{w}»")).collect();
        let draft = context.at_heading(block.section).with("objective", quoted.join(", "));
        out.push(
            draft
                .with("sentences", causes.len().to_string())
                .with("quote", shorten(document.token_text(first.tokens.clone()), 120)),
        );
    }
}

impl Lists {
    /// Where a clause finds the fault; `called` where the causes are called objective.
    fn fault(&self, context: &Context<'_>, clause: &Range<usize>, called: bool) -> Fault {
        let hits = |list| outermost(context.mentions.hits_of(list, clause));
        let within = |hit: &Hit, wider: &[&Hit]| wider.iter().any(|w| w.start <= hit.start && hit.end <= w.end);
        let (objective, others, not_home) = (hits(self.objective), hits(self.others), hits(self.not_home));
        // «trình độ dân trí» is no one's «trình độ».
        let own = |list, passed: &[&Hit]| -> Vec<&Hit> {
            hits(list).into_iter().filter(|hit| !within(hit, passed)).collect()
        };
        let opened = |by: &[&Hit]| by.first().is_some_and(|hit| self.opens(context, clause, hit));
        let others_act = opened(&others);
        // Facts are one thing, fault another; «những hạn chế trên do các nguyên nhân sau:» leads to it.
        let leads = || context.document.between(clause.end, clause.end).trim_start().starts_with(':');
        let judges = !hits(self.judges).is_empty() && !leads();
        let passed: Vec<&Hit> = objective.iter().chain(&not_home).copied().collect();
        let from_outside = (opened(&objective) || others_act).then(|| self.effect(context, clause)).flatten();
        let unaffected = |hit: &Hit| from_outside.as_ref().is_none_or(|effect| !effect.contains(&(hit.start as usize)));
        // «quy định của cấp trên chậm ban hành»: whoever stands right before is meant.
        let blamed = |hit: &Hit| !others.iter().any(|other| other.end == hit.start);
        let home = |hit: &&Hit| !within(hit, &not_home) && unaffected(hit);
        let at_home = own(self.subjective, &passed).into_iter().any(unaffected)
            || (!others_act && own(self.attitudes, &passed).into_iter().any(blamed))
            || (!called && hits(self.home).iter().any(home));
        let doings = hits(self.doings);
        // «Việc sắp xếp đơn vị hành chính …» is done by those above.
        let outside = doings.first().is_some_and(|doing| objective.iter().any(|hit| hit.start == doing.end));
        // «chưa có phương án ứng phó mưa lớn»: somebody should have been ready for it.
        let met = |hit: &&&Hit| {
            let before = (hit.start as usize).checked_sub(1).filter(|&at| at >= clause.start);
            let before = before.and_then(|at| context.document.tokens.get(at));
            before.is_some_and(|token| MEETS.contains(&token.id))
        };
        let caused = objective.iter().any(|hit| !met(&hit));
        match at_home {
            true => Fault::Home,
            false if judges && opened(&doings) && !outside => Fault::Unknown,
            false if others_act || caused => Fault::Elsewhere,
            false if judges => Fault::Unknown,
            false => Fault::None,
        }
    }

    /// Where a clause first says what its subject did to somebody, as far as the comma that ends it: «dịch bệnh ảnh
    /// hưởng sản xuất, công tác kiểm tra chưa thường xuyên» goes on to something else; «khiến việc quản lý, vận động
    /// gặp khó khăn» needs its predicate first.
    fn effect(&self, context: &Context<'_>, clause: &Range<usize>) -> Option<Range<usize>> {
        let tokens = context.document.tokens.get(clause.clone())?;
        let stands = |at: usize, words: &[Syllable]| {
            !words.is_empty() && tokens.get(at..at + words.len()).is_some_and(|t| t.iter().map(|t| &t.id).eq(words))
        };
        let any = |list: &[Vec<Syllable>], at: usize| list.iter().any(|words| stands(at, words));
        let at = (0..tokens.len()).find(|&at| any(&self.affects, at) || any(&self.makes, at))?;
        let from = clause.start + at;
        let judged = context.mentions.hits_of(self.judges, &(from..clause.end)).map(|hit| hit.end as usize).next();
        let comma = |i: &usize| context.document.has_mark(*i, &[',']);
        let past = judged.filter(|_| any(&self.makes, at)).unwrap_or(from + 1);
        Some(from..(past..clause.end).find(comma).unwrap_or(clause.end))
    }

    /// Whether a hit names what the clause is about: it opens it.
    fn opens(&self, context: &Context<'_>, clause: &Range<usize>, hit: &Hit) -> bool {
        let before = context.document.tokens.get(clause.start..hit.start as usize).unwrap_or_default();
        before.iter().all(|t| self.before_others.contains(&t.id))
    }
}

/// Last words of «ứng phó», «phòng, chống», «khắc phục», «thích ứng», «phòng tránh».
static MEETS: LazyLock<[Syllable; 5]> = LazyLock::new(|| ["phó", "chống", "phục", "ứng", "tránh"].map(Syllable::of));

/// The clauses of a sentence that semicolons and colons part.
fn clauses(document: &Document, tokens: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone() {
        if at + 1 == tokens.end || document.between(at + 1, at + 1).contains([';', ':']) {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    found
}
