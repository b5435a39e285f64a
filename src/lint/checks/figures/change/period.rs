//! How long a change took: «gấp rưỡi sau chưa đầy năm năm».

use super::Change;

/// Words of «trong 5 năm», at least.
const PERIOD: usize = 3;

impl Change {
    /// «sau chưa đầy năm năm», «trong 5 năm»; not «trong năm 2024».
    pub(super) fn tells_period(&self, said: &str) -> bool {
        let short = |word: &str| word.len() <= 2 && word.bytes().all(|digit| digit.is_ascii_digit());
        let known = |word: &str| short(word) || self.period.iter().any(|known| known == word);
        said.split_whitespace().count() >= PERIOD && said.split_whitespace().all(known)
    }
}
