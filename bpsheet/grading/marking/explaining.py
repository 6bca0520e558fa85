"""Which slip explains a wrong answer, and whether mistakes would show at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bpsheet.checker.slip import Slip
from bpsheet.checker.slips import explain, slips_of
from bpsheet.checker.slips.evaluation import Evaluation
from bpsheet.exercises.exercise import Answer, Exercise, graph_of
from bpsheet.exercises.runs import Array, Runs
from bpsheet.grading.scenarios import OWN
from bpsheet.model.graph import Scope
from bpsheet.template import Template
from bpsheet.template_structure import structure_of, template_of

CLOSE = 1e-6
"""How near, as a share, a slip's results must come to those of a formula."""

MOST_OFF = 0.01
"""How far, as a share, a typed number may be rounded and still be explained."""

EASY = 1
"""The effort of the slips that people make most."""

MOST_SHOW = 0.8
"""The share of slips that must show with a student's own numbers if they show with the right ones:
with zeros, with ones or with the same number everywhere, most of them hide."""


def slips_for(template: Template, quantity: str) -> tuple[Slip, ...]:
    """Return the slips that people make with a quantity, likeliest first."""
    return _slips(structure_of(template), quantity)


@lru_cache(maxsize=128)
def _slips(structure: str, name: str) -> tuple[Slip, ...]:
    graph = graph_of(template_of(structure))
    return tuple(slips_of(graph[name], graph[name].computation, graph))


def slip_of_formula(exercise: Exercise, key: Runs, answer: Answer, computed: Array) -> Slip | None:
    """Return the slip that a formula is.

    Arguments:
        exercise: what was asked.
        key: the right numbers.
        answer: the cell.
        computed: what the formula gives beside right numbers, (runs,).
    """
    _, values = key.made_of(*answer)
    allowed = CLOSE * np.abs(computed) + CLOSE**2
    found = explain(slips_for(exercise.template, answer.quantity), values, computed, allowed)
    return found[0] if found else None


def slips_of_numbers(
    exercise: Exercise,
    table: Runs,
    rows: Sequence[int],
    quantity: str,
    typed: Mapping[int, float],
    decimals: Mapping[int, int],
) -> list[Slip]:
    """Return the slips that explain typed numbers of one quantity in all rows, likeliest first.

    Arguments:
        exercise: what was asked.
        table: the numbers that the answers are made of.
        rows: of the wrong answers.
        quantity: what was asked for.
        typed: the number in each row.
        decimals: how many digits it has behind the point.
    """
    found = np.array([typed[row] for row in rows])
    rounding = np.array([0.5 * 10.0 ** -decimals[row] for row in rows])
    allowed = np.minimum(rounding, MOST_OFF * np.abs(found)) + CLOSE**2
    beside = _Rows(table, tuple(rows), quantity)
    slips = explain(slips_for(exercise.template, quantity), beside, found, allowed)
    return [slip for slip in slips if slip.effort == slips[0].effort]


@dataclass(frozen=True)
class _Rows(Mapping[str, Array]):
    """The numbers that one quantity is made of in some rows, with the student's given numbers."""

    table: Runs
    rows: tuple[int, ...]
    quantity: str

    def __getitem__(self, name: str) -> Array:
        values = (self.table.made_of(self.quantity, row)[1] for row in self.rows)
        return np.array([beside[name][OWN] for beside in values])

    def __iter__(self) -> Iterator[str]:
        return iter(self.table.made_of(self.quantity, self.rows[0])[1])

    def __len__(self) -> int:
        return len(self.table.made_of(self.quantity, self.rows[0])[1])


def mistakes_show(exercise: Exercise, own: Runs, key: Runs, answer: Answer, share: float) -> bool:
    """Return whether slips change an answer that is made of a student's own numbers.

    Arguments:
        exercise: what was asked.
        own: the student's numbers.
        key: the right ones.
        answer: the cell.
        share: by how much of the answer a slip must change it to be seen.
    """
    with np.errstate(all="ignore"):
        in_key, in_own = _moves(exercise, key, answer), _moves(exercise, own, answer)
    # A slip that reads a neighbour without a number tells nothing.
    visible = (in_key > share) & np.isfinite(in_own)
    return bool(((in_own > share) & visible).sum() >= MOST_SHOW * visible.sum())


def _moves(exercise: Exercise, table: Runs, answer: Answer) -> Array:
    """Return by which share of an answer each of the usual slips moves it, by a table's numbers."""
    form, values = table.made_of(*answer)
    evaluation = Evaluation(values)
    slips = [s for s in slips_for(exercise.template, answer.quantity) if s.effort <= EASY]
    right = _first(evaluation.of(form))
    size = abs(right)
    if exercise.graph[answer.quantity].scope is Scope.CARRIED:
        size = abs(right - _first(values[answer.quantity]))
    wrong = np.array([_first(evaluation.of(slip.expression)) for slip in slips])
    return np.asarray(np.maximum(np.abs(wrong - right) - CLOSE**2, 0.0) / (size + CLOSE**2))


def _first(value: object) -> float:
    """Return the number of the run with the student's own given numbers."""
    return float(np.ravel(np.asarray(value, float))[OWN])
