//! Two revisions compared, reading both included, as a multiple of the floor: both read, and one walk over a list of
//! 10,000 terms. Reports of 45 pages, and ten and eighty times that, so that growth is seen.

#[allow(dead_code)]
mod corpus;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use vankien::document::{Document, Format};
use vankien::lint::Catalogue;
use vankien::revision::{Reading, compare};
use vankien::text::{Lexicon, LexiconBuilder};

fn terms() -> Lexicon {
    let mut builder = LexiconBuilder::default();
    let list = builder.list();
    for (i, term) in corpus::terms(10_000).iter().enumerate() {
        builder.add(list, i as u32, term);
    }
    builder.build()
}

fn document(text: &str) -> Document {
    Document::parse("a.md", text.to_string(), Format::Markdown).expect("a generated report")
}

/// The next draft: figures changed, paragraphs parted, a section moved, blocks that came and went.
fn next(text: &str) -> String {
    let mut blocks: Vec<String> = text.split("\n\n").map(str::to_string).collect();
    for (i, block) in blocks.iter_mut().enumerate() {
        match i % 40 {
            0 | 9 | 18 | 27 => *block = block.replace("hoàn thành", "cơ bản hoàn thành").replace('3', "7"),
            5 => *block = block.replacen(". ", ".\n\n", 1),
            13 => block.push_str(" Nội dung này được bổ sung theo góp ý."),
            31 => *block = format!("Đoạn {i} được viết mới theo kết luận của Ban Thường vụ."),
            _ => {}
        }
    }
    let heads: Vec<usize> = (0..blocks.len()).filter(|&i| blocks[i].starts_with("### ")).collect();
    if let [_, from, until, .., to] = heads[..] {
        let section: Vec<String> = blocks.drain(from..until).collect();
        let to = to - section.len();
        blocks.splice(to..to, section);
    }
    blocks.join("\n\n")
}

fn benchmarks(criterion: &mut Criterion) {
    // One core for both, so that the ratio is one of work, not of cores.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().ok();
    let (lexicon, catalogue) = (terms(), Catalogue::built_in().expect("the built-in catalogue"));
    for (name, bytes) in [("45 pages", 130_000), ("1.3 MB", 1_300_000), ("10 MB", 10_400_000)] {
        let old = corpus::report(1, bytes);
        let new = next(&old);
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes((old.len() + new.len()) as u64)).sample_size(10);
        let floor = |text: &str| lexicon.scan(&document(text).tokens).len();
        group.bench_function("floor", |b| b.iter(|| floor(black_box(&old)) + floor(black_box(&new))));
        let read = |text: &str| Reading::new(document(text), &catalogue);
        group.bench_function("read", |b| b.iter(|| (read(black_box(&old)), read(black_box(&new)))));
        group.bench_function("read and compare", |b| {
            b.iter(|| compare(&read(black_box(&old)), &read(black_box(&new))).pairs.len());
        });
        group.finish();
    }
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
