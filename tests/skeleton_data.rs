//! Data files of `vankien new`: every figure right to its last digit, every mistake told with its cell, nothing written.
//!
//! The filled forms under `skeleton_data/` and what must come of them were made by `make.py` there, which reckons with
//! fractions and shares no code with the program.

use proptest::prelude::*;
use rust_xlsxwriter::Workbook as Writer;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use tempfile::TempDir;
use vankien::lint::catalogue::{Files, embedded_packs, load_packs};
use vankien::lint::pack::Pack;
use vankien::places::Gazetteer;
use vankien::sheet::Workbook;
use vankien::skeleton::data::Reader;
use vankien::skeleton::{Order, Paper, Profile, Templates};

const UNIT: &str = "xã Liên Sơn, Phú Thọ";

fn run(unit: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.args(["new", "--unit", unit, "--term", "2025-2030"]).args(args);
    command.output().expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The cells of a table row by the row's name.
fn rows(text: &str, heading: &str) -> HashMap<String, Vec<String>> {
    let after = text.split(heading).nth(1).unwrap_or_else(|| panic!("no «{heading}» in\n{text}"));
    let table = after.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| -> Vec<String> {
        let cells =
            line.trim_matches('|').split('|').map(|cell| cell.split("[^").next().unwrap_or("").trim().to_string());
        cells.collect()
    };
    table.map(cells).filter_map(|row| Some((row.get(1)?.trim_start_matches("- ").to_string(), row))).collect()
}

fn case(name: &str) -> String {
    format!("tests/skeleton_data/{name}")
}

#[test]
fn every_figure_is_right_to_its_last_digit() {
    for (name, unit) in [("lien-son", UNIT), ("dinh-lap", "xã Đình Lập, Lạng Sơn")] {
        let file = case(&format!("{name}.csv"));
        let annex = text(&run(unit, &["merger-annex", "--data", &file]));
        let report = text(&run(unit, &["political-report", "--data", &file]));
        let by_unit = rows(&annex, "## II. ");
        let old = rows(&report, "**Biểu 1.");
        let new = rows(&report, "**Biểu 2.");
        let mut seen = 0;
        for line in fs::read_to_string(case(&format!("{name}.tsv"))).unwrap().lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [indicator, a, b, c, merged, start, target, percent, new_target] = fields[..] else { panic!("{line}") };
            assert_eq!(by_unit[indicator][3..], [a, b, c, merged], "{name}: {indicator}");
            assert_eq!(old[indicator][3..], [start, target, merged, percent], "{name}: {indicator}");
            assert_eq!(new[indicator][3..], [merged, new_target], "{name}: {indicator}");
            seen += 1;
        }
        assert_eq!(seen, 26, "{name}");
    }
}

/// Of a unit that came in part nothing is added unless somebody told that part's figures.
#[test]
fn a_part_is_never_added_silently() {
    let folder = TempDir::new().unwrap();
    let whole = fs::read_to_string(case("lien-son.csv")).unwrap().replace("(phần nhập vào)", "(cả xã)");
    let file = folder.path().join("a.csv");
    for filled in [whole.clone(), whole.replace("xã Cao Sơn (cả xã)", "Cao Sơn")] {
        fs::write(&file, filled).unwrap();
        let annex = text(&run(UNIT, &["merger-annex", "--data", file.to_str().unwrap()]));
        let by_unit = rows(&annex, "## II. ");
        for (name, row) in by_unit.iter().filter(|(_, row)| row.len() == 7 && row[0].parse::<u32>().is_ok()) {
            assert_eq!(
                (row[3].as_str(), row[6].as_str()),
                if name == "Cơ cấu kinh tế" { ("", "") } else { ("…", "…") }
            );
        }
        assert!(annex.contains("chưa tách số của phần nhập vào của xã Cao Sơn"), "{annex}");
    }
}

