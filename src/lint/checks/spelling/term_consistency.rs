//! One thing written in several ways in one dossier: «bảo đảm» and «đảm bảo», «2020-2025» and «2020 – 2025».

use super::safe;
use crate::document::Block;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::checks::existence::Quotation;
use crate::lint::finding::Edit;
use crate::text::trie::Mixed;
use crate::text::{Case, Gap, LexiconBuilder, ListId, Syllable, SyllableSet, Token, TokenKind};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// `term-consistency:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TermConsistency {
    /// Least number of places in the way most are written.
    at_least: usize,
    /// How many times as often it is written so as in all other ways.
    times: usize,
    /// Ways to write one thing; which of them is meant does not depend on capitals.
    words: Vec<Vec<String>>,
    /// Names of bodies, with the capitals to keep where counts do not tell; any other capitals are another way.
    capitals: Vec<String>,
    /// Of these names those that are no common nouns, wherever they stand.
    proper: Vec<String>,
    /// Words after a name at the beginning of a sentence that tell one body is meant: «Ban chấp hành nhận …».
    subject_before: String,
    /// Longer phrases in which a form of a group is a set term.
    set_terms: Vec<String>,
    /// Whether years that bound a period are looked at.
    year_ranges: bool,
    #[serde(skip)]
    list: Option<ListId>,
    /// By item of the list: the group, and the form of a group of words. Items past these are set terms.
    #[serde(skip)]
    items: Vec<(usize, Option<usize>)>,
    #[serde(skip)]
    subject_ids: SyllableSet,
}

/// What is kept of a document: the forms met, by place.
#[derive(Default)]
struct Seen {
    /// Group (the last is that of years), form, and where.
    places: Vec<Spot>,
}

struct Spot {
    group: usize,
    form: String,
    /// The words as they stand, where they may differ from the form in more than capitals: «Uỷ ban».
    written: Option<String>,
    tokens: Range<usize>,
    /// Of years the gap, else the words: their bytes in the source if they stand there as they are.
    source: Option<(u32, u32)>,
    /// Whether the first letter is a capital.
    capital: bool,
    /// Whether it could be a common noun where a sentence begins: it is told of, but counts for nothing.
    weak: bool,
}

impl Check for TermConsistency {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        let words = self.words.iter().enumerate();
        for (group, forms) in words {
            for (form, phrase) in forms.iter().enumerate() {
                builder.add(list, self.items.len() as u32, phrase);
                self.items.push((group, Some(form)));
            }
        }
        // A name is one phrase to the trie, whatever its capitals.
        for (group, name) in self.capitals.iter().enumerate() {
            builder.add(list, self.items.len() as u32, name);
            self.items.push((self.words.len() + group, None));
        }
        self.list = Some(list);
        self.subject_ids = self.subject_before.split_whitespace().map(Syllable::of).collect();
        builder.add_all(list, self.items.len() as u32, &self.set_terms);
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let mut seen = Seen::default();
        let document = context.document;
        let mut hits = context.mentions.hits.of(self.list?).iter().peekable();
        while let Some(&first) = hits.peek() {
            let Some(block) = document.block_of_token(first.start as usize) else {
                hits.next();
                continue;
            };
            let mut quotation = Quotation::from(context, block.range.start);
            let mut set = 0;
            while let Some(hit) = hits.next_if(|h| (h.start as usize) < block.tokens.end) {
                let tokens = hit.start as usize..hit.end as usize;
                if hit.item as usize >= self.items.len() {
                    set = tokens.end;
                } else if tokens.end > set && !block.quoted && !quotation.holds(context, tokens.start) {
                    seen.places.extend(self.term(context, block, hit.item, tokens));
                }
            }
        }
        if self.year_ranges {
            self.years(context, &mut seen);
        }
        (!seen.places.is_empty()).then(|| Box::new(seen) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let mut counts: HashMap<(usize, &str), usize, BuildHasherDefault<Mixed>> = HashMap::default();
        for (_, seen) in context.all_kept::<Seen>() {
            for spot in seen.places.iter().filter(|spot| !spot.weak) {
                *counts.entry((spot.group, spot.form.as_str())).or_default() += 1;
            }
        }
        // Of each group: the form met most often, how often, and how often any.
        let mut most: BTreeMap<usize, (&str, usize, usize)> = BTreeMap::new();
        for (&(group, form), &count) in &counts {
            let (best, times, all) = most.entry(group).or_insert((form, 0, 0));
            if (count, self.rank(group, best), *best) > (*times, self.rank(group, form), form) {
                (*best, *times) = (form, count);
            }
            *all += count;
        }
        for (document, seen) in context.all_kept::<Seen>() {
            let mut told: Vec<usize> = Vec::new();
            let forms = || seen.places.iter().map(|s| (s.group, s.form.as_str())).collect();
            let mut known: Option<HashSet<(usize, &str)>> = None;
            for spot in &seen.places {
                let Some(&(form, count, all)) = most.get(&spot.group).filter(|(form, ..)| spot.form != *form) else {
                    continue;
                };
                let clear = count >= self.at_least && count >= (all - count) * self.times;
                // Where nobody knows which is meant, a document that mixes is told so once.
                let mut mixed = || !spot.weak && known.get_or_insert_with(forms).contains(&(spot.group, form));
                if !clear && (told.contains(&spot.group) || !mixed()) {
                    continue;
                }
                told.push(spot.group);
                out.push(DossierDraft { document, draft: self.draft(spot, form, (count, all - count), clear) });
            }
        }
    }
}

