"""Columns called h1 or o1 that hold the outputs of the units, where no others do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from bpsheet.checker.book import Numbers, Rows, Sheet
from bpsheet.checker.locate.labels import read_label
from bpsheet.checker.located import FoundColumn
from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Name
from bpsheet.functions import ACTIVATIONS

_UNIT = re.compile(r"([ho]\d+)(?:_\d+)?")
_OUTPUT_OF_ONE = [name for name, row in ACTIVATIONS.items() if row.cross is None]

NEAR = 1e-3
"""How near, as a share, numbers must come to those of an activation."""


def with_outputs(
    columns: Mapping[str, FoundColumn],
    others: Iterable[FoundColumn],
    sheet: Sheet,
    rows: Rows,
) -> dict[str, FoundColumn]:
    """Return the columns with h1 taken for a_h1 where the units have no other column.

    A column keeps its name if its label can mean nothing else, if a unit of its sort has an
    activation, or if some other column holds an activation of it.
    """
    fired = {name[2] for name in columns if re.fullmatch(r"a_[ho]\d+(_\d+)?", name)}
    rest = [sheet.numbers(found.column, rows) for found in (*others, *columns.values())]
    names = {}
    for name, found in columns.items():
        is_unit = _UNIT.fullmatch(name) and name[0] not in fired
        if is_unit and _may_be_output(name, found):
            numbers = sheet.numbers(found.column, rows)
            if not any(_is_activation(other, numbers) for other in rest):
                names[name] = f"a_{name}"
    return {
        names.get(name, name): replace(found, quantity=names.get(name, name))
        for name, found in columns.items()
    }


def _may_be_output(name: str, found: FoundColumn) -> bool:
    return f"a_{name}" in read_label(found.label)


def _is_activation(values: Numbers, pre_activation: Numbers) -> bool:
    """Return whether some numbers are an activation of others, and not the same numbers."""
    if np.array_equal(values, pre_activation, equal_nan=True):
        return False
    with np.errstate(all="ignore"):
        return any(
            np.allclose(
                np.asarray(evaluate(Call(name, (Name("x"),)), {"x": pre_activation}), float),
                values,
                rtol=NEAR,
                equal_nan=True,
            )
            for name in _OUTPUT_OF_ONE
        )
