"""What a spreadsheet can hold, checked before any work is done and before anything is written."""

from __future__ import annotations

from bpsheet.errors import InputError
from bpsheet.template import Template

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_RATES = 100
ROWS_AROUND_THE_TABLE = 20
COLUMNS_BESIDE = 30


def check_size(template: Template) -> None:
    """Refuse a worked example that no spreadsheet can hold.

    Raises:
        InputError: too many rows, columns or rates, or something that has no layout yet.
    """
    names, training = template.network.names, template.training
    samples = len(template.data.inputs)
    if samples > 1:
        raise InputError(
            f"{samples} samples are not yet laid out in a workbook; keep one row of inputs and"
            " targets (bpsheet train works with all of them)",
            key="data.inputs",
        )
    rows = training.epochs * samples + ROWS_AROUND_THE_TABLE
    if rows > MOST_ROWS:
        most = (MOST_ROWS - ROWS_AROUND_THE_TABLE) // samples
        raise InputError(
            f"{training.epochs:,} epochs need more rows than a spreadsheet has;"
            f" use at most {most:,}",
            key="training.epochs",
        )
    columns = 3 * len(names.parameters) + COLUMNS_BESIDE
    if columns > MOST_COLUMNS:
        raise InputError(
            f"{len(names.parameters):,} parameters need more columns than a spreadsheet has"
            f" ({MOST_COLUMNS:,}); use smaller layers",
            key="network.layers",
        )
    if len(training.learning_rates) > MOST_RATES:
        raise InputError(
            f"{len(training.learning_rates)} learning rates are too many for one workbook;"
            f" use at most {MOST_RATES}",
            key="training.learning_rates",
        )
