"""The reference is what the code says today, and leaves nothing out."""

from __future__ import annotations

import re

import click
import pytest

import bpsheet
from bpsheet.checker.rules import RULES
from bpsheet.cli import program
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.model.optimizers import OPTIMIZERS
from docs.generators.__main__ import FOLDER, pages
from docs.generators.api import parts_of, returned
from tests.docs.pages import read

COMMANDS = read("docs/reference/command-line.md")
PYTHON = read("docs/reference/python.md")


@pytest.mark.parametrize("name", pages())
def test_the_reference_is_current(name: str) -> None:
    """Where this fails: ``make reference``."""
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name]


def test_all_that_stands_there_is_generated() -> None:
    here = {name for name in pages() if "/" not in name}
    assert {path.name for path in FOLDER.iterdir()} == here


@pytest.mark.parametrize("verb", program.commands)
def test_every_option_of_a_verb_is_documented(verb: str) -> None:
    (part,) = re.findall(
        rf"^## `bpsheet {verb}`\n(.*?)(?=^## )", COMMANDS, re.DOTALL | re.MULTILINE
    )
    for option in program.commands[verb].params:
        if isinstance(option, click.Option):
            for name in option.opts:
                assert re.search(rf"^- .*`{name}[` ]", part, flags=re.MULTILINE), name
            if isinstance(option.type, click.Choice):
                assert all(str(choice) in part for choice in option.type.choices)
        else:
            assert option.human_readable_name in part


@pytest.mark.parametrize("name", bpsheet.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert re.search(rf"^### `(bpsheet\.)?{name}`$", PYTHON, flags=re.MULTILINE)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_documented(code: str) -> None:
    text = read("docs/reference/rules.md")
    assert f"\n### {code} {RULES[code].name}\n" in text
    assert RULES[code].what in text


@pytest.mark.parametrize("name", [*ACTIVATIONS, *LOSSES, *OPTIMIZERS])
def test_every_function_is_documented(name: str) -> None:
    assert f"\n| `{name}` |" in read("docs/reference/functions.md")


def test_what_functions_return_is_found() -> None:
    classes = returned([bpsheet.train, bpsheet.check, bpsheet.templates])
    assert [value.__name__ for value in classes] == ["Trace", "Report", "Template"]
    assert "Diagnostic" in [value.__name__ for value in parts_of(classes)]
