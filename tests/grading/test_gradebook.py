"""Gradebooks have what platforms look for, and nothing that a spreadsheet program computes."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.exercises.exercise import Student
from bpsheet.grading.gradebook import Form, write_gradebook
from bpsheet.grading.marks import Verdict
from bpsheet.grading.result import ClassResult
from bpsheet.grading.submission import Handed
from tests.grading.classes import absent, class_of, graded, renumbered

FORMS: tuple[Form, ...] = ("plain", "moodle", "canvas")
HALF = {f"∂E/∂w{number}": Verdict.WRONG for number in (1, 2, 3, 4)}
MOODLE = {
    "Email address": "ada@example.org",
    "Status": "Submitted for grading - ",
    "Grade": "3.00",
    "Last modified (grade)": "-",
}
CANVAS = {"SIS User ID": "u-1", "SIS Login ID": "ada", "Section": "A", "Classic (98765)": "12"}


def written(result: ClassResult, form: Form, folder: Path) -> list[dict[str, str]]:
    target = folder / "grades.csv"
    write_gradebook(result, target, form)
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_plain_gradebook_has_points_per_quantity_and_says_why_there_are_none(
    tmp_path: Path,
) -> None:
    result = class_of(
        graded(Student("s1", "Ada", {"group": "B"}), HALF),
        absent(Student("s2", "Bob")),
        absent(Student("s3", "Cem"), "it is no workbook"),
        graded(Student("s4", "Zoë"), {"∂E/∂w8": Verdict.UNREADABLE}),
        graded(Student("s5", "Eve")),
    )
    ada, bob, cem, zoe, eve = written(result, "plain", tmp_path)
    assert (ada["id"], ada["name"], ada["group"]) == ("s1", "Ada", "B")
    assert (ada["points"], ada["maximum"]) == ("50", "100")
    assert (ada["∂E/∂w1"], ada["∂E/∂w5"]) == ("0", "12.5")
    assert (bob["points"], bob["∂E/∂w5"], bob["remark"]) == ("", "", "nothing handed in")
    assert cem["remark"] == "could not be marked: it is no workbook"
    assert (zoe["points"], zoe["to read"]) == ("87.5", "1")
    assert zoe["remark"] == "answers for the teacher to read: 1"
    assert (eve["points"], eve["remark"]) == ("100", "")


def test_quantities_with_other_names_share_their_columns(tmp_path: Path) -> None:
    first = graded(Student("s1"))
    other = graded(Student("s2"), {"∂E/∂w4": Verdict.WRONG}, exercise=renumbered())
    rows = written(class_of(first, other), "plain", tmp_path)
    assert [name for name in rows[0] if name.startswith("∂")] == list(first.exercise.asked)
    assert (rows[1]["∂E/∂w4"], rows[1]["∂E/∂w1"]) == ("12.5", "0")


@pytest.mark.parametrize(
    ("student", "handed", "identifier"),
    [
        (Student("Participant 17", "Ada"), Handed(), "Participant 17"),
        (Student("s1", "Ada", {"Identifier": "Participant 17"}), Handed(), "Participant 17"),
        (Student("s1", "Ada", {"ID": "Teilnehmer/in 17"}), Handed(), "Teilnehmer/in 17"),
        (Student("s1", "Ada"), Handed("moodle", "Ada", "17"), "Participant 17"),
        (Student("matriculation 1234567", "Ada"), Handed("canvas", "Ada", "17"), ""),
    ],
)
def test_moodle_finds_students_by_its_own_numbers_only(
    student: Student, handed: Handed, identifier: str, tmp_path: Path
) -> None:
    (row,) = written(class_of(graded(student, HALF, handed=handed)), "moodle", tmp_path)
    assert row["Identifier"] == identifier
    assert (row["Grade"], row["Maximum Grade"], row["ID number"]) == ("50", "100", student.id)


def test_a_worksheet_of_moodle_keeps_what_it_had(tmp_path: Path) -> None:
    student = Student("Participant 17", "Ada Lovelace", MOODLE)
    (row,) = written(class_of(graded(student)), "moodle", tmp_path)
    assert row == {
        "Identifier": "Participant 17",
        "Full name": "Ada Lovelace",
        "ID number": "Participant 17",
        "Maximum Grade": "100",
        "Grade can be changed": "",
        "Last modified (submission)": "",
        **MOODLE,
        "Grade": "100",
    }


def test_canvas_gets_its_columns_in_order_and_the_points_possible(tmp_path: Path) -> None:
    target = tmp_path / "grades.csv"
    student = Student("4711", "Lovelace, Ada", CANVAS)
    write_gradebook(class_of(graded(student, HALF)), target, "canvas")
    with target.open(encoding="utf-8-sig", newline="") as file:
        header, possible, ada = csv.reader(file)
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Classic (98765)"]
    assert possible[0].strip() == "Points Possible"
    assert possible[1:] == ["", "", "", "", "100"]
    assert ada == ["Lovelace, Ada", "4711", "u-1", "ada", "A", "50"]


@pytest.mark.parametrize(
    ("student", "handed", "ids"),
    [
        (Student("s1", "Ada"), Handed("canvas", "ada", "4711"), ("4711", "s1")),
        (Student("s1", "Ada"), Handed("moodle", "Ada", "17"), ("", "s1")),
    ],
)
def test_canvas_finds_students_by_its_own_numbers_only(
    student: Student, handed: Handed, ids: tuple[str, str], tmp_path: Path
) -> None:
    rows = written(class_of(graded(student, handed=handed)), "canvas", tmp_path)
    assert (rows[1]["ID"], rows[1]["SIS User ID"]) == ids
    assert rows[1]["Classic"] == "100"


@pytest.mark.parametrize("form", FORMS)
def test_a_class_of_nobody_has_a_gradebook(form: Form, tmp_path: Path) -> None:
    assert all(not row.get("id") for row in written(class_of(), form, tmp_path))


HOSTILE = st.text(st.sampled_from("=+-@＝＋－＠;,|\t\r\n\"' aA1(é"), max_size=12)


@given(HOSTILE, HOSTILE, st.sampled_from(FORMS))
def test_no_text_is_computed_whatever_separates_fields(
    tmp_path_factory: pytest.TempPathFactory, name: str, further: str, form: Form
) -> None:
    folder = tmp_path_factory.mktemp("grades")
    result = class_of(graded(Student("s1", name, {"Section": further, "Status": further})))
    write_gradebook(result, folder / "grades.csv", form)
    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        fields = [field for row in csv.reader(file) for field in row]
    for field in fields:
        if not re.fullmatch(r"-|[+-]?\d+", field):
            for part in re.split(r"[;,|\t\r\n]", field):
                assert part.strip()[:1] not in tuple("=+-@＝＋－＠"), field
