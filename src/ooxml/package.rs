//! A .docx as a package: entries of a zip, found by the package's own relationships.

use super::error::{PackageError, foreign};
use super::xml;
use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The largest package: a report with many pictures.
pub const MAX_BYTES: usize = 128 << 20;
/// The largest part that is read.
const MAX_PART: u64 = 40 << 20;
/// How far a large part may be compressed; XML of long tables reaches a hundred.
const MAX_RATIO: u64 = 250;
/// From this size on the ratio counts.
const RATIO_FROM: u64 = 4 << 20;
const MAX_ENTRIES: usize = 10_000;

const CONTENT_TYPES: &str = "[Content_Types].xml";

/// A package, opened. Parts are inflated when asked for; cloning is cheap.
#[derive(Clone)]
pub struct Package {
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
    /// Part names in the order of the archive.
    names: Vec<String>,
    /// Part name in small letters → index: names of parts do not tell case apart.
    index: HashMap<String, usize>,
    main: String,
}

/// A relationship of a part (or, of the package itself) to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relationship {
    /// Its id, `rId4`.
    pub id: String,
    /// The last word of its type: `styles`, `footnotes`, `comments`; Transitional and Strict alike.
    pub kind: String,
    /// The part it leads to, resolved (`word/styles.xml`); of an external one, the address.
    pub target: String,
    /// Whether it leads out of the package.
    pub external: bool,
}

impl Package {
    /// Opens a package and finds its main part; refuses all that is no Word document.
    pub fn open(bytes: impl Into<Arc<[u8]>>) -> Result<Package, PackageError> {
        let mut package = Package::open_any(bytes)?;
        package.main = package.find_main()?;
        Ok(package)
    }

    /// Opens a package of any kind; it has no main part.
    pub(crate) fn open_any(bytes: impl Into<Arc<[u8]>>) -> Result<Package, PackageError> {
        let bytes: Arc<[u8]> = bytes.into();
        if bytes.len() > MAX_BYTES {
            return Err(PackageError::excess("", format!("{} MB (đọc đến {} MB)", bytes.len() >> 20, MAX_BYTES >> 20)));
        }
        if !bytes.starts_with(b"PK") {
            return Err(foreign(&bytes));
        }
        let length = bytes.len() as u64;
        let mut archive = ZipArchive::new(Cursor::new(bytes.clone())).map_err(|_| foreign(&bytes))?;
        if archive.len() > MAX_ENTRIES {
            return Err(PackageError::excess("", format!("{} phần (đọc đến {MAX_ENTRIES})", archive.len())));
        }
        if archive.has_duplicate_names() {
            return Err(PackageError::broken("", "hai phần cùng tên"));
        }
        let (mut names, mut index, mut packed) = (Vec::new(), HashMap::new(), 0u64);
        for i in 0..archive.len() {
            let entry = archive.by_index_raw(i).map_err(|_| damaged(""))?;
            let name = entry.name().map_err(|_| damaged(""))?.into_owned();
            packed = packed.saturating_add(entry.compressed_size());
            if index.insert(key(&name), i).is_some() {
                return Err(PackageError::broken(&name, "hai phần cùng tên"));
            }
            names.push(name);
        }
        if packed > length {
            return Err(PackageError::broken("", "các phần chồng lên nhau"));
        }
        Ok(Package { archive, names, index, main: String::new() })
    }

    fn find_main(&self) -> Result<String, PackageError> {
        if !self.has(CONTENT_TYPES) {
            return Err(self.foreign_archive());
        }
        let main = self.relationships("")?.into_iter().find(|r| r.kind == "officeDocument" && !r.external);
        let Some(main) = main.map(|r| r.target).filter(|part| self.has(part)) else {
            return Err(PackageError::Missing { part: "word/document.xml".to_string() });
        };
        let kind = self.content_type(&main)?.unwrap_or_default();
        if kind.contains("spreadsheet") || kind.contains("ms-excel") {
            return Err(PackageError::Foreign("đây là bảng tính Excel, không phải văn bản Word"));
        }
        if kind.contains("presentation") || kind.contains("ms-powerpoint") {
            return Err(PackageError::Foreign("đây là bản trình chiếu PowerPoint, không phải văn bản Word"));
        }
        Ok(main)
    }

    fn foreign_archive(&self) -> PackageError {
        let odt = self.bytes("mimetype").ok().flatten().is_some_and(|m| m.starts_with(b"application/vnd.oasis"));
        PackageError::Foreign(if odt {
            "đây là tệp OpenDocument (.odt); hãy mở bằng Word hoặc LibreOffice và lưu thành .docx"
        } else {
            "tệp nén này không phải văn bản Word (.docx); nếu văn bản nằm bên trong, hãy giải nén rồi rà soát"
        })
    }

    /// Part names in the order of the archive.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The main part, `word/document.xml` as a rule.
    pub fn main(&self) -> &str {
        &self.main
    }

