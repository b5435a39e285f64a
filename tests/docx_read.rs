//! Word files read: what their paragraphs are, where their words stand, and that the same text gives the same
//! findings as in Markdown.

mod word;

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use vankien::document::{BlockKind, Document, Format, TextPart};
use vankien::ooxml::{Package, Parts};
use word::{Docx, of, p, r, styled, table};

const STYLES: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="u2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style><w:style w:type="paragraph" w:styleId="Dam"><w:name w:val="Đậm"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Cu"><w:name w:val="Cũ"/><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>"#;

const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>"#;

fn numbered(id: u8, level: u8) -> String {
    format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>"#)
}

fn read(docx: &Docx) -> Document {
    let document = Document::parse("a.docx", vankien::document::Content::Word(docx.bytes().into()), Format::Word);
    let document = document.expect("readable");
    leads_back(docx, &document);
    document
}

/// Every stretch of the source leads to words of the file that are the same.
fn leads_back(docx: &Docx, document: &Document) {
    let parts = Parts::read(Package::open(docx.bytes()).expect("a package")).expect("parts");
    let word = document.word.as_ref().expect("a Word file");
    for block in document.blocks.iter().filter(|b| !b.range.is_empty()) {
        let span = document.block_span(block);
        let shown: String = word
            .places(span)
            .iter()
            .map(|place| {
                let part = match place.part {
                    TextPart::Body => Some(&parts.body),
                    TextPart::Footnotes => parts.footnotes.as_ref(),
                    TextPart::Endnotes => parts.endnotes.as_ref(),
                };
                part.expect("the part").story.paragraphs[place.paragraph].text[place.text.clone()].to_string()
            })
            .collect::<Vec<_>>()
            .join(" ");
        let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            bare(&document.source[span.range()].replace("[1]", "")).contains(&bare(&shown)) || shown.contains('\t'),
            "{shown}"
        );
    }
}

fn blocks(document: &Document) -> Vec<(&'static str, &str)> {
    let kind = |kind| match kind {
        BlockKind::Heading => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Item { ordinal: None } => "bullet",
        BlockKind::Item { .. } => "item",
        BlockKind::Cell { .. } => "cell",
    };
    document.blocks.iter().map(|b| (kind(b.kind), document.block_text(b))).collect()
}

