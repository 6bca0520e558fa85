from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from bpsheet.errors import OutputError
from bpsheet.formats.ods import package, write_ods
from bpsheet.formats.ods.numbers import number_format
from bpsheet.sheet.address import Reference
from bpsheet.sheet.workbook import Cell, CellError, Line, Point, Sheet, Style, Value
from tests.formats.hand_made import BOTTOM, LONG_NOTE, TOP, WORKBOOK
from tests.formats.ods_parts import attributes, content, found, style_of, written, written_cell
from tests.formats.xlsx_parts import one_sheet
from tests.office_contents import formulas, names
from tests.office_files import ods_cells, read_part
from tests.shared import shared

EXTENSION = "urn:org:documentfoundation:"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(WORKBOOK, tmp_path_factory.mktemp("ods"))


@pytest.fixture(scope="module")
def root(path: Path) -> Any:
    return read_part(path, "content.xml")


@pytest.fixture(scope="module")
def cells(root: Any) -> dict[tuple[str, str], Any]:
    return {(sheet, address): cell for sheet, address, cell in ods_cells(root)}


@cache
def schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(shared("schemas", f"OpenDocument-v1.3-{name}.rng"))))


def without_extensions(root: Any) -> Any:
    """Return a part without what LibreOffice adds to the standard, as the standard allows."""
    for element in list(root.iter()):
        if element.tag.startswith(f"{{{EXTENSION}"):
            element.getparent().remove(element)
        for name in [name for name in element.attrib if name.startswith(f"{{{EXTENSION}")]:
            del element.attrib[name]
    return root


def test_every_part_is_valid_against_the_standard(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".xml")]
    assert "Object 3/content.xml" in parts
    for part in parts:
        name = "manifest-schema" if part.startswith("META-INF") else "schema"
        schema(name).assertValid(without_extensions(read_part(path, part)))


