"""What a student is told to do."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.exercise.exercise import Exercise
from bpsheet.exercise.labels import WORKSHEET
from bpsheet.exercise.layout.places import PAPER, PRACTICE, SCRATCH


def instructions(exercise: Exercise, *, self_check: bool = False) -> tuple[str, ...]:
    """Return what to do, a sentence or two for each line."""
    return (*_task(exercise), *_help(exercise, self_check=self_check))


def _task(exercise: Exercise) -> Iterator[str]:
    if exercise.kind == "fill":
        count = len(exercise.answers)
        yield (
            f"Fill in the {count} yellow cells of the sheet {WORKSHEET}, row by row. Write each as"
            " a formula over other cells, such as =A1*B2, not as a number."
        )
        yield (
            "Work from your own earlier cells: where one of them is wrong, what follows rightly"
            " from it still counts."
        )
        return
    count = len(exercise.slips)
    columns = "One column" if count == 1 else f"{count} columns"
    yield (
        f"{columns} of the sheet {WORKSHEET} hold{'s' * (count == 1)} a wrong formula in every"
        " row; what follows from it is wrong, too, though its own formulas are right."
    )
    yield (
        "Name a cell in which the slip is made, such as H14, and write the formula that belongs"
        " into that very cell, over the cells of the sheet."
    )


def _help(exercise: Exercise, *, self_check: bool) -> Iterator[str]:
    yield (
        f"The numbers are your own; all cells but the yellow ones are locked. {SCRATCH} is free for"
        f" trying things out, and {PAPER} is the same exercise to be printed."
    )
    if self_check:
        yield (
            f"The sheet {PRACTICE} says of each gradient whether it agrees with how the loss"
            " changes when the parameter is moved a little."
        )
