use super::*;
use crate::document::{Document, Format};
use crate::lint::pack::Level;
use crate::lint::pack::tests::generic;
use std::collections::HashSet;

fn unit(unit_type: &str, name: &str, province: &str, term: (u16, u16)) -> Profile {
    Profile {
        unit: format!("{unit_type} {name}"),
        unit_type: unit_type.into(),
        name: name.into(),
        province: province.into(),
        superior: None,
        level: Level::Xa,
        born: None,
        predecessors: Vec::new(),
        term,
        ordinal: None,
        date: None,
        day: None,
        congress: None,
        committee: None,
    }
}

fn can_loc() -> Profile {
    let old = |unit_type: &str, name: &str, part| Predecessor { unit_type: unit_type.into(), name: name.into(), part };
    Profile {
        born: Some(Birth {
            date: "2025-07-01".parse().unwrap(),
            resolution: Some("Nghị quyết số 1665/NQ-UBTVQH15, ngày 16/6/2025 của Ủy ban Thường vụ Quốc hội".into()),
        }),
        predecessors: vec![
            old("thị trấn", "Nghèn", false),
            old("xã", "Thiên Lộc", false),
            old("xã", "Vượng Lộc", true),
        ],
        date: "2025-08-05".parse().ok(),
        ..unit("xã", "Can Lộc", "Hà Tĩnh", (2025, 2030))
    }
}

fn units() -> Vec<Profile> {
    vec![
        can_loc(),
        unit("phường", "Hải An", "Hải Phòng", (2025, 2030)),
        Profile { ordinal: Some("XXIII".into()), ..unit("xã", "Trần Hợi", "Cà Mau", (2020, 2025)) },
        unit("đặc khu", "Cát Hải", "Hải Phòng", (2025, 2030)),
        unit("xã", "A*b|[c](d) <!-- {{ x }}", "M'Drắk: \"x\"", (2025, 2030)),
    ]
}

fn documents(profile: &Profile) -> Vec<(Kind, String, Document)> {
    let pack = generic();
    Kind::ALL
        .into_iter()
        .map(|kind| {
            let text = render(kind.id(), profile, &pack).unwrap();
            let document = Document::parse("a.md", text.clone(), Format::Markdown).unwrap();
            (kind, text, document)
        })
        .collect()
}

#[test]
fn a_dossier_has_a_manifest() {
    let files = dossier(&can_loc(), &generic()).unwrap();
    let names: Vec<&str> = files.iter().map(|f| f.0.as_str()).collect();
    assert_eq!(names.len(), 10);
    assert_eq!(names[0], "bao-cao-chinh-tri.md");
    assert_eq!(names[8..], ["danh-muc-ho-so.md", "vankien.yml"]);
    let manifest: serde_json::Value = crate::yaml::parse(&files[9].1).unwrap();
    assert_eq!(manifest["unit"], "xã Can Lộc");
    assert_eq!(manifest["date"], "2025-08-05");
    assert_eq!(manifest["documents"]["political-report"], "bao-cao-chinh-tri.md");
    for (kind, file) in manifest["documents"].as_object().unwrap() {
        let text = &files.iter().find(|(name, _)| file == name).unwrap().1;
        assert!(text.contains(&format!("kind: {kind}\n")) && files[8].1.contains(file.as_str().unwrap()), "{file}");
    }
    // A unit that was not merged has no annex on its predecessors.
    let plain = dossier(&unit("phường", "Hải An", "Hải Phòng", (2025, 2030)), &generic()).unwrap();
    assert!(!plain.iter().any(|(name, _)| name == "bieu-tong-hop.md"));
}

#[test]
fn what_is_unknown_is_said() {
    let error = |kind: &str, profile: &Profile| render(kind, profile, &generic()).unwrap_err().to_string();
    let said = error("bao-cao", &can_loc());
    assert!(said.contains("«bao-cao»") && said.contains("political-report, self-review"), "{said}");
    assert!(render("nghị quyết", &can_loc(), &generic()).is_ok());
    assert!(error("self-review", &Profile { term: (2030, 2025), ..can_loc() }).contains("2030-2025"));
    assert!(error("self-review", &Profile { name: " ".into(), ..can_loc() }).contains("tên đơn vị"));
}

