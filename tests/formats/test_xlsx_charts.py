from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpsheet.expression import Number
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.workbook import (
    Axis,
    Block,
    Cell,
    CellError,
    Chart,
    RowKind,
    Series,
    Sheet,
    Style,
)
from tests import applications
from tests.formats.hand_made import OVERVIEW, STEPS, WORKBOOK
from tests.formats.xlsx_parts import NAMESPACES, found, one_sheet
from tests.office_contents import charts, names
from tests.office_files import read_part

PIXEL = 9525


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "hand made.xlsx"
    write_xlsx(WORKBOOK, path)
    return path


def test_a_chart_draws_its_curves(written: Path) -> None:
    chart = read_part(written, "xl/charts/chart2.xml")
    references = [f.text for f in found(chart, "//c:ser[1]//c:f")]
    assert references == ["'lr 0.1'!$C$4", "'lr 0.1'!$B$5:$B$16", "'lr 0.1'!$C$5:$C$16"]
    assert found(chart, "string(//c:title//c:strRef/c:f)") == ["'lr 0.1'!$A$2"]
    assert found(chart, "string(//c:title//c:v)") == ["when learning rate is 0.1"]
    assert [c.get("val") for c in found(chart, "//c:ser/c:spPr//a:srgbClr")] == ["1F77B4", "D62728"]
    assert len(found(chart, "//c:ser[2]//a:prstDash[@val='dash']")) == 1
    assert not found(chart, "//c:ser[1]//a:prstDash")
    assert not found(chart, "//c:smooth")


def test_curves_have_most_of_the_chart(written: Path) -> None:
    chart = read_part(written, "xl/charts/chart2.xml")
    [layout] = found(chart, "//c:plotArea/c:layout/c:manualLayout")
    left, top, width, height = (found(layout, f"number(c:{name}/@val)")[0] for name in "xywh")
    assert 0 < left < left + width < 1
    assert 0 < top < top + height < 1
    assert width * height > 0.4


def test_a_chart_may_show_other_sheets(written: Path) -> None:
    references = [f.text for f in found(read_part(written, "xl/charts/chart1.xml"), "//c:ser//c:f")]
    sheets = [reference.split("!")[0] for reference in references]
    assert sheets == ["'lr 0.1'"] * 3 + ["'lr 2'"] * 3


def test_a_hidden_curve_is_neither_drawn_nor_named(written: Path) -> None:
    chart = read_part(written, "xl/charts/chart2.xml")
    assert len(found(chart, "//c:ser[3]/c:spPr/a:ln/a:noFill")) == 1
    assert found(chart, "string(//c:ser[3]/c:marker/c:symbol/@val)") == ["none"]
    assert found(chart, "string(//c:legendEntry/c:idx/@val)") == ["2"]


def test_markers_are_drawn_only_where_asked_for(written: Path) -> None:
    chart = read_part(written, "xl/charts/chart1.xml")
    symbols = [symbol.get("val") for symbol in found(chart, "//c:ser/c:marker/c:symbol")]
    assert symbols == ["none", "circle"]


def test_axes_have_titles_limits_and_scales(written: Path) -> None:
    x_axis, y_axis = found(read_part(written, "xl/charts/chart1.xml"), "//c:valAx")
    assert found(x_axis, "string(.//a:t)") == ["step"]
    assert found(x_axis, "number(.//c:max/@val)") == [STEPS]
    assert found(y_axis, "string(.//a:t)") == ["E_total"]
    assert found(y_axis, "number(.//c:logBase/@val)") == [10]
    assert found(y_axis, "number(.//c:min/@val)") == [1e-3]
    assert found(y_axis, "string(c:numFmt/@formatCode)") == ["0E+0"]
    assert not found(x_axis, ".//c:logBase")


def test_a_chart_without_legend_has_none(tmp_path: Path) -> None:
    line = Series(Reference(0, 0), Range(0, 1, 1, 1), Range(0, 1, 1, 1), "#1f77b4")
    chart = Chart(3, 0, 300, 200, Reference(0, 0), (line,), Axis(), Axis(), "a line")
    sheet = Sheet(
        "Chart", {(0, 0): Cell("name"), (0, 1): Cell(1), (1, 1): Cell(2)}, charts=(chart,)
    )
    write_xlsx(one_sheet(sheet), tmp_path / "book.xlsx")
    assert not found(read_part(tmp_path / "book.xlsx", "xl/charts/chart1.xml"), "//c:legend")


