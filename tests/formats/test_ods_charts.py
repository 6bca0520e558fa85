from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bpsheet.sheet.address import Reference
from bpsheet.sheet.workbook import Cell, Sheet
from tests.formats.hand_made import BOTTOM, STEPS, TOP, WORKBOOK
from tests.formats.ods_parts import attributes, found, written
from tests.formats.xlsx_parts import one_sheet
from tests.office_contents import FileChart, FileSeries, charts
from tests.office_files import read_part

RATE = WORKBOOK.sheets[1]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(WORKBOOK, tmp_path_factory.mktemp("ods"))


@pytest.fixture(scope="module")
def overview(path: Path) -> Any:
    return read_part(path, "Object 1/content.xml")


@pytest.fixture(scope="module")
def rate(path: Path) -> Any:
    return read_part(path, "Object 2/content.xml")


def curve(chart: Any, number: int) -> dict[str, str]:
    """Return all properties of one curve's style."""
    name = found(chart, f"string(//chart:series[{number}]/@chart:style-name)")[0]
    parts = found(chart, f"//style:style[@style:name='{name}']/*")
    return {name: value for part in parts for name, value in attributes(part).items()}


def axis(chart: Any, dimension: str) -> dict[str, str]:
    [style] = found(chart, f"//style:style[@style:name='{dimension}_axis']/style:chart-properties")
    return attributes(style)


def expected(sheet: str, column: str, x: str = "B") -> FileSeries:
    name = f"{sheet}!{column}{TOP}"
    return FileSeries(
        name,
        f"{sheet}!{x}{TOP + 1}:{x}{BOTTOM + 1}",
        f"{sheet}!{column}{TOP + 1}:{column}{BOTTOM + 1}",
    )


def test_curves_are_linked_to_their_cells(path: Path) -> None:
    hidden = expected("Overview", "B")
    assert charts(path) == sorted(
        [
            FileChart("A worked example", (expected("lr 0.1", "C"), expected("lr 2", "C"))),
            *(
                FileChart(
                    f"when learning rate is {rate:g}",
                    (expected(sheet, "C"), expected(sheet, "E"), hidden),
                )
                for sheet, rate in (("lr 0.1", 0.1), ("lr 2", 7))
            ),
        ]
    )


def test_a_chart_names_all_cells_it_follows(path: Path, rate: Any) -> None:
    """Without them LibreOffice shows the copied data and follows no change."""
    cells = set(found(rate, "string(//chart:plot-area/@table:cell-range-address)")[0].split(" $"))
    assert len(cells) == 7
    frame = read_part(path, "content.xml")
    notified = found(frame, "//draw:object[@xlink:href='./Object 2']")
    ranges = attributes(notified[0])["draw:notify-on-update-of-ranges"]
    assert set(ranges.split(" $")) == cells


def test_curves_look_as_they_should(overview: Any, rate: Any) -> None:
    plain, dashed, hidden = (curve(rate, number) for number in (1, 2, 3))
    assert (plain["draw:stroke"], plain["svg:stroke-color"]) == ("solid", "#1f77b4")
    assert (plain["svg:stroke-width"], plain["chart:symbol-type"]) == ("2pt", "none")
    assert (dashed["draw:stroke"], dashed["draw:stroke-dash"]) == ("dash", "dashes")
    assert (hidden["draw:stroke"], hidden["chart:symbol-type"]) == ("none", "none")
    assert curve(overview, 2)["chart:symbol-name"] == "circle"
    # Gnumeric heeds a colour only where lines are said to be drawn
    assert (plain["chart:lines"], hidden["chart:lines"]) == ("true", "false")


def test_dashes_are_defined_beside_the_chart(path: Path) -> None:
    styles = read_part(path, "Object 2/styles.xml")
    assert found(styles, "string(//draw:stroke-dash/@draw:name)") == ["dashes"]


