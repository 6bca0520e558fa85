"""A small workbook made by hand that uses every feature of the format-free workbook."""

from __future__ import annotations

import numpy as np

from bpsheet.expression import Expression, Number, Text, call, compare, join
from bpsheet.sheet.address import InRow, Range, Reference
from bpsheet.sheet.workbook import (
    Axis,
    Block,
    Cell,
    CellError,
    Chart,
    Highlight,
    Line,
    Point,
    PrintSetup,
    RowKind,
    Series,
    Sheet,
    Style,
    Validation,
    Workbook,
)

TABLE_TOP, STEPS = 4, 12
RATE = Reference(3, 1, "Overview")
HEADER = Style(bold=True, fill="#dbeafe", border="#9aa5b1", horizontal="center", wrap=True)
INPUT = Style(fill="#fff3bf", border="#f0b429", number_format="0.0##", locked=False)
NUMBER = Style(number_format="0.000000")
LONG_NOTE = "What this column shows.\n" + "A second paragraph, long enough to wrap. " * 8


def when(value: Expression, then: str, otherwise: str) -> Expression:
    return call("IF", compare(value, "<", 1), Text(then), Text(otherwise))


def table(losses: np.ndarray) -> Block:
    """Return a table of step, loss, a gap, and the negated squared loss."""
    first = (Number(0), Reference(0, 1) * 3, None, -(InRow(1) ** 2))
    later = (InRow(0, -1) + 1, InRow(1, -1) * Number(0.9), None, -(InRow(1) ** 2))
    gap = np.full(len(losses), np.nan)
    return Block(
        top=TABLE_TOP,
        left=1,
        kinds=tuple(RowKind(shift(row), (Style(), NUMBER, Style(), NUMBER)) for row in (first, later)),
        kind_of_row=np.array([0] + [1] * (len(losses) - 1)),
        values=np.column_stack([np.arange(len(losses)), losses, gap, -(losses**2)]),
    )


def shift(row: tuple[Expression | None, ...]) -> tuple[Expression | None, ...]:
    return row
