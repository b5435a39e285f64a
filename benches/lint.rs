//! The floor — reading a document and one walk over a list of 10,000 terms — and the whole lint, on
//! the same generated reports. What counts is the ratio; `docs/performance.md` keeps it.

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

fn lint(texts: &[String], catalogue: &Catalogue) -> usize {
    let read = |input: &Input| Ok(texts[input.path.parse::<usize>().unwrap_or(0)].clone());
    let input = |i: usize| Input { path: i.to_string(), format: Format::Markdown, kind: None };
    let inputs = (0..texts.len()).map(input).collect();
    let job = Job { inputs, manifest: None, is_dossier: true, read: &read };
    let today = Date { year: 2025, month: 8, day: 1 };
    let options = Options { lang: Lang::Vi, as_of: None, today, select: Vec::new(), ignore: Vec::new() };
    run(catalogue, &job, &options).expect("generated reports").findings.len()
}

fn benchmarks(criterion: &mut Criterion) {
    // One core for both, so that the ratio is one of work, not of cores.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().ok();
    let texts: Vec<String> = (0..50).map(|i| corpus::report(i, 30_000)).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let (lexicon, catalogue) = (terms(), Catalogue::built_in().expect("the built-in catalogue"));
    let mut group = criterion.benchmark_group("50 reports of 30 KB");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    group.bench_function("floor", |b| b.iter(|| texts.iter().map(|t| floor(black_box(t), &lexicon)).sum::<usize>()));
    group.bench_function("lint", |b| b.iter(|| lint(black_box(&texts), &catalogue)));
    group.finish();
    criterion.bench_function("catalogue", |b| b.iter(|| Catalogue::built_in().map(|c| c.rules.len()).unwrap_or(0)));
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
