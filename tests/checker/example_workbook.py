"""The examples of the rules as files: filled down, computed by Python, written by XlsxWriter."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from bpsheet.checker.rules import Example, ExampleChart

REFERENCE = re.compile(r"(\$?)([A-Z]{1,2})(\$?)([0-9]+)(?![0-9(])")
FUNCTIONS: dict[str, Callable[..., float]] = {
    "EXP": math.exp,
    "TANH": math.tanh,
    "ABS": abs,
    "SQRT": math.sqrt,
    "ERF": math.erf,
    "SUM": lambda values: sum(value for value in values if not isinstance(value, str)),
}


def filled(content: str | float, rows: int, columns: int) -> str | float:
    """Return what filling makes of a cell's content so many rows down and columns across."""
    if not isinstance(content, str) or not content.startswith("="):
        return content

    def moved(match: re.Match[str]) -> str:
        column_fixed, letters, row_fixed, _ = match.groups()
        row, column = xl_cell_to_rowcol(match.group().replace("$", ""))
        row, column = row + rows * (not row_fixed), column + columns * (not column_fixed)
        name = re.fullmatch(r"([A-Z]+)([0-9]+)", xl_rowcol_to_cell(row, column))
        assert name and letters
        return f"{column_fixed}{name[1]}{row_fixed}{name[2]}"

    return REFERENCE.sub(moved, content)


def cells_in(key: str) -> list[str]:
    """Return the names of the cells of a range, row by row."""
    first, _, last = key.partition(":")
    (top, left), (bottom, right) = map(xl_cell_to_rowcol, (first, last or first))
    rows, columns = range(top, bottom + 1), range(left, right + 1)
    return [xl_rowcol_to_cell(row, column) for row in rows for column in columns]


def contents_of(example: Example) -> dict[str, str | float]:
    """Return the content of every cell of an example."""
    contents: dict[str, str | float] = {}
    for cells in (example.sheet, example.cells):
        for key, content in cells.items():
            top, left = xl_cell_to_rowcol(cells_in(key)[0])
            for cell in cells_in(key):
                row, column = xl_cell_to_rowcol(cell)
                contents[cell] = filled(content, row - top, column - left)
    return {cell: content for cell, content in contents.items() if content != ""}


class ErrorValueError(Exception):
    """A formula reads a cell that shows an error."""


class Computed:
    """The values of cells, computed by Python from what their formulas say."""

    def __init__(self, contents: Mapping[str, str | float]) -> None:
        self.contents = contents
        self.values: dict[str, Any] = {}

    def __getitem__(self, cell: str) -> Any:
        if cell not in self.values:
            # A spreadsheet takes a cell that is being computed already, or is empty, as 0.
            self.values[cell] = 0.0
            self.values[cell] = self._value(self.contents.get(cell, 0.0))
        return self.values[cell]

    def _value(self, content: str | float) -> Any:
        if not isinstance(content, str) or not content.startswith("="):
            return content
        code = content[1:].replace("^", "**").replace("$", "")
        code = re.sub(r"([A-Z]+[0-9]+):([A-Z]+[0-9]+)", r"area('\1:\2')", code)
        code = re.sub(r"(?<!['A-Z:])([A-Z]{1,2}[0-9]+)(?![0-9(:'])", r"cell('\1')", code)
        try:
            return eval(code, {**FUNCTIONS, "cell": self._operand, "area": self._area})
        except ZeroDivisionError:
            return "#DIV/0!"
        except TypeError:
            return "#VALUE!"
        except ErrorValueError as error:
            return str(error)

    def _operand(self, cell: str) -> Any:
        value = self[cell]
        if str(value).startswith("#"):
            raise ErrorValueError(value)
        return value

    def _area(self, key: str) -> list[Any]:
        return [self[cell] for cell in cells_in(key)]


def write_example(example: Example, path: Path) -> Path:
    """Write an example as an .xlsx file."""
    contents = contents_of(example)
    computed = Computed(contents)
    stored = {cell: value for key, value in example.stored.items() for cell in cells_in(key)}
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet(example.tab)
        for cell, content in contents.items():
            if isinstance(content, str) and content.startswith("="):
                value = stored.get(cell, computed[cell])
                if example.values_only:
                    sheet.write(cell, value)
                else:
                    sheet.write_formula(cell, content, value="" if value is None else value)
            else:
                sheet.write(cell, content)
        if example.chart is not None:
            sheet.insert_chart("A12", chart_of(workbook, example.chart, example.tab))
    unvalued = {cell for cell, value in stored.items() if value is None}
    rewrite(path, example.damaged, unvalued)
    return path


def chart_of(workbook: Any, chart: ExampleChart, tab: str) -> Any:
    """Return a chart for XlsxWriter."""
    written = workbook.add_chart({"type": chart.kind})
    parts = {"values": chart.values, "categories": chart.categories, "name": chart.name}
    written.add_series({part: f"='{tab}'!{fixed(area)}" for part, area in parts.items() if area})
    return written


def fixed(area: str) -> str:
    """Return a range with dollar signs."""
    return re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", area)


def rewrite(path: Path, damaged: str, unvalued: set[str]) -> None:
    """Damage a part of a file, and take away the stored values of some cells."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if damaged:
        parts[damaged] = parts[damaged][: len(parts[damaged]) // 2]
    sheet = "xl/worksheets/sheet1.xml"
    for cell in unvalued:
        pattern = rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v>[^<]*</v>'.encode()
        parts[sheet] = re.sub(pattern, rb"\1", parts[sheet])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
