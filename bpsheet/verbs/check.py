"""The verb ``check``: what is wrong in anyone's back-propagation workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bpsheet.catalogue import load_template
from bpsheet.checker.diagnostics import Report
from bpsheet.checker.examine import examine
from bpsheet.checker.reading import read_book
from bpsheet.template import Template


def check(
    workbook: str | Path,
    template: str | Path | Template | None = None,
    *,
    sheet: str | None = None,
    asked: Mapping[str, str] | None = None,
) -> Report:
    """Check a workbook that trains a network step by step.

    Every cell is judged from the numbers beside it, so that a slip is reported where it was made
    and not in all that follows from it.

    Arguments:
        workbook: an .xlsx, .xlsm, .ods, .xls or .csv file. Nothing in it is executed or fetched.
        template: the worked example it shows: a bundled name, a path to a .toml file, or a
            template. Left out, it is read off the workbook.
        sheet: the only sheet to look at; all by default.
        asked: where quantities stand, by their names, such as ``{"w5": "Sheet1!M36"}``: the
            first cell of a column, or the only cell of a learning rate.

    Returns:
        The findings, what was found where, and what was not judged.

    Raises:
        InputError: the file cannot be read, or an argument does not fit it.
    """
    given = None if template is None else load_template(template)
    return examine(read_book(Path(workbook)), given, asked or {}, sheet)
