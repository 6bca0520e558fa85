"""Text boxes and charts of an .xlsx sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from bpsheet.checker.book import Chart, Series, TextBox
from bpsheet.checker.reading.package import Package
from bpsheet.checker.reading.references import area_of, last_cell
from bpsheet.checker.reading.trouble import DamagedError

KINDS = {"lineChart": "line", "scatterChart": "scatter", "barChart": "bar", "areaChart": "area"}
_ANCHORS = {"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"}
_SECOND_BEST = frozenset({"Fallback"})
_STORED_NUMBERS = frozenset({"Fallback", "numCache", "numLit"})


@dataclass
class Drawings:
    """What stands in the drawings of a sheet, while they are read."""

    text_boxes: list[TextBox] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_drawings(package: Package, sheet: str) -> Drawings:
    """Return the text boxes and charts of the sheet in the part `sheet`.

    Raises:
        DamagedError: a drawing cannot be read; a chart that cannot is named in `unread`.
    """
    drawings = Drawings()
    for related in package.related(sheet).values():
        if related.kind == "drawing":
            for anchor in package.tree(related.target, _SECOND_BEST):
                if anchor.tag in _ANCHORS:
                    _read_anchor(package, related.target, anchor, drawings)
    return drawings


def _read_anchor(package: Package, drawing: str, anchor: Element, drawings: Drawings) -> None:
    row, column = _number(anchor, "from/row"), _number(anchor, "from/col")
    drawings.text_boxes.extend(
        TextBox(row, column, words)
        for shape in anchor.iter("txBody")
        if (words := _paragraphs(shape).strip())
    )
    parts = package.related(drawing)
    for reference in anchor.iter("chart"):
        part = parts.get(reference.get("id", ""))
        try:
            if part is None or part.kind != "chart":
                raise DamagedError("it is of a newer kind or missing")
            chart = package.tree(part.target, _STORED_NUMBERS)
        except DamagedError as error:
            drawings.unread.append(f"a chart was not read: {error}")
        else:
            drawings.charts.append(_chart(row, column, chart))


def _chart(row: int, column: int, root: Element) -> Chart:
    plots = [part for part in root.iterfind(".//plotArea/*") if part.tag.endswith("Chart")]
    kind = plots[0].tag if plots else ""
    return Chart(
        row,
        column,
        KINDS.get(kind.replace("3D", ""), kind.removesuffix("Chart")),
        tuple(_series(series) for plot in plots for series in plot.iter("ser")),
        _title(root.find("chart/title")),
        tuple(filter(None, (_title(title) for title in root.iterfind(".//plotArea/*/title")))),
    )


def _series(series: Element) -> Series:
    values = series.find("val//f") if series.find("val") is not None else series.find("yVal//f")
    categories = series.find("cat//f") if series.find("cat") is not None else series.find("xVal//f")
    name = series.find("tx//f")
    return Series(
        area_of(_text(values)),
        area_of(_text(categories)),
        last_cell(_text(name)),
        " ".join(_text(words) for words in series.iterfind("tx//v")),
    )


def _title(title: Element | None) -> str:
    if title is None:
        return ""
    rich = title.find("tx/rich")
    if rich is not None:
        return _paragraphs(rich).strip()
    return " ".join(_text(words) for words in title.iterfind("tx//v"))


def _paragraphs(body: Element) -> str:
    return "\n".join("".join(_runs(paragraph)) for paragraph in body.iter("p"))


def _runs(paragraph: Element) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag == "t":
            yield _text(part)
        elif part.tag == "br":
            yield "\n"


def _text(part: Element | None) -> str:
    return "" if part is None else part.text or ""


def _number(anchor: Element, path: str) -> int:
    text = anchor.findtext(path, "0").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