/// Whoever lacks one figure gets a blank with the reason, and the rest.
#[test]
fn a_missing_figure_is_a_blank_with_the_reason() {
    let annex = annex(|table| table.set("Thu ngân sách trên địa bàn", "xã Cư Yên - Kết quả 2025", ""));
    let by_unit = rows(&annex, "## II. ");
    assert_eq!(by_unit["Thu ngân sách trên địa bàn"][4..], ["…", "1.909", "…"]);
    assert!(annex.contains("chưa có số của xã Cư Yên"), "{annex}");
    let annex = self::annex(|table| {
        table.set_row("Thu ngân sách trên địa bàn", |cell| cell.clear());
        table.set("Tỷ lệ hộ nghèo", "xã Cư Yên - Kết quả 2025", "12,5");
        table.set_below("Tỷ lệ hộ nghèo", 1, "xã Cư Yên - Kết quả 2025", "…");
    });
    let by_unit = rows(&annex, "## II. ");
    assert_eq!(by_unit["Thu ngân sách trên địa bàn"][3..], ["…", "…", "…", "…"]);
    assert_eq!(by_unit["Tỷ lệ hộ nghèo"][4], "12,5");
    assert!(annex.contains("không lấy bình quân các tỷ lệ"));
}

/// A filled form that can be changed.
#[derive(Clone)]
struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(name: &str) -> Table {
        let text = fs::read_to_string(case(name)).unwrap();
        let mut reader =
            csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(text.as_bytes());
        Table { rows: reader.records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect() }
    }

    fn head(&self) -> usize {
        self.rows.iter().position(|row| row[0] == "TT").unwrap()
    }

    fn column(&self, title: &str) -> usize {
        self.rows[self.head()].iter().position(|cell| cell == title).unwrap()
    }

    fn row(&self, name: &str) -> usize {
        self.rows.iter().position(|row| row.get(1).is_some_and(|cell| cell == name)).unwrap_or_else(|| panic!("{name}"))
    }

    fn set(&mut self, name: &str, title: &str, value: &str) {
        self.set_below(name, 0, title, value);
    }

    fn set_below(&mut self, name: &str, below: usize, title: &str, value: &str) {
        let (row, column) = (self.row(name) + below, self.column(title));
        self.rows[row][column] = value.to_string();
    }

    fn set_row(&mut self, name: &str, change: impl Fn(&mut String)) {
        let row = self.row(name);
        self.rows[row][3..17].iter_mut().for_each(change);
    }

    fn remove_column(&mut self, title: &str) {
        let column = self.column(title);
        self.rows.iter_mut().filter(|row| row.len() > column).for_each(|row| drop(row.remove(column)));
    }

    /// The table as a workbook, numbers as numbers.
    fn workbook(&self, name: &str) -> Vec<u8> {
        let mut book = Writer::new();
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (r, row) in (0u32..).zip(&self.rows) {
            for (c, cell) in (0u16..).zip(row) {
                match cell.replace(',', ".").parse::<f64>() {
                    Ok(number) if !cell.contains('.') => sheet.write(r, c, number).unwrap(),
                    _ => sheet.write(r, c, cell).unwrap(),
                };
            }
        }
        book.save_to_buffer().unwrap()
    }
}

fn annex(change: impl Fn(&mut Table)) -> String {
    let folder = TempDir::new().unwrap();
    let mut table = Table::read("lien-son.csv");
    change(&mut table);
    let file = folder.path().join("a.xlsx");
    fs::write(&file, table.workbook("Chỉ tiêu")).unwrap();
    text(&run(UNIT, &["merger-annex", "--data", file.to_str().unwrap()]))
}

/// Runs with a file that has mistakes; gives what is said of them, and proves that nothing was written.
fn refused(name: &str, bytes: &[u8]) -> String {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    let out = folder.path().join("out");
    let output = run(UNIT, &["--data", file.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(!out.exists(), "{said}");
    assert!(!said.contains("panicked") && said.starts_with("vankien: "), "{said}");
    said
}

fn wrong(change: impl Fn(&mut Table)) -> String {
    let mut table = Table::read("lien-son.csv");
    change(&mut table);
    refused("a.xlsx", &table.workbook("Chỉ tiêu"))
}

#[track_caller]
fn tells(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "no «{word}» in: {said}");
    }
}

const CELL: &str = "xã Cư Yên - Kết quả 2025";

