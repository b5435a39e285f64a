//! Numbers that two documents bear, cited without a day; and numbers whose day no document of a dossier gives.

use super::{Citation, day_after, enumerated, kind_before, numbered_in_year, sentence, speaks};
use crate::document::{Block, MarkKind};
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::registry::{self, Directive};
use crate::mentions::{Mention, MentionKind, Precision};
use crate::text::{Gap, Hit, LexiconBuilder, ListId, Syllable, Token, TokenKind, fold, roman};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// `citation-ambiguous:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CitationAmbiguous {
    /// Kinds of document by their code: «chỉ thị» is `CT`.
    kinds: BTreeMap<String, String>,
    /// Bodies of the centre, which a bare number is said to be of.
    central: Vec<String>,
    /// Bodies below the centre, each with its codes: «Tỉnh ủy» is `TU`.
    local: BTreeMap<String, String>,
    /// Words that say a document was issued: a year before its number may be its own.
    issuing: Vec<String>,
    /// Words right before a date that make it a term something is due by.
    due: Vec<String>,
    /// Words right before a day since which something is so: it is no document's.
    since: Vec<String>,
    /// Kinds of document as a full citation names them before the number: «kế hoạch».
    full: Vec<String>,
    #[serde(skip)]
    full_kinds: HashSet<String>,
    #[serde(skip)]
    lists: Option<Lists>,
}

/// The phrases in the one trie.
#[derive(Clone, Copy, Debug)]
struct Lists {
    kinds: ListId,
    central: ListId,
    local: ListId,
    issuing: ListId,
    due: ListId,
    since: ListId,
}

/// A kind and a number without a code, and where the words for its body would begin: «Chỉ thị số 35 của …».
struct Bare<'c> {
    tokens: Range<usize>,
    number: &'c str,
    code: &'c str,
    body: usize,
}

/// The message about a number without its code.
const BARE: &str = "bare";

/// A number that a document gives no day.
#[derive(Debug)]
struct Untold {
    /// Its keys: of a bare number one for each code its body may have.
    keys: Vec<String>,
    found: String,
    tokens: Range<usize>,
    message: &'static str,
}

/// What a document says of the days of the numbers it cites.
#[derive(Debug, Default)]
struct Days {
    /// Keys of the numbers it gives a day, a year or a term.
    told: HashSet<String>,
    /// Where each of the others is first cited in full.
    untold: Vec<Untold>,
}

/// A number of the centre, with or without its code.
struct Cited<'c> {
    tokens: Range<usize>,
    /// One for each document that may be meant: `35-CT`.
    stem: String,
    bare: bool,
    rows: Vec<&'c Directive>,
}