def test_the_type_stands_first_and_the_manifest_lists_all_else(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        first, *others = archive.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read(first) == b"application/vnd.oasis.opendocument.spreadsheet"
    entries = [attributes(entry) for entry in read_part(path, "META-INF/manifest.xml")]
    listed = {entry["manifest:full-path"]: entry["manifest:media-type"] for entry in entries}
    parts = {part.filename for part in others} - {"META-INF/manifest.xml"}
    folders = {"/"} | {f"Object {number}/" for number in (1, 2, 3)}
    assert set(listed) == parts | folders
    assert listed["Object 2/"] == "application/vnd.oasis.opendocument.chart"


def test_formulas_find_their_namespace_declared(root: Any) -> None:
    assert root.nsmap["of"] == "urn:oasis:names:tc:opendocument:xmlns:of:1.2"


FLOAT, STRING = "office:value", "office:string-value"
CELLS: dict[str, tuple[str | None, str, dict[str, str], str]] = {
    "A1": (None, "string", {}, "A worked example"),
    "A3": (None, "string", {}, "=1+1"),
    "B3": (None, "boolean", {"office:boolean-value": "true"}, "TRUE"),
    "C3": ("of:=#N/A", "string", {STRING: "", "calcext:value-type": "error"}, "#N/A"),
    "A4": (None, "string", {}, "rate <η> & co"),
    "B4": (None, "float", {FLOAT: "0.1"}, "0.1"),
    "B5": (None, "float", {FLOAT: "7.0"}, "7.0"),
    "A7": (
        'of:=IF([.$B$4]<1;"learning";"too \'fast\' & ""wild""")',
        "string",
        {STRING: "learning"},
        "learning",
    ),
    "B7": ('of:=IF([.$B$4]<1;"";"too fast")', "string", {STRING: ""}, ""),
    "C7": ("of:=[.$B$4]<1", "boolean", {"office:boolean-value": "true"}, "TRUE"),
    "D7": ("of:=EXP(1000)", "string", {STRING: "", "calcext:value-type": "error"}, "#NUM!"),
}


@pytest.mark.parametrize("address", CELLS)
def test_a_cell_holds_its_formula_and_its_value(
    cells: dict[tuple[str, str], Any], address: str
) -> None:
    formula, kind, stored, shown = CELLS[address]
    cell = cells["Overview", address]
    seen = attributes(cell)
    assert seen.get("table:formula") == formula
    assert seen["office:value-type"] == kind
    for name in ("office:boolean-value", FLOAT, STRING, "calcext:value-type"):
        assert seen.get(name) == stored.get(name)
    assert "".join(cell.itertext()) == shown


TEXTS = {
    "one two": ["one two"],
    "a  b": ["a", 2, "b"],
    " a ": [1, "a", 1],
    "a\n\nb": ["a", "/", "/", "b"],
    "<a> & b": ["<a> & b"],
    "a\x00\x1bb": ["a\ufffd\ufffdb"],
}


@pytest.mark.parametrize("text", TEXTS)
def test_text_keeps_its_spaces_and_lines(tmp_path: Path, text: str) -> None:
    seen: list[str | int] = []
    for number, paragraph in enumerate(written_cell(Cell(text), tmp_path)):
        seen += ["/"] if number else []
        seen += [paragraph.text] if paragraph.text else []
        for spaces in paragraph:
            seen += [int(attributes(spaces)["text:c"]), *([spaces.tail] if spaces.tail else [])]
    assert seen == TEXTS[text]


NUMBERS: list[tuple[str, float, str, str]] = [
    ("General", 1 / 3, "0.3333333333", "float"),
    ("General", 7.0, "7", "float"),
    ("General", 1e-310, "1E-310", "float"),
    ("0", 12.6, "13", "float"),
    ("0.00", -0.126, "-0.13", "float"),
    ("0.000000", 0.1, "0.100000", "float"),
    ("0.0##", 7.0, "7.0", "float"),
    ("0.0##", 0.126, "0.126", "float"),
    ("0.##", 3.0, "3", "float"),
    ("0.0E+00", 0.00123, "1.2E-03", "float"),
    ("0E+0", 0.00123, "1E-3", "float"),
    ("0E+0", 3.0, "3E+0", "float"),
    ("0.0##E+0", 1e100, "1.0E+100", "float"),
    ("0.0%", 0.125, "12.5%", "percentage"),
    ("0.##%", 0.125, "12.5%", "percentage"),
    ("0.00;(-0.00)", -0.126, "(-0.13)", "float"),
    ("0.00;(-0.00)", 0.126, "0.13", "float"),
    ("General;(-General)", -7.0, "(-7)", "float"),
]


@pytest.mark.parametrize(("notation", "value", "shown", "kind"), NUMBERS)
def test_a_number_is_stored_whole_and_shown_in_its_format(
    tmp_path: Path, notation: str, value: float, shown: str, kind: str
) -> None:
    cell = written_cell(Cell(value, Style(number_format=notation)), tmp_path)
    seen = attributes(cell)
    assert (seen["office:value-type"], float(seen["office:value"])) == (kind, value)
    assert "".join(cell.itertext()) == shown


@pytest.mark.parametrize("notation", ["yyyy-mm-dd", "0.00;[red]-0.00"])
def test_an_unknown_number_format_is_refused(notation: str) -> None:
    with pytest.raises(ValueError, match=re.escape(notation)):
        number_format(notation)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), CellError("#NUM!")], ids=["nan", "inf", "error"]
)
def test_what_is_no_number_is_an_error(tmp_path: Path, value: Value) -> None:
    cell = written_cell(Cell(value, formula=Reference(1, 0)), tmp_path)
    assert attributes(cell)["calcext:value-type"] == "error"
    assert "".join(cell.itertext()) == "#NUM!"