    /// Whether there is such a part.
    pub fn has(&self, part: &str) -> bool {
        self.index.contains_key(&key(part))
    }

    /// A part's bytes; `None` if there is no such part.
    pub fn bytes(&self, part: &str) -> Result<Option<Vec<u8>>, PackageError> {
        let Some(&i) = self.index.get(&key(part)) else { return Ok(None) };
        // Cheap: the bytes and the directory are shared.
        let mut archive = self.archive.clone();
        let entry = archive.by_index_raw(i).map_err(|_| damaged(part))?;
        if entry.encrypted() {
            return Err(PackageError::Foreign("tệp Word đặt mật khẩu; hãy mở bằng Word, bỏ mật khẩu và lưu lại"));
        }
        let (size, packed) = (entry.size(), entry.compressed_size());
        let too_large = || PackageError::excess(part, format!("quá lớn khi mở nén (đọc đến {} MB)", MAX_PART >> 20));
        if size > MAX_PART {
            return Err(too_large());
        }
        drop(entry);
        let entry = archive.by_index(i).map_err(|_| damaged(part))?;
        let mut bytes = Vec::with_capacity((size as usize).min(1 << 20));
        // The directory may lie about the size: no more is inflated than is allowed.
        let allowed = MAX_PART.min(RATIO_FROM.max(packed.saturating_mul(MAX_RATIO)));
        entry.take(allowed + 1).read_to_end(&mut bytes).map_err(|_| damaged(part))?;
        if bytes.len() as u64 > allowed {
            return Err(if allowed < MAX_PART {
                PackageError::excess(part, format!("nén quá {MAX_RATIO} lần, khác thường với một văn bản"))
            } else {
                too_large()
            });
        }
        Ok(Some(bytes))
    }

    /// A part of XML as text, as it stands (a byte order mark included).
    pub fn text(&self, part: &str) -> Result<Option<String>, PackageError> {
        let Some(bytes) = self.bytes(part)? else { return Ok(None) };
        let wrong = |_| PackageError::broken(part, "không phải UTF-8");
        String::from_utf8(bytes).map(Some).map_err(wrong)
    }

    /// Relationships of a part; of the package itself for `""`. A part without any has none.
    pub fn relationships(&self, part: &str) -> Result<Vec<Relationship>, PackageError> {
        let file = relationships_part(part);
        let Some(text) = self.text(&file)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        xml::elements(&file, &text, &mut |name, attributes| {
            if name != "Relationship" {
                return;
            }
            let value = |name: &str| attributes.get(name).unwrap_or_default();
            let external = value("TargetMode").eq_ignore_ascii_case("External");
            let target = value("Target");
            found.push(Relationship {
                id: value("Id"),
                kind: value("Type").rsplit('/').next().unwrap_or("").to_string(),
                target: if external { target } else { resolve(part, &target) },
                external,
            });
        })?;
        Ok(found)
    }

    /// The part a part leads to by a relationship of some kind: `related("word/document.xml", "styles")`.
    pub fn related(&self, part: &str, kind: &str) -> Result<Option<String>, PackageError> {
        let found = self.relationships(part)?.into_iter().find(|r| r.kind == kind && !r.external);
        Ok(found.map(|r| r.target).filter(|target| self.has(target)))
    }

    /// A part's content type: its own, else that of its extension.
    pub fn content_type(&self, part: &str) -> Result<Option<String>, PackageError> {
        let Some(text) = self.text(CONTENT_TYPES)? else { return Ok(None) };
        let extension = key(part).rsplit_once('.').map(|(_, e)| e.to_string()).unwrap_or_default();
        let (mut own, mut by_extension) = (None, None);
        xml::elements(CONTENT_TYPES, &text, &mut |name, attributes| {
            let value = |name: &str| attributes.get(name).unwrap_or_default();
            if name == "Override" && key(&value("PartName")) == key(part) {
                own = Some(value("ContentType"));
            } else if name == "Default" && value("Extension").to_lowercase() == extension {
                by_extension = Some(value("ContentType"));
            }
        })?;
        Ok(own.or(by_extension))
    }

    /// The package with some parts changed or added: every other entry as it is, byte for byte, all in their order,
    /// new parts last.
    pub fn replace(&self, changes: &[(String, Vec<u8>)]) -> Result<Vec<u8>, PackageError> {
        let mut archive = self.archive.clone();
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let broken = |_| damaged("");
        let changed: HashMap<String, &[u8]> = changes.iter().map(|(name, bytes)| (key(name), &bytes[..])).collect();
        for (i, name) in self.names.iter().enumerate() {
            let entry = archive.by_index_raw(i).map_err(broken)?;
            match changed.get(&key(name)) {
                None => writer.raw_copy_file(entry).map_err(broken)?,
                Some(bytes) => {
                    let date = entry.last_modified().filter(DateTime::is_valid).unwrap_or_default();
                    drop(entry);
                    add(&mut writer, name, bytes, date)?;
                }
            }
        }
        for (name, bytes) in changes.iter().filter(|(name, _)| !self.has(name)) {
            add(&mut writer, name, bytes, DateTime::default())?;
        }
        writer.finish().map(Cursor::into_inner).map_err(broken)
    }

