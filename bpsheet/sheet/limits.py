"""What a spreadsheet can hold, checked before any work is done."""

from __future__ import annotations

from collections import Counter
from math import prod

from bpsheet.errors import InputError
from bpsheet.expression import names_in
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.sheet.table_rows import table_rows
from bpsheet.template import Computation, Template

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_FORMULA = 8_192
MOST_CELLS = 100_000_000
"""Spreadsheet programs need some hundred bytes for each cell."""

MOST_RATES = 100
SMALLEST_RATE, LARGEST_RATE = 1e-8, 1e6
ROWS_AROUND_THE_TABLE = 20
COUNTS_AND_COSTS = 7
"""Columns of the table: step, epoch, sample and update, the optimizer's count, and two costs."""
LETTERS_PER_TERM = 10
"""The least that a source takes of a pre-activation: ``AB13*CD13+``."""
LETTERS_PER_PATH = 25
"""The least that a path takes of an expanded gradient: ``(R13-B13)*R13*(1-R13)*N13``."""
MANY = 1_000_000
"""Paths beyond this are not counted out in messages."""


def check_size(template: Template) -> None:
    """Refuse a worked example that no spreadsheet can hold.

    Raises:
        InputError: too many rows, columns, rates or cells, or formulas too long.
    """
    _check_rows(template)
    _check_columns(template)
    _check_rates(template)
    _check_formulas(template)
    _check_cells(template)


def _check_rows(template: Template) -> None:
    rows = table_rows(template)
    most = (MOST_ROWS - ROWS_AROUND_THE_TABLE) // rows.per_epoch
    if rows.epochs > most:
        remedy = f"use at most {most:,}" if most else "use fewer samples"
        each = "" if rows.per_epoch == 1 else f" of {rows.per_epoch:,} rows"
        raise InputError(
            f"{rows.epochs:,} epochs{each} need more rows than a spreadsheet has; {remedy}",
            key="training.epochs",
        )


def _check_columns(template: Template) -> None:
    columns = _columns(template)
    if columns > MOST_COLUMNS:
        raise InputError(
            f"{len(template.names.parameters):,} parameters, trained by"
            f" {template.training.optimizer}, need about {columns:,} columns, more than the"
            f" {MOST_COLUMNS:,} of a spreadsheet; use smaller layers",
            key="network.layers",
        )


def _check_cells(template: Template) -> None:
    tables = len(template.training.learning_rates) + 1
    cells = table_rows(template).count * _columns(template) * tables
    if cells > MOST_CELLS:
        raise InputError(
            f"{tables} tables of {cells // tables:,} cells are more than programs open"
            f" ({MOST_CELLS:,} in all); use fewer epochs, samples or learning rates",
            key="training.epochs",
        )


def _columns(template: Template) -> int:
    """Return how many columns the training table has, or a few more."""
    names, training = template.names, template.training
    units = sum(len(layer.pre_activations) for layer in names.layers)
    given = len(names.inputs) + len(names.targets) + len(names.parameters)
    per_unit = 3 if template.gradients == "staged" else 2
    computed = per_unit * units + 2 * len(names.steps) + len(names.errors) + 1
    averaged = training.batch_size(template.samples) > 1
    sequential = training.update == "sequential"
    per_parameter = 1 + averaged + sequential + len(OPTIMIZERS[training.optimizer].states)
    return given + computed + per_parameter * len(template.trained) + COUNTS_AND_COSTS


def _check_rates(template: Template) -> None:
    rates = template.training.learning_rates
    key = "training.learning_rates"
    if len(rates) > MOST_RATES:
        raise InputError(
            f"{len(rates)} learning rates are too many for one workbook; use at most {MOST_RATES}",
            key=key,
        )
    for rate in rates:
        if not SMALLEST_RATE <= rate <= LARGEST_RATE:
            raise InputError(
                f"{rate:g} is no learning rate for a workbook; use one from {SMALLEST_RATE:g} to"
                f" {LARGEST_RATE:g}",
                key=key,
            )


def _check_formulas(template: Template) -> None:
    """Refuse sums and gradients that are longer than a formula can be."""
    terms = max(template.network.layers[:-1]) if template.layered else 1
    if terms * LETTERS_PER_TERM > LONGEST_FORMULA:
        raise InputError(
            f"a sum over {terms:,} sources is longer than the {LONGEST_FORMULA:,} characters that"
            " a formula may have; use smaller layers",
            key="network.layers",
        )
    paths = _paths(template)
    if template.gradients == "expanded" and paths * LETTERS_PER_PATH > LONGEST_FORMULA:
        count = f"{paths:,}" if paths < MANY else f"more than {MANY:,}"
        raise InputError(
            f"gradients written out over {count} paths are longer than the {LONGEST_FORMULA:,}"
            ' characters that a formula may have; use gradients = "staged"',
            key="sheets.gradients",
        )


def _paths(template: Template) -> int:
    """Return over how many paths the longest gradient is a sum; a shortcut joins some of them."""
    if isinstance(template.model, Computation):
        paths = _paths_to_the_loss(template.model)
        return max(paths[name] for name in template.model.variables)
    *hidden, outputs = template.network.layers[1:]
    activation = template.network.activations[-1]
    joined = LOSSES[template.training.loss].shortcut == activation
    from_each = 1 if joined or ACTIVATIONS[activation].cross is None else outputs
    return prod(hidden[1:]) * (outputs if hidden else 1) * from_each


def _paths_to_the_loss(model: Computation) -> Counter[str]:
    """Return over how many paths of the chain rule the loss depends on each name."""
    paths = Counter({model.steps[-1][0]: 1})
    for name, definition in reversed(model.steps):
        for mentioned in names_in(definition):
            paths[mentioned] += paths[name]
    return paths
