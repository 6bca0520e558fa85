"""Annotated copies show the findings and keep all else of the workbook."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill

from bpsheet.checker.annotate import annotate
from bpsheet.checker.diagnostics import Diagnostic, Evidence, Place, Report, Severity
from bpsheet.errors import InputError, OutputError
from tests.applications import differences, gnumeric_values, libreoffice_values
from tests.shared import shared

RED, AMBER, BLUE = "FFFFB3B3", "FFFFE08A", "FFCFE2FF"
REAL = {
    "VishakBharadwaj94__Deep_Learning_in_Excel__backprop.xlsx": Place("Sheet1", 35, 25, 66, 26),
    "garima-mahato__END2__END2_S2_Backpropagation.xlsx": Place("LR=0.5", 27, 10, 99, 10),
    "kotalaraghava__END-2.0__BackPropagation.ods": Place("Sheet1", 38, 25, 59, 28),
    "pankaj90382__END-1.0__NN_Design.xlsx": Place("0.1", 23, 24, 99, 24),
    "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx": Place("Sheet1", 30, 8, 40, 9),
}
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def report(
    source: Path, *places: Place, severity: Severity = Severity.ERROR, message: str = "is wrong"
) -> Report:
    finding = Diagnostic("BP302", severity, places, message)
    return Report(source, diagnostics=(finding,))


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def small_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 6):
        sheet.cell(row, 1, row)
        sheet.cell(row, 2, f"=A{row}*2")
    sheet["B2"].font = Font(bold=True)
    sheet["B2"].number_format = "0.000"
    sheet["B2"].comment = Comment("mine", "a reader")
    sheet["A1"].comment = Comment("first", "a reader")
    sheet.merge_cells("D1:E2")
    sheet["D1"] = "joined"
    rule = CellIsRule("greaterThan", ["3"], fill=PatternFill(bgColor="00FF00"))
    sheet.conditional_formatting.add("A1:A5", rule)
    book.create_sheet("Other")["C3"] = "untouched"
    book.save(path)
    return path


def written_ods(path: Path, rows: str, styles: str = "", columns: str = "") -> Path:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{OFFICE}"'
        f' xmlns:table="{TABLE}" xmlns:style="{STYLE}" xmlns:fo="{FO}" xmlns:text="{TEXT}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2">'
        f"{styles}<office:body><office:spreadsheet>"
        f'<table:table table:name="S">{columns}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("own/part.bin", b"\x00\x01")
    return path


def ods_rows(path: Path) -> list[list[tuple[str, str]]]:
    """Return each cell's colour and comment, with repetitions written out."""
    root = etree.fromstring(parts(path)["content.xml"])
    colours = {
        style.get(f"{{{STYLE}}}name"): style.find(f"{{{STYLE}}}table-cell-properties").get(
            f"{{{FO}}}background-color"
        )
        for style in root.iter(f"{{{STYLE}}}style")
        if style.find(f"{{{STYLE}}}table-cell-properties") is not None
    }
    rows = []
    for row in root.iter(f"{{{TABLE}}}table-row"):
        cells = []
        for cell in row:
            colour = colours.get(cell.get(f"{{{TABLE}}}style-name"), "")
            note = "|".join(
                "".join(p.itertext())
                for p in cell.findall(f".//{{{OFFICE}}}annotation/{{{TEXT}}}p")
            )
            cells += [(colour, note)] * int(cell.get(f"{{{TABLE}}}number-columns-repeated", "1"))
        rows += [cells] * int(row.get(f"{{{TABLE}}}number-rows-repeated", "1"))
    return rows


