"""What a spreadsheet can hold, checked before any work is done."""

from __future__ import annotations

from math import prod

from bpsheet.errors import InputError
from bpsheet.sheet.table_rows import table_rows
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
        InputError: too many rows, columns or rates, or formulas too long.
    """
    _check_rows(template)
    _check_columns(template)
    _check_rates(template)
    _check_gradients(template)


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
    """Look at the training table, and at the longest sum, which the derivation spells in cells."""
    if not template.layered:
        return
    layers, names = template.network.layers, template.names
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
    paths = prod(template.network.layers[2:]) if template.layered else 1
    if template.gradients == "expanded" and paths * LETTERS_PER_PATH > LONGEST_FORMULA:
        raise InputError(
            f"gradients written out over {paths:,} paths are longer than the {LONGEST_FORMULA:,}"
            ' characters that a formula may have; use gradients = "staged"',
            key="sheets.gradients",
        )
