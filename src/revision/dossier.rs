//! Two dossiers as sets of documents: which document is which.

use crate::document::{Document, Kind};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// Which documents of two dossiers are revisions of each other, by their indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// (old, new), in the old ones' order.
    pub pairs: Vec<(usize, usize)>,
    /// Old documents that are no more.
    pub removed: Vec<usize>,
    /// Documents that are new.
    pub added: Vec<usize>,
}

/// The share of runs of words that two documents have in common which are revisions of each other: of one kind, of a
/// kind nobody tells, and of two kinds.
const SAME_KIND: f64 = 0.05;
const ANY_KIND: f64 = 0.3;
const OTHER_KIND: f64 = 0.6;
/// Words of a run, and runs of a document that are held against those of others.
const RUN: usize = 4;
const MOST_RUNS: usize = 20_000;

/// Pairs documents by kind where there is one of it, then by their files' names, then by what they say.
///
/// One document on either side is a revision of the other, whatever it is called.
pub fn pair(old: &[&Document], new: &[&Document]) -> Pairing {
    let mut open = Open { old: vec![true; old.len()], new: vec![true; new.len()], pairs: Vec::new() };
    if let ([_], [_]) = (old, new) {
        open.take(0, 0);
    }
    let kind = |document: &Document| document.meta.kind;
    let (root, base) = (root(old), self::root(new));
    let path = |document: &Document, root: usize| Some(document.path.get(root..)?.to_lowercase());
    open.single(|at| kind(old[at]), |at| kind(new[at]), |_, _| true);
    let of_kind = |document: &Document, name: Option<String>| Some((kind(document)?, name?));
    open.single(|at| of_kind(old[at], path(old[at], root)), |at| of_kind(new[at], path(new[at], base)), |_, _| true);
    let may = |at: usize, other: usize| !matches!((kind(old[at]), kind(new[other])), (Some(x), Some(y)) if x != y);
    open.single(|at| path(old[at], root), |at| path(new[at], base), may);
    open.single(|at| of_kind(old[at], Some(stem(old[at]))), |at| of_kind(new[at], Some(stem(new[at]))), |_, _| true);
    open.single(|at| Some(stem(old[at])), |at| Some(stem(new[at])), may);
    open.by_words(old, new);
    let left = |open: &[bool]| (0..open.len()).filter(|&at| open[at]).collect();
    open.pairs.sort_unstable();
    Pairing { removed: left(&open.old), added: left(&open.new), pairs: open.pairs }
}

/// Bytes of the path of the folder that holds all documents.
fn root(documents: &[&Document]) -> usize {
    let folder = |path: &str| path.rfind('/').map_or(0, |at| at + 1);
    let mut paths = documents.iter().map(|document| document.path.as_str());
    let Some(first) = paths.next() else { return 0 };
    let mut shared = &first[..folder(first)];
    for path in paths {
        while !path.starts_with(shared) {
            shared = &shared[..folder(shared.trim_end_matches('/'))];
        }
    }
    shared.len()
}

/// A file's name without what says its format.
fn stem(document: &Document) -> String {
    let name = document.path.rsplit('/').next().unwrap_or("");
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
}

/// Documents without a counterpart so far.
struct Open {
    old: Vec<bool>,
    new: Vec<bool>,
    pairs: Vec<(usize, usize)>,
}

impl Open {
    fn take(&mut self, at: usize, other: usize) {
        (self.old[at], self.new[other]) = (false, false);
        self.pairs.push((at, other));
    }