SIDES = ("width", "height")
CELL, TEXT = "style:table-cell-properties", "style:text-properties"
PARAGRAPH, NUMBER = "style:paragraph-properties", "number:number"
STYLES: list[tuple[Style, str, str, str | None]] = [
    (Style(), CELL, "style:vertical-align", "middle"),
    (Style(), CELL, "fo:background-color", None),
    (Style(), CELL, "style:cell-protect", None),
    (Style(), TEXT, "fo:font-size", "10pt"),
    (Style(), TEXT, "fo:color", "#1f2933"),
    (Style(bold=True), TEXT, "fo:font-weight", "bold"),
    (Style(bold=True), TEXT, "style:font-weight-asian", "bold"),
    (Style(italic=True), TEXT, "fo:font-style", "italic"),
    (Style(underline=True), TEXT, "style:text-underline-style", "solid"),
    (Style(size=16), TEXT, "fo:font-size", "16pt"),
    (Style(color="#123456"), TEXT, "fo:color", "#123456"),
    (Style(fill="#abcdef"), CELL, "fo:background-color", "#abcdef"),
    (Style(border="#112233"), CELL, "fo:border", "0.75pt solid #112233"),
    (Style(wrap=True), CELL, "fo:wrap-option", "wrap"),
    (Style(locked=False), CELL, "style:cell-protect", "none"),
    (Style(hidden=True), CELL, "style:cell-protect", "protected formula-hidden"),
    (Style(hidden=True, locked=False), CELL, "style:cell-protect", "formula-hidden"),
    (Style(vertical="top"), CELL, "style:vertical-align", "top"),
    (Style(horizontal="center"), PARAGRAPH, "fo:text-align", "center"),
    (Style(horizontal="right"), PARAGRAPH, "fo:text-align", "end"),
    (Style(indent=2), PARAGRAPH, "fo:text-align", "start"),
    (Style(indent=2), PARAGRAPH, "fo:margin-left", "0.1875in"),
]


@pytest.mark.parametrize(("style", "properties", "name", "value"), STYLES)
def test_a_style_is_seen_in_its_cell(
    tmp_path: Path, style: Style, properties: str, name: str, value: str | None
) -> None:
    cell = written_cell(Cell("x", style), tmp_path)
    [element] = found(style_of(cell.getroottree(), cell), properties)
    assert attributes(element).get(name) == value


def test_equal_styles_are_stored_once_and_never_under_one_letter(tmp_path: Path) -> None:
    numbers = {(row, 0): Cell(row, Style(size=11 + row % 2)) for row in range(20)}
    root = content(Sheet("Styles", numbers), tmp_path)
    assert len(found(root, "//style:style[@style:family='table-cell']")) == 2
    # LibreOffice 7.4 aborts when it saves a file with such names
    assert all(len(name) > 1 for name in found(root, "//office:automatic-styles/*/@style:name"))


def test_merged_cells_span_and_cover(root: Any) -> None:
    [row] = found(root, "//table:table[@table:name='Overview']/table:table-row[1]")
    first, *others = (attributes(cell) for cell in row)
    assert first["table:number-columns-spanned"] == "6"
    assert [etree.QName(cell).localname for cell in row[1:6]] == ["covered-table-cell"] * 5
    assert {cell["table:style-name"] for cell in others[:5]} == {first["table:style-name"]}


def test_columns_and_rows_have_their_sizes(root: Any) -> None:
    def sizes(what: str, size: str) -> list[str]:
        path = f"//table:table[@table:name='Overview']//table:table-{what}/@table:style-name"
        style = "string(//style:style[@style:name='{}']/*/@style:{})"
        return [found(root, style.format(name, size))[0] for name in found(root, path)]

    widths, heights = sizes("column", "column-width"), sizes("row", "row-height")
    assert widths[:6] == ["1.5625in", "0.6667in", "1.0000in", "0.6667in", "0.6667in", "0.8333in"]
    assert [heights[row] for row in (0, 1, 8, 13)] == [
        "0.3750in",
        "0.2083in",
        "0.6250in",
        "0.1042in",
    ]


def test_a_row_grows_with_wrapped_text_unless_its_height_is_given(tmp_path: Path) -> None:
    wrapped = Cell("a text that takes several lines", Style(wrap=True))
    sheet = Sheet(
        "Rows", {(0, 0): wrapped, (1, 0): wrapped, (2, 0): Cell("x")}, row_heights={1: 30}
    )
    root = content(sheet, tmp_path)
    grows = [
        found(root, f"string(//style:style[@style:name='{name}']/*/@style:use-optimal-row-height)")
        for name in found(root, "//table:table-row/@table:style-name")
    ]
    assert grows == [["true"], ["false"], ["false"]]


def test_the_view_is_set(path: Path) -> None:
    settings = read_part(path, "settings.xml")

    def items(table: str) -> dict[str, str]:
        entry = f"//config:config-item-map-entry[@config:name='{table}']/config:config-item"
        return {attributes(item)["config:name"]: item.text for item in found(settings, entry)}

    assert items("Overview") == {"ShowGrid": "false"}
    assert items("lr 0.1") == {
        "ShowGrid": "false",
        "HorizontalSplitMode": "2",
        "HorizontalSplitPosition": "2",
        "PositionRight": "2",
        "VerticalSplitMode": "2",
        "VerticalSplitPosition": str(TOP),
        "PositionBottom": str(TOP),
        "ActiveSplitRange": "3",
    }
    assert found(settings, "string(//*[@config:name='ActiveTable'])") == ["Overview"]


