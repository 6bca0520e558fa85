"""Tables as streams of XML: one string per kind of row, filled in row by row."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from bpsheet.expression import Expression
from bpsheet.formats.xlsx.formulas import excel_pattern
from bpsheet.notation.formula import ROW_MARK
from bpsheet.sheet.address import column_letters
from bpsheet.sheet.workbook import Block, RowKind, Style

StyleIndex = Callable[[Style], int]

_OWN_ROW = "\ue0000\ue001"
_NOT_A_NUMBER = re.compile("><f>([^<]*)</f><v>-?(?:nan|inf)</v>")
_LARGEST_WHOLE = 1e15


@dataclass(frozen=True)
class RowTemplate:
    """The cells of one kind of table row.

    Attributes:
        text: their XML, with marks for row numbers and a ``%`` field for each value.
        offsets: which rows the marks mean, counted from the row itself.
        columns: the block's columns that have values.
    """

    text: str
    offsets: frozenset[int]
    columns: NDArray[np.intp]

    def fill(self, row: int, block_values: NDArray[np.float64]) -> str:
        """Return the cells of row `row` (counted from 0), given the row's values in the block."""
        text = self.text
        for offset in self.offsets:
            text = text.replace(f"\ue000{offset}\ue001", str(row + 1 + offset))
        values = block_values[self.columns].tolist()
        cells = text % tuple(values)
        return cells if all(map(math.isfinite, values)) else _with_errors(cells)


def block_rows(block: Block, style_index: StyleIndex) -> Iterator[str]:
    """Yield the XML of each row's cells, from the block's first row to its last.

    Arguments:
        block: the table.
        style_index: the number under which the workbook's style table has a style.
    """
    templates = [_row_template(kind, block, style_index) for kind in block.kinds]
    rows = zip(block.kind_of_row.tolist(), block.values, strict=True)
    for row, (kind, values) in enumerate(rows, start=block.top):
        yield templates[kind].fill(row, values)


def _row_template(kind: RowKind, block: Block, style_index: StyleIndex) -> RowTemplate:
    fields = _value_fields(block)
    contents = {
        column: f"<f>{_escaped_pattern(expression)}</f><v>{fields[column]}</v>"
        for column, expression in enumerate(kind.formulas)
        if expression is not None
    }
    text = "".join(
        f'<c r="{column_letters(block.left + column)}{_OWN_ROW}"'
        f' s="{style_index(kind.styles[column])}">{contents.get(column, "")}</c>'
        for column in sorted({*contents, *kind.blank})
    )
    offsets = frozenset(int(offset) for offset in ROW_MARK.findall(text))
    return RowTemplate(text, offsets, np.array(list(contents), dtype=np.intp))


def _escaped_pattern(expression: Expression) -> str:
    return escape(excel_pattern(expression), quote=False).replace("%", "%%")


def _value_fields(block: Block) -> list[str]:
    """Return a format per column; one of whole numbers only is written without decimal points."""
    values = block.values
    whole = (values == np.rint(values)) & (np.abs(values) < _LARGEST_WHOLE)
    return ["%d" if all_whole else "%r" for all_whole in whole.all(axis=0)]


def _with_errors(cells: str) -> str:
    """Return the cells with an error in place of each value that is no number."""
    return _NOT_A_NUMBER.sub(r' t="e"><f>\1</f><v>#NUM!</v>', cells)
