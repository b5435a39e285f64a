use super::*;
use crate::lint::finding::{Finding, Location, Severity};
use proptest::prelude::*;
use std::convert::Infallible;

fn edit(start: usize, end: usize, text: &str) -> Edit {
    Edit { start: start as u32, end: end as u32, text: text.to_string() }
}

fn fix(edits: &[(usize, usize, &str)]) -> Fix {
    Fix { applicability: Applicability::Safe, edits: edits.iter().map(|&(s, e, t)| edit(s, e, t)).collect() }
}

fn applied(source: &str, fixes: &[Fix]) -> (String, usize) {
    apply(source, &fixes.iter().collect::<Vec<_>>())
}

#[test]
fn the_first_of_two_that_meet_is_made() {
    let one = fix(&[(0, 3, "A")]);
    let two = fix(&[(2, 4, "B")]);
    let three = fix(&[(4, 5, "C")]);
    assert_eq!(applied("abcdef", &[two.clone(), one.clone(), three.clone()]), ("AdCf".into(), 2));
    assert_eq!(applied("abcdef", &[two, three]), ("abBCf".into(), 2));
    // Two insertions at one place: which comes first is open, so the second waits.
    assert_eq!(applied("ab", &[fix(&[(1, 1, "y")]), fix(&[(1, 1, "x")])]), ("axb".into(), 1));
    assert_eq!(applied("ab", &[fix(&[(1, 1, "y")]), fix(&[(1, 2, "x")])]), ("ayb".into(), 1));
}

#[test]
fn a_correction_is_made_whole_or_not_at_all() {
    let pair = fix(&[(0, 1, "A"), (4, 5, "E")]);
    let between = fix(&[(2, 3, "C")]);
    assert_eq!(applied("abcdef", &[pair.clone(), between]), ("AbCdEf".into(), 2));
    let late = fix(&[(1, 2, "B"), (4, 6, "-")]);
    assert_eq!(applied("abcdef", &[pair, late]), ("AbcdEf".into(), 1));
}

#[test]
fn what_does_not_fit_is_passed_over() {
    let text = "\u{FEFF}ủy\r\nban";
    let length = text.len();
    let unfit: [&[(usize, usize, &str)]; 9] = [
        &[],
        &[(3, 4, "x")],
        &[(length, length + 1, "x")],
        &[(9000, 9001, "x")],
        &[(7, 6, "x")],
        &[(0, 0, "x")],
        &[(0, 3, "")],
        &[(8, 8, "x")],
        &[(9, 10, "x"), (3, 6, "u")],
    ];
    for edits in unfit {
        assert_eq!(applied(text, &[fix(edits)]), (text.to_string(), 0), "{edits:?}");
    }
    assert_eq!(applied(text, &[fix(&[(3, 6, "ủ")])]).1, 0, "nothing would change");
}

#[test]
fn lines_end_as_in_the_file() {
    assert_eq!(applied("a\r\nb", &[fix(&[(3, 4, "c\nd\r\n")])]).0, "a\r\nc\r\nd\r\n");
    assert_eq!(applied("a\nb", &[fix(&[(2, 3, "c\r\nd\n")])]).0, "a\nc\nd\n");
}

/// A judge of one text with a rule for each of some replacements.
fn judge(text: &str, rules: &[(&str, &str, Applicability)]) -> Report {
    let mut findings = Vec::new();
    for (from, to, applicability) in rules {
        for (start, _) in text.match_indices(from) {
            let fix = Fix { applicability: *applicability, edits: vec![edit(start, start + from.len(), to)] };
            findings.push(Finding {
                rule: format!("{from}→{to}"),
                group: "toy".into(),
                severity: Severity::Info,
                path: "a.md".into(),
                span: Location::default(),
                section: None,
                excerpt: String::new(),
                message: String::new(),
                help: String::new(),
                related: Vec::new(),
                fix: Some(fix),
            });
        }
    }
    Report { documents: Vec::new(), findings }
}

fn settled(text: &str, rules: &[(&str, &str, Applicability)], allowed: Applicability) -> (String, Corrected) {
    let judge = |texts: &Texts| Ok::<_, Infallible>(judge(texts.get("a.md").map_or(text, |t| t), rules));
    let Ok(corrected) = settle(allowed, judge, |_| Ok(Some(text.to_string())));
    (corrected.texts.get("a.md").map_or(text, |t| t).to_string(), corrected)
}