def test_cells_are_coloured_and_the_first_says_why(tmp_path: Path) -> None:
    source, target = small_xlsx(tmp_path / "small.xlsx"), tmp_path / "copy.xlsx"
    evidence = Evidence(Place("Sheet", 2, 1, 2, 1), "2·a", 6.0, "7", "=A3*2+1", "=A3*2")
    found = Diagnostic(
        "BP302",
        Severity.ERROR,
        (Place("Sheet", 2, 1, 3, 1),),
        "uses b",
        "a",
        evidence,
        ("All do.",),
    )
    assert annotate(Report(source, diagnostics=(found,)), source, target) == ""
    sheet = openpyxl.load_workbook(target)["Sheet"]
    assert [sheet[f"B{row}"].fill.fgColor.rgb for row in (2, 3, 4, 5)] == [
        *("00000000", RED, RED, "00000000")
    ]
    assert sheet["B3"].comment.text == (
        "bpsheet BP302 (error): uses b\nexpected in B3: 2·a = 6\nfound: 7\n"
        "formula there: =A3*2+1\nright formula: =A3*2\nAll do."
    )
    assert sheet["B4"].comment is None
    assert sheet["B3"].value == "=A3*2"


def test_comments_styles_merges_and_conditional_formats_stay(tmp_path: Path) -> None:
    source, target = small_xlsx(tmp_path / "small.xlsx"), tmp_path / "copy.xlsx"
    annotate(report(source, Place("sheet", 1, 1, 1, 1), Place("Sheet", 0, 3, 0, 3)), source, target)
    sheet = openpyxl.load_workbook(target)["Sheet"]
    assert sheet["B2"].comment.text == "mine\n\nbpsheet BP302 (error): is wrong"
    assert sheet["B2"].font.bold
    assert sheet["B2"].number_format == "0.000"
    assert sheet["B2"].fill.fgColor.rgb == RED
    assert sheet["A1"].comment.text == "first"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["D1:E2"]
    assert sheet["D1"].comment.text.endswith("is wrong")
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["A1:A5"]


def test_the_worst_finding_gives_the_colour_and_both_speak(tmp_path: Path) -> None:
    source, target = small_xlsx(tmp_path / "small.xlsx"), tmp_path / "copy.xlsx"
    place = Place("Sheet", 3, 0, 3, 0)
    findings = (
        Diagnostic("BP501", Severity.WARNING, (place,), "drifts"),
        Diagnostic("BP302", Severity.ERROR, (place,), "is wrong"),
        Diagnostic("BP507", Severity.NOTE, (Place("Sheet", 0, 0, 4, 0),), "is pasted"),
        Diagnostic("BP502", Severity.WARNING, (Place("Sheet", 1, 0, 1, 0),), "changes"),
    )
    annotate(Report(source, diagnostics=findings), source, target)
    sheet = openpyxl.load_workbook(target)["Sheet"]
    colours = [sheet.cell(row, 1).fill.fgColor.rgb for row in range(1, 6)]
    assert colours == [BLUE, AMBER, "00000000", RED, "00000000"]
    assert sheet["A4"].comment.text == (
        "bpsheet BP501 (warning): drifts\n\nbpsheet BP302 (error): is wrong"
    )


def test_only_the_parts_that_must_change_do(tmp_path: Path) -> None:
    source, target = small_xlsx(tmp_path / "small.xlsx"), tmp_path / "copy.xlsx"
    annotate(report(source, Place("Other", 2, 2, 2, 2)), source, target)
    old, new = parts(source), parts(target)
    assert list(new)[: len(old)] == list(old)
    assert {name for name in old if old[name] != new[name]} == {
        *("[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet2.xml")
    }
    again = tmp_path / "again.xlsx"
    annotate(report(source, Place("Other", 2, 2, 2, 2)), source, again)
    assert again.read_bytes() == target.read_bytes()