#[test]
fn columns_that_are_missing_or_wrong_are_told() {
    let head = |table: &mut Table, title: &str, value: &str| {
        let (row, column) = (table.head(), table.column(title));
        table.rows[row][column] = value.to_string();
    };
    for title in ["Chỉ tiêu", "Đơn vị tính", CELL, "Đơn vị mới (xã Liên Sơn) - Mục tiêu 2030"] {
        tells(
            &wrong(|table| table.remove_column(title)),
            &["Chỉ tiêu!A4", "thiếu cột", title.split(" - ").last().unwrap()],
        );
    }
    let gone = wrong(|table| {
        for time in ["Năm 2020", "Mục tiêu 2025", "Kết quả 2025"] {
            table.remove_column(&format!("xã Cư Yên - {time}"));
        }
    });
    tells(&gone, &["thiếu cột «xã Cư Yên»"]);
    tells(&wrong(|table| head(table, CELL, "xã Cừ Yên - Kết quả 2025")), &["Chỉ tiêu!J4", "có phải «xã Cư Yên»?"]);
    tells(
        &wrong(|table| head(table, CELL, "xã Can Lộc - Kết quả 2025")),
        &["Chỉ tiêu!J4", "không nhập vào xã Liên Sơn", "xã Cư Yên"],
    );
    tells(
        &wrong(|table| head(table, CELL, "xã Kim Song Trườn - Kết quả 2025")),
        &["Chỉ tiêu!J4", "không có đơn vị", "Kim Song Trường"],
    );
    tells(&wrong(|table| head(table, CELL, "xã Cư Yên - Kết quả 2018")), &["Chỉ tiêu!J4", "2018", "2020, 2025, 2030"]);
    tells(&wrong(|table| head(table, CELL, "xã Cư Yên - Năm 2020")), &["Chỉ tiêu!J4", "đã có ở Chỉ tiêu!H4"]);
    for (term, reason) in
        [("2030-2025", "không hợp lý"), ("2015-2020", "lệnh ghi --term 2025-2030"), ("sắp tới", "sắp tới")]
    {
        tells(&wrong(|table| table.rows[2][0] = format!("Nhiệm kỳ: {term}")), &["Chỉ tiêu!A3", reason]);
    }
    tells(
        &wrong(|table| table.rows[1][0] = "Đơn vị: xã Liên Xơn, Phú Thọ".into()),
        &["Chỉ tiêu!A2", "không có đơn vị", "Liên Sơn"],
    );
    tells(&wrong(|table| table.rows[1][0] = "Đơn vị: xã Can Lộc".into()), &["Chỉ tiêu!A2", "xã Can Lộc", "--unit"]);
}

