use super::*;

/// A document around a body, with the usual prefixes.
fn document(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>"#
    )
}

fn story(body: &str) -> (String, Story) {
    let xml = document(body);
    let story = Story::scan("word/document.xml", &xml).unwrap();
    check(&xml, &story);
    (xml, story)
}

/// What holds for every story: pieces cover the text, their bytes say what they are, tags are tags.
fn check(xml: &str, story: &Story) {
    assert!(xml[story.root.range()].starts_with('<') && xml[story.root_end as usize..].starts_with("</"));
    for paragraph in &story.paragraphs {
        let mut at = 0;
        assert!(xml[paragraph.xml.range()].starts_with('<') && xml[paragraph.xml.range()].ends_with('>'));
        for piece in &paragraph.pieces {
            assert_eq!(piece.text.start, at, "no gaps");
            at = piece.text.end;
            let bytes = &xml[piece.xml.range()];
            match piece.kind {
                PieceKind::Literal => assert_eq!(&paragraph.text[piece.text.range()], bytes),
                PieceKind::Virtual => {
                    assert!(bytes.starts_with('<') && bytes.ends_with('>') && piece.element.is_none())
                }
                PieceKind::Entity | PieceKind::Decoded => assert!(piece.element.is_some()),
            }
            let run = &story.runs[piece.run as usize];
            assert!(xml[run.start_tag.range()].ends_with('>') && xml[run.end_tag.range()].starts_with("</"));
            assert!(run.xml.start <= piece.xml.start && piece.xml.end <= run.xml.end);
            if let Some(element) = piece.element.map(|e| story.elements[e as usize]) {
                assert!(
                    xml[element.start_tag.range()].ends_with('>') && xml[element.end_tag.range()].starts_with("</")
                );
                assert!(element.start_tag.end <= piece.xml.start && piece.xml.end <= element.end_tag.start);
            }
        }
        assert_eq!(at as usize, paragraph.text.len());
    }
}

fn texts(story: &Story) -> Vec<&str> {
    story.paragraphs.iter().map(|p| p.text.as_str()).collect()
}

