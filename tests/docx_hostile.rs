//! Word files made to harm, and files that are merely broken: an error or a document, in time, never a panic.

mod word;

use std::time::{Duration, Instant};
use vankien::document::{Content, Document, Format};
use vankien::ooxml::Package;
use word::{Docx, of, p, r, table};

/// What one file may take in a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);

fn parse(bytes: Vec<u8>) -> Result<Document, String> {
    let begun = Instant::now();
    let read = Document::parse("a.docx", Content::Word(bytes.into()), Format::Word).map_err(|error| error.to_string());
    assert!(begun.elapsed() < LIMIT, "{:?}", begun.elapsed());
    match &read {
        Ok(document) => whole(document),
        Err(error) => assert!(!error.is_empty() && !error.contains('\n'), "{error}"),
    }
    read
}

/// Every place of a document can be asked for.
fn whole(document: &Document) {
    let word = document.word.as_ref().expect("a Word file");
    for block in &document.blocks {
        let span = document.block_span(block);
        assert!(document.source.get(span.range()).is_some());
        word.places(span);
        assert!(word.paragraph(span.start) > 0);
        word.page(span.end);
    }
}

fn refused(bytes: Vec<u8>, because: &str) {
    let error = parse(bytes).map(|document| document.source.len()).expect_err(because);
    assert!(error.contains(because), "{error}");
}