#[test]
fn figures_that_cannot_be_are_told() {
    let cell = |name: &'static str, value: &'static str| wrong(move |table| table.set(name, CELL, value));
    tells(&cell("Thu ngân sách trên địa bàn", "khá"), &["Chỉ tiêu!J", "«khá» không phải là số"]);
    tells(&cell("Thu ngân sách trên địa bàn", "-5"), &["Chỉ tiêu!J", "số âm"]);
    tells(&cell("Tổng số hộ", "0"), &["Chỉ tiêu!J6", "bằng 0"]);
    tells(&cell("Tỷ lệ hộ nghèo", "101"), &["lớn hơn 100"]);
    tells(&cell("Tỷ lệ hộ nghèo", "99"), &["«Tỷ lệ hộ nghèo» ghi 99", "tính từ các dòng dưới"]);
    tells(&wrong(|table| table.set("Tử số: số hộ nghèo", CELL, "99999")), &["tử số 99.999 lớn hơn mẫu số"]);
    tells(
        &wrong(|table| table.set("Thu ngân sách trên địa bàn", "Đơn vị mới (xã Liên Sơn) - Kết quả 2025", "3.600")),
        &["ghi 3.600", "là 3.621"],
    );
    let part = |table: &mut Table| table.set("- Thương mại, dịch vụ", "Đơn vị mới (xã Liên Sơn) - Mục tiêu 2030", "40");
    tells(&wrong(part), &["các dòng con cộng lại là 103,5, phải bằng 100"]);
    let unit = |unit: &'static str| wrong(move |table| table.set("Thu ngân sách trên địa bàn", "Đơn vị tính", unit));
    tells(&unit("km"), &["Chỉ tiêu!C", "«km»", "«tỷ đồng», «triệu đồng»"]);
    tells(&unit("%"), &["Chỉ tiêu!C", "«%»"]);
    let twice = wrong(|table| {
        let row = table.rows[table.row("Kết nạp đảng viên mới")].clone();
        table.rows.push(row);
    });
    tells(&twice, &["hai dòng cho một chỉ tiêu", "«Kết nạp đảng viên mới»", "đã có ở Chỉ tiêu!B"]);
    let name = |name: &'static str| wrong(move |table| table.set("Thu ngân sách trên địa bàn", "Chỉ tiêu", name));
    tells(&name("Thu ngân xách trên địa bàn"), &["Chỉ tiêu!B", "có phải «Thu ngân sách trên địa bàn»?"]);
    tells(&name(""), &["không có tên chỉ tiêu"]);
    // A day where a number was typed.
    let mut book = Writer::new();
    let table = Table::read("lien-son.csv");
    let sheet = book.add_worksheet();
    for (r, row) in (0u32..).zip(&table.rows) {
        sheet.write_row(r, 0, row).unwrap();
    }
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 2, 7).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let row = table.row("Thu ngân sách trên địa bàn") as u32;
    sheet.write_with_format(row, table.column(CELL) as u16, &day, &format).unwrap();
    tells(&refused("a.xlsx", &book.save_to_buffer().unwrap()), &["Sheet1!J", "07/02/2025", "là ngày"]);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let said = wrong(|table| {
        table.set("Thu ngân sách trên địa bàn", CELL, "khá");
        table.set("Sản lượng lương thực có hạt", CELL, "nhiều");
    });
    assert_eq!(said.lines().count(), 2, "{said}");
    tells(said.lines().next().unwrap(), &["2 chỗ", "«khá»"]);
    let said = wrong(|table| {
        let head = table.head();
        for row in &mut table.rows[head + 1..] {
            row[9] = "x".to_string();
        }
    });
    assert!((20..=21).contains(&said.lines().count()), "{said}");
    tells(&said, &["chỗ nữa"]);
}

