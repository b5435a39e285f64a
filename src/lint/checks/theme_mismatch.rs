//! The congress's theme and motto, which every document of a dossier gives in the same words.

use crate::document::{Block, Kind};
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::shorten;
use crate::mentions::{Mention, MentionKind, Precision};
use crate::text::{Hit, LexiconBuilder, ListId, Syllable, fold, tokenize};
use serde::Deserialize;
use std::ops::Range;

/// `theme-mismatch:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ThemeMismatch {
    /// What the theme is called.
    theme: Vec<String>,
    /// What the motto is called.
    motto: Vec<String>,
    /// What may be the motto or anything else that is hung up.
    slogan: Vec<String>,
    /// Words between the name and a colon that keep it the congress's: «Chủ đề Đại hội:».
    label: Vec<String>,
    /// Words in the sentence that show it is the congress's.
    congress: Vec<String>,
    /// Words in the sentence that show it is another event's, or another congress's.
    others: Vec<String>,
    /// The share of words a motto named in passing has in common with the congress's, else it is another's;
    /// half of it for what is stated as the congress's.
    least_shared: f64,
    /// The share of words from which a motto of as many parts is a slip in the congress's, whatever stands around.
    slip_shared: f64,
    #[serde(skip)]
    lists: Option<Lists>,
}

#[derive(Debug)]
struct Lists {
    names: ListId,
    congress: ListId,
    others: ListId,
    label: Vec<Syllable>,
}

/// Item numbers of the names.
const THEME: u32 = 0;
const MOTTO: u32 = 1;
/// What hangs in the hall: the motto only where its own words tell.
const SLOGAN: u32 = 2;

/// A theme or motto as a document gives it.
#[derive(Debug)]
struct Given {
    name: u32,
    /// Its words, folded.
    words: Vec<Syllable>,
    /// Whether it is quoted in part.
    cut: bool,
    /// Whether it stands under its own name at the head of a paragraph.
    stated: bool,
    /// Whether nothing but its own words can tell that it is the congress's.
    unsaid: bool,
    /// The parts that dashes divide it into.
    parts: usize,
    text: String,
    place: Range<usize>,
}

impl Check for ThemeMismatch {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let (names, congress, others) = (builder.list(), builder.list(), builder.list());
        builder.add_all(names, THEME, &self.theme);
        builder.add_all(names, MOTTO, &self.motto);
        builder.add_all(names, SLOGAN, &self.slogan);
        builder.add_all(congress, 0, &self.congress);
        builder.add_all(others, 0, &self.others);
        let label = self.label.iter().map(|w| Syllable::of(w)).collect();
        self.lists = Some(Lists { names, congress, others, label });
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let lists = self.lists.as_ref()?;
        let hits = context.mentions.hits.of(lists.names).iter();
        let given: Vec<Given> = hits.filter_map(|hit| lists.given(context, hit)).take(MOST).collect();
        (!given.is_empty()).then(|| Box::new(given) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        for name in [THEME, MOTTO] {
            // What the political report states first is what the others are held against.
            let mut references: Vec<(usize, &Given)> = Vec::new();
            for (id, given) in context.all_kept::<Vec<Given>>() {
                let report = context.documents[id].meta.kind == Some(Kind::PoliticalReport);
                let first = given.iter().find(|g| g.name == name && g.stated && !g.cut).filter(|_| report);
                references.extend(first.map(|g| (id, g)));
            }
            for (id, given) in context.all_kept::<Vec<Given>>() {
                let unit = |id: usize| context.documents[id].meta.unit.as_deref().map(fold);
                let own: Vec<&(usize, &Given)> = references.iter().filter(|r| unit(r.0) == unit(id)).take(4).collect();
                let Some((there, reference)) = own.iter().find(|r| r.0 == id).or(own.first()) else { continue };
                for given in given.iter().filter(|g| g.name == name && !own.iter().any(|r| g.fits(r.1))) {
                    // «Phương châm: “bốn tại chỗ”» is no other wording of the congress's.
                    let passing = name == MOTTO && !given.stated;
                    let least = if passing { self.least_shared } else { self.least_shared / 2.0 };
                    let least = if given.unsaid { self.slip_shared } else { least };
                    // What hangs in the hall, what the congress resolves and what carries that out has the congress's
                    // motto, in whatever words; where nothing says so, some of the words must tell.
                    let kind = context.documents[id].meta.kind;
                    let of_congress =
                        matches!(kind, Some(Kind::CongressScript | Kind::Resolution | Kind::ActionProgramme));
                    let motto = of_congress && name == MOTTO && given.parts >= FEWEST_PARTS;
                    let known = motto && (!given.unsaid || given.shared_parts(reference) >= FEWEST_SHARED);
                    // A theme of theirs that opens as the congress's does («Xây dựng Đảng bộ …») is the congress's, however it
                    // goes on.
                    let opens = of_congress && name == THEME && given.words.len() >= FEWEST_WORDS;
                    let akin = known || opens && given.opens_like(reference) || given.shares(reference) >= least;
                    // A resolution has no mottos but the congress's; elsewhere one of more parts is another's.
                    let other = given.unsaid && given.parts != reference.parts;
                    let slip = of_congress && given.lacks_one_of(reference);
                    if !akin || other && !slip && !(known && kind == Some(Kind::Resolution)) {
                        continue;
                    }
                    let message = if name == THEME { "" } else { "motto" };
                    let mut draft = Draft::on(Place::Text(given.place.clone())).say(message);
                    draft = draft.with("right", &reference.text);
                    draft.related.push((*there, Place::Text(reference.place.clone()), "báo cáo chính trị".to_string()));
                    out.push(DossierDraft { document: id, draft });
                }
            }
        }
    }
}

