"""The marked copy colours every answer and explains those that are not right."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bpsheet.checker.reading import read_book
from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Answer
from bpsheet.grading.feedback import marked_copy
from bpsheet.grading.feedback.copy import COLOURS
from bpsheet.grading.marking import mark
from bpsheet.grading.marks import Marked, Verdict
from bpsheet.grading.result import Graded
from bpsheet.grading.rubric import Tolerance
from bpsheet.grading.submission import Handed
from tests.grading.answered import cell_names, exercise_of, fill

EXERCISE = exercise_of(part="gradients")
ANSWERS = {
    Answer("∂E/∂w1", 0): None,
    Answer("∂E/∂w2", 0): "three",
    Answer("∂E/∂w3", 0): 7.5,
    Answer("∂E/∂w5", 0): "=({a_o1}-{i1})*{a_o1}*(1-{a_o1})*{a_h1}",
}
VERDICTS = {
    "∂E/∂w1": Verdict.BLANK,
    "∂E/∂w2": Verdict.UNREADABLE,
    "∂E/∂w3": Verdict.WRONG,
    "∂E/∂w5": Verdict.WRONG,
}


def graded_file(folder: Path) -> Graded:
    fill(EXERCISE, ANSWERS, folder / "sheet.xlsx")
    marks, facts = mark(read_book(folder / "sheet.xlsx"), EXERCISE, Tolerance())
    return Graded(EXERCISE, Marked("e1", "s1", "sheet.xlsx", "0a", marks, facts), None, Handed())


def test_answers_are_coloured_and_commented_and_formulas_stay(tmp_path: Path) -> None:
    marked_copy(graded_file(tmp_path), tmp_path / "sheet.xlsx", tmp_path / "marked.xlsx")
    before, after = (
        openpyxl.load_workbook(tmp_path / name)["Worksheet"]
        for name in ("sheet.xlsx", "marked.xlsx")
    )
    for answer, name in cell_names(after, EXERCISE).items():
        if answer not in EXERCISE.answers:
            assert after[name].comment is None
            continue
        verdict = VERDICTS.get(answer.quantity, Verdict.CORRECT)
        assert after[name].fill.start_color.rgb[2:] == COLOURS[verdict][1:].upper(), answer
        assert (after[name].comment is None) == (verdict is Verdict.CORRECT)
        assert after[name].value == before[name].value
    comment = after[cell_names(after, EXERCISE)[Answer("∂E/∂w5", 0)]].comment.text
    assert "∂E/∂w5 uses i1 where t1 belongs" in comment
    assert "belongs there: (a_o1 − t1)" in comment


def test_what_is_no_workbook_has_no_copy(tmp_path: Path) -> None:
    graded = graded_file(tmp_path)
    (tmp_path / "sheet.csv").write_text("1,2", encoding="utf-8")
    with pytest.raises(InputError, match=r"sheet\.csv"):
        marked_copy(graded, tmp_path / "sheet.csv", tmp_path / "marked.csv")
    assert not (tmp_path / "marked.csv").exists()
