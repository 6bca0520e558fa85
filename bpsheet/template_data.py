"""Reading the samples: inline or from a CSV file, some of them perhaps for validation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bpsheet.functions import LOSSES
from bpsheet.parser import ExpressionError, parse_name
from bpsheet.template import Data, Rows, Samples
from bpsheet.template_checks import Entry, shown
from bpsheet.template_csv import read_columns

NEAR = 1e-9


def read_data(entry: Entry, values: dict[str, Any], loss: str) -> Data:
    """Return the samples, in the order of the template or the file.

    Arguments:
        entry: the section ``[data]``.
        values: what its keys were read as.
        loss: the loss that the targets must fit.

    Raises:
        InputError: naming file, line and column, or the row.
    """
    inputs, targets = _rows(entry, values)
    _check_targets(entry.key("targets"), targets, loss)
    held_back = values.get("validation_rows", 0)
    if held_back >= len(inputs):
        message = f"{held_back:,} of {len(inputs):,} samples leave none to learn from; use fewer"
        raise entry.key("validation_rows").error(message)
    learning = len(inputs) - held_back
    validation = Samples(inputs[learning:], targets[learning:]) if held_back else None
    return Data(inputs[:learning], targets[:learning], validation)


def column_names(entry: Entry, values: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the columns of a CSV file make the inputs and the targets be called.

    Raises:
        InputError: a heading cannot be a name.
    """
    if "csv" not in values:
        return (), ()
    return (
        tuple(map(_name, entry.key("inputs").entries("column"))),
        tuple(map(_name, entry.key("targets").entries("column"))),
    )


def _name(entry: Entry) -> str:
    try:
        return parse_name(entry.value)
    except ExpressionError as error:
        remedy = "rename the column in the file"
        raise entry.error(f"{shown(entry.value)} is no name: {error}; {remedy}") from None


def _rows(entry: Entry, values: dict[str, Any]) -> tuple[Rows, Rows]:
    inputs, targets = values["inputs"], values["targets"]
    for key in ("inputs", "targets"):
        named = isinstance(values[key][0], str)
        if named and "csv" not in values:
            raise entry.key(key).error("columns need a file; add csv = \"…\", or write the numbers")
        if not named and "csv" in values:
            raise entry.key(key).error("with a CSV file, name its columns: [\"x\"]")
    if "csv" not in values:
        return inputs, targets
    file = entry.source.file
    path = Path(values["csv"]) if file is None else Path(file).parent / values["csv"]
    rows = read_columns(path, inputs + targets)
    return (
        tuple(row[: len(inputs)] for row in rows),
        tuple(row[len(inputs) :] for row in rows),
    )


def _check_targets(entry: Entry, targets: Rows, loss: str) -> None:
    """Check that the targets are what the loss is made for."""
    needed = LOSSES[loss].targets
    for number, row in enumerate(targets, start=1):
        in_range = all(0 <= target <= 1 for target in row)
        adds_up = abs(sum(row) - 1) <= NEAR
        fits = {
            "any numbers": True,
            "from 0 to 1": in_range,
            "shares that add up to 1": in_range and adds_up,
        }[needed]
        if not fits:
            raise entry.error(f"row {number}: {loss} needs targets that are {needed}; mend them")


