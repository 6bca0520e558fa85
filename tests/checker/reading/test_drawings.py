"""Text boxes and charts of hand-written workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.checker.book import Chart, Series, TextBox
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.reading import read_book
from tests.checker.reading.packages import (
    MAIN,
    RELATIONS,
    content_part,
    ods_parts,
    relations,
    xlsx_parts,
    zipped,
)

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SHAPES = (
    f'xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main" '
    f'xmlns:c="{DRAWING}/chart" xmlns:r="{RELATIONS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
CHART_FRAME = '<xdr:graphicFrame><a:graphic><c:chart r:id="rId1"/></a:graphic></xdr:graphicFrame>'
CHART = f"""<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main"><c:chart>
<c:title><c:tx><c:rich><a:p><a:r><a:t>Loss, η = </a:t></a:r><a:r><a:t>0.5</a:t></a:r></a:p>
</c:rich></c:tx></c:title><c:plotArea>
<c:lineChart><c:ser><c:tx><c:strRef><c:f>Sheet1!$W$35</c:f><c:strCache><c:pt idx="0">
<c:v>E_total</c:v></c:pt></c:strCache></c:strRef></c:tx>
<c:cat><c:numRef><c:f>'LR = 0.5'!$A$2:$A$9</c:f></c:numRef></c:cat>
<c:val><c:numRef><c:f>Sheet1!$W$36:$W$67</c:f><c:numCache><c:pt idx="0"><c:v>0.2</c:v></c:pt>
</c:numCache></c:numRef></c:val></c:ser></c:lineChart>
<c:valAx><c:title><c:tx><c:rich><a:p><a:r><a:t>loss</a:t></a:r></a:p></c:rich></c:tx></c:title>
</c:valAx></c:plotArea></c:chart></c:chartSpace>"""


def area(sheet: str, top: int, bottom: int, column: int) -> Area:
    return Area(CellAt(top, column, True, True, sheet), CellAt(bottom, column, True, True, sheet))


def anchored(content: str) -> str:
    return (
        f"<xdr:wsDr {SHAPES}><xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col><xdr:row>9</xdr:row>"
        f"</xdr:from><xdr:to><xdr:col>5</xdr:col><xdr:row>12</xdr:row></xdr:to>{content}"
        "</xdr:twoCellAnchor></xdr:wsDr>"
    )


def xlsx_with(folder: Path, drawing: str, **parts: str) -> Path:
    every = xlsx_parts(after='<drawing r:id="rId1"/>') | {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(rId1="drawing ../drawings/drawing1.xml"),
        "xl/drawings/drawing1.xml": drawing,
        "xl/drawings/_rels/drawing1.xml.rels": relations(rId1="chart ../charts/chart1.xml"),
        "xl/charts/chart1.xml": CHART,
    }
    return zipped(folder / "book.xlsx", every | parts)


def shape(*paragraphs: str) -> str:
    words = "".join(f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>" for words in paragraphs)
    return f"<xdr:sp><xdr:txBody>{words}</xdr:txBody></xdr:sp>"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (shape("h1 = w1*i1", "+ w2*i2"), ["h1 = w1*i1\n+ w2*i2"]),
        (shape(""), []),
        (f"<xdr:grpSp><xdr:grpSp>{shape('a')}</xdr:grpSp>{shape('b')}</xdr:grpSp>", ["a", "b"]),
        (
            "<mc:AlternateContent><mc:Choice>" + shape("∂E") + "</mc:Choice><mc:Fallback>"
            f"{shape('picture')}</mc:Fallback></mc:AlternateContent>",
            ["∂E"],
        ),
    ],
)
def test_text_boxes_of_xlsx(tmp_path: Path, content: str, texts: list[str]) -> None:
    book = read_book(xlsx_with(tmp_path, anchored(content)))
    assert book.sheets[0].text_boxes == tuple(TextBox(9, 2, text) for text in texts)


def test_a_chart_of_xlsx(tmp_path: Path) -> None:
    (chart,) = read_book(xlsx_with(tmp_path, anchored(CHART_FRAME))).sheets[0].charts
    name = CellAt(34, 22, True, True, "Sheet1")
    series = Series(area("Sheet1", 35, 66, 22), area("LR = 0.5", 1, 8, 0), name, "E_total")
    assert chart == Chart(9, 2, "line", (series,), "Loss, η = 0.5", ("loss",))


def test_a_chart_sheet_holds_its_chart(tmp_path: Path) -> None:
    drawing = (
        f"<xdr:wsDr {SHAPES}><xdr:absoluteAnchor>{CHART_FRAME}</xdr:absoluteAnchor></xdr:wsDr>"
    )
    parts = {
        "xl/_rels/workbook.xml.rels": relations(rId1="chartsheet chartsheets/sheet1.xml"),
        "xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>',
        "xl/chartsheets/_rels/sheet1.xml.rels": relations(rId1="drawing ../drawings/drawing1.xml"),
    }
    (sheet,) = read_book(xlsx_with(tmp_path, drawing, **parts)).sheets
    assert not sheet.columns
    assert [(chart.row, chart.column) for chart in sheet.charts] == [(0, 0)]


def test_a_chart_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    path = xlsx_with(tmp_path, anchored(CHART_FRAME), **{"xl/charts/chart1.xml": "<broken"})
    book = read_book(path)
    assert book.sheets[0].charts == ()
    assert "on the sheet Sheet1, a chart was not read: its XML is broken" in book.unread[0]


@pytest.mark.parametrize(
    ("drawn", "texts"),
    [
        (
            "<draw:custom-shape><text:p>h1</text:p><text:p>h2</text:p></draw:custom-shape>",
            ["h1\nh2"],
        ),
        ("<draw:frame><draw:text-box><text:p>w5</text:p></draw:text-box></draw:frame>", ["w5"]),
        ("<draw:g><draw:rect><text:p>a</text:p></draw:rect><draw:ellipse/></draw:g>", ["a"]),
    ],
)
def test_text_boxes_of_ods(tmp_path: Path, drawn: str, texts: list[str]) -> None:
    rows = (
        "<table:table-row/><table:table-row><table:table-cell/><table:table-cell "
        f'office:value-type="string">{drawn}<text:p>cell</text:p></table:table-cell>'
        "</table:table-row>"
    )
    (sheet,) = read_book(zipped(tmp_path / "book.ods", ods_parts(rows))).sheets
    assert sheet.text_boxes == tuple(TextBox(1, 1, text) for text in texts)
    assert list(sheet.texts()) == [(1, 1, "cell")]


def test_a_chart_of_ods(tmp_path: Path) -> None:
    chart = content_part(
        '<office:chart><chart:chart chart:class="chart:scatter"><chart:title><text:p>Loss</text:p>'
        "</chart:title><chart:plot-area><chart:axis><chart:title><text:p>step</text:p>"
        '</chart:title></chart:axis><chart:series chart:label-cell-address="$Sheet1.$B$1" '
        'chart:values-cell-range-address="$Sheet1.$B$2:.$B$9"><chart:domain '
        "table:cell-range-address=\"$'lr 1'.$A$2:.$A$9\"/></chart:series></chart:plot-area>"
        "</chart:chart></office:chart>"
    )
    rows = (
        "<table:table-row><table:table-cell><draw:frame>"
        '<draw:object xlink:href="./Object 1"/></draw:frame></table:table-cell></table:table-row>'
    )
    parts = ods_parts(rows) | {"Object 1/content.xml": chart}
    (found,) = read_book(zipped(tmp_path / "book.ods", parts)).sheets[0].charts
    name = CellAt(0, 1, True, True, "Sheet1")
    series = Series(area("Sheet1", 1, 8, 1), area("lr 1", 1, 8, 0), name)
    assert found == Chart(0, 0, "scatter", (series,), "Loss", ("step",))
