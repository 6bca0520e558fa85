"""A journal goes on after an interruption, wherever that was, and keeps what marking found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.diagnostics import Place
from bpsheet.errors import InputError, OutputError
from bpsheet.grading.journal import Journal, document_of, found_in, marking_key
from bpsheet.grading.marks import Fact, Mark, Marked, Verdict
from bpsheet.grading.rubric import Tolerance
from tests.grading.answered import exercise_of

PLACE = Place("Worksheet", 13, 23, 13, 23)
MARKED = Marked(
    exercise="e1",
    student="s1",
    source="Ada Lovelace/sheet.xlsx",
    digest="0a",
    marks=(
        Mark("∂E/∂w5", 0, Verdict.WRONG, PLACE, "=1\n+\ud800", 0.25, "(a − t)", "sign", "…", True),
        Mark("h1", 1, Verdict.BLANK),
    ),
    facts=(Fact("given-changed", "i1 is 0.3", (PLACE, PLACE)), Fact("answer-moved", "w5")),
)
TEXTS = st.text(max_size=20)
DOCUMENTS = st.dictionaries(TEXTS, TEXTS | st.integers() | st.lists(TEXTS, max_size=3), max_size=3)


def test_what_marking_found_returns_without_the_person(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Journal(path) as journal:
        journal.append("key", document_of(MARKED))
    with Journal(path) as journal:
        assert found_in(journal.find("key")) == (MARKED.marks, MARKED.facts, "")
    assert "Ada" not in path.read_text(encoding="utf-8")
    assert "s1" not in path.read_text(encoding="utf-8")


def test_a_failure_returns() -> None:
    assert found_in(document_of(replace(MARKED, marks=(), facts=(), failure="no"))) == (
        (),
        (),
        "no",
    )


@pytest.mark.parametrize(
    "document",
    [
        None,
        3,
        [],
        {},
        {"marks": [[1]], "facts": [], "failure": ""},
        {"marks": [], "facts": [["a", "b", [3]]], "failure": ""},
        {"marks": [["h1", 0, "SPLENDID", None]], "facts": [], "failure": ""},
    ],
)
def test_what_tells_nothing_is_none(document: Any) -> None:
    assert found_in(document) is None


@given(st.lists(st.tuples(TEXTS, DOCUMENTS), max_size=5), st.data())
def test_a_run_that_was_interrupted_anywhere_goes_on(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, Any]], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("journal") / "journal"
    sizes = []
    with Journal(path) as journal:
        for key, document in entries:
            sizes.append(path.stat().st_size)
            journal.append(key, document)
    content = path.read_bytes()
    cut = data.draw(st.integers(0, len(content)))
    path.write_bytes(content[:cut])
    whole = [
        entry for entry, end in zip(entries, [*sizes[1:], len(content)], strict=False) if end <= cut
    ]
    with Journal(path) as journal:
        journal.append("one more", 1)
    with Journal(path) as journal:
        expected = {**dict(whole), "one more": 1}
        assert {key: journal.find(key) for key in expected} == expected
        assert all(journal.find(key) is None for key, _ in entries if key not in expected)


def test_of_several_with_one_key_the_last_counts(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal") as journal:
        journal.append("key", 1)
        journal.append("key", 2)
        assert journal.find("key") == 2
        assert journal.find("other") is None


@pytest.mark.parametrize("damaged", ['["key",', '["key", 1, 2]', '["key", ' + "[" * 100_000])
def test_a_damaged_line_is_passed_over(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "journal"
    with Journal(path) as journal:
        journal.append("other", 1)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"{damaged}\nno line of a journal\n")
    with Journal(path) as journal:
        assert journal.find("key") is None
        assert journal.find("other") == 1


def test_another_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("id,points", encoding="utf-8")
    with pytest.raises(InputError, match=r"grades\.csv: this file is in the way"):
        Journal(path)
    assert path.read_text(encoding="utf-8") == "id,points"


def test_a_folder_is_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        Journal(tmp_path)


def test_marks_depend_on_file_exercise_and_tolerance() -> None:
    exercise = exercise_of()
    keys = {
        marking_key("0a", exercise, Tolerance()),
        marking_key("0b", exercise, Tolerance()),
        marking_key("0a", replace(exercise, rows=2), Tolerance()),
        marking_key("0a", exercise, Tolerance("decimals", 4)),
        marking_key("0a", exercise, Tolerance("significant", 4)),
    }
    assert len(keys) == 5
    assert marking_key("0a", exercise_of(), Tolerance()) in keys
