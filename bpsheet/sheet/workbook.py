"""The format-free workbook: what the layouts make and the file formats write.

Rows and columns count from 0. Lengths are pixels of 1/96 inch, colours ``"#rrggbb"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bpsheet.expression import Expression
from bpsheet.sheet.address import Range, Reference

DEFAULT_COLUMN_WIDTH = 64
DEFAULT_ROW_HEIGHT = 20
FONT = "Arial"


@dataclass(frozen=True, slots=True)
class CellError:
    """The value of a formula that has none, such as ``#NUM!`` or ``#N/A``."""

    code: str


Paper = Literal["A4", "Letter"]
Value = float | int | str | bool | CellError | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks.

    Attributes:
        number_format: a spreadsheet number format in Excel's notation.
        border: the colour of a thin line on all four sides.
        locked: whether the cell resists edits on a sheet that is protected, or once a reader
            protects it.
        hidden: whether a protected sheet does not show the cell's formula.
    """

    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float = 10
    color: str = "#1f2933"
    fill: str | None = None
    number_format: str = "General"
    horizontal: Literal["left", "center", "right"] | None = None
    vertical: Literal["top", "center", "bottom"] = "center"
    wrap: bool = False
    indent: int = 0
    border: str | None = None
    locked: bool = True
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        value: a constant, or the computed value of `formula`. Text is text, even after ``=``.
        formula: an expression over references; ``None`` for a constant.
        note: a comment shown when the pointer rests on the cell.
        link: the name of a sheet that a click leads to.
    """

    value: Value = None
    style: Style = Style()
    formula: Expression | None = None
    note: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class RowKind:
    """One pattern of table row: per column a style and a formula, over ``InRow`` and ``Reference``.

    A column whose formula is ``None`` has no cells: a gap between two parts of the table. Those
    named in `blank`, by their positions, have empty cells of the column's style, to be filled in.
    """

    formulas: tuple[Expression | None, ...]
    styles: tuple[Style, ...]
    blank: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Block:
    """A table whose rows repeat a few patterns; writers stream it, no cell object is ever made.

    Attributes:
        top, left: the table's first cell.
        kinds: the patterns.
        kind_of_row: per row, the index of its pattern.
        values: the computed value of every cell, rows by columns; NaN or infinity where the
            formula's value is an error.
    """

    top: int
    left: int
    kinds: tuple[RowKind, ...]
    kind_of_row: NDArray[np.intp]
    values: NDArray[np.float64]

    @property
    def bottom(self) -> int:
        """The last row."""
        return self.top + len(self.values) - 1

    @property
    def right(self) -> int:
        """The last column."""
        return self.left + len(self.kinds[0].formulas) - 1

    def holds(self, row: int, column: int) -> bool:
        """Return whether the cell belongs to this block."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def value(self, row: int, column: int) -> float | None:
        """Return the value of one of this block's cells; ``None`` without a formula."""
        kind = self.kinds[self.kind_of_row[row - self.top]]
        if kind.formulas[column - self.left] is None:
            return None
        return float(self.values[row - self.top, column - self.left])


@dataclass(frozen=True, slots=True)
class Series:
    """One curve of an XY chart.

    Attributes:
        name: a cell whose text names the curve.
        x, y: ranges of one column, of equal length.
        dashed: drawn with dashes.
        marker: a dot at every point.
        hidden: neither drawn nor named; it only widens the axes (several charts share a scale
            when each holds the same hidden series).
    """

    name: Reference
    x: Range
    y: Range
    color: str
    width: float = 2.0
    dashed: bool = False
    marker: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a chart; a limit of ``None`` is chosen by the application."""

    title: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    logarithmic: bool = False
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class Chart:
    """An XY chart of straight lines.

    Attributes:
        row, column: the cell its upper left corner stands in.
        title: a cell whose text is the title (formats without linked titles store its value), or
            the text itself.
        legend: where the curves' names stand, or ``None`` for no legend.
        description: what a person who cannot see the chart should be told.
    """

    row: int
    column: int
    width: int
    height: int
    title: Reference | str
    series: tuple[Series, ...]
    x_axis: Axis
    y_axis: Axis
    description: str
    legend: Literal["bottom", "right"] | None = None
    title_size: float = 12
    x_shift: int = 0
    y_shift: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """A place inside a cell: `x` and `y` from 0 (left, top) to 1 (right, bottom)."""

    row: int
    column: int
    x: float = 0.5
    y: float = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line between two places, over the cells."""

    start: Point
    end: Point
    color: str = "#8795a1"
    width: float = 1.25


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed into the cells of `area`.

    Attributes:
        kind: a whole number, any number, or one value of the range `source`.
        prompt: shown when the cell is chosen, under `heading` (of at most 32 characters).
        error: shown when the entry is refused.
    """

    area: Range
    kind: Literal["whole", "decimal", "list"]
    prompt: str
    error: str
    minimum: float | Expression | None = None
    maximum: float | Expression | None = None
    source: Range | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format: the cells of `area` for which `condition` holds look different.

    `condition` is written for the area's first cell; its references with ``absolute=False`` and
    its ``InRow`` references move with the cell.
    """

    area: Range
    condition: Expression
    color: str | None = None
    fill: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """How a sheet prints: `pages_wide` pages wide, its header rows repeated on each.

    Attributes:
        repeat_columns: so many columns, from the first, are repeated, too.
    """

    landscape: bool = True
    pages_wide: int = 1
    pages_tall: int = 0
    repeat_rows: tuple[int, int] | None = None
    repeat_columns: int = 0
    area: Range | None = None
    paper: Paper = "A4"


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        cells: single cells by (row, column); none of them inside a block.
        blocks: tables, from top to bottom, no two sharing a row.
        merges: rectangles shown as one cell.
        frozen: the number of rows and of columns that stay in view.
        names: names that are valid on this sheet only.
        protected: whether only unlocked cells can be changed, until a reader lifts the protection,
            which takes no password. The looks of cells, widths and inserted rows stay free.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    blocks: tuple[Block, ...] = ()
    merges: tuple[Range, ...] = ()
    column_widths: Mapping[int, int] = field(default_factory=dict)
    row_heights: Mapping[int, int] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    lines: tuple[Line, ...] = ()
    validations: tuple[Validation, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    names: Mapping[str, Reference] = field(default_factory=dict)
    print_setup: PrintSetup = PrintSetup()
    tab_color: str | None = None
    protected: bool = False

    def value(self, row: int, column: int) -> Value:
        """Return the value of a cell; ``None`` where there is none."""
        for block in self.blocks:
            if block.holds(row, column):
                return block.value(row, column)
        cell = self.cells.get((row, column))
        return cell.value if cell else None


@dataclass(frozen=True)
class Workbook:
    """A workbook: its sheets in order, its names, and what its document properties say.

    Attributes:
        properties: further document properties, of at most 255 characters each.
    """

    sheets: tuple[Sheet, ...]
    names: Mapping[str, Reference]
    title: str
    subject: str
    keywords: str
    properties: Mapping[str, str] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        """Return the sheet called `name`."""
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def value(self, reference: Reference) -> Value:
        """Return the value of the cell that `reference` (with its sheet named) points to."""
        assert reference.sheet is not None, "the reference must name its sheet"
        return self.sheet(reference.sheet).value(reference.row, reference.column)