#[test]
fn each_unit_gets_whole_documents() {
    for profile in units() {
        for (kind, text, document) in documents(&profile) {
            let shown = format!("{} {}\n{text}", profile.unit, kind.id());
            assert_eq!(document.meta.kind, Some(kind), "{shown}");
            assert!(!text.contains("{%") && !text.contains("  "), "{shown}");
            assert!(profile.name.contains("{{") || !text.contains("{{"), "{shown}");
            assert!(!text.contains("\n\n\n") && text.ends_with('\n'), "{shown}");
            assert!(document.text.contains(&profile.name), "{shown}");
            // Every leaf section says something under its heading.
            for section in document.sections.iter().filter(|s| s.children.is_empty()) {
                assert!(section.own.len() > 1, "{shown}");
            }
            let noted = matches!(kind, Kind::PoliticalReport | Kind::SelfReview | Kind::PersonnelPlan);
            assert_eq!(text.contains("[^1]"), noted && !profile.predecessors.is_empty(), "{shown}");
        }
        for (name, text) in dossier(&profile, &generic()).unwrap() {
            assert!(name != "vankien.yml" || crate::yaml::parse::<serde_json::Value>(&text).is_ok(), "{text}");
        }
    }
}

#[test]
fn years_follow_the_term() {
    let profile = unit("xã", "Trần Hợi", "Cà Mau", (2020, 2025));
    for (kind, text, _) in documents(&profile) {
        assert!(text.contains("2020-2025"), "{text}");
        assert!(!text.contains("2030") && !text.contains("2026"), "{text}");
        assert!(text.contains("lần thứ …") || kind == Kind::PersonnelPlan, "{text}");
    }
    let report = render("political-report", &profile, &generic()).unwrap();
    assert!(report.contains("| Năm 2015 | Mục tiêu 2020 | Kết quả 2020 | So với mục tiêu |"));
    assert!(report.contains("| Thực hiện 2020 | Mục tiêu 2025 |"));
    assert!(!report.contains("Phòng Kinh tế") && !report.contains("Ban Xây dựng Đảng"));
}

/// Old names belong in footnotes and the annex alone.
#[test]
fn old_names_stay_out_of_the_text() {
    for (_, text, document) in documents(&can_loc()) {
        for block in document.blocks.iter().filter(|b| b.is_prose() || b.is_heading()) {
            assert!(!document.block_text(block).contains("Thiên Lộc"), "{text}");
        }
        assert_eq!(text.contains("[^1]: "), text.contains("[^1]"), "{text}");
    }
}

/// No passage of eight syllables or more stands twice, in the report or the self-review or in both.
#[test]
fn nothing_is_said_twice() {
    for profile in [can_loc(), unit("phường", "Hải An", "Hải Phòng", (2025, 2030))] {
        let mut seen = HashSet::new();
        let pair = |kind: &Kind| matches!(kind, Kind::PoliticalReport | Kind::SelfReview);
        for (_, text, document) in documents(&profile).into_iter().filter(|(kind, ..)| pair(kind)) {
            let title = document.text.find("I. ").unwrap_or(0);
            let prose = |b: &&crate::document::Block| !b.is_cell() && !b.is_heading() && b.range.start > title;
            for block in document.blocks.iter().filter(prose) {
                for window in document.tokens[block.tokens.clone()].windows(8) {
                    let ids: Vec<_> = window.iter().map(|t| t.id).collect();
                    let words = &document.text[window[0].range().start..window[7].range().end];
                    assert!(seen.insert(ids), "«{words}» again in\n{text}");
                }
            }
        }
    }
}

/// Both indicator tables list the pack's rows, whatever the pack.
#[test]
fn tables_follow_the_pack() {
    let pack = generic();
    let report = render("political-report", &can_loc(), &pack).unwrap();
    for indicator in &pack.indicators {
        let cell = format!("| {} |", indicator.measure.name);
        assert_eq!(report.matches(&cell).count(), 3, "{cell}");
    }
    let empty = render("political-report", &can_loc(), &Pack::default()).unwrap();
    assert!(empty.contains("| 1 | … | … | … | … |"), "{empty}");
}

/// Each required part has its heading, found as a reader of the outline would find it.
#[test]
fn every_required_part_is_there() {
    let pack = generic();
    for profile in units().into_iter().take(4) {
        for (kind, text, _) in documents(&profile) {
            let folded = crate::text::fold(&text).replace([',', ';', '-', '*', ':'], " ");
            let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
            let Some(outline) = pack.outline(kind) else { continue };
            for node in outline.walk().filter(|n| n.required > crate::lint::pack::Required::No) {
                let there = node.variants.iter().chain(&node.cues).any(|v| folded.contains(&crate::text::fold(v)));
                assert!(there, "{}: {}", kind.id(), node.id);
            }
        }
    }
}

#[test]
fn a_paper_has_three_names() {
    for name in ["resolution", "nghi-quyet", "nghị quyết", "Nghị quyết Đại hội"] {
        assert_eq!(Paper::named(name), Ok(Paper::Document(Kind::Resolution)), "{name}");
    }
    assert_eq!(Paper::named("danh-muc-ho-so"), Ok(Paper::List));
    assert!(Paper::named("thơ").is_err());
}