impl Check for CitationAmbiguous {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let (kinds, local) = (builder.list(), builder.list());
        for (item, kind) in self.kinds.keys().enumerate() {
            builder.add(kinds, item as u32, kind);
        }
        for (item, body) in self.local.keys().enumerate() {
            builder.add(local, item as u32, body);
        }
        let (central, issuing) = (builder.list_of(&self.central), builder.list_of(&self.issuing));
        let (due, since) = (builder.list_of(&self.due), builder.list_of(&self.since));
        self.lists = Some(Lists { kinds, central, local, issuing, due, since });
        self.full_kinds = self.full.iter().map(|kind| fold(kind)).collect();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let cited = self.cited(context);
        let told =
            |cited: &Cited<'_>| is_noted(context, &cited.tokens) || day_after(context, cited.tokens.end).is_some();
        let block = |cited: &Cited<'_>| context.document.block_of_token(cited.tokens.start);
        // A note gives the day for the place it is called from.
        let noted: HashSet<&str> =
            cited.iter().filter(|c| told(c) && block(c).is_some_and(|b| b.footnote)).map(|c| c.stem.as_str()).collect();
        let mut seen: HashSet<&str> = noted;
        for cited in &cited {
            let Some(block) = block(cited).filter(|b| speaks(b)) else { continue };
            if !seen.insert(&cited.stem) || told(cited) || block.quoted || self.is_told_apart(context, cited) {
                continue;
            }
            let found = context.document.token_text(cited.tokens.clone());
            let days: Vec<String> = cited
                .rows
                .iter()
                .filter_map(|row| Some(format!("{} ngày {}", row.number, row.date?.vietnamese())))
                .collect();
            let message = match (cited.bare, days.len()) {
                (true, 0) => "bare",
                (true, _) => "bare-known",
                (false, _) => "",
            };
            let draft = Draft::on(Place::Tokens(cited.tokens.clone())).say(message);
            out.push(draft.with("found", found).with("days", days.join("; ")));
        }
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let days = self.days(context);
        (!days.told.is_empty() || !days.untold.is_empty()).then(|| Box::new(days) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let told: HashSet<&String> = context.all_kept::<Days>().flat_map(|(_, days)| &days.told).collect();
        // Each document is read by itself, and gives the days of what it cites in full; of a number without its code
        // the dossier is asked once.
        let mut asked: HashSet<&String> = HashSet::new();
        for (id, days) in context.all_kept::<Days>() {
            for untold in &days.untold {
                let elsewhere = |key| untold.message == BARE && (told.contains(key) || asked.contains(key));
                let known = untold.keys.iter().any(|key| days.told.contains(key) || elsewhere(key));
                asked.extend(&untold.keys);
                if !known {
                    let draft = Draft::on(Place::Tokens(untold.tokens.clone())).say(untold.message);
                    out.push(DossierDraft { document: id, draft: draft.with("found", &untold.found) });
                }
            }
        }
    }
}

/// Whether a note is called from a number itself: it gives what is to be said of it.
fn is_noted(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let end = context.document.token_range(tokens.clone()).end;
    let marks = &context.document.marks;
    let next = marks.partition_point(|mark| mark.range.start < end);
    let mut here = marks.iter().skip(next).take_while(|mark| mark.range.start == end);
    here.any(|mark| matches!(mark.kind, MarkKind::Note(_)))
}

impl CitationAmbiguous {
    /// Which numbers a document gives a day, and where it first cites the others in full.
    fn days(&self, context: &Context<'_>) -> Days {
        let mut days = Days::default();
        let mut seen: HashSet<String> = HashSet::new();
        for citation in Citation::all(context) {
            if days.told.contains(&citation.key) {
                continue;
            }
            if self.is_told(context, &citation) {
                days.told.insert(citation.key);
            } else if seen.insert(citation.key.clone())
                && let Some(tokens) = self.in_full(context, &citation)
            {
                let found = context.document.token_text(tokens.clone()).to_string();
                days.untold.push(Untold { keys: vec![citation.key], found, tokens, message: "undated" });
            }
        }
        self.bare_local(context, &mut days);
        days
    }

    /// «Nghị quyết số 21 của Ban Thường vụ Tỉnh ủy»: a number of the body's, whose code stands elsewhere or nowhere.
    fn bare_local(&self, context: &Context<'_>, days: &mut Days) {
        let Some(lists) = self.lists else { return };
        for bare in self.bare(context, lists.kinds) {
            let start = bare.tokens.start;
            // Only who cites so formally owes the rest.
            let formal = context.document.tokens.get(bare.tokens.end - 2).is_some_and(|t| t.id == WORDS.number);
            if !formal || !context.document.block_of_token(start).is_some_and(speaks_in_full) {
                continue;
            }
            let longest = longest_at(context, lists.local, bare.body);
            let Some((end, codes)) =
                longest.and_then(|h| Some((h.end as usize, self.local.values().nth(h.item as usize)?)))
            else {
                continue;
            };
            let key = |code: &str| registry::key(&format!("{}-{}/{code}", bare.number, bare.code));
            let keys: Vec<String> = codes.split(' ').map(key).collect();
            let Some(first) = keys.first().cloned() else { continue };
            if self.is_told(context, &Citation { tokens: start..end, key: first }) {
                days.told.extend(keys);
            } else {
                let found = context.document.token_text(start..end).to_string();
                days.untold.push(Untold { keys, found, tokens: start..end, message: BARE });
            }
        }
    }