def test_libreoffice_can_tell_what_the_settings_are(path: Path) -> None:
    """It looks the set up by its prefixed name, and passes all of it over without the prefix."""
    settings = read_part(path, "settings.xml")
    [name] = found(settings, "string(//config:config-item-set/@config:name)")
    prefix, _, _ = name.partition(":")
    assert settings.getroottree().getroot().nsmap[prefix] == "http://openoffice.org/2004/office"


def test_the_print_is_set_up(path: Path, root: Any) -> None:
    pages = read_part(path, "styles.xml")

    def layout(sheet: str) -> dict[str, str]:
        name = found(root, f"string(//table:table[@table:name='{sheet}']/@table:style-name)")[0]
        page = found(root, f"string(//style:style[@style:name='{name}']/@style:master-page-name)")[
            0
        ]
        [master] = found(pages, f"//style:master-page[@style:name='{page}']")
        assert found(master, "count(.//text:sheet-name)") == [1]
        name = attributes(master)["style:page-layout-name"]
        return attributes(found(pages, f"//style:page-layout[@style:name='{name}']/*[1]")[0])

    overview, rate = layout("Overview"), layout("lr 0.1")
    assert (overview["fo:page-width"], rate["fo:page-width"]) == ("210mm", "297mm")
    assert (overview["style:scale-to-X"], overview["style:scale-to-Y"]) == ("1", "1")
    assert (rate["style:scale-to-X"], rate.get("style:scale-to-Y")) == ("1", None)
    assert rate["style:first-page-number"] == "continue"
    [table] = found(root, "//table:table[@table:name='Overview']")
    assert attributes(table)["table:print-ranges"] == "$Overview.$A$1:.$J$41"


def test_sheets_are_printed_on_their_paper(path: Path) -> None:
    pages = found(read_part(path, "styles.xml"), "//style:page-layout-properties")
    sides = {tuple(attributes(page)[f"fo:page-{side}"] for side in SIDES) for page in pages}
    assert sides == {("210mm", "297mm"), ("297mm", "210mm"), ("11in", "8.5in")}


def test_a_protected_sheet_leaves_insertions_free(root: Any) -> None:
    [protected] = found(root, "//table:table[@table:protected]")
    seen = attributes(protected)
    assert (seen["table:name"], seen["table:protected"]) == ("lr 2", "true")
    assert "table:protection-key" not in seen
    assert attributes(protected[0]) == {
        "loext:select-protected-cells": "true",
        "loext:select-unprotected-cells": "true",
        "loext:insert-columns": "true",
        "loext:insert-rows": "true",
    }


def test_a_cell_to_fill_in_is_empty_and_unlocked(root: Any) -> None:
    rows = found(root, "//table:table[@table:name='lr 2']//table:table-row")
    for row in rows[TOP : BOTTOM + 1]:
        cell = row[3]
        assert list(attributes(cell)) == ["table:style-name"]
        [look] = found(style_of(root, cell), CELL)
        assert attributes(look)["style:cell-protect"] == "none"


def test_header_rows_are_repeated(root: Any) -> None:
    table = "//table:table[@table:name='lr 0.1']"
    [row] = found(root, f"{table}/table:table-header-rows/table:table-row")
    assert len(found(row, f"preceding::table:table-row[ancestor::{table[2:]}]")) == TOP - 1
    assert not found(root, "//table:table[@table:name='Overview']/table:table-header-rows")


def test_header_columns_are_repeated(root: Any) -> None:
    table = "//table:table[@table:name='lr 0.1']"
    assert len(found(root, f"{table}/table:table-header-columns/table:table-column")) == 2
    assert not found(root, "//table:table[@table:name='Overview']/table:table-header-columns")


def test_names_hold_in_the_workbook_or_on_their_sheet(path: Path) -> None:
    assert names(path) == {
        (None, "first_rate"): "Overview!B4",
        ("lr 0.1", "learning_rate"): "lr 0.1!B1",
        ("lr 2", "learning_rate"): "lr 2!B1",
    }