#[test]
fn files_that_are_no_data_are_told() {
    tells(&refused("a.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), &[".xls)", "a.xls"]);
    tells(&refused("a.pdf", b"%PDF-1.7"), &["PDF"]);
    tells(&refused("a.csv", b""), &["rỗng"]);
    tells(&refused("a.csv", b"a,b\n1,2\n"), &["thiếu cột «Chỉ tiêu»", "--data-form"]);
    let output = run(UNIT, &["--data", "tests/khong-co.xlsx"]);
    assert_eq!(output.status.code(), Some(2));
    tells(&said(&output), &["khong-co.xlsx", "không tìm thấy"]);
}

/// Percentages are read as they are shown; a formula nobody has computed is no zero; an estimate is told.
#[test]
fn cells_are_read_as_they_are_shown() {
    let table = Table::read("lien-son.csv");
    let column = table.column(CELL) as u16;
    let row = |name: &str| table.row(name) as u32;
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    for (r, cells) in (0u32..).zip(&table.rows) {
        sheet.write_row(r, 0, cells).unwrap();
    }
    sheet.write_formula(row("Thu ngân sách trên địa bàn"), column, "=1+1").unwrap();
    sheet.write(row("Kết nạp đảng viên mới"), column, "ước 12").unwrap();
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.0%");
    sheet.write_with_format(row("Tỷ lệ hộ nghèo"), column, 0.101, &percent).unwrap();
    book.add_worksheet().set_name("Cũ").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.xlsx");
    fs::write(&file, book.save_to_buffer().unwrap()).unwrap();
    let output = run(UNIT, &["merger-annex", "--data", file.to_str().unwrap()]);
    tells(&said(&output), &["công thức chưa có kết quả", "«ước»", "trang ẩn «Cũ»"]);
    let by_unit = rows(&text(&output), "## II. ");
    assert_eq!(by_unit["Thu ngân sách trên địa bàn"][4..], ["…", "1.909", "…"]);
    assert_eq!(by_unit["Kết nạp đảng viên mới"][4], "12");
    assert_eq!(by_unit["Tỷ lệ hộ nghèo"][4], "10,1");
}

const PEOPLE: &str = "STT;Họ tên;Chức danh;Năm sinh;;Dân tộc;Chuyên môn;LLCT;Vào Đảng;Tái cử;Lần đầu;Ghi thêm\n\
                      ;;;Nam;Nữ;;;;;;;\n";

fn people(rows: &str) -> Output {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("nhan-su.csv");
    fs::write(&file, format!("{PEOPLE}{rows}")).unwrap();
    run(UNIT, &["personnel-plan", "--data", file.to_str().unwrap(), "--as-of", "2025-08-05"])
}

#[test]
fn people_are_counted() {
    let profile = &*PROFILE;
    let mut reader = Reader::new(profile, &PACK);
    let rows = "1;Nguyễn A;Bí thư;12/3/1974;;Kinh;Luật;CC;1999;x;;\n\
                2;Trần B;Phó Bí thư;;1985;Mường;Luật;CC;2004;x;;\n\
                3;Lê C;Trưởng ban;06/8/1983;;Kinh;Luật;TC;2008;;x;\n";
    reader.add("", &Workbook::read(format!("{PEOPLE}{rows}").as_bytes()).unwrap());
    let (data, remarks) = reader.finish().unwrap();
    assert_eq!(data.people.len(), 3);
    assert!(remarks.iter().any(|r| r.text.contains("họ tên")) && remarks.iter().any(|r| r.text.contains("Ghi thêm")));
    let output = people(rows);
    let plan = text(&output);
    assert!(!plan.contains("Nguyễn A"), "{plan}");
    for words in ["Bí thư", "06/8/1983", "Mường", "tái cử", "33,33", "66,67"] {
        assert!(plan.contains(words), "no «{words}» in {plan}");
    }
    for (row, words) in [
        ("1;A;Bí thư;1874;;Kinh;;;;x;;\n", "1874"),
        (";A;;1974;;Kinh;;;;x;;\n", "chưa ghi chức vụ"),
        ("1;A;Bí thư;1974;1975;Kinh;;;;x;;\n", "đều có chữ"),
    ] {
        let output = people(row);
        assert_eq!(output.status.code(), Some(2));
        tells(&said(&output), &["dòng 3, cột", words]);
    }
}

/// A table with a row for each unit and year says the same as one with a column for each.
#[test]
fn a_long_table_is_read_too() {
    let mut long = String::from("\u{FEFF}Năm,Địa phương,Tên chỉ tiêu,ĐVT,Giá trị,Tử số,Mẫu số\n");
    for (unit, value, top, bottom) in
        [("Cao Sơn (phần nhập vào)", "10,5", 3, 90), ("Cư Yên", "8", 5, 77), ("Liên Sơn", "1.200", 7, 41)]
    {
        long.push_str(&format!("2025,{unit},Thu ngân sách NSNN,tỷ đồng,\"{value}\",,\n").replace(" NSNN", ""));
        long.push_str(&format!("2025,{unit},Tỷ lệ hộ nghèo,%,,{top},{bottom}\n"));
    }
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.csv");
    fs::write(&file, long).unwrap();
    let annex = text(&run(UNIT, &["merger-annex", "--data", file.to_str().unwrap()]));
    let by_unit = rows(&annex, "## II. ");
    assert_eq!(by_unit["Thu ngân sách trên địa bàn"][3..], ["10,5", "8", "1.200", "1.218,5"]);
    // 15/208
    assert_eq!(by_unit["Tỷ lệ hộ nghèo"][3..], ["3,33", "6,49", "17,07", "7,21"]);
}

/// The empty form, and the filled one beside it.
fn form(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
    let path = folder.join(name);
    let output = run(UNIT, &["--data-form", "-o", path.to_str().unwrap(), "-q"]);
    assert!(output.status.success(), "{}", said(&output));
    let filled = folder.join(name.replace('.', "-vi-du."));
    (path, filled)
}

/// The form is taken as it comes, empty or filled, as a workbook or as text; the same form is the same bytes.
#[test]
fn the_form_is_read_as_it_is_written() {
    let folder = TempDir::new().unwrap();
    let place = folder.path();
    let (empty, filled) = form(place, "a.xlsx");
    let again = form(place, "b.xlsx");
    assert_eq!(fs::read(&empty).unwrap(), fs::read(again.0).unwrap());
    assert_eq!(fs::read(&filled).unwrap(), fs::read(again.1).unwrap());
    let blank = text(&run(UNIT, &["merger-annex"]));
    assert_eq!(text(&run(UNIT, &["merger-annex", "--data", empty.to_str().unwrap()])), blank);
    let (_, lines) = form(place, "c.csv");
    let beside = |end: &str| lines.with_file_name(format!("c-vi-du-{end}.csv")).display().to_string();
    for kind in ["merger-annex", "political-report", "personnel-plan", "action-programme"] {
        let output = run(UNIT, &[kind, "--data", filled.to_str().unwrap()]);
        assert_eq!(said(&output), "", "nothing of the form is passed over");
        let (people, tasks) = (beside("nhan-su"), beside("nhiem-vu"));
        let of_lines = run(UNIT, &[kind, "--data", lines.to_str().unwrap(), "--data", &people, "--data", &tasks]);
        assert_eq!(text(&output), text(&of_lines), "{kind}");
        assert_ne!(text(&output), text(&run(UNIT, &[kind])), "{kind}");
    }
}

/// A form goes where `-o` says, a file or a folder; what somebody has begun to fill in is not overwritten.
#[test]
fn the_form_and_its_sample_come_together() {
    let folder = TempDir::new().unwrap();
    let names = |folder: &Path| {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let asked = |output: Option<&Path>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.current_dir(&folder).args(["new", "--unit", UNIT, "--term", "2025-2030", "--data-form"]);
        command.args(output.iter().flat_map(|path| [Path::new("-o"), path])).output().unwrap()
    };
    let usual = ["bieu-so-lieu-vi-du.xlsx", "bieu-so-lieu.xlsx"];
    assert!(asked(None).status.success());
    assert_eq!(names(folder.path()), usual);
    let dossier = folder.path().join("hồ sơ/mới");
    tells(&said(&asked(Some(&dossier))), &["đã tạo", "bieu-so-lieu.xlsx", "bieu-so-lieu-vi-du.xlsx"]);
    assert_eq!(names(&dossier), usual);
    // Of a pair that stands there in part nothing is touched, nothing added.
    fs::remove_file(dossier.join(usual[1])).unwrap();
    fs::write(dossier.join(usual[0]), "của tôi").unwrap();
    let output = asked(Some(&dossier));
    assert_eq!(output.status.code(), Some(2));
    tells(&said(&output), &[usual[0], "đã có"]);
    assert_eq!(names(&dossier), [usual[0]]);
    assert_eq!(fs::read_to_string(dossier.join(usual[0])).unwrap(), "của tôi");
    for name in ["a.ods", "a.docx"] {
        let output = asked(Some(&folder.path().join(name)));
        assert_eq!(output.status.code(), Some(2));
        tells(&said(&output), &[name, ".xlsx"]);
    }
    // A folder holds one unit's dossier.
    fs::write(dossier.join("vankien.yml"), "unit: xã Can Lộc\nterm: 2025-2030\n").unwrap();
    fs::remove_file(dossier.join(usual[0])).unwrap();
    tells(&said(&asked(Some(&dossier))), &["xã Can Lộc", "-o thư mục khác"]);
    assert_eq!(names(&dossier), ["vankien.yml"]);
}

/// Sentences have the figures of the tables: of the same measure, year and unit, and only what is a plain number.
#[test]
fn what_is_known_stands_in_sentences_too() {
    let report = |change: &dyn Fn(&mut Table)| {
        let folder = TempDir::new().unwrap();
        let mut table = Table::read("lien-son.csv");
        change(&mut table);
        let file = folder.path().join("a.xlsx");
        fs::write(&file, table.workbook("Chỉ tiêu")).unwrap();
        let paper = |kind| text(&run(UNIT, &[kind, "--data", file.to_str().unwrap()]));
        paper("political-report") + &paper("resolution")
    };
    let known = report(&|_| {});
    for words in [
        "dân số 17.913 người với 19.915 hộ",
        // It fell: «tăng bình quân» is for a person to put right.
        "Giá trị sản xuất tăng bình quân … %/năm, mục tiêu là 6,79 %/năm",
        "Thu nhập bình quân đầu người năm 2020 là 80,2 triệu đồng, năm 2025 là 51,0 triệu đồng",
        "nông, lâm nghiệp, thủy sản 25,84 %, công nghiệp, xây dựng 27,85 %, thương mại, dịch vụ 46,31 %",
        "năm 2025 là 4.632,1 tấn, so với năm 2020 tăng (giảm) … tấn",
        "đạt 3.621 tỷ đồng, bằng 59,5 % mục tiêu",
        "có … hợp tác xã, trong đó … hợp tác xã hoạt động có hiệu quả",
        // Another year's, and what may be five years' or one's.
        "Cuối năm 2024 còn …/… hộ nghèo, tỷ lệ … %",
        "Vốn đầu tư toàn xã hội trong 5 năm là … tỷ đồng",
        "đưa thu nhập bình quân đầu người đạt 56 triệu đồng",
        "thêm … sản phẩm OCOP",
        "Đến năm 2030: thu nhập bình quân đầu người 56 triệu đồng; tỷ lệ hộ nghèo 17 %; kết nạp 476 đảng viên mỗi năm",
    ] {
        assert!(known.contains(words), "no «{words}» in\n{known}");
    }
    // Another unit than the sentence's, another measure in the row's stead.
    let other = report(&|table| {
        table.set("Thu ngân sách trên địa bàn", "Đơn vị tính", "triệu đồng");
        table.set("Số doanh nghiệp đang hoạt động", "Chỉ tiêu", "Số hợp tác xã hoạt động có hiệu quả");
        table.set("Số hợp tác xã hoạt động có hiệu quả", "Đơn vị tính", "hợp tác xã");
    });
    for words in [
        "đạt … tỷ đồng, bằng … % mục tiêu",
        "đang hoạt động năm 2020 là …, năm 2025 là …;",
        "trong đó 4.725,15 hợp tác xã hoạt động có hiệu quả",
    ] {
        assert!(other.contains(words), "no «{words}» in\n{other}");
    }
}

/// A chi bộ, an office has measures of its own choosing: the tables hold those its file speaks of, else the usual ones.
#[test]
fn small_organisations_choose_their_measures() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.csv");
    let rows = "Chỉ tiêu;Đơn vị tính;Năm 2020;Mục tiêu 2025;Kết quả 2025;Mục tiêu 2030\n\
                Kết nạp đảng viên mới;người/năm;3;4;5;6\n\
                Tỷ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên;%;90;92;93,5;95\n";
    fs::write(&file, rows).unwrap();
    let file = file.to_str().unwrap();
    for (unit, target) in [
        (
            "chi bộ thôn 3, xã Can Lộc, Hà Tĩnh",
            "| 2 | Tỷ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên | % | 92 | 93,5 |",
        ),
        (
            "Đảng bộ Trường Cao đẳng Y tế, Hà Tĩnh",
            "| 2 | Tỷ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên | % | 90 | 92 | 93,5 | 101,6% |",
        ),
    ] {
        let report = text(&run(unit, &["political-report", "--data", file]));
        let programme = text(&run(unit, &["action-programme", "--data", file]));
        for (text, line) in [
            (&report, target),
            (&report, "| 1 | Kết nạp đảng viên mới | người/năm | 5 | 6 |"),
            (&programme, "| 1 | Kết nạp đảng viên mới | người/năm | … | … | … | … | 6 |"),
            (&programme, "| 2 | … | … | … | …/…/… | … | … | Tỷ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên |"),
        ] {
            assert!(text.contains(line), "{unit}: no «{line}» in\n{text}");
        }
        assert!(!report.contains("| 3 | … | … | … | … |"), "{report}");
        let none = text(&run(unit, &["political-report"]));
        assert!(none.contains("| 1 | Kết nạp đảng viên mới | người/năm | … | … |\n"), "{none}");
        assert!(text(&run(unit, &["action-programme"])).contains("| 3 | … | … | … | … | … | … | … |"));
    }
}

