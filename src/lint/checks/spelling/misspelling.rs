//! Words that are written wrongly: syllables Vietnamese cannot have, and known slips that are syllables.

use super::swaps::Swaps;
use super::{fix, is_address, legacy_encoding};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Applicability;
use crate::text::fold::base_and_tone;
use crate::text::{Case, Gap, LexiconBuilder, ListId, PairSet, Syllable, SyllableSet, Token, TokenKind};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// `misspelling:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Misspelling {
    /// Wrong and right, where the wrong can be nothing else.
    sure: BTreeMap<String, String>,
    /// Wrong and right, where some sentence might have the wrong one rightly.
    likely: BTreeMap<String, String>,
    /// Right words, of two syllables each, that are met with one letter or tone swapped.
    #[serde(default)]
    words: Vec<String>,
    /// What is swapped in them.
    #[serde(default)]
    swaps: Swaps,
    /// What a swap makes of them that may be right, alone or where two words meet.
    #[serde(default)]
    real: Vec<String>,
    /// Words before a wrong phrase that make it right.
    #[serde(default)]
    unless_after: BTreeMap<String, String>,
    /// Words after a wrong phrase that make it right.
    #[serde(default)]
    unless_before: BTreeMap<String, String>,
    /// Words that are no syllables and no slips either.
    except: String,
    /// How words of other languages begin: «krông».
    foreign_onsets: String,
    #[serde(skip)]
    list: Option<ListId>,
    #[serde(skip)]
    known: Vec<Known>,
    #[serde(skip)]
    excepted: SyllableSet,
    /// The right words, by their two syllables.
    #[serde(skip)]
    right: PairSet,
}

/// A known slip.
#[derive(Debug)]
struct Known {
    right: String,
    applicability: Applicability,
    /// Whether a swap of one letter has made it.
    swapped: bool,
    /// Whether the right word is a body's name, which takes a capital behind another word: «Mặt trận».
    body: bool,
    after: Vec<Syllable>,
    before: Vec<Syllable>,
}

fn syllables(words: Option<&String>) -> Vec<Syllable> {
    words.map_or(Vec::new(), |words| words.split_whitespace().map(Syllable::of).collect())
}

impl Check for Misspelling {
    fn validate(&self) -> Result<(), String> {
        let all = || self.sure.keys().chain(self.likely.keys());
        let named = self.unless_after.keys().chain(self.unless_before.keys());
        if let Some(name) = named.into_iter().find(|name| !all().any(|wrong| wrong == *name)) {
            return Err(format!("«{name}» không có trong sure, likely"));
        }
        match self.words.iter().find(|word| word.split(' ').count() != 2) {
            Some(word) => Err(format!("«{word}» phải gồm hai chữ")),
            None => Ok(()),
        }
    }

    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        let sure = self.sure.iter().map(|pair| (pair, Applicability::Safe));
        let likely = self.likely.iter().map(|pair| (pair, Applicability::Unsafe));
        for ((wrong, right), applicability) in sure.chain(likely) {
            builder.add(list, self.known.len() as u32, wrong);
            let (after, before) = (syllables(self.unless_after.get(wrong)), syllables(self.unless_before.get(wrong)));
            self.known.push(Known { right: right.clone(), applicability, swapped: false, body: false, after, before });
        }
        // A slip that is listed by itself has its own correction; one that two words may have come by has the first's.
        let mut told: HashSet<String> = self.words.iter().chain(&self.real).map(|word| word.to_lowercase()).collect();
        told.extend(self.sure.keys().chain(self.likely.keys()).cloned());
        for word in &self.words {
            let right = word.to_lowercase();
            for wrong in self.swaps.of(&right) {
                if !told.contains(&wrong) {
                    builder.add(list, self.known.len() as u32, &wrong);
                    let (right, body) = (right.clone(), right != *word);
                    self.known.push(Known {
                        right,
                        applicability: Applicability::Unsafe,
                        swapped: true,
                        body,
                        after: Vec::new(),
                        before: Vec::new(),
                    });
                    told.insert(wrong);
                }
            }
        }
        let pair = |word: &String| word.split_once(' ').map(|(a, b)| (Syllable::of(a), Syllable::of(b)));
        self.right = self.words.iter().filter_map(pair).collect();
        self.list = Some(list);
        self.excepted = syllables(Some(&self.except)).into_iter().collect();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        let mut known: Vec<Range<usize>> = Vec::new();
        for hit in self.list.map_or(&[][..], |list| context.mentions.hits.of(list)) {
            let range = hit.start as usize..hit.end as usize;
            // Of two slips that overlap the first is enough.
            if known.last().is_none_or(|last| last.end <= range.start)
                && self.known(context, hit.item, range.clone(), out)
            {
                known.push(range);
            }
        }
        self.misplaced(context, out);
        let mut next_known = known.into_iter().peekable();
        let mut legacy = LegacyRuns::default();
        for &i in context.no_syllables() {
            let i = i as usize;
            let Some(token) = document.tokens.get(i).filter(|token| token.case == Case::Lower) else { continue };
            while next_known.next_if(|known| known.end <= i).is_some() {}
            if next_known.peek().is_none_or(|known| !known.contains(&i))
                && self.impossible(context, i, token)
                && !legacy.hold(context, i, token)
            {
                out.push(Draft::at(token.range()).with("word", token.text(&document.text)));
            }
        }
    }
}

