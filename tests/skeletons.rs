//! Skeletons for units drawn from the gazetteer: each renders, is told nothing but its blanks, and is a Word file that
//! reads back to the same.
//!
//! A debug build draws a part of the hundred; `VANKIEN_ALL=1` or a release build takes all of them in every variant.
//! With `VANKIEN_KEEP=FOLDER` the Word files of the four units shown in full are left there for others to judge.

mod memory;
mod seen;

use memory::{CATALOGUE, Dossier};
use seen::same_blocks;
use std::collections::{BTreeMap, BTreeSet};
use vankien::convert;
use vankien::document::dossier::Manifest;
use vankien::document::{Content, Document, Format, Kind};
use vankien::lint::{Finding, Lang};
use vankien::places::{Gazetteer, Level, UnitState};
use vankien::skeleton::{Committee, Congress, Order, Paper, Profile, Templates};
use vankien::text::{Date, fold};

/// A unit as one asks for it, and the term.
type Asked = (String, (u16, u16));

/// A small generator: the same draw on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

fn opening(term: (u16, u16)) -> Date {
    Date::new(i32::from(term.0), 8, 1).unwrap()
}

/// One unit of each province of each term, then more, up to a hundred; in no order.
fn drawn() -> Vec<Asked> {
    let places = Gazetteer::embedded();
    let mut dice = Dice(8);
    let mut asked: Vec<Asked> = Vec::new();
    let mut spare: Vec<Asked> = Vec::new();
    for term in [(2020, 2025), (2025, 2030)] {
        let day = opening(term);
        let mut by_province: BTreeMap<String, Vec<UnitState>> = BTreeMap::new();
        for unit in places.all().filter(|unit| unit.alive_on(day) && unit.level != Level::Province) {
            let Some(home) = places.province_on(&unit, day) else { continue };
            by_province.entry(home.name.to_string()).or_default().push(unit);
        }
        for (province, units) in &by_province {
            for list in [&mut asked, &mut spare] {
                let unit = &units[dice.below(units.len())];
                let district = places.state_on(unit.parent, day).filter(|above| above.level == Level::District);
                let between = district.map(|above| format!(", {} {}", above.unit_type.lower(), above.name));
                let label =
                    format!("{} {}{}, {province}", unit.unit_type.lower(), unit.name, between.unwrap_or_default());
                list.push((label, term));
            }
        }
    }
    assert!(asked.len() > 90, "{} provinces", asked.len());
    while asked.len() < 100 {
        asked.push(spare.swap_remove(dice.below(spare.len())));
    }
    for i in (1..asked.len()).rev() {
        asked.swap(i, dice.below(i + 1));
    }
    asked
}

/// Organisations that are no unit of the State, and every type of unit.
fn others() -> Vec<Asked> {
    let labels = [
        ("chi bộ thôn 3, xã Can Lộc, Hà Tĩnh", (2025, 2027)),
        ("Chi bộ Trường Tiểu học Phú Lộc", (2025, 2030)),
        ("Đảng bộ Trường Cao đẳng Y tế, Hà Tĩnh", (2025, 2030)),
        ("Đảng bộ Công ty Cấp nước, Đảng bộ tỉnh Nghệ An, Nghệ An", (2020, 2025)),
        ("huyện Can Lộc, Hà Tĩnh", (2020, 2025)),
        ("thị xã Hồng Lĩnh, Hà Tĩnh", (2020, 2025)),
        ("quận Hải An, Hải Phòng", (2020, 2025)),
        ("thị trấn Nghèn, Hà Tĩnh", (2020, 2025)),
        ("đặc khu Cát Hải, Hải Phòng", (2025, 2030)),
    ];
    labels.map(|(label, term)| (label.to_string(), term)).to_vec()
}

fn profile((label, term): &Asked) -> Profile {
    let dates = |_: &str| None;
    let found = Profile::of(label, *term, opening(*term), Gazetteer::embedded(), &dates);
    found.unwrap_or_else(|error| panic!("{label}: {error}"))
}

/// Who sits in the congress, and how the committee comes about.
const VARIANTS: [(Congress, Committee); 4] = [
    (Congress::Delegates, Committee::Elected),
    (Congress::Members, Committee::Appointed),
    (Congress::Delegates, Committee::Appointed),
    (Congress::Members, Committee::Elected),
];

fn all() -> bool {
    cfg!(not(debug_assertions)) || std::env::var_os("VANKIEN_ALL").is_some()
}

fn order(profile: &Profile) -> Order<'_> {
    Order { profile, pack: &CATALOGUE.pack, templates: Templates::built_in().unwrap(), data: None }
}

/// Every paper there is, the annex on predecessors and the list of papers too.
fn papers(profile: &Profile) -> BTreeMap<String, String> {
    Paper::all().map(|paper| (format!("{}.md", paper.stem()), order(profile).paper(paper).unwrap())).collect()
}

fn whole(name: &str, profile: &Profile) -> Dossier {
    let texts = papers(profile);
    let file = |kind: Kind| (kind, format!("{}.md", Paper::Document(kind).stem()));
    let documents: Vec<_> = Kind::ALL.map(file).to_vec();
    let manifest = Manifest::parse(&order(profile).manifest(&documents).unwrap()).unwrap();
    assert_eq!(manifest.documents.len(), documents.len());
    Dossier { name: name.to_string(), texts, manifest: Some(manifest) }
}

