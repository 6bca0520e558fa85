"""What a spreadsheet can hold, checked before any work is done."""

from __future__ import annotations

from math import prod

from bpsheet.errors import InputError
from bpsheet.template import Template

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_FORMULA = 8_192
MOST_RATES = 100
SMALLEST_RATE, LARGEST_RATE = 1e-8, 1e6
ROWS_AROUND_THE_TABLE = 20
LETTERS_PER_PATH = 25
"""The least that a path takes of an expanded gradient: ``(R13-B13)*R13*(1-R13)*N13``."""


def check_size(template: Template) -> None:
    """Refuse a worked example that no spreadsheet can hold.

    Raises:
        InputError: too many rows, columns or rates, formulas too long, or no layout yet.
    """
    _check_samples(template)
    _check_rows(template)
    _check_columns(template)
    _check_rates(template)
    _check_gradients(template)


def _check_samples(template: Template) -> None:
    samples = len(template.data.inputs)
    if samples > 1:
        raise InputError(
            f"{samples} samples are not yet laid out in a workbook; keep one row of inputs and"
            " targets, or use bpsheet train, which works with all of them",
            key="data.inputs",
        )


def _check_rows(template: Template) -> None:
    most = MOST_ROWS - ROWS_AROUND_THE_TABLE
    if template.training.epochs > most:
        raise InputError(
            f"{template.training.epochs:,} epochs need more rows than a spreadsheet has;"
            f" use at most {most:,}",
            key="training.epochs",
        )


def _check_columns(template: Template) -> None:
    """Look at the training table, and at the longest sum, which the derivation spells in cells."""
    layers, names = template.network.layers, template.network.names
    units = sum(layers[1:])
    given = 1 + layers[0] + layers[-1]
    table = given + 2 * len(names.parameters) + 3 * units + layers[-1] + 1
    sum_in_cells = 4 * (max(layers[:-1]) + 2)
    if max(table, sum_in_cells) > MOST_COLUMNS:
        raise InputError(
            f"{len(names.parameters):,} parameters and {units:,} units need more columns than a"
            f" spreadsheet has ({MOST_COLUMNS:,}); use smaller layers",
            key="network.layers",
        )


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


def _check_gradients(template: Template) -> None:
    """Refuse to write gradients out over more paths than a formula can hold."""
    paths = prod(template.network.layers[2:])
    if template.gradients == "expanded" and paths * LETTERS_PER_PATH > LONGEST_FORMULA:
        raise InputError(
            f"gradients written out over {paths:,} paths are longer than the {LONGEST_FORMULA:,}"
            ' characters that a formula may have; use gradients = "staged"',
            key="sheets.gradients",
        )
