"""Tables row by row: each pattern of a row is compiled once, a row only fills it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpsheet.expression import Expression
from bpsheet.formats.ods.cells import NUMBER_ERROR, error_cell, number_cell
from bpsheet.formats.ods.numbers import NumberFormat, number_format
from bpsheet.formats.ods.xml import Attributes, element
from bpsheet.notation.formula import OPEN_FORMULA, ROW_MARK, row_pattern
from bpsheet.sheet.workbook import Block, RowKind, Style

CellAttributes = Callable[[int, int, Style], Attributes]
_CHUNK = 500
_SKIP_BOTH = "%.0s%.0s"
"""Takes a value and its shown value, and shows neither."""


@dataclass(frozen=True)
class RowTemplate:
    """A row as text with a gap for each row number, value and shown value.

    Attributes:
        text: the row.
        offsets: per mark of a row number in `text`, its distance from the row.
    """

    text: str
    offsets: dict[str, int]

    def fill(self, row: int, numbers: list[float | str]) -> str:
        """Return the row; `numbers` holds each cell's value and shown value in turn."""
        text = self.text
        for mark, offset in self.offsets.items():
            text = text.replace(mark, str(row + 1 + offset))
        return text % tuple(numbers)


def block_rows(
    block: Block, cell_attributes: CellAttributes, band: Callable[[int], object]
) -> Iterator[str]:
    """Yield the cells of each row of a table.

    Arguments:
        block: the table.
        cell_attributes: returns the attributes of a cell of given row, column and style.
        band: says which rows have equal attributes.
    """
    formulas = [tuple(map(_formula_attribute, kind.formulas)) for kind in block.kinds]
    templates: dict[object, RowTemplate] = {}
    for row, kind, finite, numbers in _rows(block):
        key = kind, band(row), finite.tobytes()
        template = templates.get(key)
        if template is None:
            styles = block.kinds[kind].styles
            places = enumerate(styles, start=block.left)
            attributes = [cell_attributes(row, column, style) for column, style in places]
            blank = map(block.kinds[kind].blank.__contains__, range(len(styles)))
            cells = map(_cell_template, styles, formulas[kind], attributes, finite, blank)
            template = templates[key] = _row_template("".join(cells))
        yield template.fill(row, numbers)


def _formula_attribute(value: Expression | None) -> str | None:
    return None if value is None else f"of:={row_pattern(value, OPEN_FORMULA)}"


def _row_template(text: str) -> RowTemplate:
    return RowTemplate(text, {mark[0]: int(mark[1]) for mark in ROW_MARK.finditer(text)})


def _cell_template(
    style: Style, formula: str | None, attributes: Attributes, finite: bool, blank: bool
) -> str:
    if formula is None and not blank:
        return element("table:table-cell") + _SKIP_BOTH
    fixed = {
        name: value.replace("%", "%%") if isinstance(value, str) else value
        for name, value in {**attributes, "table:formula": formula}.items()
    }
    if formula is None:
        return element("table:table-cell", fixed) + _SKIP_BOTH
    if not finite:
        return error_cell(fixed, NUMBER_ERROR) + _SKIP_BOTH
    number = number_format(style.number_format)
    return number_cell(fixed, number, "%r", number.pattern or "%s")


def _rows(block: Block) -> Iterator[tuple[int, int, NDArray[np.bool_], list[float | str]]]:
    """Yield each row's number, kind, which values are finite, and each value twice.

    The values are taken in portions, so that memory stays flat however long the table is.
    """
    written_out = [_written_out(kind) for kind in block.kinds]
    for start in range(0, len(block.values), _CHUNK):
        values = block.values[start : start + _CHUNK]
        kinds = block.kind_of_row[start : start + _CHUNK].tolist()
        finite = np.isfinite(values)
        for place, pairs in enumerate(np.repeat(values, 2, axis=1).tolist()):
            for column, number in written_out[kinds[place]]:
                pairs[2 * column + 1] = number.text(pairs[2 * column])
            yield block.top + start + place, kinds[place], finite[place], pairs


def _written_out(kind: RowKind) -> list[tuple[int, NumberFormat]]:
    """Return the columns whose number format takes more than a ``%`` format."""
    formats = [number_format(style.number_format) for style in kind.styles]
    return [(column, number) for column, number in enumerate(formats) if number.pattern is None]
