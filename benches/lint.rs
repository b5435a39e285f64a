//! The floor — reading a document and one walk over a list of 10,000 terms — and the whole lint, on
//! the same reports: those people wrote for `tests/dossiers`, one by one, and generated ones, as one dossier.
//! What counts is the ratio; `docs/performance.md` keeps it.

mod corpus;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use vankien::document::{Document, Format};
use vankien::lint::{Catalogue, Input, Job, Lang, Options, run};
use vankien::text::{Date, Lexicon, LexiconBuilder};

/// 10,000 terms of two to four syllables.
fn terms() -> Lexicon {
    let mut builder = LexiconBuilder::default();
    let list = builder.list();
    for (i, term) in corpus::terms(10_000).iter().enumerate() {
        builder.add(list, i as u32, term);
    }
    builder.build()
}

fn floor(text: &str, lexicon: &Lexicon) -> usize {
    let document = Document::parse("a.md", text.to_string(), Format::Markdown).expect("a generated report");
    lexicon.scan(&document.tokens).len()
}

/// Judges some texts together.
fn lint(texts: &[String], catalogue: &Catalogue) -> usize {
    let read = |input: &Input| Ok(texts[input.path.parse::<usize>().unwrap_or(0)].clone().into());
    let input = |i: usize| Input { path: i.to_string(), format: Format::Markdown, kind: None };
    let inputs = (0..texts.len()).map(input).collect();
    let job = Job { inputs, manifest: None, is_dossier: texts.len() > 1, against: Vec::new(), read: &read };
    let today = Date { year: 2025, month: 8, day: 1 };
    let options = Options { lang: Lang::Vi, as_of: None, today, select: Vec::new(), ignore: Vec::new(), detail: false };
    run(catalogue, &job, &options).expect("readable reports").findings.len()
}

/// The political reports of the labelled dossiers.
fn written() -> Vec<String> {
    let dossiers = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dossiers");
    let folders = std::fs::read_dir(dossiers).expect("the dossiers").filter_map(Result::ok);
    let mut reports: Vec<_> = folders.map(|folder| folder.path().join("bao-cao-chinh-tri.md")).collect();
    reports.sort();
    reports.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

fn benchmarks(criterion: &mut Criterion) {
    // One core for both, so that the ratio is one of work, not of cores.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().ok();
    let (lexicon, catalogue) = (terms(), Catalogue::built_in().expect("the built-in catalogue"));
    let generated: Vec<String> = (0..50).map(|i| corpus::report(i, 30_000)).collect();
    for (name, texts, together) in [("written reports", written(), false), ("50 reports of 30 KB", generated, true)] {
        let mut group = criterion.benchmark_group(name);
        let bytes: usize = texts.iter().map(String::len).sum();
        group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
        let all = || texts.iter().map(|text| floor(black_box(text), &lexicon)).sum::<usize>();
        group.bench_function("floor", |b| b.iter(all));
        let each = || texts.chunks(1).map(|text| lint(black_box(text), &catalogue)).sum::<usize>();
        let every = || lint(black_box(&texts), &catalogue);
        group.bench_function("lint", |b| b.iter(|| if together { every() } else { each() }));
        group.finish();
    }
    criterion.bench_function("catalogue", |b| b.iter(|| Catalogue::built_in().map(|c| c.rules.len()).unwrap_or(0)));
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
