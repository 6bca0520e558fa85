"""What ``import bpsheet`` offers."""

from __future__ import annotations

import inspect
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import bpsheet

ROOT = Path(__file__).parents[1]
VERBS = ("build", "check", "derive", "exercise", "grade", "load_template", "page", "templates")
VERBS += ("train",)
ERRORS = ("InputError", "OutputError", "ProofError")


def public(name: str) -> Any:
    return getattr(bpsheet, name)


def test_everything_that_is_announced_can_be_imported() -> None:
    scope: dict[str, Any] = {}
    exec("from bpsheet import *", scope)
    assert set(bpsheet.__all__) == scope.keys() - {"__builtins__"}
    assert sorted(bpsheet.__all__) == list(bpsheet.__all__)
    assert set(bpsheet.__all__) == {*VERBS, *ERRORS, "BpsheetError", "Template"}


def test_nothing_else_is_offered() -> None:
    with pytest.raises(AttributeError, match="module 'bpsheet' has no attribute 'nothing'"):
        public("nothing")


@pytest.mark.parametrize("name", bpsheet.__all__)
def test_everything_says_what_it_is(name: str) -> None:
    documentation = inspect.getdoc(public(name))
    assert documentation
    first = documentation.splitlines()[0]
    assert first.endswith(".") or ";" in first


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_says_what_it_takes_and_gives(name: str) -> None:
    function = public(name)
    documentation = inspect.getdoc(function) or ""
    parameters = inspect.signature(function).parameters
    assert ("Arguments:" in documentation) == bool(parameters)
    for parameter in parameters:
        assert f"\n    {parameter}: " in documentation
    if parameters:
        assert "Raises:\n    InputError: " in documentation
    assert "Return" in documentation
    assert all(p.annotation is not inspect.Parameter.empty for p in parameters.values())


@pytest.mark.parametrize("name", ERRORS)
def test_all_errors_have_one_base(name: str) -> None:
    assert issubclass(public(name), bpsheet.BpsheetError)


def test_an_input_error_names_its_place() -> None:
    error = bpsheet.InputError("too few", file="a.toml", line=7, key="data.inputs")
    assert str(error) == "a.toml:7: data.inputs: too few"
    assert (error.message, error.file, error.line, error.key) == (
        *("too few", "a.toml", 7, "data.inputs"),
    )
    assert str(bpsheet.InputError("too few", file="a.toml")) == "a.toml: too few"
    assert str(bpsheet.InputError("too few", key="goal")) == "goal: too few"
    assert str(bpsheet.InputError("too few")) == "too few"


def test_importing_loads_nothing_heavy() -> None:
    heavy = {"sympy", "numpy", "xlsxwriter", "mpmath", "rich", "click"}
    script = f"import bpsheet, sys; sys.exit(str({heavy!r} & sys.modules.keys() or ''))"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.stderr.strip() == ""


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == bpsheet.__version__


def test_the_package_is_typed() -> None:
    assert (Path(bpsheet.__file__).parent / "py.typed").exists()


@pytest.mark.parametrize("name", bpsheet.__all__)
def test_no_room_takes_the_place_of_a_public_name(name: str) -> None:
    package = Path(bpsheet.__file__).parent
    assert not (package / name).exists()
    assert not (package / f"{name}.py").exists()
