"""A manifest gives back the exercises that were written, and notices what was changed in it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bpsheet
from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.errors import InputError
from bpsheet.exercises.entry import fingerprint
from bpsheet.exercises.exercise import Exercise, PlantedSlip, Student
from bpsheet.exercises.manifest import read_manifest, write_manifest
from bpsheet.exercises.secret import key_of
from bpsheet.template import Data, Parameters, Template
from bpsheet.template_structure import structure_of, template_of
from tests.examples import CLASSIC, computations, every_kind

KEY = key_of("a long secret")
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)


def exercise_of(template: Template = CLASSIC, number: int = 0, **changed: Any) -> Exercise:
    student = Student(f"s{number}", "Ada Lovelace", {"group": "=A1"})
    names = ("h1", "∂E/∂w5")
    made = Exercise(f"e{number}", student, "fill", template, 1, names, names[::-1], draws=number)
    return replace(made, **changed)


def as_read(template: Template) -> Template:
    """Return a computation as a file describes it, which has one sample."""
    return template_of(structure_of(template))


def written(path: Path, *exercises: Exercise) -> Path:
    write_manifest(exercises, path, key=KEY, options={"rows": 1})
    return path


def returned(tmp_path: Path, *exercises: Exercise) -> tuple[Exercise, ...]:
    return read_manifest(written(tmp_path / "manifest.json", *exercises)).exercises


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_manifest(path)
    message = str(caught.value)
    assert message.isprintable()
    assert message.startswith(str(path))
    return message.removeprefix(f"{path}: ")


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_examples_return(tmp_path: Path, name: str) -> None:
    exercise = exercise_of(load_template(name))
    assert returned(tmp_path, exercise) == (exercise,)


@settings(deadline=None, max_examples=50)
@given(every_kind(("hand-built", "mazur", "indexed", "z-a")) | computations().map(as_read))
def test_any_example_returns(tmp_path_factory: pytest.TempPathFactory, template: Template) -> None:
    exercise = exercise_of(template)
    assert returned(tmp_path_factory.mktemp("any"), exercise) == (exercise,)


@settings(deadline=None, max_examples=50)
@given(WORDS, WORDS, st.dictionaries(WORDS, WORDS, max_size=3), st.floats(-1e9, 1e9))
def test_any_words_and_numbers_return(
    tmp_path_factory: pytest.TempPathFactory,
    identity: str,
    name: str,
    further: dict[str, str],
    weight: float,
) -> None:
    parameters = replace(CLASSIC.parameters, weights=(weight, *CLASSIC.parameters.weights[1:]))
    exercise = exercise_of(
        replace(CLASSIC, parameters=parameters, renamed={"w1": "w2", "w2": "w1"}),
        student=Student(identity, name, further),
    )
    assert returned(tmp_path_factory.mktemp("any"), exercise) == (exercise,)


def test_slips_return(tmp_path: Path) -> None:
    slips = (PlantedSlip("∂E/∂w5", "swapped-operand", "uses i1 where t1 belongs"),)
    exercise = exercise_of(kind="find-the-slip", asked=(), slips=slips)
    assert returned(tmp_path, exercise) == (exercise,)


def test_what_students_share_stands_there_once(tmp_path: Path) -> None:
    path = written(tmp_path / "manifest.json", *(exercise_of(number=n) for n in range(300)))
    document = json.loads(path.read_text(encoding="utf-8"))
    assert [len(document[name]) for name in ("forms", "data", "students")] == [1, 1, 300]
    assert path.stat().st_size < 1_000_000


def test_it_warns_and_does_not_hold_the_key(tmp_path: Path) -> None:
    text = written(tmp_path / "manifest.json", exercise_of()).read_text(encoding="utf-8")
    assert "Keep this file to yourself" in text
    assert KEY.hex() not in text
    assert "a long secret" not in text


def test_names_may_be_mended_by_hand(tmp_path: Path) -> None:
    path = written(tmp_path / "manifest.json", exercise_of())
    path.write_text(path.read_text(encoding="utf-8").replace("Ada", "Augusta Ada"), "utf-8")
    (exercise,) = read_manifest(path).exercises
    assert exercise.student.name == "Augusta Ada Lovelace"


def test_it_says_how_the_exercises_were_asked_for(tmp_path: Path) -> None:
    manifest = read_manifest(written(tmp_path / "manifest.json", exercise_of()))
    expected = (CLASSIC.title, {"rows": 1}, bpsheet.__version__)
    assert (manifest.title, manifest.options, manifest.written_by) == expected


def _weight(document: Any) -> None:
    document["students"][1]["weights"][0] += 0.01


def _identity(document: Any) -> None:
    document["students"][1]["id"] = "s7"


def _asked(document: Any) -> None:
    document["forms"][0]["asked"].pop()


def _target(document: Any) -> None:
    document["data"][0]["targets"][0][0] = 0.5


def _exchanged(document: Any) -> None:
    first, second = document["students"]
    first["seal"], second["seal"] = second["seal"], first["seal"]


def _without(name: str) -> Callable[[Any], None]:
    return lambda document: document["students"][1].pop(name)


def _with(name: str, value: object) -> Callable[[Any], None]:
    return lambda document: document["students"][1].update({name: value})


SECOND = "students: student 2: the entry of 's1' was changed or damaged; take the manifest"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_weight, SECOND),
        (_identity, SECOND.replace("s1", "s7")),
        (_asked, "students: student 1: the entry of 's0' was changed"),
        (_target, "students: student 1: the entry of 's0' was changed"),
        (_exchanged, "students: student 1: the entry of 's0' was changed"),
        (_without("seal"), SECOND),
        (_without("form"), SECOND),
        (_without("weights"), SECOND),
        (_with("seal", 7), SECOND),
        (_with("seal", "\ud800"), SECOND),
        (_with("form", 1), SECOND),
        (_with("form", -1), SECOND),
        (_with("form", True), SECOND),
        (_with("data", "0"), SECOND),
        (
            lambda document: document.update({"checking key": "x"}),
            "students: student 1: the entry of",
        ),
        (
            lambda document: document.pop("checking key"),
            "students: student 1: the entry of 's0' was",
        ),
        (lambda document: document.pop("forms"), "students: student 1: the entry of 's0' was"),
        (lambda document: document.update(forms=3), "forms: expected a list, not 3"),
        (lambda document: document.update(students=3), "students: expected a list, not 3"),
        (lambda document: document.update(students=[3]), "students: student 1: the entry of a"),
        (lambda document: document.update(version=2), "version: 2 needs a newer bpsheet"),
        (lambda document: document.update(version=0), "version: manifests of version 0 are no"),
        (lambda document: document.update(version=[]), "version: manifests of version [] are no"),
        (lambda document: document.pop("version"), "version: manifests of version None are no"),
    ],
)
def test_what_was_changed_is_named(
    tmp_path: Path, change: Callable[[Any], None], expected: str
) -> None:
    path = written(tmp_path / "manifest.json", exercise_of(), exercise_of(number=1))
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    assert refusal(path).startswith(expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "no valid JSON in line 1: Expecting value; take the manifest from a backup"),
        ('{\n"students":', "no valid JSON in line 2"),
        ("[" * 100_000, "lists are nested too deeply"),
        ("[]", "this is no manifest of bpsheet; name the manifest.json"),
        ('{"a": 1}', "this is no manifest of bpsheet"),
    ],
)
def test_what_is_no_manifest(tmp_path: Path, content: str, expected: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(content, encoding="utf-8")
    assert refusal(path).startswith(expected)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "manifest.json").startswith("there is no such file")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            replace(CLASSIC, parameters=Parameters((0.5,) * 7)),
            "students: student 1: these numbers are too many or too few for the worked example",
        ),
        (
            replace(CLASSIC, parameters=Parameters((0.5,) * 7 + (math.nan,))),
            "students.weights: number 8: nan is not a finite number",
        ),
        (
            replace(CLASSIC, data=Data(((0.1,),), CLASSIC.data.targets)),
            "students: student 1: these numbers are too many or too few for the worked example",
        ),
        (replace(CLASSIC, renamed={"w1": "w2"}), "forms.example: two quantities would be called"),
    ],
)
def test_what_is_sealed_must_still_be_an_exercise(
    tmp_path: Path, template: Template, expected: str
) -> None:
    path = written(tmp_path / "manifest.json", exercise_of(template))
    assert refusal(path).startswith(expected)


@pytest.mark.parametrize("changed", ["student", "id"])
def test_nothing_stands_there_twice(tmp_path: Path, changed: str) -> None:
    second = replace(exercise_of(number=1), **{changed: getattr(exercise_of(), changed)})
    path = written(tmp_path / "manifest.json", exercise_of(), second)
    assert "stands there twice" in refusal(path)


def test_a_fingerprint_is_of_the_exercise_and_not_of_the_person() -> None:
    exercise = exercise_of()
    assert fingerprint(exercise) == fingerprint(replace(exercise, student=Student("other")))
    assert fingerprint(exercise) != fingerprint(replace(exercise, rows=2))
