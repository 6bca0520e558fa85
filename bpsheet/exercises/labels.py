"""The words by which an exercise's cells are found again in the workbook that comes back."""

from __future__ import annotations

from bpsheet.template import Template

EXERCISE_ID = "exercise id"
EXERCISE, WORKSHEET, DATA = "Exercise", "Worksheet", "Data"


def anchor_of(template: Template) -> str:
    """Return the label of the table's first column, which numbers its rows from 0."""
    return "row" if template.several else "step"


def cell_label(number: int) -> str:
    """Return the label beside the answer that names the cell of a slip.

    >>> cell_label(1)
    'cell of slip 1'
    """
    return f"cell of slip {number}"


def formula_label(number: int) -> str:
    """Return the label beside the answer that mends a slip.

    >>> formula_label(1)
    'right formula of slip 1'
    """
    return f"right formula of slip {number}"


def slip_answers(count: int) -> tuple[str, ...]:
    """Return the labels of all answers about `count` slips."""
    numbers = range(1, count + 1)
    return tuple(label(number) for number in numbers for label in (cell_label, formula_label))
