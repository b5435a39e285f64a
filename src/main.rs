use vankien::document::*;
fn main() {
    for p in std::env::args().skip(1) {
        let s = std::fs::read_to_string(&p).unwrap();
        let f = if p.ends_with(".md") { Format::Markdown } else { Format::Plain };
        let t = std::time::Instant::now();
        let d = Document::parse(&p, s, f).unwrap();
        println!(
            "== {p} {:?} {:?} blocks {} tokens {} sentences {}",
            t.elapsed(),
            d.meta.kind,
            d.blocks.len(),
            d.tokens.len(),
            d.sentences.len()
        );
        for (i, s) in d.sections.iter().enumerate() {
            println!(
                "{}[{}] {} own {:?} all {:?}",
                "  ".repeat(s.depth as usize),
                i,
                d.section_path(i as u32).unwrap_or_default().rsplit(" › ").next().unwrap_or(""),
                s.own,
                s.all
            );
        }
    }
}
