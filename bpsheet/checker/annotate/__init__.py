"""A copy of a checked workbook that shows the findings in their places."""

from __future__ import annotations

from pathlib import Path

from bpsheet.checker.annotate.marks import BookMarks, Mark, marks_of
from bpsheet.checker.annotate.ods import annotate_ods, is_ods
from bpsheet.checker.annotate.package import Package, opened
from bpsheet.checker.annotate.report_book import WRITERS, report_workbook
from bpsheet.checker.annotate.unfit import UnfitError
from bpsheet.checker.annotate.xlsx import annotate_xlsx, suffix_of, workbook_part
from bpsheet.checker.diagnostics import Report
from bpsheet.errors import InputError, OutputError
from bpsheet.files import explained, replacing

__all__ = ["Mark", "annotate", "mark_cells"]


def annotate(report: Report, source: Path, target: Path) -> str:
    """Write a copy of a workbook with its wrong cells coloured and a comment in the first of each.

    Formulas, charts, styles and comments of the original are kept: only those parts of the file
    are edited that have to change. A file that cannot be edited so (.xls, .csv, a damaged one)
    gets a workbook that lists the findings instead.

    Arguments:
        report: what a check found in the workbook.
        source: the workbook.
        target: the copy, replaced if it exists; its name ends as that of the workbook.

    Returns:
        What the copy does not show or why it is a list of findings, in one sentence; empty where
        it shows them all.

    Raises:
        InputError: the workbook cannot be read.
        OutputError: the copy cannot be written, or is named as no such file is.
    """
    if not source.is_file():
        raise InputError("is not there", file=source)
    if target.exists() and target.samefile(source):
        raise OutputError(f"{target}: is the checked workbook itself; choose another name")
    with replacing([target]) as (temporary,):
        try:
            return _write_copy(report, source, target, temporary)
        except UnfitError as error:
            reason = f"{source.name} {error}, so this is a list of what was found in it."
            _write_list(report, reason, target, temporary)
            return f"{target.name}: {reason}"


def mark_cells(marks: BookMarks, source: Path, target: Path) -> None:
    """Write a copy of a workbook with colours and comments in some of its cells.

    Arguments:
        marks: by sheet (its name in folded case), row and column.
        source: the workbook.
        target: the copy, replaced if it exists; its name ends as that of the workbook.

    Raises:
        InputError: the workbook cannot be read, or is of a kind that cannot be marked.
        OutputError: the copy cannot be written.
    """
    with replacing([target]) as (temporary,):
        try:
            _write_marked(marks, source, target, temporary)
        except UnfitError as error:
            raise InputError(str(error), file=source) from error


def _write_marked(
    marks: BookMarks, source: Path, target: Path, temporary: Path
) -> set[tuple[str, int]]:
    """Write the copy; return the marked sheets and rows that the workbook does not have."""
    with opened(source) as package:
        hidden = _annotate(package, marks, target)
        with explained(target):
            package.write(temporary)
    return hidden


def _write_copy(report: Report, source: Path, target: Path, temporary: Path) -> str:
    hidden = _write_marked(marks_of(report), source, target, temporary)
    places = [place for finding in report.diagnostics for place in finding.places]
    unseen = [str(place) for place in places if (place.sheet.casefold(), place.top) in hidden]
    return (
        f"{target.name}: has no cell to show what was found at {', '.join(unseen)}."
        if unseen
        else ""
    )


def _annotate(package: Package, marks: BookMarks, target: Path) -> set[tuple[str, int]]:
    """Edit the package; return the marked sheets and rows that it does not have."""
    if is_ods(package):
        _require(target, ".ods")
        return annotate_ods(package, marks)
    workbook = workbook_part(package)
    if workbook is None:
        raise UnfitError("is no .xlsx, .xlsm or .ods file inside")
    _require(target, suffix_of(package, workbook))
    return annotate_xlsx(package, workbook, marks)


def _require(target: Path, suffix: str) -> None:
    """A copy under another ending would be refused by the programs that open it."""
    if target.suffix.casefold() != suffix:
        raise OutputError(
            f"{target}: the annotated copy is a {suffix} file; choose a name that ends in {suffix}"
        )


def _write_list(report: Report, reason: str, target: Path, temporary: Path) -> None:
    writer = WRITERS.get(target.suffix.casefold())
    if writer is None:
        raise OutputError(
            f"{target}: this file cannot be annotated; for a list of findings choose a name"
            f" that ends in {' or '.join(WRITERS)}"
        )
    writer(report_workbook(report, reason), temporary)