/// The dossier of a filled form has no finding on figures.
#[test]
fn what_is_reckoned_is_not_found_fault_with() {
    let folder = TempDir::new().unwrap();
    let (_, filled) = form(folder.path(), "c.xlsx");
    let out = folder.path().join("out");
    let (filled, out) = (filled.to_str().unwrap(), out.to_str().unwrap());
    assert!(run(UNIT, &["--data", filled, "-o", out]).status.success());
    let lint = |out: &str| {
        let args = ["lint", out, "--format", "json", "--ignore", "unfilled-placeholder"];
        let output = Command::new(env!("CARGO_BIN_EXE_vankien")).args(args).output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["findings"].as_array().unwrap().clone()
    };
    let told = |f: &serde_json::Value| format!("{} {}: {}", f["path"], f["rule"], f["message"]);
    let faults: Vec<_> = lint(out)
        .into_iter()
        .filter(|f| ["figures", "indicators", "personnel"].iter().any(|g| f["group"] == *g) && f["severity"] != "info")
        .map(|f| told(&f))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    // Figures drawn at random are no plan anybody would make, but they agree.
    for (name, unit) in [("lien-son", UNIT), ("dinh-lap", "xã Đình Lập, Lạng Sơn")] {
        let out = folder.path().join(name);
        let out = out.to_str().unwrap();
        assert!(run(unit, &["--data", &case(&format!("{name}.csv")), "-o", out]).status.success());
        let unlikely = ["target-not-better", "target-growth-implausible"];
        let faults: Vec<_> = lint(out)
            .into_iter()
            .filter(|f| !unlikely.iter().any(|rule| f["rule"] == *rule))
            .map(|f| told(&f))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let files: Files = embedded_packs();
    load_packs(&files, &[]).unwrap()
});

