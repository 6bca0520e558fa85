"""The formulas themselves: alike in both formats, and such that every program takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office_files import MAIN, read_part, sheet_parts
from tests.workbook.scenario import FORMATS, Poisoned, Scenario
from tests.workbook.scenarios import SCENARIOS, TEMPLATES
from tests.workbook.stored import stored_formulas

COMMON_FUNCTIONS = (
    "ABS AND AVERAGE CHOOSE COUNT COUNTIF EXP FIXED IF INDEX INT ISERROR ISNUMBER LN MATCH MAX MIN"
    " NOT OR ROUND SQRT SUM SUMPRODUCT TANH TRUE"
)
"""Functions that Excel, LibreOffice, Gnumeric and Google Sheets have, with the same meaning."""

LONGEST_FORMULA, MOST_ARGUMENTS, DEEPEST_NESTING = 8192, 255, 64
MOST_ROWS, MOST_COLUMNS, LONGEST_NAME = 1_048_576, 16_384, 31
"""What Excel holds: letters, arguments and levels of functions; rows, columns and letters."""

HOLDERS = tuple(MAIN + tag for tag in ("f", "formula", "formula1", "formula2"))
"""The elements of an .xlsx that hold the formulas of cells, conditional formats and validations."""

TOKENS = re.compile(r"""(?P<quoted>"(?:[^"]|"")*"|'(?:[^']|'')*')|(?P<function>[\w.]+)?\(|\)|,""")

every_workbook = pytest.mark.parametrize(
    "scenario", [*SCENARIOS, *TEMPLATES], ids=lambda scenario: scenario.name
)


def written(path: Path) -> dict[str, int]:
    """Return every formula of an .xlsx, those of conditions included, and its length.

    Formulas that differ in nothing but digits count as one; the length is the longest of theirs.
    """
    found: dict[str, int] = {}
    for part in sheet_parts(path).values():
        for formula in (each.text or "" for each in read_part(path, part).iter(*HOLDERS)):
            shape = re.sub("[0-9]+", "", formula)
            found[shape] = max(len(formula), found.get(shape, 0))
    return found


def functions_of(formula: str) -> Iterator[tuple[str, int, int]]:
    """Yield each function of a formula with its level, from 1, and how many arguments it has.

    >>> list(functions_of('IF(A1>0,MAX(A1,(B1+1)*2,3),"a, b(c")'))
    [('MAX', 2, 3), ('IF', 1, 3)]
    """
    brackets: list[tuple[str | None, int]] = []
    for token in TOKENS.finditer(formula):
        name, commas = brackets[-1] if brackets else (None, 0)
        if token[0].endswith("("):
            brackets.append((token["function"], 0))
        elif token[0] == ",":
            brackets[-1] = (name, commas + 1)
        elif token[0] == ")":
            if name is not None:
                yield name, sum(function is not None for function, _ in brackets), commas + 1
            brackets.pop()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_both_formats_hold_the_same_formulas(scenario: Scenario, poisoned: Poisoned) -> None:
    xlsx, ods = (stored_formulas(poisoned(scenario)[suffix]) for suffix in FORMATS)
    assert sum(map(len, xlsx.values())) > 100
    assert list(xlsx) == list(ods)
    for sheet, cells in xlsx.items():
        assert ods[sheet] == cells


@every_workbook
def test_formulas_are_such_that_every_program_takes_them(
    scenario: Scenario, poisoned: Poisoned
) -> None:
    formulas = written(poisoned(scenario)[".xlsx"])
    assert not any(formula.startswith("{") for formula in formulas)
    assert max(formulas.values()) <= LONGEST_FORMULA
    functions = [function for formula in formulas for function in functions_of(formula)]
    used = {name for name, _, _ in functions}
    assert {"INDEX", "IF", "FIXED"} <= used
    assert used <= set(COMMON_FUNCTIONS.split())
    assert max(level for _, level, _ in functions) <= DEEPEST_NESTING
    assert max(arguments for _, _, arguments in functions) <= MOST_ARGUMENTS


@every_workbook
def test_no_sheet_is_more_than_excel_holds(scenario: Scenario) -> None:
    names = [sheet.name for sheet in scenario.workbook.sheets]
    assert len(set(map(str.lower, names))) == len(names)
    for sheet in scenario.workbook.sheets:
        assert len(sheet.name) <= LONGEST_NAME
        assert not set(sheet.name) & set("[]:*?/\\")
        places = [*sheet.cells, *((block.bottom, block.right) for block in sheet.blocks)]
        assert max(row for row, _ in places) < MOST_ROWS
        assert max(column for _, column in places) < MOST_COLUMNS
