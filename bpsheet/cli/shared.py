"""What the verbs of the command line share: arguments, and errors as one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from bpsheet.errors import BpsheetError

UNUSABLE = 2
"""The exit status for input that cannot be used."""

Command = Callable[..., Any]

template_argument = click.argument("template", default="classic")

rate_option = click.option(
    "--rate",
    "rates",
    type=float,
    multiple=True,
    metavar="R",
    help="A learning rate in place of the template's; may be given several times.",
)
epochs_option = click.option(
    "--epochs", type=int, metavar="N", help="Passes over all samples in place of the template's."
)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn what bpsheet raises on purpose into one line on stderr and exit status 2."""
    try:
        yield
    except BpsheetError as error:
        report(error)
        sys.exit(UNUSABLE)


def report(error: BpsheetError) -> None:
    """Print an error as one line on stderr."""
    click.echo(f"bpsheet: {error}", err=True)
