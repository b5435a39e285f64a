//! How figures are told: the words around a share, a sum or a change that the checks on figures look for, from
//! `lints/data/figure-words.yml`. What ties one figure to another wherever it stands is a [`Cue`](crate::mentions::fact::Cue).

use crate::text::{Bits, Syllable, SyllableSet, Token, fold, syllables};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// What is read by more than one of them.
    pub any: AnyWords,
    /// Around a share.
    pub share: ShareWords,
    /// Around a change.
    pub change: ChangeWords,
    /// Around a sum.
    pub sum: SumWords,
}

/// Words read wherever figures are told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnyWords {
    /// Beside a fraction or a multiple in words: not meant exactly, or not meant so.
    pub about: Words,
    /// At the head of a clause that says again what was told.
    pub explains: Sayings,
    /// What a plan is called.
    pub plans: Sayings,
}

/// Words around a share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ShareWords {
    /// Between a body's name and the number of those in it.
    pub of_body: Words,
    /// Before a fraction in words, beside `about`: it is none, or not meant so.
    pub no_fraction: Words,
    /// Before a fraction in its clause, when the clause is of those counted before.
    pub opens_fraction: Words,
    /// Between a fraction and the number it stands for.
    pub namely: Sayings,
    /// Before a fraction that sums up: it is meant exactly.
    pub just: Words,
    /// Right before a share or a fraction: there is no less, or no more.
    pub at_least: Words,
    pub at_most: Words,
    /// A little before such a bound: it is set, and not reached.
    pub sets_bound: Words,
    /// Right before a whole.
    pub has_whole: Words,
    /// What a part opens with, behind «thì» or a comma.
    pub part_opens: Sayings,
    /// Right behind what is counted: what befell the part.
    pub befell: Words,
    /// Before a part of the length told in the sentence before.
    pub until_now: Sayings,
    /// At the head of a sentence that takes up what was told before it.
    pub takes_up: Sayings,
    /// Past a comma, right before a share of what was just told.
    pub sums_up: Sayings,
    /// The same; but it may be measured by a plan.
    pub reaches: Sayings,
    /// Right before a share, past the name of its part.
    pub leads: Sayings,
    /// Before a share that ends what was told.
    pub ends: Sayings,
    /// Between a part and its whole.
    pub among: Sayings,
    /// Where what is counted begins its whole, at the end of the words between a part and its whole.
    pub whole_opens: Sayings,
    /// Past these another whole may be named.
    pub other_whole: Sayings,
    /// Whose all of something is.
    pub owners: Sayings,
    /// Before the whole in its bracket.
    pub in_bracket: Words,
    /// Behind «tổng số»: it goes on about the things told before.
    pub told_before: Words,
    /// In the name of a share: they say nothing of their own.
    pub idle: Words,
    /// In the name of the whole behind a share: they say nothing of their own.
    pub idle_in_base: Words,
    /// Past the comma behind a share: it is judged, and measured by nothing.
    pub judged: Words,
    /// What a rate per thousand is called by, and what stands right before the number of those.
    pub per_mille: BTreeMap<String, Words>,
}

/// Words around a change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChangeWords {
    /// Between a year and its value: they say nothing that the other year's value would have to share.
    pub links: Words,
    /// Before a change, when it is told of the figure before it: any other is what has risen.
    pub own: Words,
    /// They say up or down right before a change, by themselves or behind another word.
    pub turns: Words,
    pub adds: Words,
    /// Between two values: which way the first went to the second.
    pub turned: Words,
    /// Between the word that says up or down and the change: those of its base.
    pub than: Words,
    /// In a comparison: they name nothing but a time.
    pub timed: Words,
    /// Between a multiple and the figure it is held against.
    pub against: Words,
    /// They take up what was told: «con số ấy», «lượng khách nay».
    pub takes_up: Words,
    /// Between two ways to tell one change.
    pub again: Words,
    /// Between a change and what there is now.
    pub leads_to_now: Words,
    /// Between two places in a row: they name no other thing that is ranked.
    pub ranked: Words,
    /// At the head of a clause that tells a mean of years, before its verb.
    pub yearly: Sayings,
    /// In a clause: what each year has.
    pub each_year: Sayings,
    /// In the clause that sets something, beside what a plan is called.
    pub sets: Words,
    /// What a change is told against that is no time before, beside what is planned.
    pub other_bases: Sayings,
    /// Between a change and the two ends that explain it.
    pub explained_from: Sayings,
    /// How much of what it was something is.
    pub multiples: Multiples,
    /// Times that name no year.
    pub times: Times,
}

