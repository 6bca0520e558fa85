"""What is drawn on the error curve: the tangents, the arrows, and the chart of them all."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.expression import Expression, Number, call, compare
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.charts import WRITTEN_OUT
from bpsheet.sheet.layout.error_curve.places import (
    CURVE,
    DRAWN_LOSS,
    DRAWN_PLACE,
    ERROR_CURVE,
    HALF_WIDTH,
    LOSS,
    LOSSES,
    NAME,
    PATH_BOTTOM,
    PATH_TOP,
    PLACE,
    ROW_OF,
    SHAPES_LEFT,
    SLOPE,
    TABLE_TOP,
)
from bpsheet.sheet.workbook import Axis, Chart, Series

HEAD_WIDTH, HEAD_HEIGHT = Number(0.25), Number(0.025)
"""The size of an arrow's head: shares of the arrow's length and of the curve's height."""
COLORS = {"A": style.curve_color(1), "B": style.curve_color(2)}
CURVE_COLOR, PATH_COLOR = style.curve_color(0), style.INK
CHART_ROW, CHART_COLUMN, CHART_WIDTH, CHART_HEIGHT = 4, 4, 820, 430

Corner = tuple[Expression, Expression]


def write_shapes(canvas: Canvas) -> tuple[Series, ...]:
    """Write the corners of the tangents and arrows, and return them as curves."""
    reach = HALF_WIDTH / Number(4)
    row, series = TABLE_TOP, []
    for point in ROW_OF:
        for words, corners in (
            (f"tangent at {point}", tuple(_tangent(point, reach))),
            (f"way to go from {point}", tuple(_arrow(point, reach))),
        ):
            series.append(_write(canvas, row, words, corners, point))
            row += len(corners) + 1
    return tuple(series)


def _at(point: str) -> tuple[Reference, Reference, Reference]:
    """Return the cells of a point: the value of the parameter, the loss, the slope."""
    row = ROW_OF[point]
    return Reference(row, PLACE), Reference(row, LOSS), Reference(row, SLOPE)


def _tangent(point: str, reach: Expression) -> Iterator[Corner]:
    place, loss, slope = _at(point)
    yield place - reach, loss - slope * reach
    yield place + reach, loss + slope * reach


def _arrow(point: str, reach: Expression) -> Iterator[Corner]:
    """Yield the corners of an arrow that starts at the point and leads where the slope falls."""
    place, loss, slope = _at(point)
    right = call("IF", compare(slope, "<", 0), Number(1), Number(-1))
    length = call("IF", compare(slope, "=", 0), Number(0), right * reach)
    height = HEAD_HEIGHT * (call("MAX", LOSSES) - call("MIN", LOSSES))
    tip, neck = place + length, place + (Number(1) - HEAD_WIDTH) * length
    yield place, loss
    yield tip, loss
    yield neck, loss + height
    yield tip, loss
    yield neck, loss - height


def _write(canvas: Canvas, row: int, words: str, corners: tuple[Corner, ...], point: str) -> Series:
    name = canvas.put(row, SHAPES_LEFT, words, style.HEADER, across=2)
    for line, corner in enumerate(corners, start=row + 1):
        for column, value in enumerate(corner, start=SHAPES_LEFT):
            canvas.put(line, column, value, style.CELL)
    x, y = (
        Range(row + 1, column, row + len(corners), column, ERROR_CURVE)
        for column in (SHAPES_LEFT, SHAPES_LEFT + 1)
    )
    is_tangent = len(corners) == 2
    return Series(name, x, y, COLORS[point], width=1.25 if is_tangent else 2.25, dashed=is_tangent)


def curve_chart(loss: str, shapes: tuple[Series, ...]) -> Chart:
    """Return the chart of the curve, the points A and B with their shapes, and the way down.

    Arguments:
        loss: what the curve shows.
        shapes: the tangents and arrows.
    """
    curve = Series(_cell(TABLE_TOP, LOSS), _on(CURVE), _on(LOSSES), CURVE_COLOR, width=2.5)
    path = Series(
        _cell(TABLE_TOP, DRAWN_LOSS),
        Range(PATH_TOP, DRAWN_PLACE, PATH_BOTTOM, DRAWN_PLACE, ERROR_CURVE),
        Range(PATH_TOP, DRAWN_LOSS, PATH_BOTTOM, DRAWN_LOSS, ERROR_CURVE),
        PATH_COLOR,
        width=1,
        marker=True,
    )
    points = tuple(
        Series(
            _cell(row, NAME),
            _on(Reference(row, PLACE).area),
            _on(Reference(row, LOSS).area),
            COLORS[point],
            marker=True,
        )
        for point, row in ROW_OF.items()
    )
    return Chart(
        row=CHART_ROW,
        column=CHART_COLUMN,
        width=CHART_WIDTH,
        height=CHART_HEIGHT,
        title=f"{loss} along the chosen parameter",
        series=(curve, *shapes, path, *points),
        x_axis=Axis("value of the chosen parameter", number_format=WRITTEN_OUT),
        y_axis=Axis(loss, number_format=WRITTEN_OUT),
        description=(
            f"{loss} as a function of the chosen parameter, with the tangents at A and B, arrows"
            " that show which way each point must go, and the steps of gradient descent"
        ),
        legend="right",
    )


def _on(cells: Range) -> Range:
    return cells.on(ERROR_CURVE)


def _cell(row: int, column: int) -> Reference:
    return Reference(row, column, ERROR_CURVE)
