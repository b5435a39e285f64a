//! A word typed twice: «các cuộc cuộc».
//!
//! Vietnamese doubles syllables on purpose («luôn luôn»), and a word may end in the syllable the next begins
//! with («hành vi vi phạm»). So only words are looked at that do neither: the rule file lists them, with the
//! neighbours that excuse the few that do sometimes.

use super::fix;
use crate::document::Block;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Applicability;
use crate::text::{Case, Gap, LexiconBuilder, PairSet, Syllable, SyllableMap, SyllableSet, Token, TokenKind, roman};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// `repeated-word:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepeatedWord {
    /// Words with a grammatical task, between spaces: one of two is always too many.
    function_words: String,
    /// Other words that neither double nor meet themselves.
    words: String,
    /// Two words that excuse a doubling: the one before and the doubled, or the doubled and the one after.
    excused: Vec<String>,
    /// Phrases of two words that are doubled on purpose.
    doubled_phrases: Vec<String>,
    /// Syllables that are words only with another beside them: one that has none is a repetition.
    bound: String,
    /// By syllable that is a word only with another: those before it and those after it that make one; `*` is any.
    compounds: HashMap<String, [String; 2]>,
    /// By word before a number, the words before it that excuse its doubling: «giao ban tháng tháng 4».
    numbered: HashMap<String, String>,
    /// Last words of who does something, and what they are named for and do: «ban tổ chức tổ chức».
    doers: String,
    tasks: Vec<String>,
    #[serde(skip)]
    bound_ids: SyllableSet,
    #[serde(skip)]
    compound_ids: SyllableMap<Compound>,
    #[serde(skip)]
    numbered_ids: SyllableMap<SyllableSet>,
    #[serde(skip)]
    doer_ids: SyllableSet,
    #[serde(skip)]
    task_ids: PairSet,
    #[serde(skip)]
    known: SyllableMap<Applicability>,
    #[serde(skip)]
    pairs: PairSet,
    #[serde(skip)]
    phrases: PairSet,
}

/// What a syllable makes a word with.
#[derive(Debug, Default)]
struct Compound {
    /// Before it; nothing stands for anything.
    before: Option<SyllableSet>,
    after: SyllableSet,
    /// Whether a number may follow it too.
    numbers: bool,
}

fn pairs(phrases: &[String]) -> PairSet {
    let pair = |phrase: &String| {
        let (first, second) = phrase.split_once(' ')?;
        Some((Syllable::of(first), Syllable::of(second)))
    };
    phrases.iter().filter_map(pair).collect()
}

impl Check for RepeatedWord {
    fn validate(&self) -> Result<(), String> {
        let all = self.excused.iter().chain(&self.doubled_phrases).chain(&self.tasks);
        match all.into_iter().find(|phrase| phrase.split(' ').count() != 2) {
            Some(phrase) => Err(format!("«{phrase}» phải gồm hai chữ")),
            None => Ok(()),
        }
    }

    fn register(&mut self, _builder: &mut LexiconBuilder) {
        let words =
            |list: &str, sure| list.split_whitespace().map(move |w| (Syllable::of(w), sure)).collect::<Vec<_>>();
        self.known.extend(words(&self.words, Applicability::Unsafe));
        self.known.extend(words(&self.function_words, Applicability::Safe));
        let ids = |list: &str| list.split_whitespace().map(Syllable::of).collect::<SyllableSet>();
        self.bound_ids = ids(&self.bound);
        self.doer_ids = ids(&self.doers);
        let compound = |[before, after]: &[String; 2]| Compound {
            before: (before != "*").then(|| ids(before)),
            after: ids(after),
            // «trực tiếp tiếp 27 hộ»
            numbers: after.split_whitespace().any(|word| word == "0"),
        };
        self.compound_ids = self.compounds.iter().map(|(word, sides)| (Syllable::of(word), compound(sides))).collect();
        self.numbered_ids = self.numbered.iter().map(|(word, before)| (Syllable::of(word), ids(before))).collect();
        self.task_ids = pairs(&self.tasks);
        self.pairs = pairs(&self.excused);
        self.phrases = pairs(&self.doubled_phrases);
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let tokens = &context.document.tokens;
        // Few words have their like among the next three; only then is it asked where their block ends.
        let again = tokens.windows(4).enumerate().filter(|(_, four)| four[1..].iter().any(|t| t.id == four[0].id));
        for i in again.map(|(i, _)| i).chain(tokens.len().saturating_sub(3)..tokens.len()) {
            let Some(block) = context.document.block_of_token(i) else { continue };
            let stands = |at: usize| block.tokens.contains(&at) && tokens[at].id == tokens[i].id;
            if stands(i + 1) {
                self.word(context, block, i, out);
            } else if stands(i + 2) {
                self.phrase(context, block, i, out);
            } else if stands(i + 3) {
                self.long_phrase(context, block, i, out);
            }
        }
    }
}