impl Given {
    /// Whether it begins with the same words.
    fn opens_like(&self, other: &Given) -> bool {
        let opening = |text: &str| -> Vec<Syllable> { tokenize(text).iter().take(OPENING).map(|t| t.id).collect() };
        let own = opening(&self.text);
        own.len() == OPENING && own == opening(&other.text)
    }
}

/// Words of «Xây dựng Đảng bộ».
const OPENING: usize = 4;

/// Themes and mottos looked at in a document: a report gives each a few times.
const MOST: usize = 40;
/// Bytes of a theme: a sentence, not a page.
const LONGEST: usize = 1200;
/// Parts of a motto that is known by its form.
const FEWEST_PARTS: usize = 3;
/// Whole parts that a motto shares with the congress's, where nothing else says that it is the same: of «Gần dân - Trọng
/// dân» one word alone stands in «Dân chủ».
const FEWEST_SHARED: usize = 2;
/// Words of a theme that is known by them alone.
const FEWEST_WORDS: usize = 12;

impl Lists {
    /// The theme or motto that a name introduces, if it is the congress's.
    fn given(&self, context: &Context<'_>, hit: &Hit) -> Option<Given> {
        let document = context.document;
        let block = document.block_of_token(hit.start as usize).filter(|b| !b.footnote)?;
        let end = document.token_range(hit.start as usize..hit.end as usize).end;
        let rest = clip(document.text.get(end..block.range.end)?, LONGEST);
        let quote = opening(rest).filter(|&q| q < 120 && !rest[..q].contains(['.', ';']));
        // «treo chủ đề Đại hội và phương châm “…”»: the words are of what is named last.
        let until = quote.map_or(hit.end as usize, |open| {
            document.tokens.partition_point(|token| (token.start as usize) < end + open)
        });
        if context.mentions.hits_of(self.names, &(hit.end as usize..until)).any(|other| other.item != SLOGAN) {
            return None;
        }
        let colon = rest.find(':').filter(|&c| c < 80);
        let leads =
            hit.start as usize == block.tokens.start || block.body > document.tokens[hit.start as usize].start as usize;
        let label = &rest[..colon.or(quote).unwrap_or(0)];
        let plain = |label: &str| tokenize(label).iter().all(|t| self.label.contains(&t.id));
        let named = plain(label);
        let stated = leads && named && (colon.is_some() || quote.is_some());
        let (text, place, cut) = match (quote, colon) {
            (Some(open), _) => quoted(rest, open)?,
            (None, Some(colon)) if stated => {
                let words = rest[colon + 1..].trim().trim_end_matches(['.', ';']);
                let start = colon + 1 + rest[colon + 1..].find(words)?;
                (words, start..start + words.len(), rest.len() == LONGEST)
            }
            // A heading of its own, and the words below it.
            (None, _) if leads && rest.len() < 120 && plain(rest) => return self.below(context, hit, block),
            _ => return None,
        };
        let place = document.token_range(hit.start as usize..hit.end as usize).start..end + place.end;
        let slogan = hit.item == SLOGAN;
        let meets =
            || quote.is_some() && leads_to_congress(document.text.get(place.end..block.range.end).unwrap_or(""));
        let said = !slogan && (stated || self.is_of_congress(context, hit, end + quote.unwrap_or(0)) || meets());
        if !said && (cut || self.is_of_others(context, hit, &place)) {
            return None;
        }
        // «Giữ phương châm “Đoàn kết - Kỷ cương - …” trong mọi khâu» may be the congress's too.
        let name = if slogan { MOTTO } else { hit.item };
        let given = given(name, text, place, cut, stated && !slogan)?;
        let known = if name == MOTTO { given.parts >= FEWEST_PARTS } else { given.words.len() >= FEWEST_WORDS };
        (said || known).then_some(Given { unsaid: !said, ..given })
    }