def test_a_name_of_a_sheet_may_mean_another_sheet(tmp_path: Path) -> None:
    sheet = Sheet("Sheet", {}, names={"goal": Reference(1, 2, "Over view")})
    book = written(one_sheet(sheet), tmp_path)
    assert names(book) == {("Sheet", "goal"): "Over view!C2"}


def test_a_link_in_text_leads_to_a_sheet(cells: dict[tuple[str, str], Any]) -> None:
    [link] = found(cells["Overview", "A6"], "text:p/text:a")
    assert attributes(link)["xlink:href"] == "#'lr 0.1'.A1"
    assert link.text == "to the first rate"


LINKED = {
    "a formula": (Cell(0.5, formula=Reference(3, 1), link="lr 2"), "[.$B$4]"),
    "a number": (Cell(0.25, link="lr 2"), "0.25"),
}


@pytest.mark.parametrize("what", LINKED)
def test_a_link_of_anything_else_is_a_formula(tmp_path: Path, what: str) -> None:
    cell, formula = LINKED[what]
    seen = attributes(written_cell(cell, tmp_path))
    assert seen["table:formula"] == f"of:=HYPERLINK(\"#'lr 2'.A1\";{formula})"
    assert float(seen["office:value"]) == cell.value


def test_notes_are_hidden_beside_their_cells(cells: dict[tuple[str, str], Any]) -> None:
    cell = cells["lr 0.1", "C4"]
    assert etree.QName(cell[0]).localname == "annotation"
    note = attributes(cell[0])
    assert note["office:display"] == "false"
    assert "\n".join(cell[0].itertext()) == LONG_NOTE
    left_of_d = (64 + 100 + 64) / 96
    assert left_of_d < float(note["svg:x"].removesuffix("in")) < left_of_d + 0.5
    assert note["svg:y"] == "0.6250in"


def test_longer_notes_have_larger_boxes(tmp_path: Path) -> None:
    heights = [
        float(attributes(written_cell(Cell(1, note=note), tmp_path)[0])["svg:height"][:-2])
        for note in ("short", "a line that is long enough to be broken " * 2, LONG_NOTE)
    ]
    assert heights == sorted(set(heights))


VALIDATIONS = {
    "$B$4": "cell-content-is-decimal-number() and cell-content()>=0.0001",
    "$B$5": "cell-content-is-whole-number() and cell-content-is-between(0,"
    f"MAX([$'lr 0.1'.$B${TOP + 1}:.$B${BOTTOM + 1}]))",
    "$C$4": "cell-content-is-in-list([.$B$4:.$B$5])",
    "$D$4": "cell-content-is-decimal-number() and cell-content()<=1",
    "$E$4": "cell-content-is-decimal-number() and cell-content()>=-9.99e+307",
}


def test_entries_are_validated(root: Any) -> None:
    rules = found(root, "//table:content-validation")
    seen = [attributes(rule) for rule in rules]
    assert {rule["table:base-cell-address"]: rule["table:condition"] for rule in seen} == {
        f"$Overview.{cell}": f"of:{condition}" for cell, condition in VALIDATIONS.items()
    }
    mentioned = found(root, "//table:table-cell/@table:content-validation-name")
    assert sorted(mentioned) == sorted(rule["table:name"] for rule in seen)
    messages = [message.findtext("{*}p") for message in rules[0]]
    assert messages == ["Above 0", "Type a number above 0"]
    assert found(root, "//table:help-message/@table:title") == ["Your number"]


def test_a_validated_cell_shares_its_style_with_no_other(root: Any) -> None:
    """Gnumeric gives a validation to all cells of an equal style."""
    validated = found(root, "//table:table-cell[@table:content-validation-name]/@table:style-name")
    assert len(validated) >= 2
    for name in validated:
        assert len(found(root, f"//table:table-cell[@table:style-name='{name}']")) == 1