static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
    let day = "2025-08-05".parse().unwrap();
    Profile::of(UNIT, (2025, 2030), day, Gazetteer::embedded(), &|_| None).unwrap()
});

/// Reads and renders; whatever is in the file, it is taken or refused.
fn survive(bytes: &[u8]) {
    let Ok(workbook) = Workbook::read(bytes) else { return };
    let mut reader = Reader::new(&PROFILE, &PACK);
    reader.add("a", &workbook);
    match reader.finish() {
        Ok((data, _)) => {
            let templates = Templates::built_in().unwrap();
            let order = Order { profile: &PROFILE, pack: &PACK, templates, data: Some(&data) };
            order.paper(Paper::Document(vankien::document::Kind::MergerAnnex)).unwrap();
        }
        Err(problems) => assert!(!problems.is_empty() && problems.iter().all(|p| !p.text.is_empty())),
    }
}

static CASE: LazyLock<Table> = LazyLock::new(|| Table::read("lien-son.csv"));
static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| CASE.workbook("Chỉ tiêu"));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_cell_is_survived(changes in prop::collection::vec((0usize..90, 0usize..19,
        "[0-9.,%-]{0,20}|99999999999999999|9999999999999,99|[a-zà-ỹ ]{0,12}|Năm 20[0-9]{2}|Mẫu số|Tử số|xã Cư Yên|…|-|1e300"), 1..12)) {
        let mut table = CASE.clone();
        for (row, column, value) in changes {
            let row = row % table.rows.len();
            if let Some(cell) = table.rows[row].get_mut(column) {
                *cell = value;
            }
        }
        survive(&table.workbook("Chỉ tiêu"));
    }

    #[test]
    fn a_damaged_file_is_survived(at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let mut bytes = BYTES.clone();
        let at = at.index(bytes.len());
        bytes[at] = with;
        survive(&bytes);
    }

    #[test]
    fn any_table_is_survived(text in "((TT|Chỉ tiêu|Nhiệm vụ|Chức vụ|Năm 2020|Kết quả 2025|Đơn vị cũ|Năm|Giá trị|xã Cư Yên|[0-9,]{0,5}|Nam|x)?[;\n]){0,60}") {
        survive(text.as_bytes());
    }
}
