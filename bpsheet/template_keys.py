"""The template format as tables: one row per key, its reader and what stands for it if left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS, SETTINGS
from bpsheet.notations import Notation
from bpsheet.sections import Key, Section, section
from bpsheet.template import VIEWS, Gradients, UpdateRule
from bpsheet.template_checks import (
    Entry,
    Reader,
    choice,
    count,
    learning_rates,
    line_of_text,
    list_of,
    not_negative,
    number,
    positive_number,
    seed,
    share,
    shown,
    truth,
)
from bpsheet.template_initial import HALF_WIDTHS
from bpsheet.template_names import new_name, new_names
from bpsheet.tokens import LONGEST

VERSION = 1


def template_section(rows: Section) -> Reader:
    """Return a reader of a template or a part of it, which says where a stray key belongs."""
    return section(rows, _elsewhere)


def _elsewhere(name: str) -> str:
    for heading, others in SECTIONS.items():
        if name in others:
            return f"this key belongs below [{heading}]; move it there"
    return (
        "this belongs at the top, before any [section]; move it there" if name in DOCUMENT else ""
    )


def _version(entry: Entry) -> int:
    version = count(entry)
    if version > VERSION:
        raise entry.error(f"{version} needs a newer bpsheet; update it, or write {VERSION}")
    return version


def _one_or_list(reader: Reader) -> Reader:
    several = list_of(reader)
    return lambda entry: (several if isinstance(entry.value, list) else reader)(entry)


def _biases(entry: Entry) -> str:
    if isinstance(entry.value, bool):
        return "per unit" if entry.value else "none"
    if entry.value != "shared":
        raise entry.error(f'unknown {shown(entry.value)}; choose from true, "shared", false')
    return "shared"


def _batch(entry: Entry) -> int | str:
    if isinstance(entry.value, str) and entry.value != "all":
        raise entry.error(f'unknown {shown(entry.value)}; write "all" or a number of samples')
    return "all" if entry.value == "all" else count(entry)


def _numbers_by_name(entry: Entry) -> dict[str, float]:
    """Read the variables of an expression: a table of numbers."""
    if not isinstance(entry.value, dict):
        raise entry.error(f"expected a table, not {shown(entry.value)}; write {{w = 1, x = 2}}")
    if not entry.value:
        raise entry.error("the table is empty; write {w = 1, x = 2}")
    numbers: dict[str, float] = {}
    for key in entry.value:
        part = entry.key(key)
        name = new_name(replace(part, value=key))
        if name in numbers:
            raise part.error("this variable stands there already; remove one")
        numbers[name] = number(part)
    return numbers


def _rows_or_columns(entry: Entry) -> tuple[Any, ...]:
    """Read rows of numbers or, of a CSV file, headings of columns."""
    named = isinstance(entry.value, list) and isinstance(next(iter(entry.value), None), str)
    found: tuple[Any, ...] = (_COLUMNS if named else _ROWS)(entry)
    return found


def _views(entry: Entry) -> tuple[str, ...]:
    views: tuple[str, ...] = list_of(choice(VIEWS), least=0)(entry)
    for place, view in enumerate(entry.entries("entry")):
        if views.index(view.value) < place:
            raise view.error(f"{shown(view.value)} stands there twice; remove one")
    return views


_ROWS = list_of(list_of(number, "number"), "row")
_COLUMNS = list_of(line_of_text(100), "column")
_EXPRESSION = line_of_text(LONGEST)

SECTIONS: Mapping[str, Section] = {
    "network": {
        "layers": Key(list_of(count, least=2), missing="add layers = [inputs, hidden, outputs]"),
        "activation": Key(_one_or_list(choice(ACTIVATIONS)), "sigmoid"),
        "biases": Key(_biases, False),
        "train_biases": Key(truth, True),
        "notation": Key(choice(get_args(Notation)), "hand-built"),
    },
    "data": {
        "csv": Key(line_of_text(1_000)),
        "inputs": Key(
            _rows_or_columns, missing="add inputs = [[…]], one row per sample; or columns of a file"
        ),
        "targets": Key(
            _rows_or_columns,
            missing="add targets = [[…]], one row per sample; or columns of a file",
        ),
        "validation_rows": Key(count),
    },
    "parameters": {
        "init": Key(choice(HALF_WIDTHS)),
        "seed": Key(seed),
        "weights": Key(list_of(number, "number")),
        "biases": Key(list_of(number, "number")),
    },
    "training": {
        "loss": Key(choice(LOSSES), "half-squared-error"),
        "optimizer": Key(choice(DEFAULTS), "sgd"),
        **{row.name: Key(share if row.below_one else not_negative) for row in SETTINGS.values()},
        "learning_rates": Key(learning_rates, [0.1, 0.2, 0.5, 0.8, 1.0, 2.0]),
        "epochs": Key(count, 100),
        "batch": Key(_batch, 1),
        "goal": Key(positive_number),
        "update": Key(choice(get_args(UpdateRule)), "simultaneous"),
    },
    "sheets": {
        "gradients": Key(choice(get_args(Gradients))),
        "views": Key(_views, []),
    },
    "expression": {
        "loss": Key(_EXPRESSION, missing='add loss = "…", what training makes small'),
        "name": Key(new_name, "E"),
        "steps": Key(list_of(_EXPRESSION, "step", least=0), []),
        "variables": Key(_numbers_by_name, missing="add variables = {w = 1, x = 2}"),
        "trained": Key(
            list_of(new_name, "name"),
            missing='add trained = ["w"], variables that training changes',
        ),
    },
}

DOCUMENT: Section = {
    "version": Key(_version, VERSION),
    "title": Key(line_of_text(120), missing='add title = "…" at the top'),
    "summary": Key(line_of_text(200)),
    "names": Key(new_names, {}),
    **{
        name: Key(template_section(rows), {})
        for name, rows in SECTIONS.items()
        if name != "expression"
    },
    "expression": Key(template_section(SECTIONS["expression"])),
}
"""A template; one of a computation without layers has an ``[expression]``."""

FOR_LAYERS = ("network", "data", "parameters")
EXPRESSION_DOCUMENT: Section = {
    name: key for name, key in DOCUMENT.items() if name not in FOR_LAYERS
}
"""A template of a computation without layers."""