def test_hidden_curves_stay_out_of_the_legend(rate: Any) -> None:
    series = found(rate, "//chart:series")
    hidden = [attributes(each).get("loext:hide-legend") for each in series]
    assert hidden == [None, None, "true"]


def test_axes_have_their_limits_and_formats(overview: Any, rate: Any) -> None:
    x, y = axis(overview, "x"), axis(overview, "y")
    assert (x["chart:minimum"], x["chart:maximum"]) == ("0", str(STEPS))
    assert (x["chart:logarithmic"], y["chart:logarithmic"]) == ("false", "true")
    assert "chart:minimum" not in axis(rate, "x")
    assert found(
        rate, "string(//number:number-style[@style:name='y_numbers']/*/@number:decimal-places)"
    ) == ["2"]
    assert found(overview, "count(//number:scientific-number)") == [1]
    titles = found(rate, "//chart:axis/chart:title")
    assert ["".join(title.itertext()) for title in titles] == ["step", "E_total"]


def test_legends_stand_where_they_should(overview: Any, rate: Any, tmp_path: Path) -> None:
    position = "string(//chart:legend/@chart:legend-position)"
    assert (found(overview, position), found(rate, position)) == (["end"], ["bottom"])
    chart = replace(RATE.charts[0], legend=None, series=RATE.charts[0].series[:1])
    book = written(one_sheet(replace(RATE, charts=(chart,))), tmp_path)
    assert not found(read_part(book, "Object 1/content.xml"), "//chart:legend")


def test_a_chart_carries_a_copy_of_its_data(rate: Any) -> None:
    names = found(rate, "//table:table-header-rows//table:table-cell")
    assert ["".join(name.itertext()) for name in names] == ["", "", "E_total", "−E²", "", "0.1"]
    rows = found(rate, "//table:table-rows/table:table-row")
    assert len(rows) == STEPS
    values = [[attributes(cell).get("office:value") for cell in row[1:4]] for row in rows]
    block = RATE.blocks[0].values[:, [0, 1, 3]]
    assert [[float(value or "nan") for value in row] for row in values] == block.tolist()


def test_frames_lie_where_their_cells_are(path: Path) -> None:
    content = read_part(path, "content.xml")
    overview, rate, _ = found(content, "//draw:frame")
    seen = attributes(overview)
    assert (seen["svg:x"], seen["svg:y"]) == (f"{10 / 96:.4f}in", f"{5 / 96:.4f}in")
    assert (seen["svg:width"], seen["svg:height"]) == (f"{520 / 96:.4f}in", f"{300 / 96:.4f}in")
    # 96 + 64 + 64 + 80 + 3·64 + 24 pixels are 520 after the 10; 15 rows and 5 pixels are 305
    assert seen["table:end-cell-address"] == "Overview.J36"
    assert (seen["table:end-x"], seen["table:end-y"]) == ("0.3542in", "0.0521in")
    row = overview.getparent().getparent()
    assert len(found(row, "preceding-sibling::table:table-row")) == 20
    assert found(rate, "count(preceding::table:table-row[@table:style-name])")[0] > 0


def test_a_chart_is_told_to_those_who_cannot_see_it(path: Path) -> None:
    frames = found(read_part(path, "content.xml"), "//draw:frame")
    assert frames[1].findtext("{*}title") == "when learning rate is 0.1"
    assert frames[1].findtext("{*}desc") == "The loss falls by a tenth at each step"


def test_a_title_without_text_is_empty(tmp_path: Path) -> None:
    chart = replace(RATE.charts[0], title=Reference(9, 9), series=RATE.charts[0].series[:1])
    sheet = Sheet("Sheet", {(0, 0): Cell("x")}, charts=(chart,))
    book = written(one_sheet(sheet), tmp_path)
    [title] = found(read_part(book, "Object 1/content.xml"), "//chart:chart/chart:title")
    assert "".join(title.itertext()) == ""
