//! Every rule proves itself: the examples in its file, and words that are filled.

mod memory;

use memory::Dossier;
use vankien::lint::catalogue::{embedded, embedded_rules};
use vankien::lint::{Catalogue, Lang, example};

fn catalogue() -> Catalogue {
    Catalogue::built_in().expect("the built-in catalogue")
}

#[test]
fn every_example_does_what_its_file_says() {
    let catalogue = catalogue();
    let failures: Vec<String> = catalogue
        .rules
        .iter()
        .flat_map(|rule| example::test(&catalogue, rule).1)
        .map(|failure| format!("{}: {} — {}", failure.rule, failure.problem, failure.example))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_shows_when_it_fires_and_when_it_must_not() {
    for rule in catalogue().rules.iter().filter(|rule| rule.group != "meta") {
        assert!(rule.examples.fires.len() >= 3, "{}: fewer than three examples that fire", rule.id);
        assert!(rule.examples.silent.len() >= 3, "{}: fewer than three that must not", rule.id);
        for words in [&rule.title, &rule.why, &rule.message, &rule.help] {
            assert!(!words.vi.trim().is_empty() && !words.en.trim().is_empty(), "{}: words are missing", rule.id);
        }
        assert!(!rule.source.trim().is_empty(), "{}: no source", rule.id);
    }
}

#[test]
fn rules_are_the_same_without_their_examples() {
    let bare = Catalogue::load(&embedded_rules(), &[]).expect("the rules alone");
    let whole = Catalogue::load(&embedded(), &[]).expect("the built-in catalogue");
    let ids = |catalogue: &Catalogue| catalogue.rules.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&bare), ids(&whole));
    // Examples close a file, so that nothing else is lost with them.
    for (name, text) in embedded() {
        let after = text.split_once("\nexamples:\n").map_or("", |(_, examples)| examples);
        assert!(after.lines().all(|line| line.is_empty() || line.starts_with([' ', '#'])), "{name}");
    }
    assert!(bare.rules.iter().all(|rule| rule.examples.fires.is_empty() && rule.examples.silent.is_empty()));
}

#[test]
fn what_one_rule_says_better_no_other_repeats() {
    let catalogue = catalogue();
    for rule in &catalogue.rules {
        for better in &rule.gives_way_to {
            assert!(catalogue.rules.iter().any(|known| known.id == *better), "{}: no rule {better}", rule.id);
        }
    }
    let rules = |text: &str| -> Vec<String> {
        let text = format!("---\nkind: personnel-plan\n---\n\n# ĐỀ ÁN NHÂN SỰ\n\n{text}\n");
        let findings = Dossier::of("a.md", text).lint(Lang::Vi).into_iter().map(|finding| finding.rule);
        findings.filter(|rule| matches!(rule.as_str(), "personnel-arithmetic" | "sum-mismatch")).collect()
    };
    let members = "Ban Chấp hành 29 đồng chí, gồm 20 đồng chí tái cử và 10 đồng chí tham gia lần đầu.";
    let schools = "Xã có 12 trường, gồm 04 trường mầm non, 05 trường tiểu học và 04 trường trung học cơ sở.";
    assert_eq!(rules(members), ["personnel-arithmetic"]);
    assert_eq!(rules(schools), ["sum-mismatch"]);
    assert_eq!(rules(&format!("{members}\n\n{schools}")), ["personnel-arithmetic", "sum-mismatch"]);
}