impl Misspelling {
    /// Reports a known slip, if it is one where it stands.
    fn known(&self, context: &Context<'_>, item: u32, range: Range<usize>, out: &mut Vec<Draft>) -> bool {
        let document = context.document;
        let (Some(known), Some(tokens)) = (self.known.get(item as usize), document.tokens.get(range.clone())) else {
            return false;
        };
        let Some((first, rest)) = tokens.split_first() else { return false };
        // Capitals within are a name's; marks within part two words.
        let joined = rest.iter().all(|t| t.gap == Gap::Space);
        let named = rest.iter().any(|t| t.case == Case::Title)
            && first.case == Case::Title
            && !known.right.starts_with(char::is_uppercase);
        // «ông Chử Văn Lể»: a word of its own with a capital among capitals is a name's too.
        let title = |i: Option<usize>| i.and_then(|i| document.tokens.get(i)).is_some_and(|t| t.case == Case::Title);
        // «tỉnh Tuyên Quang trọng điểm …» is no slip of «quan trọng».
        let named = named
            || known.swapped && !known.body && first.case == Case::Title && title(range.start.checked_sub(1))
            || rest.is_empty()
                && first.case == Case::Title
                && (title(range.start.checked_sub(1)) || title(Some(range.end)));
        let neighbour = |i: Option<usize>, gap: Option<usize>| {
            let token = i.and_then(|i| document.tokens.get(i))?;
            gap.and_then(|i| document.tokens.get(i)).is_some_and(|t| t.gap == Gap::Space).then_some(token.id)
        };
        let before = neighbour(range.start.checked_sub(1), Some(range.start));
        let after = neighbour(Some(range.end), Some(range.end));
        let excused =
            before.is_some_and(|id| known.after.contains(&id)) || after.is_some_and(|id| known.before.contains(&id));
        if !joined || named || excused {
            return false;
        }
        let place = document.token_range(range.clone());
        let wrong = document.token_text(range);
        let right = in_case(&known.right, first, rest, wrong);
        let mut draft = Draft::at(place.clone()).say("known").with("word", wrong).with("right", &right);
        draft.fix = fix(known.applicability, context.edit(place, right));
        out.push(draft);
        true
    }