    /// «CHỦ ĐỀ ĐẠI HỘI» on a line of its own.
    fn below(&self, context: &Context<'_>, hit: &Hit, heading: &Block) -> Option<Given> {
        let document = context.document;
        let next = document.blocks.partition_point(|b| b.range.start <= heading.range.start);
        let block = document.blocks.get(next).filter(|b| !b.is_cell())?;
        let text = document.block_text(block);
        let open = opening(text).filter(|&q| q < 4)?;
        let (text, place, cut) = quoted(clip(text, LONGEST), open)?;
        let name = if hit.item == SLOGAN { return None } else { hit.item };
        given(name, text, block.range.start + place.start..block.range.start + place.end, cut, true)
    }

    /// Whether the sentence speaks of another event, another congress, or another time; its own words left
    /// aside, for a theme may name the Party.
    fn is_of_others(&self, context: &Context<'_>, hit: &Hit, own: &Range<usize>) -> bool {
        let document = context.document;
        let sentence = document.sentences.partition_point(|s| s.tokens.end <= hit.start as usize);
        let Some(sentence) = document.sentences.get(sentence) else { return true };
        let near = (hit.start as usize).saturating_sub(60)..hit.end as usize + 60;
        let around = sentence.tokens.start.max(near.start)..sentence.tokens.end.min(near.end);
        // What follows a semicolon is another matter.
        let words = document.tokens.partition_point(|t| (t.end as usize) <= own.end);
        let parts = |i: &usize| document.has_mark(*i, &[';']);
        let from = (around.start + 1..hit.start as usize).rev().find(parts).unwrap_or(around.start);
        let around = from..(words..around.end).find(parts).unwrap_or(around.end);
        let timed = |m: &Mention| match m.kind {
            MentionKind::Term(from, _) => document.meta.term.is_none_or(|own| own.0 != from),
            // «… nhiệm vụ, giải pháp đến năm 2030 theo phương châm …»: to the end of the own term.
            MentionKind::Date(date) => {
                let own = document.meta.term.map(|(_, to)| to);
                let whole = date.precision == Precision::Year && date.year.is_some() && date.year == own;
                !whole && !is_of_citation(context, m)
            }
            _ => false,
        };
        // «tháng» of a date is no campaign.
        let dated = |hit: &Hit| {
            let near = context.mentions.within(&((hit.start as usize).saturating_sub(6)..hit.end as usize));
            near.iter().any(|m| matches!(m.kind, MentionKind::Date(_)) && m.tokens.end > hit.start as usize)
        };
        [around.start..hit.end as usize, words.max(around.start)..around.end].iter().any(|outside| {
            context.mentions.hits_of(self.others, outside).any(|hit| !dated(hit))
                || context.mentions.within(outside).iter().any(timed)
        })
    }

    /// Whether the sentence up to the quotation speaks of the own congress and of nothing else.
    fn is_of_congress(&self, context: &Context<'_>, hit: &Hit, quotation: usize) -> bool {
        let document = context.document;
        let sentence = document.sentences.partition_point(|s| s.tokens.end <= hit.start as usize);
        let Some(sentence) = document.sentences.get(sentence) else { return false };
        let end = document.tokens.partition_point(|t| (t.start as usize) < quotation);
        let before = sentence.tokens.start.max((hit.start as usize).saturating_sub(60))..end;
        let has = |list| context.mentions.hits_of(list, &before).next().is_some();
        let own = document.meta.term;
        let past = |m: &Mention| matches!(m.kind, MentionKind::Term(from, _) if own.is_some_and(|own| own.0 != from));
        has(self.congress) && !has(self.others) && !context.mentions.within(&before).iter().any(past)
    }
}

/// «Với phương châm “…”, Đại hội họp ngày 27/7/2025 …»: whether the words after a quotation begin with the congress that
/// does something; «Đại hội Hội Nông dân» names another.
fn leads_to_congress(after: &str) -> bool {
    let rest = after.trim_start_matches([',', ' ']);
    let rest = rest.strip_prefix("Đại hội ").or_else(|| rest.strip_prefix("Đại hội đại biểu "));
    rest.is_some_and(|rest| rest.starts_with(char::is_lowercase) && !rest.starts_with("đại biểu"))
}