/// Words around a sum.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SumWords {
    /// What leads to a total, behind what each has.
    pub total: Sayings,
    /// Between «mỗi đội» and its number.
    pub each_has: Sayings,
    /// Behind a total: more is counted.
    pub also: Sayings,
    /// At the head of a clause: several are added up, or all, beside numbers in words.
    pub several: Words,
    /// What is counted of something done to others, or of those it is done to.
    pub done_to: Sayings,
    /// Before what there was already.
    pub was_there: Sayings,
    /// Behind the last item that is told: the list goes on.
    pub open_ended: Sayings,
}

/// Words by themselves.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Words {
    /// Folded and sorted.
    texts: Vec<String>,
    ids: SyllableSet,
}

impl TryFrom<Vec<String>> for Words {
    type Error = String;

    fn try_from(words: Vec<String>) -> Result<Words, String> {
        // Words are looked up one by one: of two together neither would ever be found.
        if let Some(wrong) = words.iter().find(|word| syllables(word).count() != 1) {
            return Err(format!("«{wrong}» không phải là một chữ"));
        }
        let mut texts: Vec<String> = words.iter().map(|word| fold(word)).collect();
        texts.sort_unstable();
        Ok(Words { ids: texts.iter().map(|word| Syllable::of(word)).collect(), texts })
    }
}

impl Words {
    /// Whether a folded word is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.texts.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    /// Whether a token is one of them.
    pub fn is(&self, token: &Token) -> bool {
        self.ids.contains(&token.id)
    }
}

/// What is said in a few words, marks among them where they matter; looked for in the folded words of a clause. They keep their
/// order: of two that fit the first is meant.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Sayings(Vec<String>);

impl TryFrom<Vec<String>> for Sayings {
    type Error = String;

    fn try_from(sayings: Vec<String>) -> Result<Sayings, String> {
        // Every text begins and ends with nothing.
        if sayings.iter().any(|saying| saying.trim().is_empty()) {
            return Err("có mục trống".to_string());
        }
        Ok(Sayings(sayings.iter().map(|saying| fold(saying)).collect()))
    }
}

impl Sayings {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether a text is one of them.
    pub fn are(&self, text: &str) -> bool {
        self.0.iter().any(|saying| saying == text)
    }

    /// Whether a text begins with one of them and goes on.
    pub fn open(&self, text: &str) -> bool {
        self.0.iter().any(|saying| text.strip_prefix(saying.as_str()).is_some_and(|rest| rest.starts_with(' ')))
    }

    /// The text behind the one it begins with.
    pub fn behind<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.0.iter().find_map(|saying| text.strip_prefix(saying.as_str()))
    }

    /// Whether a text ends with one of them.
    pub fn end(&self, text: &str) -> bool {
        self.before(text).is_some()
    }

    /// The text before the one it ends with.
    pub fn before<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.0.iter().find_map(|saying| text.strip_suffix(saying.as_str()))
    }

    /// Those that a text holds.
    pub fn within<'s>(&'s self, text: &str) -> impl Iterator<Item = &'s str> {
        self.0.iter().map(String::as_str).filter(move |saying| text.contains(saying))
    }
}

/// Multiples in words, with what they stand for.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "BTreeMap<String, f64>")]
pub struct Multiples {
    /// The longest first.
    all: Vec<(Vec<Syllable>, f64)>,
    /// What they begin with: most words of a text begin none, which a glance tells.
    first: Bits,
}

impl From<BTreeMap<String, f64>> for Multiples {
    fn from(told: BTreeMap<String, f64>) -> Multiples {
        let mut all: Vec<(Vec<Syllable>, f64)> =
            told.iter().map(|(words, times)| (syllables(words).collect(), *times)).collect();
        all.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let mut first = Bits::default();
        all.iter().filter_map(|(words, _)| words.first()).for_each(|word| _ = first.set(word.0));
        Multiples { first, all }
    }
}