use Applicability::{Safe, Unsafe};

#[test]
fn corrections_go_on_until_nothing_is_left() {
    let (text, corrected) = settled("oaaaax b", &[("aa", "a", Safe), ("b", "c", Safe)], Safe);
    assert_eq!((text.as_str(), corrected.made), ("oax c", 4));
    assert!(corrected.after.is_some_and(|report| report.findings.is_empty()));
    let (text, corrected) = settled("a b", &[("x", "y", Safe)], Safe);
    assert_eq!((text.as_str(), corrected.made, corrected.after.is_none()), ("a b", 0, true));
}

#[test]
fn unsafe_ones_only_when_asked_for() {
    let rules = [("a", "b", Safe), ("x", "y", Unsafe)];
    assert_eq!(settled("ax", &rules, Safe).0, "bx");
    assert_eq!(settled("ax", &rules, Unsafe).0, "by");
}

#[test]
fn what_never_rests_is_left_alone() {
    // One that grows for ever, two that undo each other; the others are made all the same.
    let rules = [("xã", "xã xã", Safe), ("u", "v", Safe), ("v", "u", Safe), ("k", "c", Safe)];
    let (text, corrected) = settled("xã u k", &rules, Safe);
    assert_eq!((text.as_str(), corrected.made), ("xã u c", 1));
}

fn some_fix() -> impl Strategy<Value = Fix> {
    let one = (0..48u32, 0..6u32, "[a-zạ\n]{0,3}");
    prop::collection::vec(one, 1..4).prop_map(|edits| {
        let mut edits: Vec<Edit> =
            edits.into_iter().map(|(start, length, text)| Edit { start, end: start + length, text }).collect();
        edits.sort_by_key(|e| (e.start, e.end));
        Fix { applicability: Safe, edits }
    })
}

const RULES: [(&str, &str); 8] =
    [("oà", "òa"), ("òa", "oà"), ("  ", " "), (" ,", ","), ("a", "aa"), ("b", ""), ("c", "\n"), ("ab", "ba")];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_byte_outside_the_edits_changes(
        text in "\u{FEFF}?[abcdàạ🙂 \r\n]{0,24}",
        fixes in prop::collection::vec(some_fix(), 0..8),
    ) {
        let refs: Vec<&Fix> = fixes.iter().collect();
        let made = select(&text, &refs);
        let mut edits: Vec<&Edit> = made.iter().flat_map(|&i| &fixes[i].edits).collect();
        edits.sort_by_key(|e| (e.start, e.end));
        let mut result = replace(&text, edits.iter().copied());
        prop_assert_eq!(&result, &apply(&text, &refs).0);
        // Stretch by stretch, what stands between the edits stands in the result, in this order.
        let mut at = 0;
        for edit in edits {
            let kept = &text[at..edit.start as usize];
            let Some(rest) = result.strip_prefix(kept) else { panic!("{kept:?} is gone") };
            let written = [edit.text.clone(), edit.text.replace('\n', "\r\n")];
            let Some(put) = written.iter().rev().find(|put| rest.starts_with(put.as_str())) else { panic!() };
            result = rest[put.len()..].to_string();
            at = edit.end as usize;
        }
        prop_assert_eq!(&text[at..], result);
    }

    #[test]
    fn the_order_of_the_corrections_does_not_matter(
        text in "[abcdàạ \r\n]{0,40}",
        fixes in prop::collection::vec(some_fix(), 0..8),
        turn in 0..8usize,
    ) {
        let mut refs: Vec<&Fix> = fixes.iter().collect();
        let first = apply(&text, &refs);
        let turn = turn.min(refs.len());
        refs.rotate_left(turn);
        prop_assert_eq!(&first, &apply(&text, &refs));
        refs.reverse();
        prop_assert_eq!(&first, &apply(&text, &refs));
    }

    #[test]
    fn corrected_twice_is_corrected_once(
        text in "(oà|òa|  | ,|a|b|c|d|\r\n){0,16}",
        chosen in prop::collection::vec(0..RULES.len(), 1..4),
    ) {
        let rules: Vec<_> = chosen.iter().map(|&i| (RULES[i].0, RULES[i].1, Safe)).collect();
        let (once, _) = settled(&text, &rules, Safe);
        let (twice, _) = settled(&once, &rules, Safe);
        prop_assert_eq!(once, twice);
    }
}