def test_a_chart_stands_where_it_should_and_says_what_it_shows(written: Path) -> None:
    [anchor] = found(
        read_part(written, "xl/drawings/drawing1.xml"), "//xdr:twoCellAnchor[.//c:chart]"
    )
    assert found(anchor, "string(.//xdr:cNvPr/@descr)") == ["Both curves"]
    start = [int(each.text) for each in anchor.find("xdr:from", NAMESPACES)]
    assert start == [2, 10 * PIXEL, 20, 5 * PIXEL]
    assert anchor.get("editAs") == "oneCell"


def cached(chart: Any, series: int, axis: str) -> dict[int, float]:
    points = found(chart, f"//c:ser[{series}]/c:{axis}//c:pt")
    return {int(point.get("idx")): float(point[0].text) for point in points}


def test_previews_see_the_values_of_tables(written: Path) -> None:
    chart = read_part(written, "xl/charts/chart2.xml")
    losses = WORKBOOK.sheets[1].blocks[0].values[:, 1]
    assert cached(chart, 1, "xVal") == {step: step for step in range(STEPS)}
    assert cached(chart, 1, "yVal") == dict(enumerate(losses.tolist()))
    assert found(chart, "string(//c:ser[1]/c:tx//c:v)") == ["E_total"]


def test_previews_have_gaps_where_values_are_errors(tmp_path: Path) -> None:
    kind = RowKind((Number(1),), (Style(),))
    values = np.array([[3], [np.nan], [np.inf], [6]])
    block = Block(2, 1, (kind,), np.zeros(4, dtype=np.intp), values)
    cells = {(0, 1): Cell(1), (1, 1): Cell(CellError("#N/A"))}
    line = Series(Reference(0, 0), Range(0, 1, 5, 1), Range(0, 1, 5, 1), "#1f77b4")
    chart = Chart(3, 0, 300, 200, Reference(0, 0), (line,), Axis(), Axis(), "a line")
    write_xlsx(
        one_sheet(Sheet("Gaps", cells, blocks=(block,), charts=(chart,))), tmp_path / "book.xlsx"
    )
    assert cached(read_part(tmp_path / "book.xlsx", "xl/charts/chart1.xml"), 1, "yVal") == {
        0: 1,
        2: 3,
        5: 6,
    }


def corner(anchor: Any, end: str) -> tuple[float, float]:
    """Return an anchor's corner in pixels from the sheet's corner, by the widths as given."""
    column, x, row, y = (int(each.text) for each in anchor.find(f"xdr:{end}", NAMESPACES))
    left = sum(OVERVIEW.column_widths.get(each, 64) for each in range(column))
    above = sum(OVERVIEW.row_heights.get(each, 20) for each in range(row))
    return left + x / PIXEL, above + y / PIXEL


def test_lines_join_their_places(written: Path) -> None:
    anchors = found(
        read_part(written, "xl/drawings/drawing1.xml"), "//xdr:twoCellAnchor[xdr:cxnSp]"
    )
    # worked out by hand: column B ends at 214, column F starts at 438 and is 80 wide
    boxes = [(corner(anchor, "from"), corner(anchor, "to")) for anchor in anchors]
    assert boxes == [
        ((214, 306), (438, 376)),
        ((214, 306), (438, 376)),
        ((478, 386), (478, 426)),
    ]
    frames = [anchor.find(".//a:xfrm", NAMESPACES) for anchor in anchors]
    flips = [(frame.get("flipH", "0"), frame.get("flipV", "0")) for frame in frames]
    assert flips == [("0", "0"), ("0", "1"), ("0", "0")]
    widths = [int(anchor.find(".//a:ln", NAMESPACES).get("w")) for anchor in anchors]
    assert widths == [15875, 31750, 15875]
    colors = [anchor.find(".//a:ln//a:srgbClr", NAMESPACES).get("val") for anchor in anchors]
    assert colors == ["8795A1", "D62728", "8795A1"]


def test_a_sheet_may_have_lines_and_no_chart(tmp_path: Path) -> None:
    sheet = Sheet("Lines", {(0, 0): Cell(1)}, lines=OVERVIEW.lines)
    write_xlsx(one_sheet(sheet), tmp_path / "book.xlsx")
    drawing = read_part(tmp_path / "book.xlsx", "xl/drawings/drawing1.xml")
    assert len(found(drawing, "//xdr:cxnSp")) == len(OVERVIEW.lines)


@pytest.mark.office
def test_charts_lines_and_names_survive_libreoffice(written: Path, tmp_path: Path) -> None:
    kept = applications.round_trip(written, tmp_path)
    assert charts(kept) == charts(written)
    assert names(kept) == names(written)
    drawing = read_part(kept, "xl/drawings/drawing1.xml")
    assert len(found(drawing, "//xdr:cxnSp")) == len(OVERVIEW.lines)
