//! Lessons that could stand in any report: tied to nothing that went well or badly.

use crate::document::{Block, BlockKind, Numbering, SectionId};
use crate::lint::anchors::{self, Anchor};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::shorten;
use crate::lint::pack::Role;
use crate::text::{LexiconBuilder, ListId};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// `shallow-lesson:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ShallowLesson {
    /// Words a lesson begins with: «Một là».
    marks: Vec<String>,
    /// Words that tie a lesson to what happened: «từ việc».
    ties: Vec<String>,
    /// How a thing came out, and what tells why: «hụt vì», «về đích nhờ».
    outcomes: Vec<String>,
    reasons: Vec<String>,
    /// Words a paragraph begins with that looks back on all of them: «Đánh giá chung, …».
    closings: Vec<String>,
    /// What lessons are called that a sentence counts before it tells them: «Có hai kinh nghiệm. …».
    names: Vec<String>,
    /// Numbers written as words, and what they count where something happened: «năm công trình», «ba lần».
    numbers: String,
    counted: Vec<String>,
    /// Anchors that do.
    anchors: Vec<Anchor>,
    /// Lessons of fewer syllables are headings of what follows.
    least_words: usize,
    /// From this many lessons on, a section in which all are shallow is reported as one.
    all: usize,
    #[serde(skip)]
    lists: Option<Lists>,
}

#[derive(Clone, Copy, Debug)]
struct Lists {
    marks: ListId,
    ties: ListId,
    counts: ListId,
    closings: ListId,
}

/// A lesson: its words, and the section it stands in.
struct Lesson {
    tokens: Range<usize>,
    section: SectionId,
    /// Whether it opens with a heading.
    heads: bool,
}

impl Check for ShallowLesson {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let marks = builder.list_of(&self.marks);
        let ties = builder.list_of(&self.ties);
        for number in self.numbers.split_whitespace() {
            let counts: Vec<String> = self.counted.iter().map(|thing| format!("{number} {thing}")).collect();
            builder.add_all(ties, 0, &counts);
        }
        for outcome in &self.outcomes {
            let told: Vec<String> = self.reasons.iter().map(|reason| format!("{outcome} {reason}")).collect();
            builder.add_all(ties, 0, &told);
        }
        let counts = builder.list();
        for (more, number) in self.numbers.split_whitespace().enumerate().take(8) {
            let counted: Vec<String> = self.names.iter().map(|name| format!("{number} {name}")).collect();
            builder.add_all(counts, more as u32 + 2, &counted);
        }
        let closings = builder.list_of(&self.closings);
        self.lists = Some(Lists { marks, ties, counts, closings });
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(lists) = self.lists else { return };
        let mut lessons = self.lessons(context, lists);
        // «3. Một số kinh nghiệm» over «Một là … Hai là …» is the name of the lessons, not one of them.
        let heads: Vec<bool> = (0..lessons.len())
            .map(|at| lessons[at].heads && lessons.get(at + 1).is_some_and(|next| next.section == lessons[at].section))
            .collect();
        let mut heads = heads.into_iter();
        lessons.retain(|_| !heads.next().unwrap_or(false));
        let is_shallow = |lesson: &&Lesson| {
            let mut held = anchors::within(context, &lesson.tokens);
            lesson.tokens.len() >= self.least_words
                && context.mentions.hits_of(lists.ties, &lesson.tokens).next().is_none()
                && !held.any(|anchor| self.anchors.contains(&anchor))
        };
        let shallow: Vec<&Lesson> = lessons.iter().filter(is_shallow).collect();
        let quote = |lesson: &Lesson| shorten(context.document.token_text(lesson.tokens.clone()), 120);
        if shallow.len() >= self.all && shallow.len() == lessons.len() {
            let longest = shallow.iter().max_by_key(|l| l.tokens.len()).map_or(String::new(), |l| quote(l));
            let count = lessons.len().to_string();
            out.push(context.at_heading(lessons[0].section).say("all").with("count", count).with("quote", longest));
            return;
        }
        for lesson in shallow {
            out.push(Draft::at(context.document.token_range(lesson.tokens.clone())).with("quote", quote(lesson)));
        }
    }
}