def test_macros_are_kept_and_need_their_ending(tmp_path: Path) -> None:
    source, target = tmp_path / "macros.xlsm", tmp_path / "copy.xlsm"
    plain = parts(small_xlsx(tmp_path / "small.xlsx"))
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = plain["[Content_Types].xml"]
    plain["[Content_Types].xml"] = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind
    )
    with zipfile.ZipFile(source, "w") as archive:
        for name, content in {**plain, "xl/vbaProject.bin": b"\xd0\xcf macros"}.items():
            archive.writestr(name, content)
    annotate(report(source, Place("Sheet", 0, 0, 0, 0)), source, target)
    assert parts(target)["xl/vbaProject.bin"] == b"\xd0\xcf macros"
    with pytest.raises(OutputError, match=r"is a \.xlsm file"):
        annotate(report(source, Place("Sheet", 0, 0, 0, 0)), source, tmp_path / "copy.xlsx")
    assert not (tmp_path / "copy.xlsx").exists()


def test_a_conversation_gets_a_reply(tmp_path: Path) -> None:
    source, target = tmp_path / "thread.xlsx", tmp_path / "copy.xlsx"
    plain = parts(small_xlsx(tmp_path / "small.xlsx"))
    namespace = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    office = "http://schemas.microsoft.com/office/2017/10/relationships"
    pointers = "xl/worksheets/_rels/sheet1.xml.rels"
    book = "xl/_rels/workbook.xml.rels"
    for name, kind, to in (
        (pointers, "threadedComment", "/xl/threadedComments/threadedComment1.xml"),
        (book, "person", "/xl/persons/person.xml"),
    ):
        pointer = f'<Relationship Id="rId99" Type="{office}/{kind}" Target="{to}"/>'.encode()
        plain[name] = plain[name].replace(b"</Relationships>", pointer + b"</Relationships>")
    plain["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{namespace}"><threadedComment ref="B2" dT="2024-01-01T00:00:00"'
        ' personId="{P}" id="{T}"><text>why?</text></threadedComment></ThreadedComments>'
    ).encode()
    plain["xl/persons/person.xml"] = (
        f'<personList xmlns="{namespace}"><person displayName="A" id="{{P}}"/></personList>'
    ).encode()
    with zipfile.ZipFile(source, "w") as archive:
        for name, content in plain.items():
            archive.writestr(name, content)
    annotate(report(source, Place("Sheet", 1, 1, 1, 1)), source, target)
    first, reply = etree.fromstring(parts(target)["xl/threadedComments/threadedComment1.xml"])
    assert (first.get("id"), first[0].text) == ("{T}", "why?")
    assert (reply.get("parentId"), reply.get("ref")) == ("{T}", "B2")
    assert reply[0].text == "bpsheet BP302 (error): is wrong"
    persons = etree.fromstring(parts(target)["xl/persons/person.xml"])
    assert reply.get("personId") in {person.get("id") for person in persons}


