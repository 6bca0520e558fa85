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
NAME_LETTER, SYMBOL_LETTER, AIR = 7, 6.4, 12
"""The room a letter of a name takes, in bold and in italics, and what is left beside, in pixels."""
MOST_SYMBOLS, MOST_LINES, LINES_BEFORE_GAP = 8, 6, 3
"""Of a formula: the names in a line, the lines, and, of a longer one, those before the dots."""

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
        self._name_width, self._symbol_width = NAME_WIDTH, SYMBOL_WIDTH
        self._between: dict[int, int] = {}

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
        self._name(name, style.name_style(role))
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
        self._name(name, name_look)
        place = self.canvas.put(self.row, NUMBER, self._numbers(value), number)
        self.canvas.put(self.row, FORMULA, words, FORMULA_STYLE)
        if why:
            self.canvas.put(self.row, WHY, why, style.REMARK)
        self.row += 1
        return place

    def computation(self, name: str, role: Role, value: Expression) -> Reference:
        """Write ``name = symbols`` and below it ``result = numbers``, each in its own cell.

        A long formula takes several lines, each with its numbers below it.
        """
        number = replace(style.value_style(role, self.plan.format_for(value)), bold=True)
        self._name(name, style.name_style(role))
        place = self.canvas.put(self.row + 1, NUMBER, self._numbers(value), number)
        for line in lines_of(pieces(value)):
            self._spell(line, lambda part: (part, SYMBOL))
            self._spell(line, self._number_of)
        return place

    def _name(self, name: str, look: Style) -> None:
        self.canvas.put(self.row, NAME, name, look)
        self._name_width = max(self._name_width, NAME_LETTER * len(name) + AIR)

    def _numbers(self, value: Expression) -> Expression:
        return substitute(self.plan.in_cells(value), self.cells)

    def _number_of(self, name: str) -> tuple[Expression, Style]:
        number_format = self.plan.format_of(name)
        self._symbol_width = max(self._symbol_width, width_of(number_format) + BRACKETS_WIDTH)
        look = replace(SYMBOL, italic=False, number_format=bracketed(number_format))
        return self.cells[name], look

    def _spell(
        self, line: list[str], show: Callable[[str], tuple[Value | Expression, Style]]
    ) -> None:
        """Write a line of a formula: its names as `show` says, the rest between.

        What ends the line has room to its right and needs no wider column.
        """
        for place, piece in enumerate(line):
            column, ends = FORMULA + place, not any(line[place + 1 :])
            if place % 2:
                content, look = show(piece)
                fits = self._symbol_width
            else:
                content, look = piece.strip(), BETWEEN
                fits = self._between.get(column, BETWEEN_WIDTH)
            width = round(SYMBOL_LETTER * len(piece.strip())) + AIR
            if ends and width > fits:
                look = replace(look, horizontal="left")
            elif place % 2:
                self._symbol_width = max(fits, width)
            else:
                self._between[column] = max(fits, width)
            if content:
                self.canvas.put(self.row, column, content, look)
            self._columns = max(self._columns, column)
        self.row += 1

    def set_widths(self) -> None:
        """Give the columns their widths, as many as were written."""
        self.canvas.column_widths |= {NAME: self._name_width, NUMBER: NUMBER_WIDTH}
        for column in range(FORMULA, self._columns + 1):
            symbol = (column - FORMULA) % 2
            between = self._between.get(column, BETWEEN_WIDTH)
            self.canvas.column_widths[column] = self._symbol_width if symbol else between


def lines_of(written: list[str]) -> list[list[str]]:
    """Return a formula's pieces as lines, cut before a sign + where that is possible.

    Of a very long formula the lines in the middle are left out.

    Arguments:
        written: what stands before a name, the name, what follows, … as `pieces` returns it.

    >>> lines_of(["", "x", ""])
    [['= ', 'x', '']]
    """
    rest, lines = [f"= {written[0]}", *written[1:]], []
    while len(rest) > 2 * MOST_SYMBOLS + 1:
        places = range(2, 2 * MOST_SYMBOLS + 1, 2)
        end = max((place for place in places if " + " in rest[place]), default=places[-1])
        before, plus, after = rest[end].rpartition(" + ")
        lines.append([*rest[:end], before])
        rest = [f"{plus}{after}", *rest[end + 1 :]]
    lines.append(rest)
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:LINES_BEFORE_GAP], [f"… {lines[-1][0]}", *lines[-1][1:]]]
