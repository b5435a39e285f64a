use super::*;
use proptest::prelude::*;
use settle::settle;
use strip::strip;

#[path = "../../../tests/support/settle.rs"]
mod settle;
#[path = "../../../tests/support/strip.rs"]
mod strip;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn document(body: &str) -> String {
    format!(
        "<w:document xmlns:w=\"{W}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>{body}</w:body></w:document>"
    )
}

fn stamp() -> Stamp {
    Stamp { author: "vankien".into(), date: "2025-08-05T00:00:00Z".into(), next: 100 }
}

fn words(paragraph: usize, range: Range<usize>) -> Target {
    Target::Words { from: (paragraph, range.start), to: (paragraph, range.end) }
}

/// Comments on the given words of the first paragraph; the body that comes of it.
fn commented(body: &str, marked: &[&str]) -> String {
    let xml = document(body);
    let story = Story::scan("d", &xml).unwrap();
    let mut splicer = Splicer::new(&xml, &story);
    for (i, words_) in marked.iter().enumerate() {
        let text = &story.paragraphs[0].text;
        let at = text.find(words_).unwrap();
        assert!(splicer.comment(50 + i as i64, &words(0, at..at + words_.len())));
    }
    let out = splicer.finish().unwrap();
    assert_eq!(strip(&xml, &out, 50), Ok(marked.len() * 3));
    body_of(&out)
}

fn body_of(xml: &str) -> String {
    xml.split_once("<w:body>").unwrap().1.split_once("</w:body>").unwrap().0.to_string()
}

#[test]
fn a_run_is_cut_at_the_words() {
    let body = r#"<w:p><w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t>một hai ba</w:t></w:r></w:p>"#;
    let head = r#"<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">"#;
    let mark = |id: u32| {
        let reference = format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>");
        (format!("<w:commentRangeStart w:id=\"{id}\"/>"), format!("<w:commentRangeEnd w:id=\"{id}\"/>{reference}"))
    };
    let ((a, b), (c, d)) = (mark(50), mark(51));
    assert_eq!(
        commented(body, &["hai", "hai ba"]),
        format!("<w:p>{head}một </w:t></w:r>{a}{c}{head}hai</w:t></w:r>{b}{head} ba</w:t></w:r>{d}</w:p>")
    );
    // All of a run: nothing is cut, nothing else changes.
    assert_eq!(
        commented(body, &["một hai ba"]),
        body.replace("<w:p>", &format!("<w:p>{a}")).replace("</w:p>", &format!("{b}</w:p>"))
    );
}