    /// «Kế hoạch số 27-KH/HU của Huyện ủy» in running text: who cites so fully owes the day as well.
    fn in_full(&self, context: &Context<'_>, citation: &Citation) -> Option<Range<usize>> {
        let document = context.document;
        let tokens = &document.tokens;
        let (start, end) = (citation.tokens.start, citation.tokens.end);
        // Of a number that two bear it is asked which is meant, unless what it is about tells.
        let rows: Vec<&Directive> = context.catalogue.directives.of(&citation.key).iter().collect();
        let by_two = rows.len() > 1 && {
            let cited = Cited { tokens: start..end, stem: String::new(), bare: false, rows };
            !self.is_told_apart(context, &cited)
        };
        let own = numbered_in_year(&citation.key) || citation.key.ends_with(|c: char| c.is_ascii_digit());
        if by_two || own || !document.block_of_token(start).is_some_and(speaks_in_full) {
            return None;
        }
        let spaced = |at: usize| tokens.get(at).filter(|t| t.gap == Gap::Space);
        let numbered = spaced(start).and(spaced(start.checked_sub(1)?)).is_some_and(|t| t.id == WORDS.number);
        // «Chỉ thị 45-CT/TW của Bộ Chính trị»: of the centre the word «số» may be left out.
        let central = citation.key.ends_with("-TW");
        let of = spaced(end).is_some_and(|t| t.id == WORDS.of) && spaced(end + 1).is_some_and(Token::is_capitalised);
        // Its subject does as well below the centre, whose documents all know by their numbers: of the centre the code
        // says whose it is, and the subject which.
        let about = spaced(end).is_some_and(|t| t.id == WORDS.about);
        let said = if central { !about } else { of || about };
        let full = (numbered && said || central && of) && self.full_kinds.contains(&kind_before(document, start));
        full.then(|| start.saturating_sub(if numbered { 3 } else { 2 })..end)
    }