def test_repeated_rows_and_cells_are_parted(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1"{}/>'
    rows = (
        '<table:table-row table:number-rows-repeated="4">'
        + cell.format(' table:number-columns-repeated="3"')
        + "</table:table-row>"
    )
    source, target = written_ods(tmp_path / "a.ods", rows), tmp_path / "b.ods"
    assert annotate(report(source, Place("S", 1, 1, 2, 1)), source, target) == ""
    plain, red = ("", ""), ("#ffb3b3", "")
    noted = ("#ffb3b3", "bpsheet BP302 (error): is wrong")
    assert ods_rows(target) == [
        [plain, plain, plain],
        [plain, noted, plain],
        [plain, red, plain],
        [plain, plain, plain],
    ]
    assert parts(target)["own/part.bin"] == b"\x00\x01"


def test_styles_of_columns_and_comments_of_ods_stay(tmp_path: Path) -> None:
    styles = (
        '<office:automatic-styles><style:style style:name="c" style:family="table-cell">'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
    )
    rows = (
        "<table:table-row><table:table-cell><office:annotation><text:p>mine</text:p>"
        "</office:annotation><text:p>1</text:p></table:table-cell></table:table-row>"
    )
    columns = '<table:table-column table:default-cell-style-name="c"/>'
    source = written_ods(tmp_path / "a.ods", rows, styles, columns)
    target = tmp_path / "b.ods"
    annotate(report(source, Place("S", 0, 0, 0, 0), Place("S", 0, 3, 0, 3)), source, target)
    words = "bpsheet BP302 (error): is wrong"
    assert ods_rows(target)[0] == [("#ffb3b3", f"mine||{words}"), *[("", "")] * 2, ("", words)]
    assert parts(target)["content.xml"].count(b'fo:font-weight="bold"') == 2


def test_a_finding_without_a_row_is_told(tmp_path: Path) -> None:
    source = written_ods(
        tmp_path / "a.ods", "<table:table-row><table:table-cell/></table:table-row>"
    )
    told = annotate(report(source, Place("S", 7, 0, 7, 0)), source, tmp_path / "b.ods")
    assert told == "b.ods: has no cell to show what was found at S!A8."


@pytest.mark.parametrize("name", ["list.xlsx", "list.ods"])
def test_what_cannot_be_annotated_gets_a_list_of_findings(tmp_path: Path, name: str) -> None:
    source = tmp_path / "values.csv"
    source.write_text("w1,w2\n1,2\n")
    target = tmp_path / name
    found = report(source, Place("values", 1, 0, 1, 0), message="=1+1 \x01 is text")
    told = annotate(found, source, target)
    assert told.startswith(f"{name}: values.csv is damaged, or no package of parts, so this is")
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(target)["Findings"]
        row = [cell.value for cell in sheet[5]]
        assert row[:4] == ["error", "BP302", "values!A2", "=1+1 \ufffd is text"]
        assert sheet["D5"].data_type == "s"


def test_unusable_names_are_refused_and_change_nothing(tmp_path: Path) -> None:
    source = small_xlsx(tmp_path / "small.xlsx")
    before = source.read_bytes()
    empty = Report(source)
    with pytest.raises(OutputError, match="is the checked workbook itself"):
        annotate(empty, source, source)
    with pytest.raises(OutputError, match="choose a name that ends in"):
        annotate(empty, source, tmp_path / "copy.ods")
    (tmp_path / "values.csv").write_text("1")
    with pytest.raises(OutputError, match=r"ends in \.xlsx or \.ods"):
        annotate(empty, tmp_path / "values.csv", tmp_path / "copy.csv")
    with pytest.raises(InputError, match="is not there"):
        annotate(empty, tmp_path / "none.xlsx", tmp_path / "copy.xlsx")
    assert source.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.xlsx", "values.csv"]


@given(cut=st.integers(1, 4000), flips=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 7))))
def test_damaged_files_give_a_copy_a_list_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flips: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    source = small_xlsx(folder / "small.xlsx")
    content = bytearray(source.read_bytes())
    for place, bit in flips:
        content[place % len(content)] ^= 1 << bit
    source.write_bytes(content if flips else content[:cut])
    with suppress(OutputError):
        annotate(report(source, Place("Sheet", 2, 1, 3, 1)), source, folder / "copy.xlsx")


@pytest.mark.parametrize("name", REAL)
def test_real_files_keep_all_but_the_edited_parts(tmp_path: Path, name: str) -> None:
    source = shared("workbooks", name)
    target = tmp_path / f"copy{source.suffix}"
    assert annotate(report(source, REAL[name]), source, target) == ""
    old, new = parts(source), parts(target)
    assert list(new)[: len(old)] == list(old)
    changed = {name for name in old if old[name] != new[name]}
    expected = ("content.xml", "[Content_Types].xml", "xl/styles.xml", "xl/worksheets/")
    assert all(name.startswith(expected) for name in changed)


@pytest.mark.office
@pytest.mark.parametrize("name", REAL)
def test_programs_calculate_the_same_in_the_copy(tmp_path: Path, name: str) -> None:
    source = shared("workbooks", name)
    target = tmp_path / f"copy{source.suffix}"
    annotate(report(source, REAL[name]), source, target)
    before, after = libreoffice_values([source, target], tmp_path)
    assert not differences(after, before)
    assert not differences(gnumeric_values(target, tmp_path), gnumeric_values(source, tmp_path))