#[test]
fn headings_lists_and_numbers() {
    let body = [
        of("TOC1", "I. ĐẶC ĐIỂM TÌNH HÌNH 3"),
        of("Heading1", "ĐẶC ĐIỂM TÌNH HÌNH"),
        p("Xã có 12 thôn."),
        of("u2", "1. Kinh tế"),
        styled(&numbered(1, 0), "Trồng lúa ở 12 thôn."),
        styled(&numbered(1, 1), "lúa mùa là chính;"),
        styled(&numbered(1, 0), "Nuôi tôm ở 3 thôn."),
        styled(&numbered(3, 0), "Thu ngân sách"),
        of("Heading1", "KẾT QUẢ"),
        styled(r#"<w:outlineLvl w:val="2"/>"#, "Văn hóa"),
        of("Dam", "a) Giáo dục"),
        p("Xã có 3 trường."),
        of("Quote", "Trích lời Bác"),
        p(""),
    ];
    let document = read(&Docx::new(&body.concat()).with("styles", STYLES).with("numbering", NUMBERING));
    assert_eq!(
        blocks(&document),
        [
            ("heading", "I. ĐẶC ĐIỂM TÌNH HÌNH"),
            ("paragraph", "Xã có 12 thôn."),
            ("heading", "1. Kinh tế"),
            ("item", "Trồng lúa ở 12 thôn."),
            ("paragraph", "a) lúa mùa là chính;"),
            ("item", "Nuôi tôm ở 3 thôn."),
            ("bullet", "Thu ngân sách"),
            ("heading", "II. KẾT QUẢ"),
            ("heading", "Văn hóa"),
            ("heading", "a) Giáo dục"),
            ("paragraph", "Xã có 3 trường."),
            ("paragraph", "Trích lời Bác"),
        ]
    );
    let levels: Vec<Option<u8>> = document.blocks.iter().map(|b| b.level).collect();
    assert_eq!(levels, [Some(1), None, Some(2), None, None, None, None, Some(1), Some(3), None, None, None]);
    assert!(
        document.blocks[9].bold && !document.blocks[0].bold && document.blocks[11].quoted && !document.blocks[11].bold
    );
    assert_eq!(document.blocks[5].kind, BlockKind::Item { ordinal: Some(2) });
    assert!(document.source.starts_with(
        "I. ĐẶC ĐIỂM TÌNH HÌNH\nXã có 12 thôn.\n1. Kinh tế\n1. Trồng lúa ở 12 thôn.\na) lúa mùa là chính;\n2. Nuôi tôm ở 3 thôn.\n- Thu"
    ));
}

#[test]
fn tables_merged_nested_and_laid_out() {
    let tc = |properties: &str, inner: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>");
    let head = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        tc("", &(p("ĐẢNG BỘ TỈNH HÀ TĨNH") + &p("ĐẢNG ỦY XÃ CAN LỘC"))),
        tc("", &p("ĐẢNG CỘNG SẢN VIỆT NAM")),
        tc("", &p("Số 36-BC/ĐU")),
        tc("", &p("Can Lộc, ngày 05 tháng 8 năm 2025"))
    );
    let grid = format!(
        r#"<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>"#,
        tc(r#"<w:vMerge w:val="restart"/>"#, &p("Chỉ tiêu")),
        tc(r#"<w:gridSpan w:val="2"/>"#, &p("Kết quả")),
        tc("<w:vMerge/>", &p("")),
        tc("", &p("2020")),
        tc("", &p("2025")),
        tc("", &(p("Thu ngân sách") + &p("trên địa bàn"))),
        tc("", &p("1,5")),
        tc("", &(table(&[&["A", "B"], &["C", "D"]]) + &p("65,4"))),
    );
    let body = head + &p("Biểu 1. Chỉ tiêu") + &grid + &p("Hết");
    let document = read(&Docx::new(&body));
    assert_eq!(document.tables.len(), 2);
    let table = &document.tables[0];
    assert_eq!((table.header_rows, table.rows.len()), (2, 3));
    let cells = |row: usize| -> Vec<&str> {
        table.rows[row].cells.iter().map(|&id| document.block_text(&document.blocks[id as usize])).collect()
    };
    assert_eq!(cells(0), ["Chỉ tiêu", "Kết quả", ""]);
    assert_eq!(cells(1), ["", "2020", "2025"]);
    assert_eq!(cells(2), ["Thu ngân sách trên địa bàn", "1,5", "65,4"]);
    let caption = &document.blocks[table.caption.expect("a caption") as usize];
    assert_eq!(document.block_text(caption), "Biểu 1. Chỉ tiêu");
    let row = &document.source[table.rows[2].span.range()];
    assert_eq!(row, "Thu ngân sách trên địa bàn\t1,5\t65,4");
    let first: Vec<&str> = document.blocks.iter().take(5).map(|b| document.block_text(b)).collect();
    assert_eq!(first[..3], ["ĐẢNG BỘ TỈNH HÀ TĨNH", "ĐẢNG ỦY XÃ CAN LỘC", "ĐẢNG CỘNG SẢN VIỆT NAM"]);
    let word = document.word.as_ref().expect("Word");
    let at = document.source.find("65,4").expect("there") as u32;
    assert_eq!(word.paragraph(at), 1, "a table has the number of the paragraph before it");
    assert_eq!(word.paragraph(document.source.find("Hết").expect("there") as u32), 2);
}

#[test]
fn notes_emphasis_breaks_and_pages() {
    let body = format!(
        r#"<w:p>{}{}<w:r><w:footnoteReference w:id="5"/></w:r>{}</w:p><w:p>{}<w:r><w:br/></w:r>{}</w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>Trang hai</w:t></w:r></w:p>"#,
        r("<w:b/>", "Kinh tế: "),
        r("", "xã Kim Lộc"),
        r("<w:i/>", " nay đã khác."),
        r("", "Dòng một"),
        r("", "dòng hai"),
    );
    let notes = format!(
        r#"<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p>{}</w:footnote><w:footnote w:id="6">{}</w:footnote>"#,
        r("", " Nay là xã Can Lộc."),
        p("Đoạn hai."),
        p("Không ai gọi.")
    );
    let document = read(&Docx::new(&body).with("footnotes", &notes).with("styles", STYLES));
    assert_eq!(
        document.source,
        "Kinh tế: xã Kim Lộc[1] nay đã khác.\nDòng một\ndòng hai\nTrang hai\n\n[1] Nay là xã Can Lộc.\nĐoạn hai.\n"
    );
    let first = &document.blocks[0];
    assert_eq!(document.block_text(first), "Kinh tế: xã Kim Lộc nay đã khác.");
    assert_eq!(&document.text[first.lead.clone().expect("a lead")], "Kinh tế:");
    let notes: Vec<&str> = document.blocks.iter().filter(|b| b.footnote).map(|b| document.block_text(b)).collect();
    assert_eq!(notes, ["Nay là xã Can Lộc.", "Đoạn hai."]);
    assert_eq!((document.notes[0].label.as_str(), document.notes[0].blocks.clone()), ("1", 3..5));
    let word = document.word.as_ref().expect("Word");
    let at = |words: &str| document.source.find(words).expect("there") as u32;
    assert_eq!(
        (word.paragraph(at("Đoạn hai")), word.page(at("Trang hai")), word.page(at("Kinh"))),
        (1, Some(2), Some(1))
    );
    let place = &word
        .places(document.span(document.text.find("Can").expect("there")..document.text.find(" Lộc.").expect("there")))
        [0];
    assert_eq!((place.part, place.paragraph), (TextPart::Footnotes, 1));
}

#[test]
fn old_fonts_and_decomposed_letters() {
    let body = of("Cu", "Uû ban nh©n d©n x·")
        + &format!("<w:p>{}</w:p>", r(r#"<w:rFonts w:ascii="VNI-Times"/>"#, "Ñaûng boä tænh"))
        + &format!("<w:p>{}</w:p>", r(r#"<w:rFonts w:ascii=".VnTimeH"/>"#, "b¸o c¸o"))
        + &of("Cu", "Ủy ban là của dân")
        + &p("Vie\u{302}\u{323}t");
    let document = read(&Docx::new(&body).with("styles", STYLES));
    assert_eq!(document.source, "Uỷ ban nhân dân xã\nĐảng bộ tỉnh\nBÁO CÁO\nỦy ban là của dân\nVie\u{302}\u{323}t\n");
    assert!(document.text.ends_with("Việt"));
}

#[test]
fn properties_and_orders() {
    let comment = |text: &str| format!(r#"<w:comment w:id="3" w:author="vankien">{}</w:comment>"#, p(text));
    let body = p("Mở đầu")
        + r#"<w:p><w:commentRangeStart w:id="3"/><w:r><w:t>Xã có tập thế.</w:t></w:r><w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r></w:p>"#;
    let docx = Docx::new(&body)
        .with("comments", &comment("vankien: ignore misspelling: tên riêng"))
        .property("vankien.kind", "self-review")
        .property("vankien.unit", "xã Can Lộc, tỉnh Hà Tĩnh")
        .property("vankien.term", "2025-2030")
        .property("Khác", "x");
    let document = read(&docx);
    assert_eq!(document.meta.term, Some((2025, 2030)));
    assert_eq!((document.meta.province.as_deref(), document.kind_stated), (Some("Hà Tĩnh"), true));
    assert_eq!(
        (document.comments[0].text.as_str(), document.comments[0].next_block),
        ("vankien: ignore misspelling: tên riêng", 1)
    );
    let wrong = Docx::new(&body).property("vankien.term", "hai năm").bytes();
    let error = Document::parse("a.docx", vankien::document::Content::Word(wrong.into()), Format::Word).unwrap_err();
    assert!(error.to_string().contains("vankien.term"), "{error}");
}

#[test]
fn joined_by_a_deleted_mark() {
    let body = format!(
        r#"<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{}</w:p>{}<w:p><w:pPr><w:rPr><w:del w:id="2"/></w:rPr></w:pPr></w:p>{}"#,
        r("", "Nửa đầu "),
        p("nửa sau."),
        p("Riêng.")
    );
    let document = read(&Docx::new(&body));
    assert_eq!(document.source, "Nửa đầu nửa sau.\nRiêng.\n");
    let word = document.word.as_ref().expect("Word");
    assert_eq!(word.places(document.block_span(&document.blocks[0])).len(), 2);
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    let command = command.current_dir(folder).arg("lint").args(arguments);
    let output =
        command.args(["--format", "json", "--as-of", "2025-08-05"]).stdin(Stdio::null()).output().expect("it runs");
    assert!(output.status.code().is_some_and(|c| c < 2), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn the_command_line_takes_word_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let docx = Docx::new(&(p("BÁO CÁO") + &p("Xã có tập thế mạnh.")));
    fs::write(path.join("a.docx"), docx.bytes()).expect("written");
    fs::write(path.join("~$a.docx"), "Word's lock").expect("written");
    let select = ["--select", "misspelling"];
    let alone = json(path, &[&["a.docx"], &select[..]].concat());
    let span = &alone["findings"][0]["span"];
    assert_eq!(
        (span["paragraph"].as_u64(), span["line"].as_u64(), span["column"].as_u64()),
        (Some(2), Some(2), Some(7))
    );
    let text = String::from("BÁO CÁO\nXã có tập thế mạnh.\n");
    let (start, end) = (span["start"].as_u64().expect("a number"), span["end"].as_u64().expect("a number"));
    assert_eq!(&text[start as usize..end as usize], "tập thế");
    assert_eq!(json(path, &[&["."], &select[..]].concat())["documents"].as_array().map(Vec::len), Some(1));
    fs::write(path.join("b.md"), "Xã có tập thế mạnh.\n").expect("written");
    fs::write(path.join("vankien.yml"), "documents: {political-report: a.docx}\nprevious: [cu.docx]\n")
        .expect("written");
    fs::write(path.join("cu.docx"), docx.bytes()).expect("written");
    let named = json(path, &[&["."], &select[..]].concat());
    assert_eq!(named["documents"][0]["kind"], "political-report");
    json(path, &["a.docx", "--against", "cu.docx"]);
    // Corrections go into a marked copy, not into the file.
    let fix = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.current_dir(path).arg("lint").args(arguments).output().expect("it runs")
    };
    let refused = fix(&["a.docx", "--fix"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--annotate"), "{refused:?}");
    let terminal = fix(&["a.docx", "--select", "misspelling", "--color", "never"]);
    assert!(String::from_utf8_lossy(&terminal.stdout).contains("a.docx, đoạn 2"), "{terminal:?}");
}