/// Findings other than on blanks, as lines.
fn faults(name: &str, findings: &[Finding]) -> Vec<String> {
    let others = findings.iter().filter(|finding| finding.rule != "unfilled-placeholder");
    others.map(|f| format!("{name}: {} {}:{}: {} «{}»", f.path, f.rule, f.span.line, f.message, f.excerpt)).collect()
}

fn markdown(path: &str, text: &str) -> Document {
    Document::parse(path, text.to_string(), Format::Markdown).unwrap()
}

fn word(document: &Document) -> Vec<u8> {
    let formats = &CATALOGUE.pack.formats;
    convert::to_docx(document, &document.meta, formats.get(None).unwrap(), &formats.words).unwrap()
}

/// Renders, lints, converts, reads back and lints again.
fn judge(name: &str, profile: &Profile, alone: bool) -> Vec<String> {
    let dossier = whole(name, profile);
    let findings = dossier.lint(Lang::Vi);
    let mut faults: Vec<String> = faults(name, &findings);
    let mut files = BTreeMap::new();
    for (path, text) in &dossier.texts {
        assert!(findings.iter().any(|finding| finding.path == *path), "{name}: {path} has no blanks");
        let before = markdown(path, text);
        let bytes = word(&before);
        let path = path.replace(".md", ".docx");
        let after = Document::parse(&path, Content::Word(bytes.clone().into()), Format::Word).unwrap();
        same_blocks(&format!("{name} {path}"), &before, &after);
        assert_eq!(before.meta, after.meta, "{name} {path}");
        assert_eq!(before.comments.len(), after.comments.len(), "{name} {path}: hints");
        files.insert(path, (Content::Word(bytes.into()), Format::Word));
    }
    faults.extend(self::faults(name, &dossier.lint_as(&files)));
    if alone {
        let each = dossier.texts.iter().map(|(path, text)| Dossier::of(path, text.clone()).lint(Lang::Vi));
        faults.extend(each.flat_map(|findings| self::faults(&format!("{name}, alone"), &findings)));
    }
    faults
}

#[test]
fn units_of_all_provinces_are_told_nothing_but_their_blanks() {
    let units = drawn();
    assert_eq!(units.iter().collect::<BTreeSet<_>>().len(), 100);
    let few = if all() { 100 } else { 10 };
    let mut faults = Vec::new();
    for (i, asked) in units.iter().take(few).chain(&others()).enumerate() {
        let usual = profile(asked);
        let variants = if all() { VARIANTS.to_vec() } else { vec![VARIANTS[i % 4]] };
        for (congress, committee) in variants {
            let profile = Profile { congress: Some(congress), committee: Some(committee), ..usual.clone() };
            let name = format!("{} {:?} {congress:?} {committee:?}", asked.0, asked.1);
            faults.extend(judge(&name, &profile, all() || i % 4 == 0));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// All hundred, whatever the build: what is written of the unit is the gazetteer's, and old names stand in notes and
/// the annex alone.
#[test]
fn what_is_known_is_written() {
    for asked in drawn() {
        let profile = profile(&asked);
        let label = asked.0.split(',').next().unwrap();
        assert_eq!(fold(&profile.unit), fold(label));
        assert!(profile.superior.is_some() && !profile.province.is_empty(), "{label}");
        let merged = !profile.predecessors.is_empty();
        assert_eq!(profile.ordinal(), merged.then_some("I"), "{label}");
        let appointed = merged && asked.1.0 == 2025;
        assert_eq!(profile.committee() == Committee::Appointed, appointed, "{label}");
        assert_eq!(order(&profile).papers().contains(&Paper::Document(Kind::MergerAnnex)), merged, "{label}");
        let texts = papers(&profile);
        let report = markdown("a.md", &texts["bao-cao-chinh-tri.md"]);
        for old in &profile.predecessors {
            let full = format!("{} {}", old.unit_type, old.name);
            assert!(texts["bieu-tong-hop.md"].contains(&full[1..]), "{full}");
            let prose = report.blocks.iter().filter(|block| block.is_prose() && !block.footnote);
            let named = |block| report.block_text(block).contains(&full) && full != profile.unit;
            // A name may begin another's: xã Tân An, xã Tân An Thạnh.
            let hides = |block| report.block_text(block).contains(&profile.unit) && profile.unit.contains(&full);
            assert!(!prose.into_iter().any(|block| named(block) && !hides(block)), "{label}: {full}");
        }
    }
}

/// The four units shown in full.
fn shown() -> [(&'static str, Profile); 4] {
    let of = |label: &str, term| profile(&(label.to_string(), term));
    [
        ("merged", of("xã Can Lộc, Hà Tĩnh", (2025, 2030))),
        ("commune", of("xã Trần Hợi, huyện Trần Văn Thời, Cà Mau", (2020, 2025))),
        ("ward", of("phường Hải An, Hải Phòng", (2025, 2030))),
        ("cell", of("chi bộ thôn Phúc Sơn, xã Can Lộc, Hà Tĩnh", (2025, 2030))),
    ]
}

#[test]
fn each_kind_as_it_stands() {
    let keep = std::env::var_os("VANKIEN_KEEP").map(std::path::PathBuf::from);
    for (name, profile) in shown() {
        for paper in order(&profile).papers() {
            let text = order(&profile).paper(paper).unwrap();
            if let Some(folder) = &keep {
                let file = folder.join(format!("{name}-{}.docx", paper.stem()));
                std::fs::write(file, word(&markdown("a.md", &text))).unwrap();
            }
            insta::assert_snapshot!(format!("{name}-{}", paper.id()), text);
        }
    }
}