impl TermConsistency {
    /// The group of years.
    fn year_group(&self) -> usize {
        self.words.len() + self.capitals.len()
    }

    /// How far down its list a form stands: the first is the one to keep where counts do not tell.
    fn rank(&self, group: usize, form: &str) -> usize {
        let names = self.capitals.iter().map(std::slice::from_ref);
        let forms = self.words.iter().map(Vec::as_slice).chain(names).nth(group);
        forms.map_or(form.len(), |forms| forms.iter().position(|f| f == form).unwrap_or(forms.len()))
    }

    /// A place that is not written in the dossier's form.
    fn draft(&self, spot: &Spot, form: &str, (most, others): (usize, usize), clear: bool) -> Draft {
        let years = spot.group == self.year_group();
        let message = match (clear, years) {
            (true, false) => "",
            (true, true) => "years",
            (false, false) => "even",
            (false, true) => "even-years",
        };
        let right = match &spot.written {
            Some(written) => recased(written, form),
            None if spot.capital => capitalised(form),
            None => form.to_string(),
        };
        let found = spot.written.as_ref().unwrap_or(&spot.form);
        let draft = Draft::on(Place::Tokens(spot.tokens.clone())).say(message).with("form", found);
        let draft = draft.with("most", if years { format!("2020{form}2025") } else { right.clone() });
        let mut draft = draft.with("count", most.to_string()).with("others", others.to_string());
        let edit = spot.source.filter(|_| clear).map(|(start, end)| Edit { start, end, text: right });
        draft.fix = safe(edit);
        draft
    }

