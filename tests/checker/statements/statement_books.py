"""Workbooks of words alone, and the worked example that their words are about."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from bpsheet import derive
from bpsheet.catalogue import load_template
from bpsheet.checker.book import Book, Column, Sheet, TextBox
from bpsheet.checker.diagnostics import Diagnostic
from bpsheet.checker.statements import judge_statements
from bpsheet.model.graph import Graph
from bpsheet.model.training import training_graph
from bpsheet.template import Template


@cache
def example(template: str = "classic") -> tuple[Template, Graph]:
    """Return a bundled worked example and its graph."""
    found = load_template(template)
    return found, training_graph(found, derive(found))


def words_book(sheets: Mapping[str, Mapping[str, str | float]], *boxes: str) -> Book:
    """Return a workbook whose cells hold words and numbers; text boxes are on its first sheet."""
    held = [_sheet(name, cells) for name, cells in sheets.items()]
    first = held[0]
    shapes = tuple(TextBox(0, 0, text) for text in boxes)
    held[0] = Sheet(first.name, first.columns, text_boxes=shapes)
    return Book(Path("words.xlsx"), tuple(held))


def _sheet(name: str, cells: Mapping[str, str | float]) -> Sheet:
    by_column: dict[int, dict[int, str | float]] = {}
    for address, content in cells.items():
        letters, row = coordinate_from_string(address)
        by_column.setdefault(column_index_from_string(letters) - 1, {})[row - 1] = content
    return Sheet(name, {place: _column(column) for place, column in by_column.items()})


def _column(cells: Mapping[int, str | float]) -> Column:
    rows = sorted(cells)
    numbers = [np.nan if isinstance(cells[row], str) else float(cells[row]) for row in rows]
    return Column(
        rows=np.array(rows, np.int64),
        numbers=np.array(numbers),
        decimals=np.zeros(len(rows), np.int16),
        significant=np.ones(len(rows), np.int16),
        formulas=np.full(len(rows), -1, np.int32),
        others={row: text for row, text in cells.items() if isinstance(text, str)},
    )


def notes_on(cells: Mapping[str, str | float], template: str = "classic") -> list[Diagnostic]:
    """Return what is said of the words of one sheet."""
    found, graph = example(template)
    return judge_statements(words_book({"Sheet1": cells}), graph, found.names, ())


def note_on(words: str, template: str = "classic") -> str:
    """Return what is said of one cell's words; nothing where nothing is."""
    return "; ".join(note.message for note in notes_on({"A1": words}, template))
