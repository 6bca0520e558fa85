"""Lists of a class as people write them and platforms export them, and faults named by place."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Student
from bpsheet.exercises.roster import LONGEST, MOST_STUDENTS, read_roster


def read(tmp_path: Path, content: str | bytes) -> list[tuple[str, str]]:
    return [(student.id, student.name) for student in students(tmp_path, content)]


def students(tmp_path: Path, content: str | bytes) -> tuple[Student, ...]:
    path = tmp_path / "class.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_roster(path)


ADA, ZOE = ("a1", "Ada Lovelace"), ("z2", "Zoë Ångström")
PLAIN = "id,name\na1,Ada Lovelace\nz2,Zoë Ångström\n"

SPELLINGS = {
    "commas": PLAIN,
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "Windows line ends": PLAIN.replace("\n", "\r\n"),
    "old line ends of a Mac": PLAIN.replace("\n", "\r"),
    "UTF-8 with a mark": PLAIN.encode("utf-8-sig"),
    "UTF-16": PLAIN.encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "Windows": PLAIN.encode("cp1252"),
    "letters taken apart": PLAIN.replace("ë", "e\u0308").replace("Å", "A\u030a"),
    "capitals": PLAIN.replace("id,name", "ID,Name"),
    "another heading": PLAIN.replace("id,name", "Student ID,Full name"),
    "another order": "name,id\nAda Lovelace,a1\nZoë Ångström,z2",
    "first and last names": "Last name,First name,id\nLovelace,Ada,a1\nÅngström,Zoë,z2",
    "quotes": '"id","name"\n"a1","Ada Lovelace"\n"z2","Zoë Ångström"',
    "marks inside quotes": '"id";"name";"a,b,c,d"\na1;Ada Lovelace;\nz2;Zoë Ångström;',
    "spaces": " id , name \n a1 , Ada  Lovelace \nz2,Zoë\u00a0Ångström",
    "empty lines": "\n\nid,name\n\na1,Ada Lovelace\n,\nz2,Zoë Ångström\n\n",
    "empty cells behind": "id,name\na1,Ada Lovelace,,\nz2,Zoë Ångström,\n",
    "an email that is no id": "id,name,email\na1,Ada Lovelace,x@y\nz2,Zoë Ångström,x@y",
}


@pytest.mark.parametrize("content", SPELLINGS.values(), ids=SPELLINGS)
def test_files_as_programs_write_them(tmp_path: Path, content: str | bytes) -> None:
    assert read(tmp_path, content) == [ADA, ZOE]


def test_names_may_be_missing(tmp_path: Path) -> None:
    assert read(tmp_path, "id\na1\nb2") == [("a1", ""), ("b2", "")]
    assert read(tmp_path, "id,name\na1,\nb2") == [("a1", ""), ("b2", "")]


def test_other_columns_are_kept_by_their_headings(tmp_path: Path) -> None:
    (ada,) = students(tmp_path, "group,id,name,,tutor,tutor\nB,a1,Ada,x,B,Bob\n")
    assert ada.further == {"group": "B", "tutor": "B"}


def test_names_keep_joiners_that_their_script_needs(tmp_path: Path) -> None:
    name = "علی\u200cرضا"
    assert read(tmp_path, f"id,name\na1,{name}") == [("a1", name)]


MOODLE = (
    'Identifier,"Full name",{id_heading}"Email address",Status,Group,Grade,"Maximum Grade",'
    '"Grade can be changed","Last modified (submission)","Online text"\n'
)
REST = '"No submission - ",B,,100.00,Yes,-,"<p>Dear teacher,</p>\n<p>here it is</p>"'


def moodle(id_heading: str, *rows: str) -> str:
    return MOODLE.format(id_heading=id_heading) + "\n".join(f"{row},{REST}" for row in rows)


WORKSHEETS = {
    "id numbers": (
        moodle('"ID number",', "Participant 17,Ada,900,a@x", "Participant 9,Bob,901,b@x"),
        ["900", "901"],
    ),
    "id numbers of some": (
        moodle('"ID number",', "Participant 17,Ada,900,a@x", "Participant 9,Bob,,b@x"),
        ["a@x", "b@x"],
    ),
    "no id numbers": (
        moodle("", "Participant 17,Ada,a@x", "Participant 9,Bob,b@x"),
        ["a@x", "b@x"],
    ),
    "anonymous": (
        "Identifier,Status,Grade\nParticipant 17,-,\nParticipant 9,-,",
        ["Participant 17", "Participant 9"],
    ),
}


@pytest.mark.parametrize(("content", "ids"), WORKSHEETS.values(), ids=WORKSHEETS)
def test_moodles_grading_worksheet_is_a_roster(
    tmp_path: Path, content: str, ids: list[str]
) -> None:
    found = students(tmp_path, content)
    assert [student.id for student in found] == ids
    for student, identifier in zip(found, ("Participant 17", "Participant 9"), strict=True):
        assert identifier in (student.id, student.further.get("Identifier"))


def test_canvas_gradebook_is_a_roster(tmp_path: Path) -> None:
    content = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Sheet 1 (123),Final Score\n"
        ",,,,,Manual Posting,\n"
        "    Points Possible,,,,,10.00,(read only)\n"
        '"Lovelace, Ada",4321,900,ada,ML 1,,\n'
        '"Curie, Marie",4322,,marie,ML 1,7,70\n'
    )
    assert read(tmp_path, content) == [("4321", "Lovelace, Ada"), ("4322", "Curie, Marie")]


REFUSED = {
    "nothing": ("", "class.csv: is empty; write the headings"),
    "no line": ("id,name\n", "class.csv: has no students; write one per line"),
    "no headings": (
        "a1,Ada\nb2,Bob",
        "class.csv:1: no column is headed id; the first line is 'a1'",
    ),
    "twice": ("id\na1\nb2\na1", "class.csv:4: the id 'a1' stands there twice"),
    "twice in other letters": ("id\nA1\na1", "class.csv:3: the id 'a1' stands there twice"),
    "twice as bytes differ": ("id\n\u00e9\ne\u0301", "class.csv:3: the id 'é' stands there twice"),
    "no id": ("id,name\na1,Ada\n,Bob", "class.csv:3: the id is missing; give every student one"),
    "no email": ("email,name\na@x,Ada\n,Bob", "class.csv:3: the id is missing"),
    "a comma in a name": (
        "id,name\na1,Lovelace,Ada",
        "class.csv:2: 3 cells stand below 2 headings",
    ),
    "an open quote": ('id,name\na1,"Ada\nb2,Bob', "cannot be read as CSV"),
    "a stray quote": ('id\tname\n"a"1\tAda', "class.csv:2: cannot be read as CSV ('tab' expected"),
    "too long": (f"id\n{'a' * (LONGEST + 1)}", "class.csv:2: the id 'aaaa"),
    "an escape": ("id,name\na1,\x1b[2JAda", r"class.csv:2: the name '\x1b[2JAda' has a character"),
    "text turned round": ("id,name\na1,\u202eadA", r"class.csv:2: the name '\u202eadA' has"),
    "bytes": (b"PK\x03\x04\0\0\0\0", "class.csv: is no text; save it as CSV in UTF-8"),
    "half a letter": (b"\xff\xfei", "class.csv: is no text"),
    "no letter of Windows": (b"id\n\x81", "class.csv: is no text"),
    "a cell without end": ("id\n" + "a" * 200_000, "class.csv:2: cannot be read as CSV"),
    "too many": ("id\n" + "\n".join(map(str, range(MOST_STUDENTS + 1))), "lines; split it"),
}


@pytest.mark.parametrize(("content", "message"), REFUSED.values(), ids=REFUSED)
def test_faults_are_named_in_one_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as raised:
        students(tmp_path, content)
    assert message in str(raised.value)
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("name", ["missing.csv", ".", "a\0b"])
def test_paths_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="check the path"):
        read_roster(tmp_path / name)


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    assert read(tmp_path, 'id,name\n=1+1,"=HYPERLINK(""x"")"') == [("=1+1", '=HYPERLINK("x")')]


printable = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(printable, printable), min_size=1, unique_by=lambda r: r[0].casefold()),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
def test_every_class_is_read_as_it_was_written(
    tmp_path: Path, rows: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([("id", "name"), *rows])
    try:
        found = read(tmp_path, text.getvalue().encode(encoding))
    except InputError as error:
        assert "twice" in str(error)  # two spellings of one id
    else:
        assert [len(row) for row in found] == [2] * len(rows)
        ascii_rows = [row for row in rows if "".join(row).isascii()]
        assert set(ascii_rows) <= set(found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_file_ends_in_anything_but_students_or_one_line(tmp_path: Path, content: bytes) -> None:
    try:
        found = students(tmp_path, content)
    except InputError as error:
        assert str(error).isprintable()
    else:
        assert found