#[test]
fn tabs_entities_and_boxes_are_not_cut() {
    let out = commented(
        r#"<w:p><w:r><w:t xml:space="preserve">a &amp;b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>"#,
        &["&", "\t"],
    );
    assert!(
        out.contains(
            r#"a </w:t></w:r><w:commentRangeStart w:id="50"/><w:r><w:t xml:space="preserve">&amp;</w:t></w:r>"#
        ),
        "{out}"
    );
    assert!(
        out.contains(r#"</w:t></w:r><w:commentRangeStart w:id="51"/><w:r><w:tab/></w:r><w:commentRangeEnd"#),
        "{out}"
    );
    let boxed = r#"<w:p><w:r><w:t>trước sau</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"#;
    assert!(commented(boxed, &["sau"]).starts_with(r#"<w:p><w:commentRangeStart w:id="50"/><w:r><w:t>trước sau"#));
    // Text inside something inside a run.
    let choice =
        r#"<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>xa gần</w:t></mc:Choice></mc:AlternateContent></w:r></w:p>"#;
    assert!(commented(choice, &["gần"]).starts_with(r#"<w:p><w:commentRangeStart w:id="50"/><w:r><mc"#));
    assert!(commented("<w:p><w:r><w:tab></w:tab><w:t>b</w:t></w:r></w:p>", &["b"]).contains("50\"/><w:r><w:tab>"));
}

#[test]
fn blanks_that_do_not_count_stay_out() {
    let out = commented("<w:p><w:r><w:t>\n  một hai  </w:t></w:r></w:p>", &["hai"]);
    let story = Story::scan("d", &document(&out)).unwrap();
    assert_eq!(story.paragraphs[0].text, "một hai");
    assert!(out.contains(">một </w:t>") && out.contains(">hai</w:t>"));
}

#[test]
fn a_part_without_prefix_gets_one() {
    let xml = format!("<document xmlns=\"{W}\"><body><p><r><t>một hai</t></r></p></body></document>");
    let story = Story::scan("d", &xml).unwrap();
    let mut splicer = Splicer::new(&xml, &story);
    assert!(splicer.comment(3, &words(0, 0..4)));
    assert!(splicer.replace(0, 6..9, "ba", &mut stamp()));
    let out = splicer.finish().unwrap();
    assert!(out.contains(&format!("<w:commentRangeStart xmlns:w=\"{W}\" w:id=\"3\"/>")), "{out}");
    let again = Story::scan("d", &out).unwrap();
    assert_eq!((again.paragraphs[0].text.as_str(), again.max_id), ("một ba", 101));
    assert_eq!(again.max_comment_id, 3);
}

#[test]
fn whole_paragraphs_runs_and_ranges() {
    let xml = document(
        r#"<w:p><w:pPr><w:jc w:val="both"/></w:pPr></w:p><w:p/><w:p><w:r><w:t>một</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:r><w:t>hai ba</w:t></w:r></w:p>"#,
    );
    let story = Story::scan("d", &xml).unwrap();
    let mut splicer = Splicer::new(&xml, &story);
    assert!(splicer.comment(1, &Target::Paragraph(0)));
    assert!(!splicer.comment(2, &Target::Paragraph(1)));
    let run = story.paragraphs[2].marks[0].run.unwrap() as usize;
    assert!(splicer.comment(3, &Target::Run(run)));
    assert!(splicer.comment(4, &Target::Words { from: (2, 0), to: (3, 3) }));
    assert!(!splicer.comment(5, &words(9, 0..3)));
    let out = splicer.finish().unwrap();
    assert_eq!(strip(&xml, &out, 1), Ok(9));
    let marks = |id: i64| {
        Story::scan("d", &out)
            .unwrap()
            .paragraphs
            .iter()
            .enumerate()
            .flat_map(|(i, p)| p.marks.iter().filter(|m| m.id == id).map(|m| (i, m.at)).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    assert_eq!(marks(1), [(0, 0); 3]);
    assert_eq!(marks(3)[0], (2, "một".len() as u32));
    assert_eq!(marks(4), [(2, 0), (3, 3), (3, 3)]);
}

#[test]
fn changes_are_tracked() {
    let xml = document(
        r#"<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>xã A &amp; </w:t></w:r><w:r><w:t xml:space="preserve"> B, tỉnh</w:t><w:footnoteReference w:id="2"/></w:r><w:ins w:id="7"><w:r><w:t>của người khác</w:t></w:r></w:ins></w:p>"#,
    );
    let story = Story::scan("d", &xml).unwrap();
    let text = &story.paragraphs[0].text;
    let mut splicer = Splicer::new(&xml, &story);
    let (start, end) = (text.find('A').unwrap(), text.find(',').unwrap());
    assert!(splicer.replace(0, start..end, "C <D>", &mut stamp()));
    assert!(!splicer.replace(0, start + 1..end + 1, "x", &mut stamp()), "it meets another");
    assert!(!splicer.replace(0, text.find("của").unwrap()..text.len(), "x", &mut stamp()), "not in others' insertions");
    let mut later = Stamp { next: 200, ..stamp() };
    let tail = text.find("tỉnh").unwrap()..text.find("của").unwrap();
    assert!(splicer.replace(0, tail, "tỉnh Nghệ An", &mut later));
    assert!(splicer.replace(0, 0..0, "Tại ", &mut later));
    // Comments do not begin or end inside a change.
    assert!(splicer.comment(30, &words(0, 0..start + 1)));
    let out = splicer.finish().unwrap();
    assert!(out.contains("<w:delText xml:space=\"preserve\">A &amp;</w:delText>"), "{out}");
    assert!(
        out.contains(
            "<w:i/></w:rPr><w:t xml:space=\"preserve\">C &lt;D&gt;</w:t></w:r></w:ins><w:commentRangeEnd w:id=\"30\"/>"
        ),
        "{out}"
    );
    let accepted = Story::scan("d", &settle(&out, "vankien", true)).unwrap();
    assert_eq!(accepted.paragraphs[0].text, "Tại xã C <D>, tỉnh Nghệ Ancủa người khác");
    let rejected = Story::scan("d", &settle(&out, "vankien", false)).unwrap();
    assert_eq!(rejected.paragraphs[0].text, *text);
    assert_eq!(rejected.paragraphs[0].marks.iter().filter(|m| m.id == 2).count(), 1);
}

/// One child of a paragraph.
fn child(pick: u8, word: &str) -> String {
    let run = |content: String| {
        format!("<w:r w:rsidR=\"0{pick}\"><w:rPr><w:b/><w:sz w:val=\"{pick}\"/></w:rPr>{content}</w:r>")
    };
    let text = |word: &str| format!("<w:t xml:space=\"preserve\">{word}</w:t>");
    match pick % 16 {
        0 => format!("<w:r>{}</w:r>", text(word)),
        1 => run(format!("<w:t>{}</w:t>", word.trim())),
        2 => run(format!("{}<w:tab/>{}<w:br/>", text(word), text("&amp;x"))),
        3 => format!("<w:hyperlink w:anchor=\"a\">{}</w:hyperlink>", run(text(word))),
        4 => format!("<w:ins w:id=\"3\" w:author=\"Lan\">{}</w:ins>", run(text(word))),
        5 => format!("<w:del w:id=\"4\" w:author=\"Lan\"><w:r><w:delText>{word}</w:delText></w:r></w:del>"),
        6 => format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", run(text(word))),
        7 => format!("<w:proofErr w:type=\"spellStart\"/>{}<w:proofErr w:type=\"spellEnd\"/>", run(text(word))),
        8 => format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            run(text(word))
        ),
        9 => run(format!("<w:lastRenderedPageBreak/>{}<w:footnoteReference w:id=\"2\"/>", text(word))),
        10 => run(format!(
            "{}<w:pict><w:txbxContent><w:p><w:r><w:t>khung</w:t></w:r></w:p></w:txbxContent></w:pict>",
            text(word)
        )),
        11 => format!(
            "<w:commentRangeStart w:id=\"1\"/>{}<w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r>",
            run(text(word))
        ),
        12 => run(format!("<w:t>\n {} </w:t>", word.trim())),
        13 => run(format!("{}{}", text("a\u{302}\u{301}"), text("&#233;"))),
        14 => "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>".to_string(),
        _ => run(format!("<w:noBreakHyphen/>{}<w:t><![CDATA[ x<y ]]></w:t>", text(word))),
    }
}

fn body() -> impl Strategy<Value = String> {
    let child = (any::<u8>(), "[aáạ đủ]{1,6}").prop_map(|(pick, word)| child(pick, &word));
    let paragraph = prop::collection::vec(child, 0..6).prop_map(|children| format!("<w:p>{}</w:p>", children.concat()));
    prop::collection::vec(paragraph, 1..4).prop_map(|paragraphs| paragraphs.concat())
}

/// A range of a paragraph's text, by three numbers.
fn pick(story: &Story, (paragraph, from, length): (usize, usize, usize)) -> (usize, Range<usize>) {
    let paragraph = paragraph % story.paragraphs.len();
    let text = &story.paragraphs[paragraph].text;
    let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let start = from % bounds.len();
    let end = (start + length).min(bounds.len() - 1);
    (paragraph, bounds[start]..bounds[end])
}

fn texts(story: &Story) -> Vec<String> {
    story.paragraphs.iter().map(|p| p.text.clone()).collect()
}

/// Letters with the properties of the runs they stand in.
fn letters(xml: &str, story: &Story) -> Vec<(String, String)> {
    let mut letters: Vec<(String, String)> = Vec::new();
    for paragraph in &story.paragraphs {
        for piece in &paragraph.pieces {
            let looks = story.runs[piece.run as usize].properties.map_or("", |p| &xml[p.range()]);
            for letter in paragraph.text[piece.text.range()].chars() {
                letters.push((letter.to_string(), looks.to_string()));
            }
        }
    }
    letters
}

proptest! {
    #[test]
    fn comments_change_nothing_else(body in body(), ranges in prop::collection::vec((0usize..9, 0usize..40, 1usize..9), 0..6)) {
        let xml = document(&body);
        let story = Story::scan("d", &xml).unwrap();
        let mut splicer = Splicer::new(&xml, &story);
        let mut made = 0;
        for (i, range) in ranges.into_iter().enumerate() {
            let (paragraph, text) = pick(&story, range);
            let target = if text.is_empty() { Target::Paragraph(paragraph) } else { words(paragraph, text) };
            made += usize::from(splicer.comment(50 + i as i64, &target));
        }
        let out = splicer.finish().unwrap();
        prop_assert_eq!(strip(&xml, &out, 50), Ok(made * 3), "{}", out);
        let again = Story::scan("d", &out).unwrap();
        prop_assert_eq!(texts(&again), texts(&story));
        prop_assert_eq!(letters(&out, &again), letters(&xml, &story));
    }

    #[test]
    fn changes_can_be_taken_and_refused(body in body(), ranges in prop::collection::vec((0usize..9, 0usize..40, 0usize..9), 0..6)) {
        let xml = document(&body);
        let story = Story::scan("d", &xml).unwrap();
        let mut splicer = Splicer::new(&xml, &story);
        let mut stamp = stamp();
        let mut made: Vec<(usize, Range<usize>, String)> = Vec::new();
        for (i, range) in ranges.iter().enumerate() {
            let (paragraph, text) = pick(&story, *range);
            let new = if i % 3 == 2 { String::new() } else { format!("<mới {i}>") };
            if splicer.replace(paragraph, text.clone(), &new, &mut stamp) {
                made.push((paragraph, text, new));
            }
        }
        for (i, range) in ranges.iter().enumerate() {
            let (paragraph, text) = pick(&story, *range);
            splicer.comment(50 + i as i64, &words(paragraph, text));
        }
        let out = splicer.finish().unwrap();
        made.sort_by_key(|(paragraph, text, _)| (*paragraph, text.start, text.end));
        let mut wanted = texts(&story);
        for (paragraph, text, new) in made.iter().rev() {
            wanted[*paragraph].replace_range(text.clone(), new);
        }
        prop_assert_eq!(&texts(&Story::scan("d", &out).unwrap()), &wanted, "{}", out);
        prop_assert_eq!(&texts(&Story::scan("d", &settle(&out, "vankien", true)).unwrap()), &wanted);
        let rejected = settle(&out, "vankien", false);
        let again = Story::scan("d", &rejected).unwrap();
        prop_assert_eq!(texts(&again), texts(&story));
        prop_assert_eq!(letters(&rejected, &again), letters(&xml, &story));
    }
}