/// Tokens from one pair of equal words to the next.
const PAIR: usize = 6;

impl RepeatedWord {
    /// A word that stands twice from token `i` on.
    fn word(&self, context: &Context<'_>, block: &Block, i: usize, out: &mut Vec<Draft>) {
        let tokens = &context.document.tokens;
        let (first, second) = (&tokens[i], &tokens[i + 1]);
        let known = self.known.get(&first.id).copied();
        let same_case = first.case == second.case;
        let bound = self.bound_ids.contains(&first.id) && same_case;
        let compound = self.compound_ids.get(&first.id).filter(|_| same_case);
        let numbered = self.numbered_ids.get(&first.id);
        if !(known.is_some() || bound || compound.is_some() || numbered.is_some()) || !runs_on(first, second) {
            return;
        }
        let inside = |i: Option<usize>| i.filter(|i| block.tokens.contains(i)).and_then(|i| tokens.get(i));
        let (before, after) = (inside(i.checked_sub(1)), inside(Some(i + 2)));
        // «bản Sào Và và bản Huổi Một»: a capital within a sentence is a name's.
        if before.is_some() && first.gap == Gap::Space && first.case == Case::Title && second.case == Case::Lower {
            return;
        }
        // «đổi đổi thay thay»
        let twins = |x: Option<&Token>, y: Option<&Token>| x.zip(y).is_some_and(|(x, y)| x.id == y.id);
        let paired = || twins(after, inside(Some(i + 3))) || twins(before, inside(i.checked_sub(2)));
        let dangles = || {
            !paired() && compound.is_some_and(|compound| compound.dangles(before, first, after))
                || numbered.is_some_and(|excused| {
                    // «trong năm năm 2021-2025» are five years.
                    let to = |t: &Token| t.gap == Gap::Hyphen && t.kind == TokenKind::Number;
                    let span = inside(Some(i + 3)).is_some_and(to);
                    let number = after.is_some_and(|t| t.gap == Gap::Space && is_numeral(context, t));
                    // «triệu đồng/người/năm năm 2030»; «năm năm 318 tỷ đồng» are five years.
                    let year = first.id != *YEAR || after.is_some_and(|t| is_year(context, t));
                    let number = number && !span && year && first.gap != Gap::Slash;
                    number && before.is_none_or(|b| !excused.contains(&b.id))
                })
        };
        let Some(applicability) = known.or_else(|| dangles().then_some(Applicability::Unsafe)).or_else(|| {
            if !bound {
                return None;
            }
            // With a word of grammar or a mark at one side, one of the two has nothing to go with.
            let alone = |t: Option<&Token>, gap: Option<&Token>| {
                t.is_none_or(|t| self.known.get(&t.id) == Some(&Applicability::Safe))
                    || gap.is_some_and(|t| !matches!(t.gap, Gap::Space | Gap::Hyphen))
            };
            (alone(before, Some(first)) || alone(after, after)).then_some(Applicability::Unsafe)
        }) else {
            return;
        };
        let excused = before.is_some_and(|b| first.gap == Gap::Space && self.pairs.contains(&(b.id, first.id)))
            || after.is_some_and(|a| a.gap == Gap::Space && self.opens_pair(first, a));
        // «Nhà nhà học, thôn thôn sáng đèn»: after one such pair another is written on purpose.
        let opens = first.gap != Gap::Space && inside(i.checked_sub(1)).is_some();
        let earlier =
            || (i.saturating_sub(PAIR).max(block.tokens.start)..i - 1).any(|at| tokens[at].id == tokens[at + 1].id);
        if opens && earlier() {
            return;
        }
        // Three in a row are written on purpose, or are no prose.
        let thrice = [before, after].into_iter().flatten().any(|t| t.id == first.id);
        if excused || thrice {
            return;
        }
        self.draft(context, i, 1, applicability, out);
    }

    /// Whether a doubled word makes a pair with what follows: «trên không không khí». A pair whose second word is one
    /// that is looked at excuses the doubling of that one: «số đã có có thể», not «đã đã có».
    fn opens_pair(&self, doubled: &Token, after: &Token) -> bool {
        self.pairs.contains(&(doubled.id, after.id)) && !self.known.contains_key(&after.id)
    }

