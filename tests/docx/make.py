#!/usr/bin/env python3
"""Makes the Word files under corpus/: by python-docx with Word's habits put in, by pandoc, by LibreOffice.

Run by hand when the corpus is to grow; the files are committed, so tests need none of these programs.
Needs python-docx, pypandoc_binary and LibreOffice. Usage: make.py [FOLDER]
"""

import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import docx
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NS = nsdecls("w") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
LINES = [
    "Trong nhiệm kỳ qua, Đảng bộ xã Kim Lộc đã lãnh đạo thực hiện thắng lợi nhiều chỉ tiêu quan trọng.",
    "Thu nhập bình quân đầu người năm 2024 đạt 65,4 triệu đồng, tăng 12,5 triệu đồng so với năm 2020.",
    "Tỷ lệ hộ nghèo giảm từ 5,2% xuống còn 1,8%; toàn xã có 09 thôn, 2.345 hộ với 9.240 nhân khẩu.",
    "Cần tăng cường công tác tuyên truyền, đẩy mạnh cải cách hành chính, nâng cao chất lượng cán bộ.",
    "Phấn đấu đến năm 2030 có 100% thôn đạt chuẩn nông thôn mới nâng cao; kết nạp 30-35 đảng viên.",
]
MARKDOWN = """---
title: Báo cáo chính trị
---

# I. Kết quả thực hiện nhiệm kỳ 2020-2025

Đảng bộ xã **Kim Lộc** đã lãnh đạo *thực hiện thắng lợi* nhiều chỉ tiêu[^1]; xem [nghị quyết](https://example.org/a?b&c).

- Về kinh tế: thu nhập bình quân đạt 65,4 triệu đồng.
- Về xã hội:
    1. giảm nghèo còn 1,8%;
    2. 09/09 thôn văn hóa.

| TT | Chỉ tiêu | Kế hoạch | Kết quả |
|---:|----------|---------:|--------:|
| 1 | Thu nhập (triệu đồng) | 60 | 65,4 |
| 2 | Hộ nghèo (%) | < 2 | 1,8 |

> Đoàn kết – Kỷ cương – Sáng tạo

# II. Phương hướng

Phấn đấu đến năm 2030 kết nạp 30-35 đảng viên[^2].

[^1]: Theo Quyết định số 12-QĐ/TU của Tỉnh ủy & Ban Thường vụ.
[^2]: Số liệu đến ngày 31/12/2024.
"""


def run(text, properties="", preserve=True):
    space = ' xml:space="preserve"' if preserve else ""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<w:r>{properties}<w:t{space}>{escaped}</w:t></w:r>"


def broken(text):
    """Runs as Word leaves them after editing and spell-checking: cut anywhere, each with a save id of its own."""
    parts = re.findall(r".{1,7}", text)
    runs = []
    for i, part in enumerate(parts):
        runs.append(run(part).replace("<w:r>", f'<w:r w:rsidR="00A{i:05X}">', 1))
        if i % 5 == 2:
            runs.append('<w:proofErr w:type="spellStart"/>')
        if i % 5 == 3:
            runs.append('<w:proofErr w:type="spellEnd"/>')
    return "".join(runs)


def field(code, result):
    char = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
    return (
        char % "begin"
        + f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        + char % "separate"
        + run(result)
        + char % "end"
    )


def box(text):
    """A text box as Word writes it: once for itself, once for older readers."""
    inside = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        '<wp:extent cx="1800000" cy="500000"/><wp:docPr id="7" name="Khung"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        '</w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect style="width:140pt;height:40pt"><v:textbox>'
        f"{inside}</v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def changed(kind, identifier, inside):
    return f'<w:{kind} w:id="{identifier}" w:author="Nguyễn Thị Lan" w:date="2025-07-01T08:00:00Z">{inside}</w:{kind}>'


def paragraph(body, inside, style=None):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    body.insert(len(body) - 1, parse_xml(f"<w:p {NS}>{properties}{inside}</w:p>"))