/// A file with something of everything.
fn rich() -> Docx {
    let run = r("<w:b/>", "Kinh tế:") + &r("", " Ủy ban &amp; các đoàn thể ") + &r("<w:i/>", "cùng làm.");
    let tracked = format!(
        r#"<w:ins w:id="4">{}</w:ins><w:del w:id="5"><w:r><w:delText>cũ</w:delText></w:r></w:del>"#,
        r("", "mới")
    );
    let field = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
    let marks = r#"<w:commentRangeStart w:id="1"/><w:r><w:footnoteReference w:id="2"/></w:r><w:commentRangeEnd w:id="1"/><w:r><w:lastRenderedPageBreak/><w:tab/><w:br/></w:r>"#;
    let numbered = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Điều</w:t></w:r></w:p>"#;
    let body = of("Heading1", "I. ĐẶC ĐIỂM")
        + &format!("<w:p>{run}{tracked}{field}{marks}</w:p>")
        + numbered
        + &table(&[&["Chỉ tiêu", "Kết quả"], &["Thu ngân sách", "65,4"]])
        + "<w:sdt><w:sdtContent>"
        + &p("Trong ô")
        + r#"</w:sdtContent></w:sdt><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>"#;
    Docx::new(&body)
        .with("styles", r#"<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>"#)
        .with("numbering", r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1-"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#)
        .with("footnotes", &format!(r#"<w:footnote w:id="2">{}</w:footnote>"#, p("Lời chú.")))
        .with("comments", &format!(r#"<w:comment w:id="1" w:author="a">{}</w:comment>"#, p("vankien: ignore misspelling: tên")))
        .property("vankien.term", "2025-2030")
}

/// A small generator, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

/// Letters that do not pack well.
fn noise(length: usize) -> String {
    let mut dice = Dice(3);
    (0..length).map(|_| char::from(b'a' + dice.next(26) as u8)).collect()
}

#[test]
fn broken_packages() {
    let bytes = rich().bytes();
    assert!(parse(bytes.clone()).is_ok());
    let mut dice = Dice(1);
    let mut read = 0;
    for _ in 0..1000 {
        let mut broken = bytes.clone();
        match dice.next(4) {
            0 => broken.truncate(dice.next(bytes.len())),
            1 => {
                let (at, length) = (dice.next(bytes.len()), dice.next(64));
                broken.drain(at..(at + length).min(bytes.len()));
            }
            2 => {
                let at = dice.next(bytes.len());
                broken.splice(at..at, (0..dice.next(32)).map(|i| (i * 37 % 256) as u8));
            }
            _ => {
                for _ in 0..=dice.next(8) {
                    let at = dice.next(bytes.len());
                    broken[at] = dice.next(256) as u8;
                }
            }
        }
        read += usize::from(parse(broken).is_ok());
    }
    assert!(read < 900, "most are found out");
}

#[test]
fn broken_parts() {
    let parts = rich().parts();
    let mut dice = Dice(2);
    let words: [&str; 14] = [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:tc>",
        "<w:tbl>",
        "<w:tr/>",
        "<w:t>",
        "&",
        "\"",
        "<!--",
        "<![CDATA[",
        "w:id=\"-9\"",
        "<w:txbxContent>",
        "\u{0}",
    ];
    for _ in 0..1000 {
        let mut broken = parts.clone();
        let part = dice.next(broken.len());
        let bytes = &mut broken[part].1;
        match dice.next(5) {
            0 => bytes.truncate(dice.next(bytes.len())),
            1 => {
                let word = words[dice.next(words.len())];
                let at = dice.next(bytes.len());
                bytes.splice(at..at, word.bytes());
            }
            2 => {
                // A number becomes a large or a strange one.
                let strange = ["4294967296", "-1", "99999999999999999999", "", "1e9", "9"][dice.next(6)];
                let text = String::from_utf8_lossy(bytes).into_owned();
                let values: Vec<usize> = text.match_indices("=\"").map(|(i, _)| i + 2).collect();
                if let Some(&start) = values.get(dice.next(values.len())) {
                    let end = text[start..].find('"').map_or(text.len(), |i| start + i);
                    bytes.splice(start..end, strange.bytes());
                }
            }
            3 => {
                let at = dice.next(bytes.len());
                bytes[at] = dice.next(256) as u8;
            }
            _ => {
                broken.remove(part);
            }
        }
        let _ = parse(Package::create(&broken).expect("a package"));
    }
}

#[test]
fn names_of_entries_lead_nowhere() {
    let mut parts = rich().parts();
    for name in ["../../x", "/etc/passwd", "C:\\x", "word/./document.xml", "a/../../../b", "\u{202E}cod.exe", ""] {
        parts.push((name.to_string(), b"x".to_vec()));
    }
    assert!(parse(Package::create(&parts).expect("a package")).is_ok());
    let relations = |target: &str| {
        let mut parts = rich().parts();
        let text = String::from_utf8(parts[1].1.clone()).expect("text");
        parts[1].1 = text.replace("word/document.xml", target).into_bytes();
        Package::create(&parts).expect("a package")
    };
    refused(relations("../../../etc/passwd"), "word/document.xml");
    refused(relations("[Content_Types].xml"), "WordprocessingML");
    refused(relations("word/styles.xml#a"), "word/document.xml");
    assert!(parse(relations("/word/../word/Document.xml")).is_ok());
    let mut twice = rich().parts();
    twice.push(("WORD/document.xml".to_string(), b"<x/>".to_vec()));
    refused(Package::create(&twice).expect("a package"), "cùng tên");
}

#[test]
fn bombs() {
    let body = |body: &str| Docx::new(body).bytes();
    let mut parts = rich().parts();
    let document = String::from_utf8(parts[2].1.clone()).expect("text");
    let laughs = r#"<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>"#;
    parts[2].1 = format!("{laughs}{document}").into_bytes();
    refused(Package::create(&parts).expect("a package"), "DOCTYPE");
    parts[2].1 = vec![b' '; 6 << 20];
    refused(Package::create(&parts).expect("a package"), "khác thường");
    refused(body(&"<w:sdt>".repeat(100_000)), "tầng");
    refused(body(&"<w:p/>".repeat(250_000)), "đoạn");
    refused(body(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:tc/>".repeat(250_000))), "ô bảng");
    refused(body(&format!("<w:p>{}</w:p>", "<w:r><w:tab/></w:r>".repeat(600_000))), "mảnh");
    refused(body(&format!("<w:p {}/>", (0..300).map(|i| format!("xmlns:a{i}=\"b\" ")).collect::<String>())), "XML");
    let nested =
        format!("{}{}{}", "<w:tbl><w:tr><w:tc>".repeat(80), p("đáy"), "<w:p/></w:tc></w:tr></w:tbl>".repeat(80));
    assert!(parse(body(&nested)).expect("deep, but a table").source.contains("đáy"));
}

#[test]
fn much_of_one_thing_takes_no_longer() {
    let many = |one: &str, count: usize| one.repeat(count);
    let notes: String = (0..30_000).map(|i| format!(r#"<w:footnote w:id="{i}"/>"#)).collect();
    let calls: String = (0..30_000).map(|i| format!(r#"<w:r><w:footnoteReference w:id="{i}"/></w:r>"#)).collect();
    let pages =
        many(r#"<w:r><w:lastRenderedPageBreak/><w:t>a</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>"#, 30_000);
    let comments: String =
        (0..20_000).map(|i| format!(r#"<w:comment w:id="{i}">{}</w:comment>"#, p("vankien: x"))).collect();
    let held: String =
        (0..20_000).map(|i| format!(r#"<w:commentRangeStart w:id="{i}"/><w:r><w:t>a </w:t></w:r>"#)).collect();
    let cell = |inner: &str| format!("<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("b"));
    let files = [
        Docx::new(&format!("<w:p>{calls}</w:p>")).with("footnotes", &notes),
        Docx::new(&format!("<w:p>{pages}</w:p>")).with("footnotes", &notes),
        Docx::new(&cell(&format!("<w:p>{held}</w:p>"))).with("comments", &comments),
        Docx::new(&cell(&many(&p("đoạn"), 50_000))),
        Docx::new(&format!("<w:p>{}</w:p>", many(&(r("<w:b/>", "a ") + &r("", "b ")), 50_000))),
        Docx::new(&format!("<w:p>{}</w:p>", many("<w:r><w:t>a</w:t><w:br/></w:r>", 50_000))),
        Docx::new(&many(r#"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"#, 50_000)),
        Docx::new(&format!("<w:p><w:r><w:t a=\"{}\">x</w:t></w:r></w:p>", noise(5 << 20))),
        Docx::new(&format!("<w:p {}/>", (0..100_000).map(|i| format!("a{i}=\"b\" ")).collect::<String>())),
        Docx::new(&format!("<w:tbl>{}</w:tbl>", many(r#"<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr></w:tc></w:tr>"#, 20_000))),
        Docx::new(&many(r#"<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"#, 20_000)).with(
            "numbering",
            &format!(r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="{}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#, "%1".repeat(100_000)),
        ),
    ];
    for (i, file) in files.iter().enumerate() {
        let begun = Instant::now();
        let read = parse(file.bytes());
        assert!(read.is_ok(), "{i}: {:?}", read.err());
        eprintln!("{i}: {:?}", begun.elapsed());
    }
}
