from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.address import cell_name
from bpsheet.sheet.layout.book import workbook_of
from bpsheet.sheet.layout.cheat_sheet import (
    ALSO,
    APART,
    AT_A_KINK,
    CHEAT_SHEET,
    COLUMNS,
    DIFFERENCE,
    HERE,
    NUMBER,
    RESULT,
    RULE,
    SYMBOLS,
    TOO_LONG,
)
from bpsheet.sheet.workbook import Sheet, Value, Workbook
from bpsheet.template import Template
from bpsheet.verbs.build import worked_example
from tests.applications import (
    Values,
    gnumeric_values,
    ironcalc_values,
    libreoffice_values,
    workbook_values,
)
from tests.office_files import poison
from tests.varied import VARIED, network

Line = dict[int, Value]


def sheet_of(template: Template) -> Sheet:
    example = worked_example(replace(template, views=("cheat-sheet",)))
    return workbook_of(example).sheet(CHEAT_SHEET)


def lines_of(sheet: Sheet) -> list[Line]:
    """Return the lines of all tables by column, without headings."""
    rows = sorted({row for row, _ in sheet.cells})
    lines = [{column: sheet.value(row, column) for column in range(len(COLUMNS))} for row in rows]
    headings = [heading for heading, _ in COLUMNS]
    return [line for line in lines if line[HERE] and list(line.values()) != headings]


@cache
def lines(kind: str) -> dict[Value, Line]:
    return {line[RULE]: line for line in lines_of(sheet_of(VARIED[kind]))}


@pytest.mark.parametrize("kind", VARIED)
def test_every_rule_agrees_with_the_central_difference(kind: str) -> None:
    assert lines(kind)
    for line in lines(kind).values():
        number, apart = line[NUMBER], line[APART]
        assert isinstance(number, float)
        assert isinstance(apart, float)
        assert apart < 1e-8 * max(1.0, abs(number)), line


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        (
            "half squared error",
            {
                "sum rule",
                "difference rule",
                "constant factor",
                "power rule",
                "function of a function",
                "sigmoid",
                "chain rule",
                "sum over all paths",
            },
        ),
        ("gates", {"difference rule", "constant factor", "power rule", "chain rule"}),
        (
            "softmax",
            {
                "sum rule",
                "constant factor",
                "logarithm",
                "tanh",
                "softmax",
                "softmax, by another unit",
                "chain rule",
                "sum over all paths",
                "shortcut",
            },
        ),
    ],
)
def test_only_the_rules_that_an_example_uses_are_listed(kind: str, rules: set[str]) -> None:
    assert lines(kind).keys() == rules


@pytest.mark.parametrize(
    ("kind", "rule", "here", "result"),
    [
        (
            "half squared error",
            "power rule",
            "∂E1/∂a_o1 = ∂(½·(t1 − a_o1)²)/∂a_o1",
            "2·½·(t1 − a_o1)·(−1) = a_o1 − t1",
        ),
        (
            "half squared error",
            "chain rule",
            "∂E_total/∂w5 = ∂E_total/∂E1 · ∂E1/∂a_o1 · ∂a_o1/∂o1 · ∂o1/∂w5",
            "(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1",
        ),
        (
            "half squared error",
            "sum over all paths",
            "∂E_total/∂a_h1 = ∂E_total/∂o1 · ∂o1/∂a_h1 + ∂E_total/∂o2 · ∂o2/∂a_h1",
            "(a_o1 − t1)·a_o1·(1 − a_o1)·w5 + (a_o2 − t2)·a_o2·(1 − a_o2)·w7",
        ),
        ("gates", "power rule", "∂loss/∂s = ∂(s²)/∂s", "2·s"),
        ("a line", "linear", "∂a_o1/∂o1 = ∂o1/∂o1", "1"),
        (
            "softmax",
            "softmax, by another unit",
            "∂a⁽²⁾₁/∂z⁽²⁾₂ = ∂softmax(z⁽²⁾₁)/∂z⁽²⁾₂",
            "−a⁽²⁾₁·a⁽²⁾₂",
        ),
        (
            "functions",
            "sum over all paths",
            "∂loss/∂c = ∂loss/∂d · ∂d/∂c + ∂loss/∂c directly",
            None,
        ),
    ],
)
def test_a_rule_speaks_the_language_of_the_example(
    kind: str, rule: str, here: str, result: str | None
) -> None:
    assert lines(kind)[rule][HERE] == here
    assert result is None or lines(kind)[rule][RESULT] == result


def test_an_activation_is_given_with_its_definition_and_its_slope() -> None:
    assert lines("half squared error")["sigmoid"][SYMBOLS] == (
        "σ(x) = 1/(1 + e^(−x)); slope a·(1 − a), with a = σ(x)"
    )
    assert lines("softmax")["tanh"][SYMBOLS] == "slope 1 − a², with a = tanh(x)"