    /// Kinds of document with a number that has no code and «của» after it, in order.
    fn bare<'c>(&'c self, context: &'c Context<'_>, kinds: ListId) -> impl Iterator<Item = Bare<'c>> + 'c {
        let tokens = &context.document.tokens;
        let spaced = |at: usize| tokens.get(at).filter(|t| t.gap == Gap::Space);
        context.mentions.hits.of(kinds).iter().filter_map(move |hit| {
            let code = self.kinds.values().nth(hit.item as usize)?;
            let at = hit.end as usize + usize::from(spaced(hit.end as usize)?.id == WORDS.number);
            let number = spaced(at).filter(|t| t.kind == TokenKind::Number && t.range().len() <= 3)?;
            let number = number.text(&context.document.text);
            // «35-CT/TW», «35/QĐ» go on; «Quyết định 22 hộ» counts.
            let of = spaced(at + 1)?.id == WORDS.of && number.bytes().all(|b| b.is_ascii_digit());
            of.then(|| Bare { tokens: hit.start as usize..at + 1, number, code, body: at + 2 })
        })
    }

    /// What may be ambiguous, in order: numbers that two documents bear, and numbers of the centre without code.
    fn cited<'c>(&self, context: &'c Context<'_>) -> Vec<Cited<'c>> {
        let directives = &context.catalogue.directives;
        let mut all: Vec<Cited<'c>> = Vec::new();
        for citation in Citation::all(context) {
            let rows: Vec<&Directive> = directives.of(&citation.key).iter().collect();
            let stem = stem(&citation.key);
            // With its code a number is only asked about where two bear it; said once in full, it may be short later.
            let doubtful = rows.len() > 1;
            let tokens = named_from(context, citation.tokens);
            all.push(Cited { tokens, stem, bare: false, rows: if doubtful { rows } else { Vec::new() } });
        }
        let Some(lists) = self.lists else { return all };
        for bare in self.bare(context, lists.kinds) {
            if let Some(body) = longest_at(context, lists.central, bare.body) {
                let rows = directives.bare(bare.number, bare.code).collect();
                let stem = format!("{}-{}", bare.number.trim_start_matches('0'), bare.code);
                all.push(Cited { tokens: bare.tokens.start..body.end as usize, stem, bare: true, rows });
            }
        }
        all.sort_by_key(|c| c.tokens.start);
        all.dedup_by_key(|c| c.tokens.start);
        // What nothing is to be asked about stays, for its day may be told here.
        let asked: HashSet<String> =
            all.iter().filter(|c| c.bare || c.rows.len() > 1).map(|c| c.stem.clone()).collect();
        all.retain(|c| asked.contains(&c.stem));
        all
    }

    /// Whether a citation has its day, itself or with others it is enumerated with, or what stands for it in its
    /// clause: a year, a term of years. Whose Central Committee it is of tells which is meant, but not when.
    fn is_told(&self, context: &Context<'_>, citation: &Citation) -> bool {
        let end = citation.tokens.end;
        if day_after(context, end).is_some() || is_noted(context, &citation.tokens) {
            return true;
        }
        let listed = || enumerated(context, end).any(|end| day_after(context, end).is_some());
        let clause = clause(context, &citation.tokens);
        let dated = context.mentions.within(&clause).iter().any(|m| match m.kind {
            // What is to come is no document's day; in a quarter something was done, none was issued.
            MentionKind::Date(date) => {
                let past = date.year.is_some_and(|year| year <= context.as_of.year);
                past && date.precision != Precision::Quarter && !self.is_due(context, m) && !self.is_since(context, m)
            }
            MentionKind::Term(..) => true,
            _ => false,
        });
        dated || listed()
    }

    /// Whether a date is one that something is due by: «trước ngày 30/11/2020».
    fn is_due(&self, context: &Context<'_>, date: &Mention) -> bool {
        let start = date.tokens.start;
        let before = start.saturating_sub(4)..start;
        self.lists.is_some_and(|l| context.mentions.hits_of(l.due, &before).any(|h| h.end as usize == start))
    }

    /// Whether a day is one since which something is so: «hoạt động từ ngày 01/7/2025».
    fn is_since(&self, context: &Context<'_>, date: &Mention) -> bool {
        let start = date.tokens.start;
        let before = start.saturating_sub(4)..start;
        self.lists.is_some_and(|l| context.mentions.hits_of(l.since, &before).any(|h| h.end as usize == start))
    }

    /// Whether the clause says which of the documents is meant: by a year, a term, whose Central Committee,
    /// the congress it leads to, or the matter it is about.
    fn is_told_apart(&self, context: &Context<'_>, cited: &Cited<'_>) -> bool {
        let document = context.document;
        let clause = clause(context, &cited.tokens);
        // Of a number nobody knows, a year before it is its own only where it is said to have been issued.
        let issued = || self.lists.is_some_and(|l| context.mentions.hits_of(l.issuing, &clause).next().is_some());
        let open = |m: &Mention| {
            cited.rows.is_empty() && !self.is_due(context, m) && (m.tokens.start >= cited.tokens.end || issued())
        };
        let dated = context.mentions.within(&clause).iter().any(|m| match m.kind {
            MentionKind::Date(date) => {
                !self.is_since(context, m) && date.year.is_some_and(|y| fits(cited, y) || open(m))
            }
            MentionKind::Term(from, _) => open(m) || fits(cited, from) || fits(cited, from - 1),
            _ => false,
        });
        let tokens = document.tokens.get(clause.clone()).unwrap_or_default();
        let text = |token: &Token| token.text(&document.text);
        let numbered = tokens.windows(2).any(|w| w[0].id == WORDS.term && roman::parse(text(&w[1])).is_some());
        let congress = || {
            let named = |token: &&Token| cited.rows.iter().any(|r| r.congress.as_deref() == Some(text(token)));
            tokens.iter().any(|t| named(&t))
        };
        dated || numbered || congress() || by_subject(&fold(document.token_text(clause)), cited)
    }
}

