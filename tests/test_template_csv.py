"""Columns of CSV files as programs and people write them, and faults named by their place."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.errors import InputError
from bpsheet.template_checks import LARGEST_COUNT
from bpsheet.template_csv import LARGEST_FILE, read_columns


def read(tmp_path: Path, content: str | bytes, names: str = "xy") -> dict[int, tuple[float, ...]]:
    path = tmp_path / "points.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_columns(path, tuple(names))


ACCEPTED = {
    "commas": "x,y\n1,2\n3,4",
    "semicolons": "x;y\n1;2\n3;4\n",
    "tabs": "x\ty\n1\t2\n3\t4\n",
    "Windows line ends": "x,y\r\n1,2\r\n3,4\r\n",
    "a byte order mark": "\ufeffx,y\n1,2\n3,4\n",
    "quotes": '"x","y"\n"1","2"\n"3","4"\n',
    "spaces": " x , y \n 1 , 2 \n3,  4\n",
    "other columns": "y,name,x\n2,a,1\n4,,3\n",
    "a column without heading": ",x,y\n1,1,2\n2,3,4\n",
    "marks inside quotes": '"a;b;c;d",x,y\n0,1,2\n"0,5",3,4\n',
    "empty cells behind": "x,y\n1,2,,\n3,4,\n",
    "other spellings": "x,y\n+1,2.\n3.0e0,.4E+1\n",
}


@pytest.mark.parametrize("content", ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_read(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content) == {2: (1.0, 2.0), 3: (3.0, 4.0)}


def test_columns_come_in_the_order_asked_for(tmp_path: Path) -> None:
    assert read(tmp_path, "x,y,z\n1,2,3", "zx") == {2: (3.0, 1.0)}


def test_empty_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    assert read(tmp_path, "\n\nx,y\n\n1,2\n,\n  \n3,4\n\n") == {5: (1.0, 2.0), 8: (3.0, 4.0)}


def test_a_line_may_end_as_on_old_machines(tmp_path: Path) -> None:
    assert read(tmp_path, "x,y\r1,2\r3,4") == {2: (1.0, 2.0), 3: (3.0, 4.0)}


def test_signs_that_unicode_takes_for_line_ends_are_none(tmp_path: Path) -> None:
    """So that lines are counted as editors count them."""
    assert read(tmp_path, "x,y,name\n1,2,a\x0b\u2028\x85b\n3,4,c") == {2: (1, 2), 3: (3, 4)}


REFUSED = {
    "nothing": ("", ": the file is empty; write a line of headings"),
    "empty lines": ("\n\n,\n", ": the file is empty; write a line of headings"),
    "no sample": ("x,y\n", ": no sample stands below the headings; add"),
    "no column": ("x,z\n1,2", ":1: there is no column 'y'; choose from 'x', 'z'"),
    "one without heading": (",x\n1,2", ":1: there is no column 'y'; choose from 'x'"),
    "a near one": (
        "x,Y,yy\n1,2,3",
        ":1: there is no column 'y'; did you mean yy? choose from 'x', 'Y', 'yy'",
    ),
    "many columns": (
        ",".join(f"a{number}" for number in range(500)),
        ":1: there is no column 'x'; choose from 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', "
        "'a8', 'a9', 'a10', 'a11', …",
    ),
    "two of a name": ("x,y,x\n1,2,3", ":1: two columns are called 'x'; rename one"),
    "a name over two lines": ('"x\ny",y\n1,2', ":2: there is no column 'x'; choose from 'x\\ny'"),
    "an empty cell": ("x,y\n1,2\n3,\n", ":3: column 'y' has an empty cell; write a number"),
    "a missing cell": ("x,y\n1,2\n\n3\n", ":4: column 'y' has an empty cell; write a number"),
    "a cell too many": (
        "x,y\n1,2,3\n",
        ":2: 3 cells stand below 2 headings; write one cell per column, and decimal points",
    ),
    "decimal commas": ("x,y\n0,5,1,5", ":2: 4 cells stand below 2 headings; write one cell per"),
    "decimal commas, ;": (
        "x;y\n0,5;1",
        ":2: column 'x': '0,5' is not a number; write a decimal point, such as 0.5",
    ),
    "words": ("x,y\n1,n/a", ":2: column 'y': 'n/a' is not a number; write one, such as 0.5"),
    "not a number": ("x,y\n1,nan", ":2: column 'y': 'nan' is not a number;"),
    "infinity": ("x,y\n1,-inf", ":2: column 'y': '-inf' is not a number;"),
    "too large": ("x,y\n1,1e999", ":2: column 'y': '1e999' is not a number;"),
    "Python's own": ("x,y\n1,1_0", ":2: column 'y': '1_0' is not a number;"),
    "other digits": ("x,y\n1,١", ":2: column 'y': '١' is not a number;"),
    "formulas": ("x,y\n1,=A1", ":2: column 'y': '=A1' is not a number;"),
    "a zero byte": ("x,y\n1,2\0", ":2: column 'y': '2\\x00' is not a number;"),
    "a control character": ("x\a,y\n1,2", ":1: there is no column 'x'; choose from 'x\\x07', 'y'"),
    "a quote that stays open": ('x,y\n1,2\n"3,4\n5,6\n', ":4: cannot be read as CSV (unexpected"),
    "a quote in between": ('x,y\n"1"2,3', ":2: cannot be read as CSV (',' expected after '\"');"),
    "a quote before a tab": ('x\ty\n"1"2\t3', ":2: cannot be read as CSV ('tab' expected after"),
    "an endless cell": ("x,y\n" + "1" * 200_000, ":2: cannot be read as CSV (field larger than"),
    "a long cell": ("x,y\n1," + "a" * 99, ":2: column 'y': '" + "a" * 40 + "…' is not a number;"),
    "no UTF-8": ("x,y\n1,\xe4".encode("latin-1"), ":2: not text in UTF-8; save it as text in"),
    "UTF-16": ("x,y\n1,2".encode("utf-16"), ":1: not text in UTF-8; save"),
    "too many bytes": ("x" * (LARGEST_FILE + 1), ": over 20,000,000 bytes are too many; shorten"),
    "too many lines": ("x,y" + "\n" * (LARGEST_COUNT + 1), ": over 1,048,576 lines are more than"),
}


@pytest.mark.parametrize(("content", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(tmp_path: Path, content: str | bytes, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'points.csv'}{expected}")
    assert message.isprintable()
    assert len(message) < 400


@given(
    st.lists(st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2), min_size=1),
    st.sampled_from(",;\t"),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, float]], delimiter: str
) -> None:
    written = StringIO()
    csv.writer(written, delimiter=delimiter).writerows([("x", "y"), *rows])
    found = read(tmp_path_factory.mktemp("csv"), written.getvalue())
    assert list(found.values()) == rows
    assert list(found) == list(range(2, len(rows) + 2))


@given(st.text("xy,;\t\"'\r\n 01.-e\0\ufeff") | st.text() | st.binary())
def test_any_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    try:
        read(tmp_path_factory.mktemp("csv"), content)
    except InputError as error:
        assert str(error).isprintable()