    /// Reports the words whose tone mark stands on a letter that bears none in either style: «qủa», «lơị».
    fn misplaced(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        let title = |i: Option<usize>| i.and_then(|i| document.tokens.get(i)).is_some_and(|t| t.case == Case::Title);
        let mut legacy = LegacyRuns::default();
        let (syllables, bytes) = (&context.catalogue.syllables, document.text.as_bytes());
        let unsure = |t: &Token| {
            t.kind == TokenKind::Word && !bytes.get(t.range()).is_some_and(|word| syllables.is_placed(word))
        };
        for (i, token) in document.tokens.iter().enumerate().filter(|(_, t)| unsure(t)) {
            let word = token.text(&document.text);
            let Some(right) = syllables.replaced_tone(word) else { continue };
            // A name is its bearer's: «Lò Thị Hòai»; «Thường vụ» is a word in «Ban Thừơng vụ» too.
            let id = |i: Option<usize>| i.and_then(|i| document.tokens.get(i)).map(|t| t.id);
            let pair =
                |one: Option<Syllable>, two: Option<Syllable>| one.zip(two).is_some_and(|p| self.right.contains(&p));
            let word_of_two = || pair(Some(token.id), id(Some(i + 1))) || pair(id(i.checked_sub(1)), Some(token.id));
            let beside = title(i.checked_sub(1)) || title(Some(i + 1));
            let named = token.case == Case::Title && beside && !word_of_two();
            let other = named || is_address(&document.text, &token.range()) || self.in_foreign_stretch(context, i);
            if other || legacy.hold(context, i, token) {
                continue;
            }
            let mut draft = Draft::at(token.range()).say("misplaced").with("word", word).with("right", &right);
            draft.fix = fix(Applicability::Safe, context.edit(token.range(), right));
            out.push(draft);
        }
    }

    /// Whether a word in small letters, which is no syllable, is a slip and no word of another language.
    fn impossible(&self, context: &Context<'_>, i: usize, token: &Token) -> bool {
        let text = &context.document.text;
        let word = token.text(text);
        let letter = |c: char| "aăâbcdđeêghiklmnoôơpqrstuưvxy".contains(base_and_tone(c).0) && c.is_lowercase();
        let vowel = |c: char| "aăâeêioôơuưy".contains(base_and_tone(c).0);
        let plain = word.is_ascii() || word.len() > 30 || !word.chars().all(letter) || !word.chars().any(vowel);
        if plain || self.excepted.contains(&token.id) {
            return false;
        }
        let foreign = self.is_foreign(word);
        let coda = word.rsplit(vowel).next().unwrap_or("");
        let foreign_end =
            coda != "ch" && coda != "nh" && coda.ends_with(['k', 'l', 'r', 's', 'h', 'b', 'd', 'v', 'x', 'đ']);
        // Parts of one word: «ô-xy», «4ha», «Đ/c».
        let tied = |t: Option<&Token>, at: usize| {
            let touches =
                |from: usize, to: usize| text.get(from..to).is_some_and(|gap| !gap.contains(char::is_whitespace));
            t.is_some_and(|t| {
                let (from, to) = if t.end as usize <= at { (t.end as usize, at) } else { (at, t.start as usize) };
                to - from < 4
                    && touches(from, to)
                    && matches!(text.get(from..to), Some("" | "-" | "/" | "." | "'" | "’"))
            })
        };
        let tokens = &context.document.tokens;
        let tied = tied(i.checked_sub(1).and_then(|i| tokens.get(i)), token.start as usize)
            || tied(tokens.get(i + 1), token.end as usize);
        !foreign
            && !foreign_end
            && !tied
            && !context.catalogue.syllables.is_loanword(word)
            // Two words written as one are another rule's.
            && context.catalogue.syllables.glued(word).is_none()
            && !is_address(text, &token.range())
            && !self.in_foreign_stretch(context, i)
    }

    /// Whether a word in Vietnamese letters begins as none of Vietnamese does: «plơi», «pơthâo».
    fn is_foreign(&self, word: &str) -> bool {
        let vowel = |c: char| "aăâeêioôơuưy".contains(base_and_tone(c).0);
        let onset = word.find(vowel).and_then(|at| word.get(..at)).unwrap_or("");
        self.foreign_onsets.split_whitespace().any(|f| onset.starts_with(f)) || has_presyllable(word)
    }