/// «Căn cứ Nghị quyết số 57-NQ/TW, ngày 22/12/2024, …»: a document's day says nothing of another time.
fn is_of_citation(context: &Context<'_>, date: &Mention) -> bool {
    const NEAR: usize = 3;
    const NUMBER: usize = 6;
    let start = date.tokens.start;
    let before = context.mentions.within(&(start.saturating_sub(NEAR + NUMBER)..start));
    before.iter().any(|m| matches!(m.kind, MentionKind::Citation) && m.tokens.end + NEAR >= start)
}

/// At most so many bytes of a text.
fn clip(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    &text[..end]
}

/// Whether a mark may be an apostrophe: «Cư M'gar».
fn is_single(mark: char) -> bool {
    matches!(mark, '\'' | '‘')
}

/// The first quotation mark that opens, by its byte.
fn opening(text: &str) -> Option<usize> {
    let marks = text.match_indices(['“', '"', '«', '‘', '\'']).map(|(at, mark)| (at, text.split_at(at), mark));
    let opens = |(_, (before, from), mark): &(usize, (&str, &str), &str)| {
        let apart = !before.ends_with(char::is_alphanumeric);
        let words = from.chars().nth(1).is_some_and(char::is_alphanumeric);
        !mark.starts_with(is_single) || (apart && words)
    };
    marks.into_iter().find(opens).map(|(at, ..)| at)
}

/// The words in quotation marks that open at a byte: the words, with marks, and whether they are cut.
fn quoted(text: &str, open: usize) -> Option<(&str, Range<usize>, bool)> {
    let mark = text.get(open..)?.chars().next()?;
    let close = match mark {
        '“' => '”',
        '«' => '»',
        '‘' => '’',
        mark => mark,
    };
    let start = open + mark.len_utf8();
    let rest = text.get(start..)?;
    let closes = |at: &usize| !is_single(mark) || !rest[at + close.len_utf8()..].starts_with(char::is_alphanumeric);
    let end = start + rest.match_indices(close).map(|(at, _)| at).find(closes)?;
    let words = text.get(start..end)?;
    let cut = words.trim().trim_end_matches('.').len() + 2 < words.trim().len() || words.contains('…');
    Some((words, open..end + close.len_utf8(), cut))
}

/// What dashes divide a motto into.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let marks = |c: char| !c.is_alphanumeric();
    text.split(['-', '–', '—']).map(move |part| part.trim_matches(marks)).filter(|part| !part.is_empty())
}

fn given(name: u32, text: &str, place: Range<usize>, cut: bool, stated: bool) -> Option<Given> {
    let words: Vec<Syllable> = tokenize(text).iter().map(|t| t.id).collect();
    let enough = words.len() >= if name == THEME { 6 } else { 4 };
    let parts = parts(text).count();
    enough.then(|| Given { name, words, cut, stated, unsaid: false, parts, text: shorten(text.trim(), 200), place })
}

impl Given {
    /// Whether these are the words of the reference, or some of them.
    fn fits(&self, reference: &Given) -> bool {
        if self.cut {
            let shared = self.words.iter().zip(&reference.words).take_while(|(a, b)| a == b).count();
            return shared * 2 >= self.words.len();
        }
        self.words.len() <= reference.words.len()
            && reference.words.windows(self.words.len().max(1)).any(|window| window == self.words)
    }

    /// How many of the parts that dashes divide it into are parts of the reference.
    fn shared_parts(&self, reference: &Given) -> usize {
        let theirs: Vec<String> = parts(&reference.text).map(fold).collect();
        parts(&self.text).filter(|part| theirs.contains(&fold(part))).count()
    }

    /// Whether it is the reference but for one part more or less: «Đoàn kết - Kỷ cương - Phát triển» of four.
    fn lacks_one_of(&self, reference: &Given) -> bool {
        let (fewer, more) = if self.parts < reference.parts { (self, reference) } else { (reference, self) };
        fewer.parts >= FEWEST_PARTS && fewer.parts + 1 == more.parts && fewer.shared_parts(more) == fewer.parts
    }

    /// The share of its words that stand in the reference.
    fn shares(&self, reference: &Given) -> f64 {
        let shared = self.words.iter().filter(|w| reference.words.contains(w)).count();
        shared as f64 / self.words.len().max(1) as f64
    }
}
