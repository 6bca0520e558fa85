from pathlib import Path

import pytest

from bpsheet.errors import InputError
from bpsheet.exercise.exercise import Student
from bpsheet.exercise.roster import read_roster


def roster(tmp_path: Path, text: str, encoding: str = "utf-8") -> tuple[Student, ...]:
    path = tmp_path / "class.csv"
    path.write_bytes(text.encode(encoding))
    return read_roster(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_plain_list_is_read(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    lines = ["id,name,group", "s1,Zoë Müller,A", "", "s2,Ada,B"]
    text = end.join(lines).replace(",", separator)
    assert roster(tmp_path, text, encoding) == (
        Student("s1", "Zoë Müller", {"group": "A"}),
        Student("s2", "Ada", {"group": "B"}),
    )


def test_a_name_with_the_separator_is_read(tmp_path: Path) -> None:
    (student,) = roster(tmp_path, 'id,name\n7,"Lovelace, Ada"\n')
    assert student == Student("7", "Lovelace, Ada")


def test_first_and_last_name_are_joined(tmp_path: Path) -> None:
    (student,) = roster(tmp_path, "First name,Last name,ID number\nAda,Lovelace,7\n")
    assert (student.id, student.name) == ("7", "Ada Lovelace")


def test_a_grading_worksheet_of_moodle_is_read(tmp_path: Path) -> None:
    text = (
        'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade"\n'
        '"Participant 17","Ada Lovelace",ada@example.org,"No submission",,100.00\n'
    )
    (student,) = roster(tmp_path, text)
    assert (student.id, student.name) == ("Participant 17", "Ada Lovelace")
    assert student.further["Email address"] == "ada@example.org"


def test_a_gradebook_of_canvas_is_read(tmp_path: Path) -> None:
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Exercise (5)\n"
        "    Points Possible,,,,,100\n"
        '"Lovelace, Ada",4321,a17,ada,1,\n'
    )
    (student,) = roster(tmp_path, text)
    assert (student.id, student.name) == ("4321", "Lovelace, Ada")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is empty"),
        ("id,name\n", "has no students"),
        ("a,b\n1,2\n", "no column is headed id; the headings are 'a', 'b'"),
        ("id,name\ns1,A\ns1,B\n", "class.csv:3: the id 's1' stands there twice"),
        ("id,name\nS1,A\ns1,B\n", "class.csv:3: the id 's1' stands there twice"),
        ("id,name\n,A\n", "class.csv:2: the id is missing"),
        ("id,name\ns1,A\x07\n", "cannot be shown"),
        (f"id,name\ns1,{'A' * 300}\n", "too long"),
        ("id\0,name\n", "is no text"),
        ('id,name\n"s1,' + "x" * 200_000, "is no CSV file"),
    ],
)
def test_what_is_no_roster_is_refused_in_one_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(InputError) as refusal:
        roster(tmp_path, text)
    assert complaint in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: there is no such file"):
        read_roster(tmp_path / "none.csv")
