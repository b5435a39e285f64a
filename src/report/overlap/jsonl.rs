//! One line a passage, for programs.

use super::Comparison;
use serde::Serialize;

#[derive(Serialize)]
struct Line<'c> {
    a: &'c str,
    b: &'c str,
    a_start: u32,
    a_end: u32,
    b_start: u32,
    b_end: u32,
    similarity: f64,
    kind: &'static str,
}

/// Renders a comparison as JSON lines.
pub fn render(comparison: &Comparison) -> Result<String, serde_json::Error> {
    let mut out = Vec::new();
    for found in &comparison.passages {
        let path = |id: usize| comparison.documents.get(id).map_or("", |d| d.path.as_str());
        let line = Line {
            a: path(found.a),
            b: path(found.b),
            a_start: found.a_span.start,
            a_end: found.a_span.end,
            b_start: found.b_span.start,
            b_end: found.b_span.end,
            similarity: (f64::from(found.passage.similarity) * 1000.0).round() / 1000.0,
            kind: if found.passage.verbatim { "verbatim" } else { "edited" },
        };
        serde_json::to_writer(&mut out, &line)?;
        out.push(b'\n');
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}
