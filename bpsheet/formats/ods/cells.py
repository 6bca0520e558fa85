"""One cell as XML: its value, its formula and its link."""

from __future__ import annotations

import math

from bpsheet.expression import Expression, Text, call, expression
from bpsheet.formats.ods.address import sheet_address
from bpsheet.formats.ods.numbers import NumberFormat, number_format
from bpsheet.formats.ods.xml import Attributes, element, inline, paragraphs
from bpsheet.notation.formula import OPEN_FORMULA, formula
from bpsheet.sheet.workbook import Cell, CellError, Value

NUMBER_ERROR = CellError("#NUM!")


def cell_xml(cell: Cell, attributes: Attributes, row: int, note: str, drawings: str) -> str:
    """Return a cell.

    Arguments:
        cell: its value, formula and link.
        attributes: its style, span and validation.
        row: its row, counted from 0.
        note: its note as XML, or nothing.
        drawings: the XML of what is fastened to it.
    """
    computed = _formula(cell, row)
    value, shown = _value(cell.value, number_format(cell.style.number_format), bool(computed))
    if cell.link is not None and computed is None:
        shown = _link(str(cell.value), cell.link)
    written = {**attributes, "table:formula": computed, **value}
    return element("table:table-cell", written, note, shown, drawings)


def number_cell(attributes: Attributes, number: NumberFormat, value: str, shown: str) -> str:
    """Return a cell whose number is `value`, shown as `shown`."""
    typed = {"office:value-type": number.value_type, "office:value": value}
    return element("table:table-cell", {**attributes, **typed}, element("text:p", None, shown))


def error_cell(attributes: Attributes, error: CellError) -> str:
    """Return a formula cell whose value is an error."""
    value, shown = _error(error)
    return element("table:table-cell", {**attributes, **value}, shown)


def _formula(cell: Cell, row: int) -> str | None:
    """Return the formula of a cell; an error is one even where it is a constant."""
    written = _linked(cell)
    if written is not None:
        return f"of:={formula(written, OPEN_FORMULA, row)}"
    return f"of:={cell.value.code}" if isinstance(cell.value, CellError) else None


def _linked(cell: Cell) -> Expression | None:
    """Return the formula of a cell, which carries the cell's link if it has one.

    Only text can be a link by itself in an OpenDocument cell.
    """
    shown = cell.formula
    if cell.link is None:
        return shown
    if shown is None and isinstance(cell.value, int | float):
        shown = expression(cell.value)
    return shown and call("HYPERLINK", Text(sheet_address(cell.link)), shown)


def _link(text: str, sheet: str) -> str:
    """Return a paragraph that leads to a sheet."""
    target = {"xlink:type": "simple", "xlink:href": sheet_address(sheet)}
    return element("text:p", None, element("text:a", target, inline(text)))


def _value(value: Value, number: NumberFormat, computed: bool) -> tuple[Attributes, str]:
    """Return the attributes that hold a value, and the paragraphs that show it."""
    match value:
        case None:
            return {}, ""
        case bool():
            text = str(value).upper()
            attributes = {"office:value-type": "boolean", "office:boolean-value": value}
            return attributes, element("text:p", None, text)
        case str():
            text_value = {"office:string-value": value} if computed else {}
            return {"office:value-type": "string", **text_value}, paragraphs(value)
        case CellError():
            return _error(value)
    if not math.isfinite(value):
        return _error(NUMBER_ERROR)
    typed = {"office:value-type": number.value_type, "office:value": repr(float(value))}
    return typed, element("text:p", None, number.text(value))


def _error(error: CellError) -> tuple[Attributes, str]:
    attributes = {
        "office:value-type": "string",
        "office:string-value": "",
        "calcext:value-type": "error",
    }
    return attributes, element("text:p", None, error.code)
