"""Workbooks as students hand them in, for tests: filled by openpyxl, with no result stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from bpsheet.catalogue import load_template
from bpsheet.checker.book import Book
from bpsheet.checker.reading import read_book
from bpsheet.exercises.asked import asked_in, with_rows
from bpsheet.exercises.exercise import Answer, Exercise, Part, Student, quantities_of
from bpsheet.exercises.layout import key_workbook, student_workbook
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.template import Template

HEADER_LABELS = ("step", "row")
Edit = Callable[[openpyxl.Workbook], None]


def exercise_of(
    template: str | Template = "classic", part: Part = "all", rows: int = 1, identity: str = "e1"
) -> Exercise:
    """Return an exercise with a template's own numbers."""
    loaded = load_template(template)
    rate = loaded.training.learning_rates[:1]
    loaded = replace(loaded, training=replace(loaded.training, learning_rates=rate))
    settled = with_rows(loaded, rows)
    order = tuple(quantity.name for quantity in quantities_of(settled))
    asked = asked_in(settled, part, rows)
    return Exercise(identity, Student("s1", "Ada"), "fill", settled, rows, asked, order)


def cell_names(sheet: Worksheet, exercise: Exercise) -> dict[Answer, str]:
    """Return the addresses of the table's cells as they were handed out."""
    (header,) = [row for row in sheet.iter_rows() if row[0].value in HEADER_LABELS]
    columns = {str(cell.value): cell.column_letter for cell in header if cell.value is not None}
    top = header[0].row + 1
    return {
        Answer(name, row): f"{columns[name]}{top + row}"
        for name in exercise.order
        for row in range(exercise.count)
    }


def answered(
    exercise: Exercise,
    answers: Mapping[Answer, Any],
    *,
    rest: bool = True,
    edit: Edit | None = None,
) -> Book:
    """Return a student's workbook as it is read after it was filled.

    Arguments:
        exercise: what was asked.
        answers: what stands in some cells: a number, a text, a formula, or ``None``; ``{w5}`` in a
            formula is that quantity's cell in the same row, ``{w5@0}`` its cell in row 0.
        rest: whether all other answers are right formulas; else they are blank.
        edit: what else is done to the workbook.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        fill(exercise, answers, path, rest=rest, edit=edit)
        return read_book(path)


def fill(
    exercise: Exercise,
    answers: Mapping[Answer, Any],
    path: Path,
    *,
    rest: bool = True,
    edit: Edit | None = None,
) -> None:
    """Write a student's workbook as it is handed in."""
    key_path = path.with_name(f"{path.stem}-key.xlsx")
    write_xlsx(student_workbook(exercise), path)
    write_xlsx(key_workbook(exercise), key_path)
    book, key = openpyxl.load_workbook(path), openpyxl.load_workbook(key_path)
    sheet = book["Worksheet"]
    cells = cell_names(sheet, exercise)
    rights = cell_names(key["Worksheet"], exercise)
    for answer in exercise.answers:
        if rest:
            sheet[cells[answer]] = key["Worksheet"][rights[answer]].value
    for answer, content in answers.items():
        sheet[cells[answer]] = _written(content, answer.row, cells)
    if edit is not None:
        edit(book)
    book.save(path)
    key_path.unlink()


def _written(content: Any, row: int, cells: Mapping[Answer, str]) -> Any:
    if not (isinstance(content, str) and content.startswith("=")):
        return content
    for answer, cell in cells.items():
        content = content.replace(f"{{{answer.quantity}@{answer.row}}}", cell)
        if answer.row == row:
            content = content.replace(f"{{{answer.quantity}}}", cell)
    return content
