"""Worksheets of many hands: the right ones come out clean, and every slip is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest

import bpsheet
from bpsheet.checker.diagnostics import Report, Severity
from tests.checker.worksheets.worksheet import (
    Version,
    Worksheet,
    stored_values,
    worksheets,
    write_version,
)

WORKSHEETS = worksheets()
RIGHT = [pytest.param(one, id=one.name) for one in WORKSHEETS]
WRONG = [
    pytest.param(one, number, id=f"{one.name}-{number}")
    for one in WORKSHEETS
    for number in range(1, len(one.versions))
]


def checked(worksheet: Worksheet, number: int, folder: Path) -> tuple[Version, Report]:
    """Return a version of a worksheet with the report on it."""
    version = worksheet.versions[number]
    values = stored_values(worksheet.name)[number]
    path = write_version(version, values, folder / f"{worksheet.name}.xlsx")
    return version, bpsheet.check(path)


def found(report: Report) -> list[tuple[str, str, str]]:
    """Return code, first place and message of all errors and warnings."""
    return [
        (one.code, str(one.places[0]) if one.places else "-", one.message)
        for one in report.diagnostics
        if one.severity > Severity.NOTE
    ]


@pytest.mark.parametrize("worksheet", RIGHT)
def test_a_right_worksheet_is_judged_and_clean(worksheet: Worksheet, tmp_path: Path) -> None:
    version, report = checked(worksheet, 0, tmp_path)
    expected = [(code, place) for code, place, _ in version.expected]
    assert [(code, place) for code, place, _ in found(report)] == expected, worksheet.title
    assert report.judged == int(version.settings["judged"]), worksheet.title
    assert report.example.startswith(version.settings["example"]), worksheet.title


def roundings(worksheet: Worksheet) -> list[str]:
    """A text file holds one sheet."""
    sheets = {sheet for sheet, _ in worksheet.versions[0].cells}
    return ["pasted 3", "pasted 4", *(["csv 6"] if len(sheets) == 1 else [])]


@pytest.mark.parametrize(
    ("worksheet", "rounding"),
    [
        pytest.param(worksheet, rounding, id=f"{worksheet.name}-{rounding}")
        for worksheet in WORKSHEETS
        for rounding in roundings(worksheet)
    ],
)
def test_rounded_numbers_are_not_blamed(
    worksheet: Worksheet, rounding: str, tmp_path: Path
) -> None:
    right, values = worksheet.versions[0], stored_values(worksheet.name)[0]
    how, _, digits = rounding.partition(" ")
    rounded = Version(right.cells, settings={how: digits})
    report = bpsheet.check(write_version(rounded, values, tmp_path / f"{worksheet.name}.xlsx"))
    assert len(found(report)) == len(right.expected), found(report)


@pytest.mark.parametrize(("worksheet", "number"), WRONG)
def test_a_slip_is_found_where_it_was_made(
    worksheet: Worksheet, number: int, tmp_path: Path
) -> None:
    version, report = checked(worksheet, number, tmp_path)
    findings = found(report)
    assert len(findings) == len(version.expected), findings
    for code, place, words in version.expected:
        assert any(
            code == one and place in (where, where.rpartition("!")[2]) and words in message
            for one, where, message in findings
        ), findings