/// The longest phrase of a list that begins at a token.
fn longest_at<'c>(context: &'c Context<'_>, list: ListId, at: usize) -> Option<&'c Hit> {
    let around = at..at + BODY;
    context.mentions.hits_of(list, &around).filter(|h| h.start as usize == at).max_by_key(|h| h.end)
}

/// Tokens of a body's name, at most.
const BODY: usize = 8;

/// Running text in which a citation is the author's own.
fn speaks_in_full(block: &Block) -> bool {
    block.is_prose() && !block.quoted
}

/// Words of a full citation.
struct Words {
    number: Syllable,
    of: Syllable,
    about: Syllable,
    term: Syllable,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    number: Syllable::of("số"),
    of: Syllable::of("của"),
    about: Syllable::of("về"),
    term: Syllable::of("khóa"),
});

/// `35-CT` of `35-CT-TW`.
fn stem(key: &str) -> String {
    key.rsplit_once('-').map_or(key, |(stem, _)| stem).to_string()
}

/// The number with the kind before it: «Chỉ thị số 35-CT/TW».
fn named_from(context: &Context<'_>, tokens: Range<usize>) -> Range<usize> {
    let kind = kind_before(context.document, tokens.start);
    let numbered =
        context.document.tokens.get(tokens.start.wrapping_sub(1)).map(|t| fold(t.text(&context.document.text)));
    let named = ["chỉ thị", "nghị quyết", "kết luận", "quy định", "quyết định", "hướng dẫn"].contains(&kind.as_str());
    let back = if !named { 0 } else { 2 + usize::from(numbered.as_deref() == Some("số")) };
    tokens.start.saturating_sub(back)..tokens.end
}

/// The words around a number that speak of it: up to the number of another document, or a semicolon.
fn clause(context: &Context<'_>, cited: &Range<usize>) -> Range<usize> {
    let document = context.document;
    let sentence = sentence(document, cited.start);
    let others = || context.mentions.within(&sentence).iter().filter(|m| matches!(m.kind, MentionKind::Citation));
    let before = others().filter(|m| m.tokens.end <= cited.start).map(|m| m.tokens.end).next_back();
    // The day right after another number is its own.
    let before = before.map(|end| day_after(context, end).map_or(end, |(day, _)| day.tokens.end.min(cited.start)));
    let after = others().find(|m| m.tokens.start >= cited.end).map(|m| m.tokens.start);
    let parted = |at: usize| {
        let (Some(left), Some(right)) = (document.tokens.get(at.wrapping_sub(1)), document.tokens.get(at)) else {
            return true;
        };
        document.text.get(left.end as usize..right.start as usize).is_some_and(|between| between.contains(';'))
    };
    let from = before.unwrap_or(sentence.start).max(sentence.start);
    let to = after.unwrap_or(sentence.end).max(cited.end);
    let start = (from + 1..=cited.start).rev().find(|&at| parted(at)).unwrap_or(from);
    let end = (cited.end..to).find(|&at| parted(at)).unwrap_or(to);
    start..end
}

fn fits(cited: &Cited<'_>, year: i32) -> bool {
    cited.rows.iter().any(|row| row.date.is_some_and(|d| d.year == year))
}

/// Whether the opening words of one subject alone stand in the sentence.
fn by_subject(sentence: &str, cited: &Cited<'_>) -> bool {
    let opening = |row: &&Directive| fold(&row.subject).split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    let mut openings: Vec<String> = cited.rows.iter().map(opening).collect();
    openings.sort();
    openings.dedup();
    openings.len() > 1 && openings.iter().filter(|o| sentence.contains(o.as_str())).count() == 1
}
