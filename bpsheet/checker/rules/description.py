"""A rule in words: what it finds, why it matters, and an example, wrong and right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bpsheet.checker.rules.rule import Content, Example, Rule
from bpsheet.checker.rules.sheet import HEADER_ROW

CELL = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")
"""A cell in a formula or a range: its column and row."""


def description(rule: Rule) -> Iterator[str]:
    """Yield the lines that explain a rule; those of its example are indented."""
    yield f"{rule.code} {rule.name} ({rule.severity.name.lower()}): {rule.title}"
    yield ""
    yield rule.what
    yield rule.why
    yield ""
    yield "Example"
    if labels := labels_in(rule):
        yield f"  where {', '.join(labels)}"
    yield from (f"  wrong: {line}" for line in _together(rule.bad.cells))
    yield from (f"  right: {line}" for line in _together(_right_cells(rule)))
    for cell, value in rule.bad.stored.items():
        yield f"  wrong: {cell} is stored as {'nothing' if value is None else value}"
    for word, example in (("wrong", rule.bad), ("right", rule.good)):
        yield from (f"  {word}: {words}" for words in _beyond_cells(example))
    if rule.bad.tab != rule.good.tab:
        yield f"  wrong: the tab is called {rule.bad.tab}"
        yield f"  right: the tab is called {rule.good.tab}"


def labels_in(rule: Rule) -> list[str]:
    """Return the columns that the cells of an example mention, each with its label."""
    written = " ".join(f"{key} {content}" for key, content in rule.bad.cells.items())
    right = " ".join(f"{key} {content}" for key, content in _right_cells(rule).items())
    sheet = rule.good.sheet
    columns = sorted(
        {column for column, row in CELL.findall(f"{written} {right}") if int(row) > HEADER_ROW},
        key=lambda column: (len(column), column),
    )
    keys = {column: f"{column}{HEADER_ROW}" for column in columns}
    return [f"{column} is {sheet[key]}" for column, key in keys.items() if key in sheet]


def _right_cells(rule: Rule) -> dict[str, Content]:
    """Return what stands in the right example where the wrong one has cells of its own."""
    return dict(_right_cell(rule.good, key) for key in rule.bad.cells)


def _right_cell(good: Example, key: str) -> tuple[str, Content]:
    first = key.partition(":")[0]
    for cells in (good.cells, good.sheet):
        for known, content in cells.items():
            if covers(known, first):
                return known, content
    return key, ""


def _together(cells: Mapping[str, Content]) -> Iterator[str]:
    """Yield a line for each content, with all the cells that hold it."""
    keys: dict[Content, list[str]] = {}
    for key, content in cells.items():
        keys.setdefault(content, []).append(key)
    for content, same in keys.items():
        verb = "is" if len(same) == 1 else "are"
        yield f"{', '.join(same)} {verb} {content if content != '' else 'empty'}"


def covers(key: str, cell: str) -> bool:
    """Return whether a cell lies in a cell or range.

    >>> covers("AB4:AB8", "AB6"), covers("AB4", "A4")
    (True, False)
    """
    first, _, last = key.partition(":")
    left, top = _column_and_row(first)
    right, bottom = _column_and_row(last or first)
    column, row = _column_and_row(cell)
    return left <= column <= right and top <= row <= bottom


def _column_and_row(cell: str) -> tuple[tuple[int, str], int]:
    """Return the place of a cell so that it can be compared: AA comes after Z."""
    ((column, row),) = CELL.findall(cell)
    return (len(column), column), int(row)


def _beyond_cells(example: Example) -> Iterator[str]:
    if example.chart is not None:
        yield str(example.chart)
    if example.values_only:
        yield "all formulas are pasted as their values"
    if example.damaged:
        yield f"the part {example.damaged} of the file is damaged"
