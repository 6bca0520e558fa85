"""Grading that was interrupted goes on; grading again says what changed and marks no file twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bpsheet.catalogue import load_template
from bpsheet.exercises.exercise import Exercise
from bpsheet.grading.marked_file import marked_file
from bpsheet.grading.marks import Marked
from bpsheet.grading.overrides import Override
from bpsheet.grading.rubric import Rubric, Tolerance
from tests.grading.graded import graded, outputs, points
from tests.grading.handed_in import (
    ADA,
    BOB,
    CEM,
    DAN,
    POINTS,
    STUDENTS,
    moodle_folder,
    moodle_zip,
    workbook_with,
)


class Counted:
    """Marks a file, and counts how often it did."""

    def __init__(self) -> None:
        self.sources: list[str] = []

    def __call__(
        self, source: str, content: bytes, exercise: Exercise, tolerance: Tolerance
    ) -> Marked:
        self.sources.append(source)
        return marked_file(source, content, exercise, tolerance)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Count which files are marked."""
    counted = Counted()
    monkeypatch.setattr("bpsheet.grading.class_run.marked_file", counted)
    return counted


KILLED = """
import os, sys
from pathlib import Path
from bpsheet.verbs.grade import grade

folder, left = Path(sys.argv[1]), int(sys.argv[2])

def seen(total):
    global left
    left -= 1
    if not left:
        os._exit(9)

grade([folder / "class.zip"], folder / "manifest.json", folder / "grades.csv", on_submission=seen)
"""


def test_a_run_that_was_killed_goes_on_behind_what_was_marked(
    tmp_path: Path, counted: Counted
) -> None:
    source = moodle_zip(tmp_path / "class.zip")
    whole = graded(tmp_path, source)
    expected = outputs(tmp_path)
    for name in ("grades.csv", "grades.journal"):
        (tmp_path / name).unlink()
    process = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path, "2"], cwd=Path(__file__).parents[2], check=False
    )
    assert process.returncode == 9
    assert not (tmp_path / "grades.csv").exists()
    with (tmp_path / "grades.journal").open("ab") as journal:
        journal.write(b'["torn')
    counted.sources.clear()
    resumed = graded(tmp_path, source)
    assert len(counted.sources) == 2
    assert resumed.result == whole.result
    assert outputs(tmp_path) == expected


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9])
def test_a_journal_that_is_cut_anywhere_is_completed(
    tmp_path: Path, counted: Counted, share: float
) -> None:
    source, journal = moodle_zip(tmp_path / "class.zip"), tmp_path / "grades.journal"
    whole = graded(tmp_path, source, feedback=None)
    content = journal.read_bytes()
    journal.write_bytes(content[: int(len(content) * share)])
    kept = max(journal.read_bytes().count(b"\n") - 1, 0)
    counted.sources.clear()
    assert graded(tmp_path, source, feedback=None).result == whole.result
    assert len(counted.sources) == len(STUDENTS) - kept
    keys = [json.loads(line)[0] for line in journal.read_bytes().splitlines()]
    assert len(keys) == len(STUDENTS) + 2
    assert len({*keys}) == len(keys)


def test_an_interruption_from_the_keyboard_keeps_what_was_marked(
    tmp_path: Path, counted: Counted
) -> None:
    def interrupt(total: int) -> None:
        assert total == len(STUDENTS)
        if len(counted.sources) == 3:
            raise KeyboardInterrupt

    source = moodle_zip(tmp_path / "class.zip")
    with pytest.raises(KeyboardInterrupt):
        graded(tmp_path, source, on_submission=interrupt)
    assert points(graded(tmp_path, source)) == POINTS
    assert len(counted.sources) == len({*counted.sources}) == len(STUDENTS)


HARDER = Rubric(points=10, quantities={"∂E/∂w5": 3})
BOBS = Override(BOB.id, quantity="∂E/∂w5", credit=1, reason="as we agreed")
MORE = Override(CEM.id, points=2, reason="a good <question>")
SECOND: Mapping[str, tuple[Mapping[str, Any], tuple[str, ...], int]] = {
    "nothing": ({}, (), 0),
    "a rubric": (
        {"rubric": HARDER},
        ("The rubric's points changed", "The rubric's quantities", "s1 has 10 points in place"),
        0,
    ),
    "a tolerance": (
        {"rubric": Rubric(tolerance=Tolerance("decimals", 4))},
        ("The rubric's tolerance changed from relative 0.005 to decimals 4",),
        4,
    ),
    "decisions": (
        {"overrides": [BOBS, MORE]},
        (
            "s2 has other decisions of the teacher's and has 87.5 points in place of 75"
            " (∂E/∂w5 0 → 12.5)",
            "s3 has other decisions of the teacher's and has 77 points in place of 75",
        ),
        0,
    ),
}


@pytest.mark.parametrize(("settings", "words", "marked"), SECOND.values(), ids=SECOND)
def test_grading_again_says_what_changed_and_marks_only_what_it_must(
    tmp_path: Path,
    counted: Counted,
    settings: Mapping[str, Any],
    words: tuple[str, ...],
    marked: int,
) -> None:
    source = moodle_zip(tmp_path / "class.zip")
    assert graded(tmp_path, source).result.changes == ()
    assert len(counted.sources) == 4
    again = graded(tmp_path, source, **settings)
    assert len(counted.sources) - 4 == marked
    told = "\n".join(again.result.changes)
    assert bool(told) == bool(words)
    for word in words:
        assert word in told
    summary = (tmp_path / "grades.html").read_text(encoding="utf-8")
    assert all(change in summary for change in again.result.changes if "'" not in change)
    back = graded(tmp_path, source)
    assert len(counted.sources) - 4 == marked
    assert bool(back.result.changes) == bool(words)
    assert points(back) == POINTS


def test_only_a_file_that_was_replaced_is_marked_again(tmp_path: Path, counted: Counted) -> None:
    source = moodle_zip(tmp_path / "class.zip")
    graded(tmp_path, source)
    counted.sources.clear()
    moodle_zip(source, {f"{moodle_folder(DAN)}/sheet.xlsx": workbook_with(DAN, {})})
    again = graded(tmp_path, source)
    assert [source.endswith("Dan Li_4_assignsubmission_file_/sheet.xlsx") for source in
            counted.sources] == [True]  # fmt: skip
    (change,) = again.result.changes
    assert change.startswith("s4 handed in another file and has 100 points in place of 50")


def test_a_corrected_template_marks_by_other_definitions(tmp_path: Path, counted: Counted) -> None:
    """With another activation, right formulas of the classic example are wrong."""
    classic = load_template("classic")
    assert classic.network is not None
    source = moodle_zip(tmp_path / "class.zip")
    graded(tmp_path, source)
    network = replace(classic.network, activations=("tanh", "tanh"))
    again = graded(tmp_path, source, template=replace(classic, model=network))
    assert len(counted.sources) == 2 * len(STUDENTS)
    assert points(again)[ADA.id] == 0
    assert any(change.startswith("s1 has 0 points in place of 100") for change in
               again.result.changes)  # fmt: skip
    assert points(graded(tmp_path, source, template="classic")) == POINTS
    assert len(counted.sources) == 2 * len(STUDENTS)
