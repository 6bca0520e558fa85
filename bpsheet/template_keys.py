"""The template format as tables: one row per key, its reader and what stands for it if left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.template_checks import (
    Entry,
    Reader,
    choice,
    count,
    learning_rates,
    line_of_text,
    list_of,
    listing,
    not_yet,
    number,
    positive_number,
    shown,
    suggestion,
    truth,
)

VERSION = 1


@dataclass(frozen=True)
class Key:
    """One key of a section.

    Attributes:
        read: its reader.
        default: what is read when it is left out, as a template would write it; ``None`` for
            nothing.
        missing: the remedy when it is left out, of a key that must not be.
    """

    read: Reader
    default: object = None
    missing: str = ""


Section = Mapping[str, Key]


def section(rows: Section) -> Reader:
    """Return a reader of a table that has the keys `rows` and no others.

    What it returns holds a value for each key, except those left out that have no default.
    """

    def read(entry: Entry) -> dict[str, Any]:
        if not isinstance(entry.value, dict):
            heading = f"[{entry.path[-1]}]"
            raise entry.error(f"expected a table, not {shown(entry.value)}; head it {heading}")
        for name in entry.value:
            if name not in rows:
                raise entry.key(name).error(_unknown_key(name, rows))
        values = {name: _read_key(entry.key(name, row.default), row) for name, row in rows.items()}
        return {name: value for name, value in values.items() if value is not None}

    return read


def _read_key(entry: Entry, row: Key) -> Any:
    if entry.value is not None:
        return row.read(entry)
    if row.missing:
        raise entry.error(f"missing; {row.missing}")
    return None


def _unknown_key(name: str, rows: Section) -> str:
    for heading, others in SECTIONS.items():
        if name in others:
            return f"this key belongs below [{heading}]; move it there"
    return f"unknown key; {suggestion(name, rows)}choose from {listing(rows)}"


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


_ACTIVATION = choice(ACTIVATIONS, later=("relu", "leaky-relu", "softmax"))
_ROWS = list_of(list_of(number, "number"), "row")
_AT_RANDOM = not_yet("choosing initial values at random", "list them as weights and biases")
_OPTIMIZER_SETTING = not_yet("an optimizer that this key would set", "leave it out")

SECTIONS: Mapping[str, Section] = {
    "network": {
        "layers": Key(list_of(count, least=2), missing="add layers = [inputs, hidden, outputs]"),
        "activation": Key(_one_or_list(_ACTIVATION), "sigmoid"),
        "biases": Key(_biases, False),
        "train_biases": Key(truth, True),
        "notation": Key(choice(["hand-built"], later=("mazur", "indexed", "z-a")), "hand-built"),
    },
    "data": {
        "csv": Key(not_yet("a CSV file", "write the samples as inputs and targets")),
        "inputs": Key(_ROWS, missing="add inputs = [[…]], one row per sample"),
        "targets": Key(_ROWS, missing="add targets = [[…]], one row per sample"),
    },
    "parameters": {
        "init": Key(_AT_RANDOM),
        "seed": Key(_AT_RANDOM),
        "weights": Key(list_of(number, "number")),
        "biases": Key(list_of(number, "number")),
    },
    "training": {
        "loss": Key(
            choice(LOSSES, later=("squared-error", "mean-squared-error", "cross-entropy")),
            "half-squared-error",
        ),
        "optimizer": Key(
            choice(["sgd"], later=("momentum", "nesterov", "adagrad", "rmsprop", "adam")), "sgd"
        ),
        **dict.fromkeys(("momentum", "beta1", "beta2", "epsilon"), Key(_OPTIMIZER_SETTING)),
        "learning_rates": Key(learning_rates, [0.1, 0.2, 0.5, 0.8, 1.0, 2.0]),
        "epochs": Key(count, 100),
        "batch": Key(_batch, 1),
        "goal": Key(positive_number),
        "update": Key(choice(["simultaneous"], later=["sequential"]), "simultaneous"),
    },
    "sheets": {
        "gradients": Key(choice(["expanded", "staged"])),
        "views": Key(list_of(not_yet("a further sheet", "write views = []"), least=0), []),
    },
}

DOCUMENT: Section = {
    "version": Key(_version, VERSION),
    "title": Key(line_of_text(120), missing='add title = "…" at the top'),
    "summary": Key(line_of_text(200)),
    "expression": Key(not_yet("a graph without layers", "describe a [network]")),
    **{name: Key(section(rows), {}) for name, rows in SECTIONS.items()},
}
