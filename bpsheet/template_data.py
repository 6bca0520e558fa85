"""Reading the samples: inline or from a CSV file, some of them perhaps for validation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bpsheet.errors import InputError
from bpsheet.functions import LOSSES
from bpsheet.names import ExampleNames
from bpsheet.parser import ExpressionError, parse_name
from bpsheet.template import Data, Rows, Samples
from bpsheet.template_checks import Entry, shown
from bpsheet.template_csv import read_columns
from bpsheet.template_files import why_unreadable

NEAR = 1e-9


@dataclass(frozen=True)
class _Found:
    """The samples as they stand in a template or, with the lines that they stand on, in a file."""

    samples: Samples
    file: Path | None = None
    lines: Sequence[int] = ()

    def error(self, data: Entry, sample: int, message: str) -> InputError:
        """Return the error that says `message` about the targets of a sample, counted from 0."""
        if self.file is None:
            return data.key("targets").entries("row")[sample].error(message)
        return InputError(message, file=self.file, line=self.lines[sample])


def read_data(entry: Entry, values: dict[str, Any], loss: str) -> Data:
    """Return the samples, in the order of the template or the file.

    Arguments:
        entry: the section ``[data]``.
        values: what its keys were read as.
        loss: the loss that the targets must fit.

    Raises:
        InputError: naming file and line, and the row or the column.
    """
    found = _from_file(entry, values) if "csv" in values else _inline(values)
    _check_targets(entry, found, loss)
    inputs, targets = found.samples.inputs, found.samples.targets
    held_back = values.get("validation_rows", 0)
    learning = len(inputs) - held_back
    if learning < 1:
        message = f"{held_back:,} of {len(inputs):,} samples leave none to learn from; use fewer"
        raise entry.key("validation_rows").error(message)
    validation = Samples(inputs[learning:], targets[learning:]) if held_back else None
    return Data(inputs[:learning], targets[:learning], validation)


def names_from_headings(
    entry: Entry, names: ExampleNames, replaced: Collection[str]
) -> dict[str, Entry]:
    """Return what inputs and targets are called after the columns of a CSV file.

    Arguments:
        entry: the section ``[data]``.
        names: the names as the notation has them.
        replaced: those that the template gives a name of its own.

    Returns:
        For each other input and target, where the heading of its column stands.

    Raises:
        InputError: a heading cannot be a name.
    """
    if entry.key("csv").value is None:
        return {}
    columns = entry.key("inputs").entries("column") + entry.key("targets").entries("column")
    olds = names.inputs + names.targets
    return {
        old: replace(column, value=_heading(column, old))
        for old, column in zip(olds, columns, strict=True)
        if old not in replaced
    }


def _heading(entry: Entry, old: str) -> str:
    try:
        return parse_name(entry.value)
    except ExpressionError as error:
        remedy = f'write {old} = "…" below [names]'
        raise entry.error(f"{shown(entry.value)} is no name: {error}; {remedy}") from None


def _inline(values: dict[str, Any]) -> _Found:
    return _Found(Samples(values["inputs"], values["targets"]))


def _from_file(entry: Entry, values: dict[str, Any]) -> _Found:
    inputs, targets = values["inputs"], values["targets"]
    path = Path(entry.source.file or "").parent / values["csv"]
    try:
        found = read_columns(path, inputs + targets)
    except OSError as error:
        remedy = "write its path as seen from the folder of this template"
        problem = f"{shown(values['csv'])}: {why_unreadable(error)}"
        raise entry.key("csv").error(f"{problem}; {remedy}") from None
    rows: Rows = tuple(found.values())
    middle = len(inputs)
    samples = Samples(tuple(row[:middle] for row in rows), tuple(row[middle:] for row in rows))
    return _Found(samples, path, tuple(found))


def _check_targets(entry: Entry, found: _Found, loss: str) -> None:
    """Check that the targets are what the loss is made for."""
    needed = LOSSES[loss].targets
    for number, row in enumerate(found.samples.targets):
        in_range = all(0 <= target <= 1 for target in row)
        fits = {
            "any numbers": True,
            "from 0 to 1": in_range,
            "shares that add up to 1": in_range and abs(sum(row) - 1) <= NEAR,
        }[needed]
        if not fits:
            message = f"{loss} needs targets that are {needed}; mend them, or change the loss"
            raise found.error(entry, number, message)