#[test]
fn pieces_lead_to_bytes() {
    let (xml, story) = story(
        r#"<w:p w:rsidR="00A"><w:pPr><w:pStyle w:val="Heading1"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t xml:space="preserve">A &amp; B&#233; </w:t><w:tab/><w:t>C</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>D</w:t><w:br/><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Symbol" w:char="F0B3"/></w:r></w:p>"#,
    );
    let p = &story.paragraphs[0];
    assert_eq!(p.text, "A & Bé \tCD\n-≥");
    assert_eq!((p.format.style.as_deref(), p.format.align.as_deref()), (Some("Heading1"), Some("center")));
    assert!(
        xml[p.properties.unwrap().range()].starts_with("<w:pPr>") && xml[p.start_tag.range()].ends_with("\"00A\">")
    );
    let kinds: Vec<PieceKind> = p.pieces.iter().map(|p| p.kind).collect();
    use PieceKind::*;
    assert_eq!(
        kinds,
        [Literal, Entity, Literal, Entity, Literal, Virtual, Literal, Literal, Virtual, Virtual, Virtual]
    );
    let run = &story.runs[0];
    assert_eq!(&xml[run.properties.unwrap().range()], r#"<w:rPr><w:b/><w:rFonts w:ascii=".VnTime"/></w:rPr>"#);
    assert_eq!((run.format.bold, story.name(run.format.font)), (Some(true), Some(".VnTime")));
    assert!(story.elements[0].preserve && !story.elements[1].preserve);
    // Cuts: part of a literal, a whole entity.
    let cuts = story.cuts(0, 2..5);
    let bytes: Vec<&str> = cuts.iter().map(|c| &xml[c.xml.clone()]).collect();
    assert_eq!(bytes, ["&amp;", " B"]);
    assert_eq!(story.cuts(0, 6..6), []);
    assert_eq!(&xml[story.cuts(0, 0..1)[0].xml.clone()], "A");
    assert_eq!(story.runs_of(0).count(), 2);
    assert_eq!(story.paragraph_at(run.xml.start as usize), Some(0));
}

#[test]
fn text_is_as_accepted() {
    let (_, story) = story(
        r#"<w:p><w:ins w:id="7" w:author="a"><w:r><w:t>mới</w:t></w:r></w:ins><w:del w:id="9"><w:r><w:delText>cũ</w:delText><w:tab/></w:r></w:del><w:moveFrom w:id="3"><w:r><w:t>đi</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:rPr><w:rPrChange w:id="40"><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>x</w:t></w:r></w:p><w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr><w:pPrChange w:id="6"><w:pPr><w:pStyle w:val="Old"/></w:pPr></w:pPrChange></w:pPr></w:p>"#,
    );
    assert_eq!(texts(&story), ["mớix", ""]);
    assert!(story.runs[0].inserted && !story.runs[1].inserted && story.runs[1].format.bold.is_none());
    assert!(story.paragraphs[1].format.mark_deleted && story.paragraphs[1].format.style.is_none());
    assert_eq!(story.max_id, 40);
}

#[test]
fn fields_give_results_and_links_their_words() {
    let (_, story) = story(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>kết quả</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink><w:fldSimple w:instr="DATE"><w:r><w:t>5/8</w:t></w:r></w:fldSimple></w:p><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:p><w:r><w:t>còn đây</w:t></w:r></w:p>"#,
    );
    assert_eq!(texts(&story), ["kết quảliên kết5/8", "", "còn đây"]);
    assert!(story.runs[0].field && story.runs[1].linked && story.runs[2].field);
}

#[test]
fn tables_nest_and_boxes_follow_their_paragraph() {
    let cell = |text: &str| {
        format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("trong"));
    let (_, story) = story(&format!(
        r#"<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>khung</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>khung</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent><w:t>neo</w:t></w:r></w:p><w:tbl><w:tblPr><w:tblBorders><w:top w:val="none"/><w:bottom w:val="nil"/></w:tblBorders></w:tblPr><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:vMerge w:val="restart"/><w:tcBorders><w:top w:val="single"/></w:tcBorders></w:tcPr>{inner}<w:p/></w:tc>{}</w:tr></w:tbl><w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>ô</w:t></w:r></w:p></w:sdtContent></w:sdt>"#,
        cell("ngoài")
    ));
    assert_eq!(texts(&story), ["neo", "khung", "trong", "", "ngoài", "ô"]);
    assert_eq!(story.content, [Node::Paragraph(0), Node::Paragraph(1), Node::Table(0), Node::Paragraph(5)]);
    let table = &story.tables[0];
    assert_eq!((table.bordered, table.rows.len(), table.rows[0].header), (Some(false), 1, true));
    let cells = &table.rows[0].cells;
    assert_eq!(cells[0].content, [Node::Table(1), Node::Paragraph(3)]);
    assert_eq!((cells[0].merge, cells[0].bordered, cells[1].columns), (Merge::First, Some(true), 2));
    assert_eq!((story.paragraphs[1].boxes, story.paragraphs[2].cells), (1, 2));
    assert!(story.runs.iter().any(|run| run.whole));
}

#[test]
fn marks_and_notes_are_kept() {
    let (xml, story) = story(
        r#"<w:p><w:commentRangeStart w:id="4"/><w:r><w:t>chữ</w:t></w:r><w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#,
    );
    let marks: Vec<(MarkKind, i64, u32)> = story.paragraphs[0].marks.iter().map(|m| (m.kind, m.id, m.at)).collect();
    use MarkKind::*;
    let end = "chữ".len() as u32;
    assert_eq!(marks, [(CommentStart, 4, 0), (CommentEnd, 4, end), (Comment, 4, end), (Footnote, 2, end)]);
    assert_eq!(&xml[story.paragraphs[0].marks[3].xml.range()], r#"<w:footnoteReference w:id="2"/>"#);
    assert_eq!(story.max_comment_id, 4);

    let notes = r#"<x:footnotes xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:footnote x:type="separator" x:id="-1"><x:p/></x:footnote><x:footnote x:id="2"><x:p><x:r><x:t> lời chú </x:t></x:r></x:p></x:footnote></x:footnotes>"#;
    let story = Story::scan("word/footnotes.xml", notes).unwrap();
    check(notes, &story);
    assert_eq!((story.prefix.as_str(), story.strict), ("x", true));
    assert_eq!(story.notes[1].id, 2);
    assert_eq!(story.notes[1].content, [Node::Paragraph(1)]);
    assert_eq!(story.paragraphs[1].text, "lời chú", "blanks at the edges are not preserved");
}

#[test]
fn legacy_words_are_decoded_in_place() {
    let (xml, mut story) = story(
        r#"<w:p><w:r><w:t>Uû ban nh©n d©n 2025</w:t><w:footnoteReference w:id="2"/></w:r><w:r><w:t>&amp; x· A</w:t></w:r></w:p>"#,
    );
    let read = |word: &str| word.replace("Uû", "Uỷ").replace("nh©n", "nhân").replace("d©n", "dân").replace("x·", "xã");
    story.decode(0, &|_, word| Some(read(word)));
    check(&xml, &story);
    let p = &story.paragraphs[0];
    assert_eq!(p.text, "Uỷ ban nhân dân 2025& xã A");
    assert_eq!(p.marks[0].at as usize, "Uỷ ban nhân dân 2025".len());
    let at = p.text.find("dân").unwrap();
    let bytes: Vec<&str> = story.cuts(0, at..at + 1).iter().map(|c| &xml[c.xml.clone()]).collect();
    assert_eq!(bytes, ["d©n"]);
}

#[test]
fn what_is_no_story_is_refused() {
    let error = |xml: &str| Story::scan("p.xml", xml).unwrap_err().to_string();
    assert!(error("").contains("nội dung"));
    assert!(error("<a/>").contains("WordprocessingML"));
    assert!(error("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>").contains("DOCTYPE"));
    let xml = document("<w:p><w:r><w:t>a</w:t></w:r></w:p>");
    assert!(error(&xml[..xml.len() - 20]).contains("XML"));
    assert!(error(&xml.replace(">a<", ">&b;<")).contains("&b;"));
    assert!(error(&document(&"<w:sdt>".repeat(300))).contains("tầng"));
    assert!(error(&xml.replace("</w:r>", "</w:x>")).contains("XML"));
}

#[test]
fn any_nesting_is_survived() {
    let names = ["p", "r", "t", "tbl", "tr", "tc", "txbxContent", "pPr", "rPr", "sectPr", "tcPr", "ins", "del"];
    let mut seed = 7u64;
    for _ in 0..3000 {
        let (mut body, mut open) = (String::new(), Vec::new());
        for _ in 0..24 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let pick = (seed >> 33) as usize;
            if pick.is_multiple_of(3)
                && let Some(name) = open.pop()
            {
                body.push_str(&format!("</w:{name}>"));
            } else if pick.is_multiple_of(7) {
                body.push_str(" chữ ");
            } else {
                let name = names[pick % names.len()];
                body.push_str(&format!("<w:{name}>"));
                open.push(name);
            }
        }
        while let Some(name) = open.pop() {
            body.push_str(&format!("</w:{name}>"));
        }
        story(&body);
    }
}

proptest::proptest! {
    /// Whatever a paragraph is made of, a range of its text leads to bytes that say the same.
    #[test]
    fn ranges_lead_to_their_bytes(
        stretches in proptest::collection::vec(("[a-zếộ &<\u{301}\t\n]{0,6}", 0u8..6), 0..8),
        from in 0usize..40,
        length in 0usize..40,
    ) {
        let runs: String = stretches.iter().map(|(text, form)| {
            let escaped = quick_xml::escape::escape(text.as_str());
            match form {
                0 => format!("<w:r><w:t>{escaped}</w:t></w:r>"),
                1 => format!("<w:r><w:t xml:space=\"preserve\">{escaped}</w:t><w:tab/></w:r>"),
                2 => format!("<w:ins><w:r><w:t xml:space=\"preserve\">{escaped}<!-- x -->{escaped}</w:t></w:r></w:ins>"),
                3 => format!("<w:r><w:t><![CDATA[{text}]]></w:t><w:br/></w:r>"),
                4 => format!("<w:del><w:r><w:delText>{escaped}</w:delText></w:r></w:del>"),
                _ => format!("<w:hyperlink><w:r><w:t xml:space=\"preserve\">{escaped}&#233;</w:t></w:r></w:hyperlink>"),
            }
        }).collect();
        let (xml, story) = story(&format!("<w:p>{runs}</w:p>"));
        let paragraph = &story.paragraphs[0];
        let end = (from + length).min(paragraph.text.len());
        let from = from.min(end);
        let cuts = story.cuts(0, from..end);
        if from < end {
            proptest::prop_assert!(cuts[0].text.start <= from && cuts[cuts.len() - 1].text.end >= end);
        }
        for pair in cuts.windows(2) {
            proptest::prop_assert_eq!(pair[0].text.end, pair[1].text.start);
        }
        for cut in cuts {
            let piece = &paragraph.pieces[cut.piece];
            let text = &paragraph.text[cut.text.clone()];
            let bytes = &xml[cut.xml.clone()];
            match piece.kind {
                PieceKind::Literal => proptest::prop_assert_eq!(text, bytes),
                PieceKind::Virtual => proptest::prop_assert!(bytes.starts_with("<w:") && bytes.ends_with("/>")),
                _ => {
                    let said = bytes.trim_start_matches("<![CDATA[").trim_end_matches("]]>");
                    let said = quick_xml::escape::unescape(said).map(|s| s.into_owned()).unwrap_or(said.to_string());
                    proptest::prop_assert_eq!(text, said.replace(['\n', '\t'], " "));
                }
            }
        }
    }
}
