"""Workbooks that other programs have saved are marked as they were planted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import openpyxl
import pytest

from bpsheet.checker.reading import read_book
from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.layout import student_workbook
from bpsheet.exercises.planting import planted
from bpsheet.exercises.secret import Choices
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.grading.marking import mark
from bpsheet.grading.placing import id_in
from bpsheet.grading.rubric import Tolerance
from tests.applications import round_trip, saved_by_gnumeric
from tests.grading.answered import exercise_of
from tests.grading.synthetic import WAYS, Answering, Planting, fill_in
from tests.grading.synthetic_slips import answers_about_slips

EXERCISES = {
    "classic": exercise_of("classic", "all", 2),
    "xor-tanh": exercise_of("xor-tanh", "all", 6),
    "cs231n-sigmoid": exercise_of("cs231n-sigmoid", "all", 2),
}
WAYS_TO_ANSWER = dict.fromkeys(WAYS, 1.0) | {"formula": 6.0}
Saved = Callable[[Path, Path, str], Path]


def by_libreoffice(path: Path, work: Path, suffix: str) -> Path:
    return round_trip(path, work, suffix)


def by_openpyxl(path: Path, work: Path, suffix: str) -> Path:
    """Save a workbook as a program does that drops properties and stores no results."""
    book = openpyxl.load_workbook(path)
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        if cell.comment is not None:
            cell.comment = None
    book.move_sheet("Worksheet", 2)
    saved = work / f"{path.stem}{suffix}"
    book.save(saved)
    return saved


PROGRAMS: Mapping[str, tuple[Saved, str]] = {
    "LibreOffice .xlsx": (by_libreoffice, ".xlsx"),
    "LibreOffice .ods": (by_libreoffice, ".ods"),
    "Gnumeric .xlsx": (saved_by_gnumeric, ".xlsx"),
    "Gnumeric .ods": (saved_by_gnumeric, ".ods"),
    "without properties": (by_openpyxl, ".xlsx"),
}


def differing(
    exercise: Exercise, path: Path, plantings: Mapping[Answer, Planting]
) -> dict[Answer, object]:
    book = read_book(path)
    assert id_in(book) == exercise.id
    marks, facts = mark(book, exercise, Tolerance())
    assert "given-changed" not in {fact.kind for fact in facts}
    return {
        answer: (planting, one.verdict, one.words)
        for (answer, planting), one in zip(plantings.items(), marks, strict=True)
        if one.verdict is not planting.verdict
    }


@pytest.mark.office
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", EXERCISES)
def test_marks_survive_other_programs(name: str, program: str, tmp_path: Path) -> None:
    exercise, random = EXERCISES[name], Random(7)
    write_xlsx(student_workbook(exercise), tmp_path / "out.xlsx")
    plantings = fill_in(
        tmp_path / "out.xlsx",
        tmp_path / "in.xlsx",
        exercise,
        lambda cells: Answering(cells, random, WAYS_TO_ANSWER).plantings(),
    )
    assert differing(exercise, tmp_path / "in.xlsx", plantings) == {}
    save, suffix = PROGRAMS[program]
    (tmp_path / "saved").mkdir()
    saved = save(tmp_path / "in.xlsx", tmp_path / "saved", suffix)
    assert differing(exercise, saved, plantings) == {}


@pytest.mark.office
@pytest.mark.parametrize("program", PROGRAMS)
def test_answers_about_slips_survive_other_programs(program: str, tmp_path: Path) -> None:
    base, random = exercise_of("classic", "all", 4), Random(3)
    slips = planted(base.template, 4, Choices(b"secret", "s1"), 2)
    exercise = replace(base, kind="find-the-slip", asked=(), slips=slips)
    write_xlsx(student_workbook(exercise), tmp_path / "out.xlsx")
    plantings = fill_in(
        tmp_path / "out.xlsx",
        tmp_path / "in.xlsx",
        exercise,
        lambda cells: answers_about_slips(cells, random),
    )
    save, suffix = PROGRAMS[program]
    (tmp_path / "saved").mkdir()
    saved = save(tmp_path / "in.xlsx", tmp_path / "saved", suffix)
    assert differing(exercise, saved, plantings) == {}
