"""``bpsheet check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bpsheet.cli.shared import UNUSABLE, one_line_errors, report
from bpsheet.errors import BpsheetError, InputError

if TYPE_CHECKING:
    from bpsheet.checker.diagnostics import Report
    from bpsheet.checker.report import Outcome
    from bpsheet.cli.checking import Request

FOUND = 1
"""The exit status for findings of severity error or warning."""


@click.command("check")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option(
    "--template", metavar="T", help="The worked example it should be; left out, the file tells."
)
@click.option("--sheet", metavar="S", help="The only sheet to look at; left out, all of them.")
@click.option(
    "--map",
    "places",
    multiple=True,
    metavar="QUANTITY=CELL",
    help="Where a quantity stands: the first cell of its column, or the learning rate's cell, such"
    " as w5=Sheet1!M4 or η=B1. May be given several times.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Report only these rules: codes, beginnings of codes or names, such as BP3,wrong-rate.",
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Do not report these rules.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("concise", "full", "json", "markdown")),
    default="full",
    show_default=True,
    help="A line per finding, all in words, for programs, or to paste elsewhere.",
)
@click.option(
    "--annotate",
    "copy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a copy of the workbook with the wrong cells coloured and a note in each.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 whatever is found.")
def check_command(
    files: tuple[Path, ...],
    template: str | None,
    sheet: str | None,
    places: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    copy: Path | None,
    exit_zero: bool,
) -> None:
    """Find the wrong cells of anyone's workbook and name the slips.

    FILE is an .xlsx, .xlsm, .ods, .xls or .csv file, built by hand or by any program. Exit status:
    0 nothing found (or notes only), 1 errors or warnings, 2 a file that cannot be used.
    """
    from bpsheet.checker.report import Unusable
    from bpsheet.checker.rules.selection import narrowed, wanted_codes

    with one_line_errors():
        if copy is not None and len(files) > 1:
            raise InputError("takes one workbook at a time", key="--annotate")
        codes = wanted_codes(select, ignore)
        request = _request(template, sheet, places)
    every = _outcomes(files, request)
    outcomes = [
        outcome if isinstance(outcome, Unusable) else narrowed(outcome, codes) for outcome in every
    ]
    failed = _print(outcomes, form)
    if hidden := _findings(every) - _findings(outcomes):
        click.echo(f"bpsheet: findings of rules that were not selected: {hidden}", err=True)
    reports = [outcome for outcome in outcomes if not isinstance(outcome, Unusable)]
    if copy is not None and reports:
        failed |= not _annotated(reports[0], files[0], copy)
    if failed:
        sys.exit(UNUSABLE)
    sys.exit(0 if exit_zero else _status(reports))


def _request(template: str | None, sheet: str | None, places: Sequence[str]) -> Request:
    """Return how every file is to be checked.

    Raises:
        InputError: the template cannot be used, or a place is not written as QUANTITY=CELL.
    """
    from bpsheet.catalogue import load_template
    from bpsheet.cli.checking import Request

    asked = {}
    for place in places:
        quantity, equals, cell = (part.strip() for part in place.partition("="))
        if not (equals and quantity and cell):
            raise InputError(f"{place!r}: write it as QUANTITY=CELL, such as w5=M4", key="--map")
        asked[quantity] = cell
    return Request(load_template(template) if template else None, sheet, asked)


def _outcomes(files: Sequence[Path], request: Request) -> list[Outcome]:
    from bpsheet.cli.checking import checked
    from bpsheet.cli.progress import ProgressBar

    with ProgressBar("checking", len(files)) as progress:
        return checked(files, request, progress)


def _findings(outcomes: Sequence[Outcome]) -> int:
    from bpsheet.checker.diagnostics import Report

    return sum(len(outcome.diagnostics) for outcome in outcomes if isinstance(outcome, Report))


def _print(outcomes: Sequence[Outcome], form: str) -> bool:
    """Print what came of all files, and return whether one of them could not be used."""
    from bpsheet.checker.report import Unusable, json_document

    unusable = [outcome for outcome in outcomes if isinstance(outcome, Unusable)]
    for outcome in unusable:
        click.echo(f"bpsheet: {outcome.message}", err=True)
    if form == "json":
        click.echo(json_document(outcomes))
    else:
        _show(outcomes, form)
    return bool(unusable)


def _show(outcomes: Sequence[Outcome], form: str) -> None:
    """Print the reports in a form of lines; in full, with a line about all files at the end."""
    from bpsheet.checker.report import FORMS, Unusable, overall
    from bpsheet.cli.terminal import show

    apart = [""] if form == "full" and len(outcomes) > 1 else []
    for outcome in outcomes:
        if not isinstance(outcome, Unusable):
            show([*FORMS[form](outcome), *apart])
    if apart:
        show([overall(outcomes)])


def _annotated(found: Report, source: Path, copy: Path) -> bool:
    """Write the coloured copy, say what was written, and return whether that went well."""
    from bpsheet.checker.annotate import annotate

    try:
        remark = annotate(found, source, copy)
    except BpsheetError as error:
        report(error)
        return False
    click.echo(f"bpsheet: wrote {copy}", err=True)
    if remark:
        click.echo(f"bpsheet: {remark}", err=True)
    return True


def _status(reports: Sequence[Report]) -> int:
    from bpsheet.checker.diagnostics import Severity

    worst = max((found.worst or Severity.NOTE for found in reports), default=Severity.NOTE)
    return FOUND if worst >= Severity.WARNING else 0