    /// Pairs those that alone of their side go by some name, if `fits` holds of them.
    fn single<K: Ord>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
        fits: impl Fn(usize, usize) -> bool,
    ) {
        let mut named: BTreeMap<K, [Vec<usize>; 2]> = BTreeMap::new();
        for at in (0..self.old.len()).filter(|&at| self.old[at]) {
            old(at).into_iter().for_each(|name| named.entry(name).or_default()[0].push(at));
        }
        for at in (0..self.new.len()).filter(|&at| self.new[at]) {
            new(at).into_iter().for_each(|name| named.entry(name).or_default()[1].push(at));
        }
        for [olds, news] in named.into_values() {
            if let ([at], [other]) = (&olds[..], &news[..])
                && fits(*at, *other)
            {
                self.take(*at, *other);
            }
        }
    }

    /// Pairs those that say most in common, the most alike first.
    fn by_words(&mut self, old: &[&Document], new: &[&Document]) {
        let of = |documents: &[&Document], open: &[bool]| -> Vec<(usize, Vec<u64>)> {
            (0..open.len()).filter(|&at| open[at]).map(|at| (at, runs(documents[at]))).collect()
        };
        let (olds, news) = (of(old, &self.old), of(new, &self.new));
        let mut alike: Vec<(f64, usize, usize)> = Vec::new();
        for (at, words) in &olds {
            for (other, others) in &news {
                let likeness = likeness(words, others);
                if likeness >= least(old[*at].meta.kind, new[*other].meta.kind) {
                    alike.push((likeness, *at, *other));
                }
            }
        }
        alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        for (_, at, other) in alike {
            if self.old[at] && self.new[other] {
                self.take(at, other);
            }
        }
    }
}

fn least(old: Option<Kind>, new: Option<Kind>) -> f64 {
    match (old, new) {
        (Some(x), Some(y)) if x == y => SAME_KIND,
        (Some(_), Some(_)) => OTHER_KIND,
        _ => ANY_KIND,
    }
}

/// The runs of words of a document, sorted, each once.
fn runs(document: &Document) -> Vec<u64> {
    let hash = |run: &[crate::text::Token]| {
        let mut hasher = DefaultHasher::new();
        run.iter().for_each(|token| token.id.0.hash(&mut hasher));
        hasher.finish()
    };
    let mut runs: Vec<u64> = document.tokens.windows(RUN).map(hash).collect();
    runs.sort_unstable();
    runs.dedup();
    // Of a long document those that any other would keep too.
    runs.truncate(MOST_RUNS);
    runs
}

fn likeness(x: &[u64], y: &[u64]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0usize);
    while let (Some(one), Some(other)) = (x.get(i), y.get(j)) {
        match one.cmp(other) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    2.0 * both as f64 / (x.len() + y.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn document(path: &str, kind: &str, text: &str) -> Document {
        let front = if kind.is_empty() { String::new() } else { format!("---\nkind: {kind}\n---\n\n") };
        Document::parse(path, format!("{front}{text}\n"), Format::Markdown).unwrap()
    }

    fn paired(old: &[Document], new: &[Document]) -> Pairing {
        pair(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>())
    }

    #[test]
    fn by_kind_then_name_then_words() {
        let road = "Đường trục xã được đổ bê tông dài năm cây số trong hai năm qua bằng vốn của dân.";
        let water = "Công trình nước sạch cấp cho ba thôn vùng cao từ mùa khô năm ngoái đến nay.";
        let old = [
            document("cu/bcct.md", "political-report", "Một."),
            document("cu/a.md", "self-review", "Hai."),
            document("cu/phu-luc-1.md", "", road),
            document("cu/b.md", "self-review", "Ba."),
            document("cu/cu.md", "action-programme", "Bốn."),
        ];
        let new = [
            document("moi/b.md", "self-review", "Hai hai."),
            document("moi/bao-cao.docx.md", "political-report", "Một hai."),
            document("moi/x.md", "", &format!("{road} Dân phấn khởi.")),
            document("moi/a.md", "self-review", "Ba ba."),
            document("moi/y.md", "", water),
        ];
        let pairing = paired(&old, &new);
        assert_eq!(pairing.pairs, [(0, 1), (1, 3), (2, 2), (3, 0)]);
        assert_eq!((pairing.removed, pairing.added), (vec![4], vec![4]));
    }

    #[test]
    fn one_and_one_are_revisions() {
        let pairing = paired(&[document("a.md", "self-review", "Một.")], &[document("b.md", "", "Hai.")]);
        assert_eq!(pairing.pairs, [(0, 0)]);
        assert_eq!(paired(&[], &[document("b.md", "", "Hai.")]).added, [0]);
    }
}
