use super::*;
use crate::ooxml::Parts;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn part(name: &str, text: &str) -> (String, Vec<u8>) {
    (name.to_string(), text.as_bytes().to_vec())
}

fn package(more: &[(String, Vec<u8>)], relationships: &str, body: &str) -> Package {
    let mut parts = vec![
        part(
            CONTENT_TYPES,
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#,
        ),
        part(
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        part("word/document.xml", &format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>")),
    ];
    if !relationships.is_empty() {
        let head = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
        parts.push(part("word/_rels/document.xml.rels", &format!("{head}{relationships}")));
    }
    parts.extend_from_slice(more);
    Package::open(Package::create(&parts).unwrap()).unwrap()
}

fn by() -> Author {
    Author { name: "vankien".into(), initials: "vk".into(), date: "2025-08-05T00:00:00Z".into() }
}

fn comment(id: i64) -> Comment {
    Comment { id, paragraphs: vec![("Nên sửa:".into(), "a < b".into()), (String::new(), "c".into())] }
}

fn commented(package: &Package, comments: &[Comment]) -> Parts {
    let parts = Parts::read(package.clone()).unwrap();
    let changes = add(package, parts.comments.as_ref(), parts.body.story.strict, comments, &by()).unwrap();
    Parts::read(Package::open(package.replace(&changes).unwrap()).unwrap()).unwrap()
}

#[test]
fn a_comments_part_is_made_and_added_to() {
    for relationships in [
        "",
        "/>",
        "></Relationships>",
        "><Relationship Id=\"rId2\" Type=\"x/styles\" Target=\"s.xml\"/></Relationships>",
    ] {
        let bare = package(&[], relationships, "<w:p/>");
        let once = commented(&bare, &[comment(0)]);
        let part = once.comments.as_ref().unwrap();
        assert_eq!((part.name.as_str(), part.story.notes.len()), ("word/comments.xml", 1));
        assert_eq!(part.story.paragraphs[0].text, "Nên sửa: a < b");
        assert_eq!(once.package.content_type("word/comments.xml").unwrap().as_deref(), Some(CONTENT_TYPE));
        let twice = commented(&once.package, &[comment(1), comment(2)]);
        assert_eq!(twice.comments.unwrap().story.notes.iter().map(|n| n.id).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(twice.package.text(CONTENT_TYPES).unwrap(), once.package.text(CONTENT_TYPES).unwrap());
    }
}

#[test]
fn a_name_in_use_is_left_alone() {
    let taken = package(&[part("word/Comments.xml", "<x/>")], "", "<w:p/>");
    assert_eq!(commented(&taken, &[comment(0)]).comments.unwrap().name, "word/comments1.xml");
}

#[test]
fn own_comments_are_taken_out_again() {
    let mark = |id: u32, text: &str| {
        format!(
            "<w:commentRangeStart w:id=\"{id}\"/><w:r><w:t>{text}</w:t></w:r><w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:b/></w:rPr><w:commentReference w:id=\"{id}\"/></w:r>"
        )
    };
    let body: String = (0..4).map(|id| mark(id, "chữ")).collect();
    let note = |id: u32, author: &str, text: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{author}\"><w:p p:paraId=\"P{id}\"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
        )
    };
    let notes = [
        note(0, "Lan", "của Lan"),
        note(1, "vankien", "cũ"),
        note(2, "vankien", "vankien: ignore x: y"),
        note(3, "vankien", "có người trả lời"),
        note(4, "Lan", "trả lời"),
    ];
    let comments = format!("<w:comments xmlns:w=\"{W}\" xmlns:p=\"p\">{}</w:comments>", notes.concat());
    let extended = r#"<e:commentsEx xmlns:e="e"><e:commentEx e:paraId="P1"/><e:commentEx e:paraId="P3"/><e:commentEx e:paraId="P4" e:paraIdParent="P3"/></e:commentsEx>"#;
    let relationships = r#"><Relationship Id="a" Type="x/comments" Target="comments.xml"/><Relationship Id="b" Type="x/commentsExtended" Target="ex.xml"/></Relationships>"#;
    let full = package(
        &[part("word/comments.xml", &comments), part("word/ex.xml", extended)],
        relationships,
        &format!("<w:commentRangeStart w:id=\"1\"/><w:p>{body}</w:p>"),
    );
    let left = without(&full, "vankien", "vankien:").unwrap().unwrap();
    let text = |name: &str| left.text(name).unwrap().unwrap();
    assert_eq!(text("word/comments.xml"), comments.replace(&notes[1], ""));
    assert_eq!(text("word/ex.xml"), extended.replace(r#"<e:commentEx e:paraId="P1"/>"#, ""));
    let marks = mark(1, "chữ");
    let main = text("word/document.xml");
    assert!(!main.contains("w:id=\"1\"") && marks.contains("w:id=\"1\""));
    assert_eq!(main.matches("<w:r>").count(), 7, "a run that held a reference alone is gone");
    assert!(without(&left, "vankien", "vankien:").unwrap().is_none());
}
