"""Lines of a derivation: a name, its number, and beside them symbols over numbers in cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bpsheet.expression import Expression, substitute
from bpsheet.model.graph import Role
from bpsheet.notation.text import pieces
from bpsheet.sheet.address import Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.number_formats import bracketed, width_of
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Style, Value

NAME, NUMBER, FORMULA, WHY = 0, 1, 2, 8
NAME_WIDTH, NUMBER_WIDTH, BETWEEN_WIDTH, SYMBOL_WIDTH, BRACKETS_WIDTH = 140, 96, 42, 90, 10

SYMBOL = replace(style.PLAIN, horizontal="center", italic=True)
BETWEEN = replace(style.PLAIN, horizontal="center", color=style.MUTED)
FORMULA_STYLE = replace(style.PLAIN, italic=True, indent=1)


class Ledger:
    """Writes lines from the top down and remembers where each quantity's number stands.

    Attributes:
        canvas: the sheet.
        row: the row to write next.
        cells: the cell that holds the number of each quantity written so far.
    """

    def __init__(self, plan: Plan, canvas: Canvas) -> None:
        self.plan = plan
        self.canvas = canvas
        self.row = 0
        self.cells: dict[str, Expression] = {}
        self._columns = FORMULA
        self._symbol_width = SYMBOL_WIDTH

    def section(self, title: str) -> None:
        """Leave a line free and write a heading."""
        self.row += 1
        self.canvas.put(self.row, NAME, title, style.SECTION)
        self.row += 1

    def remark(self, words: str) -> None:
        """Write a line of words."""
        self.canvas.put(self.row, NAME, words, style.REMARK)
        self.row += 1

    def given(self, name: str, role: Role, content: Expression, meaning: str) -> None:
        """Write a quantity whose number comes from another sheet."""
        self.canvas.put(self.row, NAME, name, style.name_style(role))
        number = style.value_style(role, self.plan.format_of(name))
        self.cells[name] = self.canvas.put(self.row, NUMBER, content, number)
        self.canvas.put(self.row, FORMULA, meaning, style.BESIDE)
        self.row += 1

    def line(
        self, name: str, role: Role, value: Expression, words: str, why: str = ""
    ) -> Reference:
        """Write one line: a name, the number of `value`, its formula in words, and the reason."""
        number = style.value_style(role, self.plan.format_for(value))
        name_look = replace(style.name_style(role), fill=style.fill_of(role), bold=False)
        self.canvas.put(self.row, NAME, name, name_look)
        place = self.canvas.put(self.row, NUMBER, self._numbers(value), number)
        self.canvas.put(self.row, FORMULA, words, FORMULA_STYLE)
        if why:
            self.canvas.put(self.row, WHY, why, style.REMARK)
        self.row += 1
        return place

    def computation(self, name: str, role: Role, value: Expression) -> Reference:
        """Write ``name = symbols`` and below it ``result = numbers``, each in its own cell."""
        number = replace(style.value_style(role, self.plan.format_for(value)), bold=True)
        self.canvas.put(self.row, NAME, name, style.name_style(role))
        self._spell(value, lambda part: (part, SYMBOL))
        self.row += 1
        place = self.canvas.put(self.row, NUMBER, self._numbers(value), number)
        self._spell(value, self._number_of)
        self.row += 1
        return place

    def _numbers(self, value: Expression) -> Expression:
        return substitute(self.plan.in_cells(value), self.cells)

    def _number_of(self, name: str) -> tuple[Expression, Style]:
        number_format = self.plan.format_of(name)
        self._symbol_width = max(self._symbol_width, width_of(number_format) + BRACKETS_WIDTH)
        look = replace(SYMBOL, italic=False, number_format=bracketed(number_format))
        return self.cells[name], look

    def _spell(
        self, value: Expression, show: Callable[[str], tuple[Value | Expression, Style]]
    ) -> None:
        """Write `value` into the cells of the row: its names as `show` says, the rest between."""
        for place, piece in enumerate(pieces(value)):
            column = FORMULA + place
            if place % 2:
                content, look = show(piece)
                self.canvas.put(self.row, column, content, look)
            elif place == 0 or piece:
                words = f"= {piece}".strip() if place == 0 else piece.strip()
                self.canvas.put(self.row, column, words, BETWEEN)
            self._columns = max(self._columns, column)

    def set_widths(self) -> None:
        """Give the columns their widths, as many as were written."""
        self.canvas.column_widths |= {NAME: NAME_WIDTH, NUMBER: NUMBER_WIDTH}
        for column in range(FORMULA, self._columns + 1):
            symbol = (column - FORMULA) % 2
            self.canvas.column_widths[column] = self._symbol_width if symbol else BETWEEN_WIDTH