def habits():
    """A draft that has been through many hands."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Dự thảo lần 2 – Đảng bộ xã Kim Lộc"
    body = document.element.body
    document.add_heading("BÁO CÁO CHÍNH TRỊ", 1)
    paragraph(body, broken(LINES[0]))
    paragraph(body, run(unicodedata.normalize("NFD", LINES[1])) + run(unicodedata.normalize("NFD", LINES[2]), "<w:b/>"))
    document.add_heading("I. Kết quả thực hiện", 2)
    paragraph(body, run("Xem trang ") + field("PAGE", "3") + run(" và ") + '<w:fldSimple w:instr=" DATE "><w:r><w:t>05/8/2025</w:t></w:r></w:fldSimple>' + run("."))
    paragraph(body, "<w:sdt><w:sdtPr><w:alias w:val=\"Ô\"/><w:id w:val=\"77\"/></w:sdtPr><w:sdtContent>" + run(LINES[3]) + "</w:sdtContent></w:sdt>" + run(" Hết."))
    paragraph(body, run("Theo ") + '<w:hyperlink w:anchor="cho">' + run("nghị quyết của xã Kim Lộc", "<w:u w:val=\"single\"/>") + "</w:hyperlink>" + '<w:bookmarkStart w:id="20" w:name="cho"/>' + run(" đã ban hành") + '<w:bookmarkEnd w:id="20"/>' + run("."))
    paragraph(body, run("Chỉ tiêu ") + changed("ins", 21, run("đạt và vượt ")) + changed("del", 22, '<w:r><w:delText xml:space="preserve">không đạt </w:delText></w:r>') + run("kế hoạch A & B < C."))
    paragraph(body, "<w:r><w:t>Có</w:t><w:tab/><w:t>cột</w:t><w:br/><w:t>xuống dòng, nối</w:t><w:noBreakHyphen/><w:t>liền</w:t><w:softHyphen/></w:r>" + '<w:r><w:lastRenderedPageBreak/><w:t xml:space="preserve"> sang trang, </w:t><w:sym w:font="Symbol" w:char="F0B3"/></w:r>')
    paragraph(body, run("Trước khung ") + box("Khung chữ: 09 thôn, 2.345 hộ") + run(" sau khung."))
    paragraph(body, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>chữ ẩn</w:t></w:r>" + run("Chữ hiện. ") + "<w:r><w:rPr><w:rFonts w:ascii=\".VnTime\" w:hAnsi=\".VnTime\"/></w:rPr><w:t>Uû ban nh©n d©n x·</w:t></w:r>")
    for text in LINES[3:]:
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=4, cols=4)
    table.style = "Table Grid"
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row.cells):
            cell.text = ["TT", "Chỉ tiêu", "Kế hoạch", "Kết quả"][j] if i == 0 else f"{i}.{j} {LINES[i][:30]}"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 1).merge(table.cell(3, 2))
    nested = table.cell(2, 3).add_table(rows=1, cols=2)
    nested.cell(0, 0).text, nested.cell(0, 1).text = "trong ô", "65,4 triệu đồng"
    last = document.add_paragraph(LINES[4])
    document.add_comment(runs=last.runs, text="Số này lấy ở đâu?", author="Nguyễn Thị Lan", initials="NTL")
    document.add_paragraph("Nơi nhận:")
    return document


def bare():
    """A draft without comments, without styles of its own, all of it in a table and in empty paragraphs."""
    document = docx.Document()
    body = document.element.body
    paragraph(body, "")
    paragraph(body, "<w:r><w:t>" + LINES[0] + "</w:t></w:r>")
    table = document.add_table(rows=2, cols=2)
    for i, cell in enumerate(table.rows[0].cells + table.rows[1].cells):
        cell.text = LINES[i % 5]
    paragraph(body, run("  " + LINES[1] + "  ", preserve=False))
    return document


def rewritten(source, target, change):
    """A package with its XML parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.endswith((".xml", ".rels")):
                data = change(item.filename, data.decode("utf-8")).encode("utf-8")
            new.writestr(zipfile.ZipInfo(item.filename, (2025, 8, 5, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def other_prefix(name, text):
    """Word's name space under another prefix, as some programs write it."""
    if not name.startswith("word/") or "xmlns:w=" not in text:
        return text
    text = re.sub(r"(</?)w:", r"\1ns0:", text)
    return re.sub(r"(\s)w:(\w+=)", r"\1ns0:\2", text).replace("xmlns:w=", "xmlns:ns0=")


def strict(_name, text):
    """Strict Open XML: other name spaces for the same."""
    text = text.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
    return text.replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")


def resaved(source, target):
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "docx", "--outdir", folder]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=180)
        rewritten(Path(folder) / source.name, target, lambda _name, text: text)


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "corpus")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        habits().save(scratch / "habits.docx")
        bare().save(scratch / "bare.docx")
        pypandoc.convert_text(MARKDOWN, "docx", format="markdown", outputfile=str(scratch / "pandoc.docx"))
        for name in ["habits", "bare", "pandoc"]:
            rewritten(scratch / f"{name}.docx", folder / f"{name}.docx", lambda _name, text: text)
        rewritten(scratch / "habits.docx", folder / "other-prefix.docx", other_prefix)
        rewritten(scratch / "pandoc.docx", folder / "strict.docx", strict)
        resaved(folder / "habits.docx", folder / "habits-libreoffice.docx")
        resaved(folder / "pandoc.docx", folder / "pandoc-libreoffice.docx")
    for path in sorted(folder.glob("*.docx")):
        print(f"{path.stat().st_size:>8} {path.name}")


if __name__ == "__main__":
    main()