def test_an_example_at_which_the_number_is_not_0_is_preferred() -> None:
    assert lines("softmax")["logarithm"][HERE] == "∂E₂/∂a⁽²⁾₂ = ∂(−y₂·ln(a⁽²⁾₂))/∂a⁽²⁾₂"
    assert lines("softmax")["chain rule"][HERE] == "∂E/∂a⁽²⁾₂ = ∂E/∂E₂ · ∂E₂/∂a⁽²⁾₂"


def test_what_needs_targets_that_add_up_says_so() -> None:
    sheet = sheet_of(VARIED["softmax"])
    (line,) = (line for line in lines_of(sheet) if line[RULE] == "shortcut")
    assert line[RESULT] == "a⁽²⁾₁ − y₁"
    assert any("y₁ + y₂ + y₃ = 1" in str(value) for value in line.values())


def test_other_places_are_counted() -> None:
    assert lines("half squared error")["power rule"][ALSO] == "∂E2/∂a_o2"
    assert str(lines("half squared error")["sum rule"][ALSO]).endswith("and 9 more")


def test_at_a_kink_there_is_no_central_difference() -> None:
    dead = network((1, 1, 1), ("relu", "linear"), ((0.0,),), ((0.5,),))
    by_rule = {line[RULE]: line for line in lines_of(sheet_of(dead))}
    assert by_rule["relu"][NUMBER] == 0
    assert by_rule["relu"][DIFFERENCE] == AT_A_KINK
    assert by_rule["relu"][APART] == ""


def test_a_formula_that_would_be_too_long_is_left_out() -> None:
    wide = network((150, 1), ("sigmoid",), ((0.01,) * 150,), ((0.5,),))
    (line,) = (line for line in lines_of(sheet_of(wide)) if line[RULE] == "sum rule")
    assert line[DIFFERENCE] == TOO_LONG
    assert isinstance(line[NUMBER], float)


def test_all_words_fit_their_cells() -> None:
    sheet = sheet_of(VARIED["binary cross-entropy"])
    for (row, column), cell in sheet.cells.items():
        if cell.style.wrap and isinstance(cell.value, str) and column < len(COLUMNS) and row > 4:
            letters = len(cell.value) * 5.0  # a low estimate of Arial's mean width
            lines_needed = letters / sheet.column_widths[column]
            assert sheet.row_heights[row] >= 15 * int(lines_needed)


def test_an_example_in_which_nothing_repeats_has_no_sum_over_paths() -> None:
    assert "sum over all paths" not in lines("gates")


NOISE = 1e-7
"""One unit in the last place of EXP moves a central difference by about 1e-11 of the loss."""


def written(kind: str, folder: Path) -> tuple[Workbook, list[Path]]:
    """Return a workbook with a cheat sheet, and its files with all stored values spoiled."""
    example = worked_example(replace(VARIED[kind], views=("cheat-sheet",)))
    workbook = workbook_of(example)
    paths = [folder / f"{kind}{suffix}" for suffix in (".xlsx", ".ods")]
    for path, write in zip(paths, (write_xlsx, write_ods), strict=True):
        write(workbook, path)
    return workbook, [poison(path, folder / f"poisoned {path.name}") for path in paths]


def wrong_cells(found: Values, workbook: Workbook) -> list[tuple[str, Value, Value]]:
    right = workbook_values(workbook)[CHEAT_SHEET]
    apart = cell_name(0, APART)[:-1]
    return [
        (address, found[CHEAT_SHEET].get(address), value)
        for address, value in right.items()
        if not address.startswith(apart) and not near(found[CHEAT_SHEET].get(address), value)
    ]


def near(found: Value, right: Value) -> bool:
    if isinstance(found, int | float) and isinstance(right, int | float):
        return abs(found - right) <= NOISE * max(1.0, abs(right))
    return found == right


KINDS = ("softmax", "binary cross-entropy", "functions")


def test_libreoffice_computes_the_same_numbers(tmp_path: Path) -> None:
    books = {kind: written(kind, tmp_path) for kind in KINDS}
    paths = [path for _, paths in books.values() for path in paths]
    found = dict(zip(paths, libreoffice_values(paths, tmp_path), strict=True))
    for workbook, files in books.values():
        for path in files:
            assert not wrong_cells(found[path], workbook), path


@pytest.mark.parametrize("kind", KINDS)
def test_gnumeric_and_ironcalc_compute_the_same_numbers(kind: str, tmp_path: Path) -> None:
    workbook, paths = written(kind, tmp_path)
    for path in paths:
        assert not wrong_cells(gnumeric_values(path, tmp_path), workbook), path
    assert not wrong_cells(ironcalc_values(paths[0]), workbook)
