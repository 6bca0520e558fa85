from dataclasses import replace

import openpyxl
import pytest

from bpsheet.exercises.exercise import Exercise, Student
from bpsheet.grading.identification import Roll
from bpsheet.grading.submission import Handed
from tests.grading.answered import answered, exercise_of

BASE = exercise_of("classic", "gradients")


def whose(identity: str, number: str, name: str, shift: float = 0.0, **further: str) -> Exercise:
    weights = tuple(weight + shift for weight in BASE.template.parameters.weights)
    parameters = replace(BASE.template.parameters, weights=weights)
    template = replace(BASE.template, parameters=parameters)
    return replace(BASE, id=identity, student=Student(number, name, further), template=template)


ADA = whose("aaaa", "Participant 17", "Ada Lovelace")
ALAN = whose("bbbb", "s2", "Alan Turing", 0.5, Identifier="Participant 18")
TWINS = [whose(f"t{n}", f"x{n}", "Twin Twin", n) for n in (1, 2)]
ROLL = Roll([ADA, ALAN, *TWINS])


@pytest.mark.parametrize(
    ("handed", "exercise"),
    [
        (Handed("moodle", "Ada Lovelace", "99"), ADA),
        (Handed("moodle", "Group A-Ada Lovelace", "99"), ADA),
        (Handed("canvas", "turingalan", "99"), ALAN),
        (Handed("moodle", "Participant", "17"), ADA),
        (Handed("moodle", "Participant", "18"), ALAN),
        (Handed("moodle", "Twin Twin", "99"), None),
        (Handed("moodle", "Nobody", "2"), None),
        (Handed(), None),
    ],
)
def test_the_person_is_found_by_name_or_number(handed: Handed, exercise: Exercise | None) -> None:
    assert ROLL.handed_in_by(handed) is exercise


def test_a_file_is_found_by_the_id_in_its_name() -> None:
    assert ROLL.named_in("classic-s2-bbbb (1).xlsx") is ALAN
    assert ROLL.named_in("sheet.xlsx") is None


def test_a_workbook_is_found_by_its_id() -> None:
    assert ROLL.shown_in(answered(ALAN, {})) is ALAN


def test_a_workbook_without_an_id_is_found_by_its_numbers() -> None:
    def forget(book: openpyxl.Workbook) -> None:
        for row in book["Exercise"].iter_rows():
            for cell in row:
                if cell.value in ("exercise id", "bbbb"):
                    cell.value = None

    assert ROLL.shown_in(answered(ALAN, {}, edit=forget)) is ALAN