impl Multiples {
    /// Whether a token may be the first of one.
    pub fn may_begin(&self, token: &Token) -> bool {
        self.first.may_have(token.id.0)
    }

    /// How many tokens the multiple has that some tokens begin with, and what it stands for.
    pub fn at(&self, tokens: &[Token]) -> Option<(usize, f64)> {
        let says = |words: &[Syllable]| {
            tokens.get(..words.len()).is_some_and(|run| run.iter().map(|token| &token.id).eq(words))
        };
        self.all.iter().find(|(words, _)| says(words)).map(|(words, times)| (words.len(), *times))
    }
}

/// `times:` in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimesData {
    earlier: Vec<String>,
    later: Vec<String>,
}

/// Times that name no year, each as the first or the last of all years. They are looked for in the text as it stands.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "TimesData")]
pub struct Times {
    all: Vec<(String, i32)>,
    /// The words they end with.
    ends: SyllableSet,
}

impl From<TimesData> for Times {
    fn from(data: TimesData) -> Times {
        let all = data.earlier.into_iter().map(|time| (time, i32::MIN));
        let all: Vec<(String, i32)> = all.chain(data.later.into_iter().map(|time| (time, i32::MAX))).collect();
        Times { ends: all.iter().filter_map(|(time, _)| syllables(time).last()).collect(), all }
    }
}

impl Times {
    /// Whether a token may be the last of one.
    pub fn may_end(&self, token: &Token) -> bool {
        self.ends.contains(&token.id)
    }

    /// The one that a text opens with.
    pub fn opening(&self, text: &str) -> Option<i32> {
        self.all.iter().find(|(time, _)| text.starts_with(time.as_str())).map(|(_, year)| *year)
    }

    /// The one that a text holds.
    pub fn within(&self, text: &str) -> Option<i32> {
        self.split_at(text).map(|(year, _)| year)
    }

    /// The same, and what stands behind it.
    pub fn split_at<'t>(&self, text: &'t str) -> Option<(i32, &'t str)> {
        self.all.iter().find_map(|(time, year)| Some((*year, text.split_once(time.as_str())?.1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    fn list(said: &[&str]) -> Vec<String> {
        said.iter().map(|said| said.to_string()).collect()
    }

    #[test]
    fn words_one_by_one() {
        let words = Words::try_from(list(&["khóa", "gần"])).expect("single words");
        let tokens = tokenize("Khoá gần đây");
        assert!(words.is(&tokens[0]) && words.is(&tokens[1]) && !words.is(&tokens[2]));
        assert!(words.has("gần") && words.has(&fold("Khoá")) && !words.has(""));
        assert!(Words::try_from(list(&["gần đây"])).is_err() && Words::try_from(list(&[""])).is_err());
    }

    #[test]
    fn sayings_at_the_ends_of_a_text() {
        let sayings = Sayings::try_from(list(&["chiếm tỷ lệ", "tỷ lệ", ", đạt"])).expect("no empty one");
        assert_eq!(sayings.before("hộ nghèo chiếm tỷ lệ"), Some("hộ nghèo "));
        assert!(sayings.end("12 hộ, đạt") && !sayings.end("12 hộ đạt") && sayings.are("tỷ lệ"));
        assert!(sayings.open("tỷ lệ hộ") && !sayings.open("tỷ lệ") && sayings.behind("tỷ lệ") == Some(""));
        assert!(Sayings::try_from(list(&[" "])).is_err());
    }

    #[test]
    fn the_longest_multiple_and_the_first_time() {
        let told = [("gấp ba", 3.0), ("gấp ba lần", 3.0)].map(|(words, times)| (words.to_string(), times));
        let multiples = Multiples::from(BTreeMap::from(told));
        assert_eq!(multiples.at(&tokenize("gấp ba lần năm trước")), Some((3, 3.0)));
        assert_eq!(multiples.at(&tokenize("gấp ba năm trước")), Some((2, 3.0)));
        assert_eq!(multiples.at(&tokenize("gấp năm lần")), None);
        let times = Times::from(TimesData { earlier: list(&["đầu kỳ"]), later: list(&["đến nay", "nay"]) });
        assert_eq!(times.split_at("đến nay có"), Some((i32::MAX, " có")));
        assert_eq!((times.opening("đầu kỳ có"), times.within("sau này")), (Some(i32::MIN), None));
    }
}
