use super::*;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};

fn number(text: &str) -> Value {
    Value::Number(Number::parse(text).unwrap())
}

fn words(text: &str) -> Value {
    Value::Text(text.into())
}

/// Text, numbers, days, percentages, merged cells, formulas with and without a result.
fn excel() -> Vec<u8> {
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Chỉ tiêu").unwrap();
    sheet.merge_range(0, 1, 0, 3, "xã Thiên Lộc", &Format::new()).unwrap();
    sheet.write(1, 0, "  Thu ngân sách ").unwrap();
    sheet.write(1, 1, 7.2).unwrap();
    sheet.write(1, 2, 0.1 + 0.2).unwrap();
    sheet.write(1, 3, 1_234_567).unwrap();
    sheet.write(2, 0, "7,2").unwrap();
    sheet.write_with_format(2, 1, 0.0523, &Format::new().set_num_format("0.00%")).unwrap();
    let day = ExcelDateTime::from_ymd(1969, 2, 3).unwrap();
    sheet.write_with_format(2, 2, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    sheet.write_formula(3, 0, "=B2+1").unwrap();
    sheet.write_formula(3, 1, Formula::new("=B2+1").set_result("8.2")).unwrap();
    // A cell far away that only has a look.
    sheet.write_blank(1_048_575, 16_383, &Format::new().set_bold()).unwrap();
    book.add_worksheet().set_name("Ẩn").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn an_excel_file_is_read() {
    let book = Workbook::read(&EXCEL).unwrap();
    let [sheet, hidden] = &book.sheets[..] else { panic!("{book:?}") };
    assert_eq!((sheet.name.as_str(), hidden.hidden), ("Chỉ tiêu", true));
    assert_eq!(sheet.merged, [Area { from: (0, 1), to: (0, 3) }]);
    assert_eq!(sheet.shown(0, 3), &words("xã Thiên Lộc"));
    assert_eq!(sheet.cell(0, 3).value, Value::Empty);
    assert_eq!(sheet.cell(1, 0).value, words("Thu ngân sách"));
    assert_eq!(sheet.cell(1, 1).value, number("7,2"));
    assert_eq!(sheet.cell(1, 2).value, number("0,3"));
    assert_eq!(sheet.cell(1, 3).value, number("1234567"));
    assert_eq!(sheet.cell(2, 0).value, words("7,2"));
    assert_eq!(sheet.cell(2, 1).value, Value::Percent(Number::parse("5,23").unwrap()));
    assert_eq!(sheet.cell(2, 2).value, Value::Date("1969-02-03".parse().unwrap()));
    assert_eq!(sheet.cell(3, 0), &Cell { value: Value::Empty, uncomputed: true });
    assert_eq!(sheet.cell(3, 1).value, number("8,2"));
    assert_eq!(sheet.rows.len(), 4);
    assert_eq!(sheet.place(6, 2), "Chỉ tiêu!C7");
    assert_eq!(sheet.place(0, 27), "Chỉ tiêu!AB1");
}

static EXCEL: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(excel);

fn open_document(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">\
         <office:body><office:spreadsheet><table:table table:name=\"Nhân sự\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let parts = [
        ("mimetype".to_string(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml".to_string(), content.into_bytes()),
    ];
    Package::create(&parts).unwrap()
}

#[test]
fn an_open_document_is_read() {
    let bytes = open_document(
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>\
         <table:table-row><table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"2\">\
         <text:p>Bí <text:span>thư</text:span></text:p><office:annotation><text:p>nhắc</text:p></office:annotation>\
         </table:table-cell><table:covered-table-cell/>\
         <table:table-cell office:value-type=\"float\" office:value=\"1234.5\"><text:p>1.234,5</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"date\" office:date-value=\"1975-04-30T00:00:00\"/>\
         <table:table-cell office:value-type=\"percentage\" office:value=\"0.052\"/>\
         <table:table-cell table:formula=\"of:=[.A1]\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
    );
    let book = Workbook::read(&bytes).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.rows.len(), 3);
    assert_eq!(sheet.cell(2, 0).value, words("Bí thư"));
    assert_eq!(sheet.shown(2, 1), &words("Bí thư"));
    assert_eq!(sheet.cell(2, 2).value, number("1234,5"));
    assert_eq!(sheet.cell(2, 3).value, Value::Date("1975-04-30".parse().unwrap()));
    assert_eq!(sheet.cell(2, 4).value, Value::Percent(Number::parse("5,2").unwrap()));
    assert!(sheet.cell(2, 5).uncomputed);
    assert_eq!(sheet.place(2, 2), "Nhân sự!C3");
}

#[test]
fn csv_is_read_whatever_its_marks() {
    for (bytes, what) in [
        ("TT;Chỉ tiêu;Giá trị\r\n\r\n1;Thu nhập;65,4\r\n2;\"a;\"\"b\"\"\";1.234\r\n".as_bytes().to_vec(), "semicolon"),
        (
            "\u{FEFF}TT,Chỉ tiêu,Giá trị\n\n1,Thu nhập,\"65,4\"\n2,\"a;\"\"b\"\"\",1.234\n".as_bytes().to_vec(),
            "comma, mark",
        ),
        ("TT\tChỉ tiêu\tGiá trị\n\n1\tThu nhập\t65,4\n2\ta;\"b\"\t1.234\n".as_bytes().to_vec(), "tab"),
        (
            "\u{FEFF}TT\tChỉ tiêu\tGiá trị\r\n\r\n1\tThu nhập\t65,4\r\n2\t\"a;\"\"b\"\"\"\t1.234"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
            "UTF-16",
        ),
    ] {
        let book = Workbook::read(&bytes).unwrap();
        let sheet = &book.sheets[0];
        assert_eq!(sheet.cell(1, 1).value, words("Thu nhập"), "{what}");
        assert_eq!(sheet.cell(1, 2).value, words("65,4"), "{what}");
        assert_eq!(sheet.cell(2, 1).value, words("a;\"b\""), "{what}");
        assert_eq!(sheet.place(1, 2), "dòng 3, cột 3", "{what}");
    }
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let said = |bytes: &[u8]| Workbook::read(bytes).unwrap_err().to_string();
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    assert!(said(&ole).contains(".xls)"));
    let locked: Vec<u8> = ole.into_iter().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(said(&locked).contains("mật khẩu"));
    assert!(said(b"").contains("rỗng"));
    assert!(said(b"<html><table>").contains("trang web"));
    assert!(said(b"PK\x03\x04").contains("chưa hết"));
    assert!(said(b"a,b\n\xE1\xE9").contains("UTF-8"));
    // A million rows of words.
    let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell \
               table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    assert!(said(&open_document(row)).contains("vượt mức"));
    let zeros = [
        ("mimetype".to_string(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml".to_string(), vec![b' '; 60 << 20]),
    ];
    assert!(said(&Package::create(&zeros).unwrap()).contains("vượt mức"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_stored_is_read(mantissa in -999_999_999i64..999_999_999, scale in 0u8..5) {
        let number = Number { mantissa, scale, style: Style::Plain };
        prop_assert_eq!(stored(&number.value().to_string()), Some(number));
    }

    #[test]
    fn damaged_files_do_not_panic(at in 0usize..6_000, with in any::<u8>(), cut in 0usize..9_000) {
        let mut bytes = EXCEL.clone();
        let at = at % bytes.len();
        bytes[at] = with;
        let _ = Workbook::read(&bytes);
        let _ = Workbook::read(&bytes[..cut.min(bytes.len())]);
    }

    #[test]
    fn any_xml_and_any_text_is_survived(rows in "(<(table:table-row|table:table-cell|text:p|office:annotation)( table:number-(rows|columns)-(repeated|spanned)=\"[0-9]{1,20}\")?/?>|</(table:table-row|table:table-cell|text:p)>|[a-z0-9#]){0,30}", text in "[a-z;,\t\"\r\n0-9]{0,80}") {
        let _ = Workbook::read(&open_document(&rows));
        let _ = Workbook::read(text.as_bytes());
    }
}