    /// A phrase of the lists, if it stands as one of the group's forms.
    fn term(&self, context: &Context<'_>, block: &Block, item: u32, tokens: Range<usize>) -> Option<Spot> {
        let document = context.document;
        let &(group, form) = self.items.get(item as usize)?;
        let all = document.tokens.get(tokens.clone())?;
        let (first, rest) = all.split_first()?;
        if rest.iter().any(|t| t.gap != Gap::Space) || all.iter().all(|t| t.case == Case::Upper) {
            return None;
        }
        let before =
            tokens.start.checked_sub(1).filter(|i| block.tokens.contains(i)).and_then(|i| document.tokens.get(i));
        let (form, written, weak) = match form {
            Some(form) => {
                if rest.iter().any(|t| t.case != Case::Lower) {
                    return None;
                }
                (self.words.get(group)?.get(form)?.clone(), None, false)
            }
            None => {
                // Without its capital it is a common noun: «các ban chấp hành», «đại hội Nông dân».
                let name = self.capitals.get(group - self.words.len())?;
                // «ban thường vụ Đảng ủy» is one body all the same.
                let next = Some(tokens.end).filter(|i| block.tokens.contains(i)).and_then(|i| document.tokens.get(i));
                let of_party = next.is_some_and(|t| t.gap == Gap::Space && t.text(&document.text) == "Đảng");
                if !first.is_capitalised() && !of_party {
                    return None;
                }
                // Where a sentence begins, a name and a common noun look alike, unless a capital stands within
                // or follows, or what follows is said of one body.
                let begins = before.is_none() || !matches!(first.gap, Gap::Space | Gap::Comma);
                let lower = begins && rest.iter().all(|t| t.case == Case::Lower);
                let after = Some(tokens.end).filter(|i| block.tokens.contains(i)).and_then(|i| document.tokens.get(i));
                let after = after.filter(|t| t.gap == Gap::Space);
                let named = after.is_some_and(Token::is_capitalised);
                let common = !self.proper.contains(name);
                if lower && common && !named && !after.is_some_and(|t| self.subject_ids.contains(&t.id)) {
                    return None;
                }
                let weak = lower && common && !named;
                if document.token_text(tokens.clone()) == name {
                    (name.clone(), Some(name.clone()), weak)
                } else {
                    let words: Vec<&str> = all.iter().map(|t| t.text(&document.text)).collect();
                    let written = words.join(" ");
                    (recased(name, &written), Some(written), weak)
                }
            }
        };
        let edit = context.edit(document.token_range(tokens.clone()), "")?;
        let source = Some((edit.start, edit.end));
        Some(Spot { group, form, written, tokens, source, capital: first.is_capitalised(), weak })
    }

    /// The years that bound periods: «2020-2025».
    fn years(&self, context: &Context<'_>, seen: &mut Seen) {
        let document = context.document;
        let tokens = &document.tokens;
        // The quotation marks of the block last asked about, by its first token.
        let mut quotation: Option<(usize, Quotation)> = None;
        for (end, last) in tokens.iter().enumerate().filter(|(_, token)| token.gap == Gap::Hyphen) {
            let Some((at, first)) = end.checked_sub(1).map(|at| (at, &tokens[at])) else { continue };
            let (Some(from), Some(to)) = (year(context, first), year(context, last)) else { continue };
            let block = document.block_of_token(at).filter(|block| !block.quoted && end < block.tokens.end);
            let Some(block) = block else { continue };
            let next = tokens.get(end + 1).filter(|_| end + 1 < block.tokens.end);
            let tied = |t: Option<&Token>| t.is_some_and(|t| matches!(t.gap, Gap::None | Gap::Slash | Gap::Hyphen));
            if to <= from || to - from > 30 || tied(Some(first).filter(|_| at > block.tokens.start)) || tied(next) {
                continue;
            }
            quotation.take_if(|(start, _)| *start != block.tokens.start);
            let read = || (block.tokens.start, Quotation::from(context, block.range.start));
            let quoted = quotation.get_or_insert_with(read).1.holds(context, at);
            let gap = first.end as usize..last.start as usize;
            let joint = document.text.get(gap.clone()).unwrap_or("").replace('\u{A0}', " ");
            if quoted || joint.len() > 8 {
                continue;
            }
            let source = context.edit(gap, "").map(|e| (e.start, e.end));
            let group = self.year_group();
            let tokens = at..at + 2;
            seen.places.push(Spot { group, form: joint, written: None, tokens, source, capital: false, weak: false });
        }
    }
}

/// A number of four digits that is a year of our time.
fn year(context: &Context<'_>, token: &Token) -> Option<u32> {
    let text = token.text(&context.document.text);
    let number = (token.kind == TokenKind::Number && text.len() == 4).then(|| text.parse().ok())??;
    (1900..2100).contains(&number).then_some(number)
}

/// The words of a phrase with the capitals of another of as many words.
fn recased(phrase: &str, like: &str) -> String {
    let one = |(word, like): (&str, &str)| match like.chars().next().is_some_and(char::is_uppercase) {
        true => capitalised(&word.to_lowercase()),
        false => word.to_lowercase(),
    };
    phrase.split(' ').zip(like.split(' ')).map(one).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}