    /// Whether a word stands among words of a language with letters Vietnamese does not have, or in a quotation
    /// with such: «mơ̆ng plơi ƀôn».
    fn in_foreign_stretch(&self, context: &Context<'_>, i: usize) -> bool {
        const NEAR: usize = 4;
        const QUOTATION: usize = 300;
        let document = context.document;
        let (Some(block), Some(token)) = (document.block_of_token(i), document.tokens.get(i)) else { return false };
        let from = i.saturating_sub(NEAR).max(block.tokens.start);
        let to = (i + NEAR + 1).min(block.tokens.end);
        let near = document.tokens.get(from..to).unwrap_or(&[]);
        let mut words = near.iter().enumerate().filter(|(at, _)| from + at != i).map(|(_, t)| t.text(&document.text));
        if words.any(|w| !w.is_ascii() && w.len() <= 30 && (has_foreign_letters(w) || self.is_foreign(w))) {
            return true;
        }
        let before = document.text.get(block.range.start..token.start as usize).unwrap_or("");
        let after = document.text.get(token.end as usize..block.range.end).unwrap_or("");
        let opened = before.chars().rev().take(QUOTATION).position(|c| matches!(c, '“' | '”')).and_then(|at| {
            let start = before.char_indices().rev().nth(at)?.0;
            before.get(start..)?.strip_prefix('“')
        });
        let closed = after.char_indices().take(QUOTATION).find(|(_, c)| matches!(c, '“' | '”'));
        let closed = closed.and_then(|(at, c)| if c == '”' { after.get(..at) } else { None });
        matches!((opened, closed), (Some(before), Some(after)) if has_foreign_letters(before) || has_foreign_letters(after))
    }
}

/// Whether a word begins as those of the Chamic and Bahnaric languages do, which have no tones: «pơthâo», «kơnia».
fn has_presyllable(word: &str) -> bool {
    let Some((onset, rest)) = word.split_once('ơ') else { return false };
    let vowel = |c: char| "aăâeêioôơuưy".contains(base_and_tone(c).0);
    let toneless = word.chars().all(|c| base_and_tone(c).1 == 0);
    let short = matches!(onset.len(), 1 | 2) && !onset.contains(vowel);
    toneless && short && !rest.starts_with(vowel) && rest.contains(vowel)
}

/// Whether a text has letters of the Latin script that Vietnamese does not have. The lookalikes of «đ» are a
/// slip; «j», «w» and the like tell something only in a word that is not English.
fn has_foreign_letters(text: &str) -> bool {
    let foreign = |word: &str| {
        let accented = !word.is_ascii();
        word.chars().any(|c| match base_and_tone(c).0 {
            'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư' | '÷' | '×' | 'ð' | 'ɖ' => false,
            'f' | 'j' | 'w' | 'z' => accented,
            '\u{DF}'..='\u{24F}' | '\u{253}' | '\u{300}'..='\u{36F}' => true,
            _ => false,
        })
    };
    !text.is_ascii() && text.split_whitespace().any(foreign)
}

/// The passages in a legacy encoding, which has its own rule, of the block last asked about.
#[derive(Default)]
struct LegacyRuns {
    block: Range<usize>,
    runs: Vec<Range<usize>>,
}

impl LegacyRuns {
    /// Whether a word is part of one. Each block is read once, if words are asked for in order.
    fn hold(&mut self, context: &Context<'_>, i: usize, token: &Token) -> bool {
        if !self.block.contains(&i) {
            let Some(block) = context.document.block_of_token(i) else { return false };
            self.block = block.tokens.clone();
            self.runs = legacy_encoding::runs(context, block).into_iter().map(|run| run.range).collect();
        }
        let next = self.runs.partition_point(|run| run.end <= token.start as usize);
        self.runs.get(next).is_some_and(|run| run.start <= token.start as usize)
    }
}

/// The right words with the capitals of the wrong ones.
fn in_case(right: &str, first: &Token, rest: &[Token], wrong: &str) -> String {
    let upper = |t: &Token| t.case == Case::Upper;
    if upper(first) && rest.iter().all(upper) {
        return right.to_uppercase();
    }
    // As many words as were there: each keeps the case of its first letter.
    let same = right.split(' ').count() == rest.len() + 1;
    let mut wrongs = wrong.split_whitespace();
    let cased = right.split(' ').map(|word| {
        let capital = wrongs.next().is_some_and(|w| w.starts_with(char::is_uppercase));
        let mut letters = word.chars();
        match letters.next() {
            Some(c) if same && capital => c.to_uppercase().chain(letters).collect(),
            _ => word.to_string(),
        }
    });
    cased.collect::<Vec<String>>().join(" ")
}