def test_highlights_are_written_in_both_ways(path: Path, root: Any) -> None:
    table = "//table:table[@table:name='lr 0.1']"
    [condition] = found(root, f"{table}//calcext:condition")
    seen = attributes(condition)
    assert seen["calcext:value"] == f"formula-is([.$C{TOP + 1}]<0.1)"
    area = attributes(condition.getparent())["calcext:target-range-address"]
    assert area == f"$'lr 0.1'.$B${TOP + 1}:.$E${BOTTOM + 1}"
    [cell] = found(root, f"{table}/table:table-row[{TOP + 1}]/*[3]")
    [mapped] = found(style_of(root, cell), "style:map")
    assert attributes(mapped) == {
        "style:condition": f"is-true-formula([.$C{TOP + 1}]<0.1)",
        "style:apply-style-name": seen["calcext:apply-style-name"],
        "style:base-cell-address": f"$'lr 0.1'.$B${TOP + 1}",
    }
    look = f"//style:style[@style:name='{seen['calcext:apply-style-name']}']/*"
    background, text = (attributes(each) for each in found(read_part(path, "styles.xml"), look))
    assert background == {"fo:background-color": "#e6ffed"}
    assert text == {"fo:color": "#9aa5b1", "fo:font-weight": "bold"}


def test_document_properties(path: Path) -> None:
    meta = read_part(path, "meta.xml")
    assert found(meta, "string(//dc:title)") == [WORKBOOK.title]
    assert found(meta, "string(//dc:subject)") == [WORKBOOK.subject]
    assert [word.text for word in found(meta, "//meta:keyword")] == [
        "gradient descent",
        "spreadsheet",
    ]


def test_lines_join_their_cells(root: Any) -> None:
    lines = [attributes(line) for line in found(root, "//draw:line")]
    ends = [[line[f"svg:{end}"] for end in ("x1", "y1", "x2", "y2")] for line in lines]
    left, right = (150 + 64) / 96, (150 + 64 + 96 + 2 * 64) / 96
    upper, lower = (36 + 7 * 20 + 60 + 3 * 20 + 10) / 96, (36 + 7 * 20 + 60 + 6 * 20 + 10 + 10) / 96
    assert ends[0] == [f"{length:.4f}in" for length in (left, upper, right, lower)]
    assert ends[1] == [f"{length:.4f}in" for length in (left, lower, right, upper)]
    # Gnumeric measures from the sheet's corner, whatever cell holds the line
    assert len(found(root, "//table:table-row[1]/table:table-cell[1]/draw:line")) == len(lines)
    assert lines[0]["table:end-cell-address"] == "Overview.E17"


def test_drawings_over_a_table_are_fastened_to_the_sheet(tmp_path: Path) -> None:
    block = replace(WORKBOOK.sheets[1].blocks[0], top=0, left=0)
    line = Line(Point(0, 5, 0, 0), Point(1, 6, 0, 0))
    root = content(Sheet("Sheet", {}, (block,), lines=(line,)), tmp_path)
    [drawn] = found(root, "/*/*/*/table:table/table:shapes/draw:line")
    assert attributes(drawn)["svg:x1"] == f"{5 * 64 / 96:.4f}in"
    schema("schema").assertValid(without_extensions(root))


def test_independent_readers_see_numbers(path: Path) -> None:
    block = WORKBOOK.sheets[1].blocks[0]
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("lr 0.1").to_python()
    assert [row[2] for row in rows[TOP : BOTTOM + 1]] == block.values[:, 1].tolist()
    assert rows[1][0] == "when learning rate is 0.1"
    frame = pandas.read_excel(path, sheet_name="lr 0.1", header=TOP - 1, engine="calamine")
    assert frame["−E²"].dropna().tolist() == block.values[:, 3].tolist()


def test_formulas_are_those_of_the_workbook(path: Path) -> None:
    assert {a: f for a, f in formulas(path)["lr 0.1"].items() if a in ("B5", "C5", "E6", "G6")} == {
        "B5": "=0",
        "C5": "=0.3",
        "E6": "=-(C6^2)",
        "G6": "=C6",
    }


def test_the_same_workbook_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert written(WORKBOOK, tmp_path).read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such folder"):
        write_ods(WORKBOOK, tmp_path / "no such folder" / "book.ods")


def test_a_file_too_large_for_its_format_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "LARGEST_PART", 1000)
    with pytest.raises(OutputError, match=r"book\.ods: the sheets take more than"):
        written(one_sheet(Sheet("Sheet", {(0, 0): Cell("x" * 1000)})), tmp_path)
