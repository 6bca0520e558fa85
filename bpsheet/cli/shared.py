"""What the verbs of the command line share: arguments, and errors as one line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bpsheet.errors import BpsheetError, InputError

UNUSABLE = 2
"""The exit status for input that cannot be used."""

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

gradients_option = click.option(
    "--gradients",
    type=click.Choice(("expanded", "staged")),
    help="Gradients written out in full, or in stages with error signals δ.",
)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn what bpsheet raises on purpose into one line on stderr and exit status 2."""
    try:
        yield
    except BpsheetError as error:
        report(error)
        sys.exit(UNUSABLE)


def report(error: BpsheetError, template: str | None = None) -> None:
    """Print an error as one line on stderr, with the template it is about if it names no file."""
    place = ""
    if template and isinstance(error, InputError) and error.file is None and error.key:
        place = "" if error.key.startswith("--") else f"{template}: "
    click.echo(f"bpsheet: {place}{error}", err=True)
