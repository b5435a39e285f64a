//! Reports with passages of which it is known where they came from, and how well they were found.

use super::corpus::{Random, report};
use std::ops::Range;

/// What was done to a passage on the way.
pub const KINDS: [&str; 5] = ["verbatim", "light", "numbers", "reordered", "short"];

/// A passage that stands in two reports: their indices, and its bytes in each.
pub struct Plant {
    pub kind: usize,
    pub texts: (usize, usize),
    pub places: [Range<usize>; 2],
}

const INITIALS: [&str; 16] = ["b", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "ph", "r", "s", "th", "v"];
const RHYMES: [&str; 20] = [
    "an", "áng", "ạt", "ăm", "ấu", "âng", "en", "ết", "iêu", "iến", "oa", "óng", "ôi", "ộc", "ơn", "ua", "uốn", "ưng",
    "ước", "ượm",
];

/// A word that says nothing, of syllables that could be.
fn word(random: &mut Random) -> String {
    if random.below(12) == 0 {
        return (random.below(900) + 11).to_string();
    }
    format!("{}{}", random.pick(&INITIALS), random.pick(&RHYMES))
}

fn sentence(random: &mut Random, words: usize) -> Vec<String> {
    (0..words).map(|_| word(random)).collect()
}

fn written(sentences: &[Vec<String>]) -> String {
    let one = |words: &Vec<String>| format!("Năm ấy {}.", words.join(" "));
    sentences.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The same passage as another would hand it in.
fn changed(kind: usize, passage: &[Vec<String>], random: &mut Random) -> Vec<Vec<String>> {
    let mut passage = passage.to_vec();
    match KINDS[kind] {
        "light" => {
            for words in &mut passage {
                let at = random.below(words.len());
                words[at] = word(random);
                words.remove(random.below(words.len()));
            }
        }
        "numbers" => {
            let figures = passage.iter_mut().flatten().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
            figures.for_each(|figure| *figure = (random.below(900) + 11).to_string());
        }
        "reordered" => passage.rotate_left(1),
        _ => {}
    }
    passage
}

/// So many reports of about `bytes` bytes, every second of which shares one passage of each kind with the one before.
pub fn reports(count: usize, bytes: usize) -> (Vec<String>, Vec<Plant>) {
    let mut texts: Vec<String> = (0..count).map(|at| report(at as u64, bytes)).collect();
    let mut plants = Vec::new();
    for at in (1..count).step_by(2) {
        let mut random = Random(at as u64 * 0x2545_F491 + 99);
        for (kind, name) in KINDS.iter().enumerate() {
            let sentences = if *name == "short" { 1 } else { 4 };
            let passage: Vec<Vec<String>> = (0..sentences).map(|_| sentence(&mut random, 26)).collect();
            let other = changed(kind, &passage, &mut random);
            let places = [(at - 1, passage), (at, other)].map(|(text, passage)| {
                // What stands between two passages is nobody else's.
                let own: Vec<Vec<String>> = (0..3).map(|_| sentence(&mut random, 24)).collect();
                let text = &mut texts[text];
                text.push_str(&format!("\n{}\n\n", written(&own)));
                let start = text.len();
                text.push_str(&written(&passage));
                let place = start..text.len();
                text.push('\n');
                place
            });
            plants.push(Plant { kind, texts: (at - 1, at), places });
        }
    }
    (texts, plants)
}

/// A passage that was found.
pub struct Found {
    pub texts: (usize, usize),
    pub places: [Range<usize>; 2],
}

/// How well: the measure plagdet (Potthast et al. 2010), F1 of macro precision and recall over the logarithm of the pieces
/// a passage was found in; and the recall of each kind.
pub struct Quality {
    pub plagdet: f64,
    pub precision: f64,
    pub recall: f64,
    pub granularity: f64,
    pub by_kind: Vec<f64>,
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}

/// Judges what was found by what was planted.
pub fn judge(plants: &[Plant], found: &[Found]) -> Quality {
    let size = |places: &[Range<usize>; 2]| (places[0].len() + places[1].len()) as f64;
    // Bytes that both have, none where they meet on one side only.
    let shared = |plant: &Plant, found: &Found| {
        let side = |side: usize| {
            let (x, y) = (&plant.places[side], &found.places[side]);
            x.end.min(y.end).saturating_sub(x.start.max(y.start))
        };
        let (a, b) = (side(0), side(1));
        if plant.texts == found.texts && a > 0 && b > 0 { (a + b) as f64 } else { 0.0 }
    };
    let mut of_pair: std::collections::HashMap<(usize, usize), Vec<usize>> = Default::default();
    plants.iter().enumerate().for_each(|(at, plant)| of_pair.entry(plant.texts).or_default().push(at));
    let (mut pieces, mut covered) = (vec![0usize; plants.len()], vec![0.0; plants.len()]);
    let precision = mean(found.iter().map(|found| {
        let near = of_pair.get(&found.texts).map_or(&[][..], |plants| plants);
        let hits = near.iter().map(|&at| (at, shared(&plants[at], found))).filter(|(_, bytes)| *bytes > 0.0);
        let right: f64 = hits
            .map(|(at, bytes)| {
                (pieces[at], covered[at]) = (pieces[at] + 1, covered[at] + bytes);
                bytes
            })
            .sum();
        right / size(&found.places)
    }));
    let part = |at: usize| (covered[at] / size(&plants[at].places)).min(1.0);
    let recall = mean((0..plants.len()).map(part));
    let granularity = mean(pieces.iter().filter(|&&pieces| pieces > 0).map(|&pieces| pieces as f64)).max(1.0);
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    let kind = |kind: usize| mean((0..plants.len()).filter(|&at| plants[at].kind == kind).map(part));
    let by_kind = (0..KINDS.len()).map(kind).collect();
    Quality { plagdet: f1 / (1.0 + granularity).log2(), precision, recall, granularity, by_kind }
}
