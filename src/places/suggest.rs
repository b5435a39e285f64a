//! What a misspelt name may have meant.

use super::gazetteer::Gazetteer;
use super::key::place_key;
use super::unit::UnitState;

/// A known name near the one asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion<'g> {
    /// The name as a unit bears it.
    pub name: &'g str,
    /// How many letters or tones differ.
    pub distance: usize,
    /// The states that bore it.
    pub units: Vec<UnitState<'g>>,
}

/// More than these are no help.
const MOST: usize = 8;

impl Gazetteer {
    /// The known names nearest to `name`: one letter or tone off (two in a name of six
    /// letters or more), or written without its accents. Empty if the name itself is known.
    pub fn suggest(&self, name: &str) -> Vec<Suggestion<'_>> {
        let key = place_key(name);
        if key.is_empty() || self.knows(&key) {
            return Vec::new();
        }
        let wanted: Vec<char> = key.chars().collect();
        let plain = bare(&key);
        let no_accents = plain == key;
        let limit = if wanted.len() < 6 { 1 } else { 2 };
        let mut near: Vec<(usize, &str)> = Vec::new();
        for candidate in self.keys() {
            if no_accents && bare(candidate) == plain {
                near.push((0, candidate));
            } else if let Some(distance) = distance(&wanted, candidate, limit) {
                near.push((distance, candidate));
            }
        }
        near.sort_unstable();
        let best = near.first().map(|(distance, _)| *distance);
        near.retain(|(distance, _)| Some(*distance) == best);
        near.truncate(MOST);
        near.into_iter()
            .filter_map(|(distance, key)| {
                let units = self.with_key(key, |_| true);
                let name = units.first()?.name;
                Some(Suggestion { name, distance, units })
            })
            .collect()
    }
}

/// A key without accents and tones.
fn bare(key: &str) -> String {
    let mut after_letter = false;
    key.chars()
        .filter_map(|c| {
            let tone = after_letter && c.is_ascii_digit();
            after_letter = c.is_alphabetic();
            (!tone).then_some(match c {
                'ă' | 'â' => 'a',
                'ê' => 'e',
                'ô' | 'ơ' => 'o',
                'ư' => 'u',
                'đ' => 'd',
                other => other,
            })
        })
        .collect()
}

/// The edit distance, if it is at most `limit`.
fn distance(wanted: &[char], candidate: &str, limit: usize) -> Option<usize> {
    let length = candidate.chars().count();
    if wanted.len().abs_diff(length) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    for (i, c) in candidate.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut best = left;
        for (&w, cell) in wanted.iter().zip(row.iter_mut().skip(1)) {
            let value = (diagonal + usize::from(w != c)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = value;
            left = value;
            best = best.min(value);
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        if best > limit {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let d = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), b, 2);
        assert_eq!(d("kim lôc5", "kim lôc5"), Some(0));
        assert_eq!(d("kim lôc5", "kim lôc1"), Some(1));
        assert_eq!(d("kim lôc", "kim lôc5"), Some(1));
        assert_eq!(d("kin lôc", "kim lôc5"), Some(2));
        assert_eq!(d("abc", "xyz"), None);
        assert_eq!(d("", "ab"), Some(2));
    }

    #[test]
    fn a_misspelt_name_finds_the_right_one() {
        let g = Gazetteer::embedded();
        let names = |name| -> Vec<&str> { g.suggest(name).iter().map(|s| s.name).collect() };
        assert!(names("Kim Song Trườn").contains(&"Kim Song Trường"));
        assert!(names("Khánh Vĩnh Yen").contains(&"Khánh Vĩnh Yên"));
        assert_eq!(names("kim song truong"), ["Kim Song Trường"]);
        assert!(names("Can Lộc").is_empty());
        assert!(names("Xyzzy Quux").is_empty());
        assert!(names("").is_empty());
    }
}