    /// A new package of the given parts, in their order; the content types come first. The same parts give the same
    /// bytes.
    pub fn create(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, PackageError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            add(&mut writer, name, bytes, DateTime::default())?;
        }
        writer.finish().map(Cursor::into_inner).map_err(|_| damaged(""))
    }
}

fn add(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8], date: DateTime) -> Result<(), PackageError> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(date);
    writer.start_file(name, options).map_err(|_| damaged(name))?;
    writer.write_all(bytes).map_err(|_| damaged(name))
}

fn damaged(part: &str) -> PackageError {
    PackageError::broken(part, "không mở nén được")
}

/// Where a part's relationships stand: `word/document.xml` → `word/_rels/document.xml.rels`.
pub fn relationships_part(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// A part's name for looking up: no leading slash, `/` between, small letters.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// A target as seen from a part: relative to its folder, or from the root.
fn resolve(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => part.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, text: &str) -> (String, Vec<u8>) {
        (name.to_string(), text.as_bytes().to_vec())
    }

    fn parts() -> Vec<(String, Vec<u8>)> {
        vec![
            part(
                CONTENT_TYPES,
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#,
            ),
            part(
                "_rels/.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document.xml"/></Relationships>"#,
            ),
            part("word/document.xml", "<w:document/>"),
            part(
                "word/_rels/document.xml.rels",
                r#"<Relationships><Relationship Id="rId1" Type="x/styles" Target="../word/./Styles.xml"/><Relationship Id="rId2" Type="x/hyperlink" Target="http://a/?b&amp;c" TargetMode="External"/></Relationships>"#,
            ),
            part("word/styles.xml", "<w:styles/>"),
        ]
    }

    #[test]
    fn parts_are_found_by_relationship() {
        let package = Package::open(Package::create(&parts()).unwrap()).unwrap();
        assert_eq!(package.main(), "word/document.xml");
        assert_eq!(package.related(package.main(), "styles").unwrap().as_deref(), Some("word/Styles.xml"));
        assert_eq!(package.text("word/Styles.xml").unwrap().as_deref(), Some("<w:styles/>"));
        let links = package.relationships("word/document.xml").unwrap();
        assert_eq!((links[1].target.as_str(), links[1].external), ("http://a/?b&c", true));
        assert_eq!(package.related(package.main(), "comments").unwrap(), None);
    }

    #[test]
    fn what_does_not_change_keeps_its_bytes() {
        let bytes = Package::create(&parts()).unwrap();
        let package = Package::open(bytes.clone()).unwrap();
        assert_eq!(package.replace(&[]).unwrap(), bytes);
        let changed = package.replace(&[part("word/comments.xml", "<c/>"), part("word/document.xml", "<d/>")]).unwrap();
        let changed = Package::open(changed).unwrap();
        assert_eq!(changed.names()[..5], package.names()[..]);
        assert_eq!(changed.names()[5], "word/comments.xml");
        assert_eq!(changed.text("word/document.xml").unwrap().as_deref(), Some("<d/>"));
    }

    #[test]
    fn others_are_refused_with_the_way_out() {
        let refusal = |bytes: &[u8]| Package::open(bytes.to_vec()).err().unwrap().to_string();
        assert!(refusal(b"%PDF-1.7").contains("PDF"));
        assert!(refusal(b"").contains("rỗng"));
        assert!(refusal(b"PK\x03\x04 cut").contains("tải lại"));
        assert!(refusal(b"\xD0\xCF\x11\xE0 old").contains(".doc"));
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(refusal(&[b"\xD0\xCF\x11\xE0 ".to_vec(), encrypted].concat()).contains("mật khẩu"));
        let odt = Package::create(&[part("mimetype", "application/vnd.oasis.opendocument.text")]).unwrap();
        assert!(refusal(&odt).contains(".odt"));
        let sheet: Vec<_> = parts()
            .into_iter()
            .map(|(name, bytes)| {
                (name, String::from_utf8(bytes).unwrap().replace("wordprocessingml", "spreadsheetml").into_bytes())
            })
            .collect();
        assert!(refusal(&Package::create(&sheet).unwrap()).contains("Excel"));
        let headless: Vec<_> = parts().into_iter().filter(|(name, _)| name != "word/document.xml").collect();
        assert!(refusal(&Package::create(&headless).unwrap()).contains("word/document.xml"));
    }

    #[test]
    fn bombs_are_not_inflated() {
        let mut bomb = parts();
        bomb[4].1 = vec![b' '; 8 << 20];
        let package = Package::open(Package::create(&bomb).unwrap()).unwrap();
        let error = package.bytes("word/styles.xml").unwrap_err();
        assert!(matches!(error, PackageError::Excess { .. }), "{error}");
    }
}