impl ShallowLesson {
    /// The lessons of the sections on lessons: marked sentences with what follows them, numbered points,
    /// sections of their own, as many sentences as the first of a paragraph counts lessons.
    fn lessons(&self, context: &Context<'_>, lists: Lists) -> Vec<Lesson> {
        let document = context.document;
        let role = |section: SectionId| context.outline.roles.get(section as usize).copied().unwrap_or_default();
        let mut lessons: Vec<Lesson> = Vec::new();
        let unmarked = self.unmarked(context, lists);
        let mut block = u32::MAX;
        // Whether what comes next still belongs to the last lesson.
        let mut open = false;
        // Sentences still to come that are a lesson each.
        let mut counted = 0..0;
        for (id, sentence) in document.sentences.iter().enumerate() {
            let Some(own) = document.blocks.get(sentence.block as usize) else { continue };
            if context.parts().of(id) != Role::Lesson || own.is_cell() || own.footnote {
                open = false;
                continue;
            }
            let first = block != sentence.block;
            block = sentence.block;
            let parent = document.sections.get(own.section as usize).and_then(|s| s.parent);
            let heads = own.is_heading() && own.numbering.is_some() && parent.is_some_and(|p| role(p) == Role::Lesson);
            let point = matches!(own.kind, BlockKind::Item { .. })
                || own.is_prose() && own.numbering.as_ref().is_some_and(|n| !matches!(n, Numbering::Part(_)));
            let window = sentence.tokens.start..(sentence.tokens.start + 4).min(sentence.tokens.end);
            let marked = context.mentions.hits_of(lists.marks, &window).next().is_some();
            let closes = || first && context.mentions.hits_of(lists.closings, &window).next().is_some();
            let told = context.mentions.hits_of(lists.counts, &window).next().map(|hit| hit.item as usize);
            if told.is_some_and(|lessons| id + 1 + lessons == own.sentences.end) {
                counted = id + 1..own.sentences.end;
                open = false;
                continue;
            }
            match lessons.last_mut().filter(|_| open) {
                _ if marked || counted.contains(&id) || (first && (heads || point)) => {
                    lessons.push(Lesson { tokens: sentence.tokens.clone(), section: own.section, heads });
                    open = true;
                }
                _ if first && unmarked.contains(&own.section) && self.is_lesson(context, own) => {
                    lessons.push(Lesson { tokens: sentence.tokens.clone(), section: own.section, heads: false });
                    open = true;
                }
                _ if own.is_heading() || closes() => open = false,
                Some(last) => last.tokens.end = sentence.tokens.end,
                None => {}
            }
        }
        lessons
    }

    /// The sections on lessons in which nothing counts or numbers them, and two paragraphs and more are one each.
    fn unmarked(&self, context: &Context<'_>, lists: Lists) -> BTreeSet<SectionId> {
        let is_lesson = |section: &SectionId| context.outline.roles.get(*section as usize) == Some(&Role::Lesson);
        let own = |section: SectionId| {
            let all = context.document.sections.get(section as usize).map(|s| s.all.clone()).unwrap_or_default();
            let blocks = context.document.blocks.get(all.start as usize..all.end as usize).unwrap_or_default();
            blocks.iter().filter(move |b| b.section == section)
        };
        let marked = |b: &Block| {
            let listed = matches!(b.kind, BlockKind::Item { .. }) || b.numbering.is_some() || b.is_cell();
            let said = |list| context.mentions.hits_of(list, &b.tokens).next().is_some();
            !b.is_heading() && (listed || said(lists.marks) || said(lists.counts))
        };
        let sections = 0..context.document.sections.len() as SectionId;
        let plain = sections.filter(is_lesson).filter(|&section| {
            !own(section).any(marked) && own(section).filter(|b| self.is_lesson(context, b)).count() > 1
        });
        plain.collect()
    }

    /// Whether a paragraph is short enough to be one lesson, and does not lead to what follows.
    fn is_lesson(&self, context: &Context<'_>, block: &Block) -> bool {
        let leads = context.document.block_text(block).trim_end().ends_with(':');
        block.is_prose() && !block.quoted && !leads && (1..=MOST_SENTENCES).contains(&block.sentences.len())
    }
}

/// A paragraph of more sentences tells more than one lesson.
const MOST_SENTENCES: usize = 3;
