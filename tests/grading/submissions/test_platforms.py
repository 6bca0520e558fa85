"""Who handed in a file, by names as Moodle and Canvas make them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.exercises.exercise import Student
from bpsheet.exercises.hand_out import folder_of
from bpsheet.grading.submission import Handed
from bpsheet.grading.submissions.platforms import handed_in, is_typed_online, without_number

ADA = Handed("moodle", "Ada Lovelace", "17", folder="Ada Lovelace_17_assignsubmission_file_")

MOODLE = {
    "since 4.1": (("Ada Lovelace_17_assignsubmission_file",), "sheet.xlsx"),
    "before 4.1": (("Ada Lovelace_17_assignsubmission_file_",), "sheet.xlsx"),
    "without folders": ((), "Ada Lovelace_17_assignsubmission_file_sheet.xlsx"),
    "in a folder of the person's": (
        ("Ada Lovelace_17_assignsubmission_file_", "week 1", "final"),
        "sheet.xlsx",
    ),
    "unpacked somewhere": (("ML 1", "Ada Lovelace_17_assignsubmission_file"), "sheet.xlsx"),
    "pretending to be another's": (
        ("Ada Lovelace_17_assignsubmission_file", "Bob_9_assignsubmission_file_"),
        "sheet.xlsx",
    ),
}


@pytest.mark.parametrize(("folders", "name"), MOODLE.values(), ids=MOODLE)
def test_a_person_in_moodle(folders: tuple[str, ...], name: str) -> None:
    assert handed_in(folders, name) == (ADA, "sheet.xlsx")


def test_a_name_of_anothers_in_the_file_of_ones_own() -> None:
    handed, name = handed_in((ADA.folder,), "Bob_9_assignsubmission_file_sheet.xlsx")
    assert (handed, name) == (ADA, "Bob_9_assignsubmission_file_sheet.xlsx")


def moodle(whose: str) -> Handed:
    return handed_in((f"{whose}_assignsubmission_file",), "sheet.xlsx")[0]


PERSONS = {
    "a hyphen": ("Anna-Lena Meyer_17", ("Anna-Lena Meyer", "17", "")),
    "a student number": ("LOVELACE Ada (s1234567)_17", ("LOVELACE Ada (s1234567)", "17", "")),
    "letters taken apart": ("Zoe\u0308_17", ("Zoë", "17", "")),
    "anonymous": ("Participant_17", ("Participant 17", "17", "")),
    "anonymous in German": ("Teilnehmerin_17", ("Teilnehmerin 17", "17", "")),
    "a group before the person": ("Group A-Ada Lovelace_17", ("Ada Lovelace", "17", "Group A")),
    "hyphens of both": ("Team 1-Anna-Lena Meyer_17", ("Anna-Lena Meyer", "17", "Team 1")),
    "anonymous in a group": ("Gruppe 3-Participant_17", ("Participant 17", "17", "Gruppe 3")),
    "a group's own number": ("Group A_17", ("", "", "Group A")),
    "a group with a number": ("Team-7_17", ("", "", "Team-7")),
    "those in no group": ("Default group", ("", "", "Default group")),
    "those in no group of any language": ("Standardgruppe", ("", "", "Standardgruppe")),
}


@pytest.mark.parametrize(("whose", "expected"), PERSONS.values(), ids=PERSONS)
def test_persons_and_groups_in_moodle(whose: str, expected: tuple[str, str, str]) -> None:
    handed = moodle(whose)
    assert (handed.person, handed.identifier, handed.group) == expected
    assert handed.folder == f"{whose}_assignsubmission_file_"


CANVAS = {
    "plain": ("lovelaceada_4321_98765_sheet.xlsx", ("lovelaceada", "4321", 0, False)),
    "late": ("lovelaceada_LATE_4321_98765_sheet.xlsx", ("lovelaceada", "4321", 0, True)),
    "again": ("lovelaceada_4321_98765_sheet-2.xlsx", ("lovelaceada", "4321", 2, False)),
    "anonymous": ("anon_x7Kp2_98765_sheet.xlsx", ("", "x7Kp2", 0, False)),
    "anonymous and late": ("LATE_anon_x7Kp2_98765_sheet-1.xlsx", ("", "x7Kp2", 1, True)),
    "a group": ("project_group3_4321_98765_sheet.xlsx", ("project_group3", "4321", 0, False)),
    "other letters": ("žižekславой_4321_98765_sheet.xlsx", ("žižekславой", "4321", 0, False)),
    "a late name": ("lateada_4321_98765_sheet.xlsx", ("lateada", "4321", 0, False)),
    "numbers in the file's name": (
        "ada_4321_98765_bob_9_12345_sheet.xlsx",
        ("ada", "4321", 0, False),
    ),
    "Moodle's words in the file's name": (
        "ada_4321_98765_Bob_9_assignsubmission_file_sheet.xlsx",
        ("ada", "4321", 0, False),
    ),
}


@pytest.mark.parametrize(("name", "expected"), CANVAS.values(), ids=CANVAS)
def test_a_person_in_canvas(name: str, expected: tuple[str, str, int, bool]) -> None:
    handed, own = handed_in((), name)
    assert handed.system == "canvas"
    assert (handed.person, handed.identifier, handed.attempt, handed.late) == expected
    assert name.endswith(f"_98765_{own}")


NOBODY = (
    *("sheet.xlsx", "ada_2026_11_22.xlsx", "home-work_2026_1122_a.xlsx", "my sheet_12_345_x.xlsx"),
    *("classic-s017-3f2a9c.xlsx", "Ada_assignment_file_.xlsx", "", "_", "4321_98765_sheet.xlsx"),
)


@pytest.mark.parametrize("name", NOBODY)
def test_names_of_no_platform_tell_nobody(name: str) -> None:
    assert handed_in(("exercises", "ML_2026_20261122_x"), name) == (Handed(), name)


ONLINE = {
    "Moodle": (("Ada_17_assignsubmission_onlinetext",), "onlinetext.html", True),
    "Moodle without folders": ((), "Ada_17_assignsubmission_onlinetext_onlinetext.html", True),
    "Canvas": ((), "lovelaceada_LATE_4321_text.html", True),
    "Canvas, anonymous": ((), "anon_x7Kp2_text.html", True),
    "a link in Canvas": ((), "lovelaceada_4321_link.html", False),
    "a file": (("Ada_17_assignsubmission_file",), "text.html", False),
}


@pytest.mark.parametrize(("folders", "name", "expected"), ONLINE.values(), ids=ONLINE)
def test_text_typed_into_a_page(folders: tuple[str, ...], name: str, *, expected: bool) -> None:
    assert is_typed_online(folders, name) is expected


NUMBERED = {
    "sheet-1.xlsx": "sheet.xlsx",
    "sheet-12.xlsx": "sheet.xlsx",
    "classic-s017-1234567890123456.xlsx": "classic-s017-1234567890123456.xlsx",
    "sheet-1": "sheet-1",
}


@pytest.mark.parametrize(("name", "first"), NUMBERED.items())
def test_the_name_of_the_first_attempt(name: str, first: str) -> None:
    assert without_number(name) == first


@given(name=st.text(max_size=30), number=st.integers(1, 10**9))
def test_what_is_handed_out_comes_back_as_the_same_persons(name: str, number: int) -> None:
    folder = folder_of(Student("1", name, {"Identifier": f"Participant {number}"}))
    handed, _ = handed_in((folder,), "sheet.xlsx")
    assert handed.folder == folder
    assert handed.identifier == str(number) or handed.group


@given(st.lists(st.text(max_size=40), max_size=3), st.text(max_size=60))
def test_any_name_tells_something_or_nothing(folders: list[str], name: str) -> None:
    handed, own = handed_in(tuple(folders), name)
    assert name.endswith(own)
    assert "/" not in handed.folder or any("/" in each for each in (*folders, name))
