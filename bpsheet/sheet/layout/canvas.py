"""A sheet while it is being laid out: cells are put one by one, then frozen into a ``Sheet``."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, transform
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout.style import PLAIN
from bpsheet.sheet.workbook import (
    Block,
    Cell,
    Chart,
    Highlight,
    Line,
    PrintSetup,
    Sheet,
    Style,
    Validation,
    Value,
)


class Canvas:
    """Collects what stands on one sheet.

    Attributes:
        name: the sheet's name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[Range] = []
        self.blocks: list[Block] = []
        self.charts: list[Chart] = []
        self.lines: list[Line] = []
        self.validations: list[Validation] = []
        self.highlights: list[Highlight] = []
        self.names: dict[str, Reference] = {}
        self.column_widths: dict[int, int] = {}
        self.row_heights: dict[int, int] = {}

    def put(
        self,
        row: int,
        column: int,
        content: Value | Expression,
        style: Style = PLAIN,
        *,
        note: str | None = None,
        link: str | None = None,
        across: int = 1,
    ) -> Reference:
        """Write a constant or a formula into a cell and return a reference to it.

        Arguments:
            row, column: counted from 0.
            content: an expression becomes a formula, anything else a constant.
            across: how many columns the cell spans.
        """
        formula = self._local(content) if isinstance(content, Expression) else None
        value = None if isinstance(content, Expression) else content
        self._cells[row, column] = Cell(value, style, formula, note, link)
        if across > 1:
            self._merges.append(Range(row, column, row, column + across - 1))
            for covered in range(column + 1, column + across):
                self._cells[row, covered] = Cell(style=style)
        return Reference(row, column, self.name)

    def _local(self, formula: Expression) -> Expression:
        """Return `formula` with the references to this very sheet written without its name."""

        def change(part: Expression) -> Expression | None:
            if isinstance(part, (Reference, Range)) and part.sheet == self.name:
                return replace(part, sheet=None)
            return None

        return transform(formula, change)

    def sheet(
        self,
        *,
        frozen: tuple[int, int] = (0, 0),
        print_setup: PrintSetup,
        tab_color: str | None = None,
    ) -> Sheet:
        """Return the finished sheet."""
        return Sheet(
            name=self.name,
            cells=self._cells,
            blocks=tuple(self.blocks),
            merges=tuple(self._merges),
            column_widths=self.column_widths,
            row_heights=self.row_heights,
            charts=tuple(self.charts),
            lines=tuple(self.lines),
            validations=tuple(self.validations),
            highlights=tuple(self.highlights),
            frozen=frozen,
            names=self.names,
            print_setup=print_setup,
            tab_color=tab_color,
        )