    /// Two words that stand twice from token `i` on: «thực hiện thực hiện».
    fn phrase(&self, context: &Context<'_>, block: &Block, i: usize, out: &mut Vec<Draft>) {
        let tokens = &context.document.tokens;
        let Some([a, b, c, d]) = tokens.get(i..i + 4) else { return };
        let lower = |t: &Token| t.case == Case::Lower && t.kind == TokenKind::Word;
        let whole = i + 4 <= block.tokens.end && a.id == c.id && b.id == d.id;
        let spaced = [b, c, d].into_iter().all(|t| t.gap == Gap::Space) && a.kind == TokenKind::Word;
        let before = i.checked_sub(1).filter(|i| block.tokens.contains(i) && a.gap == Gap::Space);
        let before = before.and_then(|i| tokens.get(i));
        // A capital within a sentence is a name's, which ends before the same common word: «Ủy ban Kiểm tra kiểm
        // tra»; a name that stands twice has it twice.
        let named = a.is_capitalised() && before.is_some();
        // Wide blanks part columns, and what stands twice there stands in two of them.
        let repeated = a.case == c.case && (lower(a) || c.start - b.end <= 2);
        let runs = spaced && lower(b) && lower(d) && (repeated || (lower(c) && !named));
        let does = before.is_some_and(|t| self.doer_ids.contains(&t.id)) && self.task_ids.contains(&(a.id, b.id));
        if does && lower(a) {
            return;
        }
        if !whole || !runs || self.phrases.contains(&(a.id, b.id)) {
            return;
        }
        // «AB AB AB» once only, and «AB ABC» may be two words that share a syllable: «cơ sở cơ sở dữ liệu».
        if tokens.get(i + 4).is_some_and(|next| next.id == a.id) {
            return;
        }
        self.draft(context, i, 2, Applicability::Unsafe, out);
    }

    /// Three words that stand twice from token `i` on: «trên địa bàn trên địa bàn».
    fn long_phrase(&self, context: &Context<'_>, block: &Block, i: usize, out: &mut Vec<Draft>) {
        let Some(all) = context.document.tokens.get(i..i + 6).filter(|_| i + 6 <= block.tokens.end) else { return };
        let same = (0..3).all(|at| all[at].id == all[at + 3].id);
        let plain = |t: &Token| t.kind == TokenKind::Word && t.case == Case::Lower;
        let runs = all.iter().all(plain) && all[1..].iter().all(|t| t.gap == Gap::Space);
        // «ABC ABC ABC» is written on purpose.
        let again = context.document.tokens.get(i + 6).is_some_and(|next| next.id == all[0].id);
        if same && runs && !again {
            self.draft(context, i, 3, Applicability::Unsafe, out);
        }
    }

    /// Words from token `i` on, `length` of them, stand twice.
    fn draft(
        &self,
        context: &Context<'_>,
        i: usize,
        length: usize,
        applicability: Applicability,
        out: &mut Vec<Draft>,
    ) {
        let document = context.document;
        let words = document.token_text(i..i + length);
        let mut draft = Draft::at(document.token_range(i..i + 2 * length)).with("word", words);
        let (kept, end) = (document.token_range(i..i + length).end, document.token_range(i..i + 2 * length).end);
        draft.fix = fix(applicability, context.edit(kept..end, ""));
        out.push(draft);
    }
}

impl Compound {
    /// Whether one of a doubled syllable is left without the other half of its word.
    fn dangles(&self, before: Option<&Token>, first: &Token, after: Option<&Token>) -> bool {
        let opens = before.filter(|_| first.gap == Gap::Space);
        let closes = after.filter(|t| t.gap == Gap::Space);
        let ends_word = self.before.as_ref().is_none_or(|words| opens.is_some_and(|before| words.contains(&before.id)));
        let number = |after: &Token| self.numbers && after.kind == TokenKind::Number;
        let begins_word = closes.is_some_and(|after| self.after.contains(&after.id) || number(after));
        !(ends_word && begins_word)
    }
}

/// A number, or «II», «XIV».
static YEAR: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("năm"));

fn is_year(context: &Context<'_>, token: &Token) -> bool {
    token.text(&context.document.text).parse().is_ok_and(|year: u32| (1900..2100).contains(&year))
}

fn is_numeral(context: &Context<'_>, token: &Token) -> bool {
    let word = token.text(&context.document.text);
    token.kind == TokenKind::Number || token.case == Case::Upper && roman::parse(word).is_some()
}

/// Whether the second of two equal words follows the first with a space alone, and is no name's beginning.
fn runs_on(first: &Token, second: &Token) -> bool {
    let same_case = second.case == Case::Lower || (first.case == Case::Upper && second.case == Case::Upper);
    second.gap == Gap::Space && same_case && first.kind == TokenKind::Word
}
