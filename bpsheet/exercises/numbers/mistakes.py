"""The mistakes that an exercise's numbers must show, and how far each moves its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.slip import Slip, earlier
from bpsheet.checker.slips import slips_of
from bpsheet.checker.slips.evaluation import Evaluation
from bpsheet.exercises.runs import Array, Runs
from bpsheet.expression import Expression, Number, names_in, substitute
from bpsheet.model.graph import Graph, Role, Scope

LEAST_SHARE = 0.01 - 1e-9
"""How far a mistake moves the answer at least; a share of exactly 1 % counts on any machine."""

LEAST_MOVE = 1e-6
"""How far an update moves a parameter at least, for a share of it to mean something."""


class LeftOut(NamedTuple):
    """A mistake that no numbers show.

    Attributes:
        quantity: the name of the quantity.
        kind: of the slip.
        words: what is done wrong, to follow the name of the quantity.
        share: how far it moves the answer at most, as a share of it.
    """

    quantity: str
    kind: str
    words: str
    share: float


@dataclass(frozen=True)
class Mistake:
    """A known slip in a quantity that is asked for.

    Attributes:
        quantity: the name of the quantity.
        slip: what is computed in its place.
        rate: the learning rate with which it is none, since it writes that number; else NaN.
    """

    quantity: str
    slip: Slip
    rate: float = np.nan


def mistakes_of(graph: Graph, asked: Sequence[str], rates: Sequence[float]) -> Iterator[Mistake]:
    """Yield the likeliest slips of quantities, without those that look at other rows.

    Arguments:
        graph: the worked example.
        asked: the names of the quantities.
        rates: the learning rates that may be drawn.
    """
    remembered = {earlier(q.name) for q in graph if q.scope is Scope.UPDATE}
    for name in asked:
        quantity = graph[name]
        right = quantity.computation
        written = _with_rates(right, graph, rates)
        for slip in slips_of(quantity, right, graph):
            beside = (other for other in names_in(slip.expression) if other not in graph)
            if slip.effort == 1 and remembered.issuperset(beside):
                yield Mistake(name, slip, written.get(slip.expression, np.nan))


def _with_rates(
    right: Expression, graph: Graph, rates: Sequence[float]
) -> Mapping[Expression, float]:
    """Return the right expression with each learning rate written as a number."""
    eta = graph.of_role(Role.HYPERPARAMETER)[0].name
    return {substitute(right, {eta: Number(rate)}): rate for rate in rates}


def shares_of(
    mistakes: Sequence[Mistake], runs: Runs, rows: Mapping[str, Sequence[int]], rates: Array
) -> NDArray[np.float64]:
    """Return how far each mistake moves the answer, as a share of it.

    Of parameters it is a share of how far the update moves them.

    Arguments:
        mistakes: those of one quantity stand together.
        runs: the correct runs.
        rows: per quantity, the rows that count, up to the one in which the mistake shows.
        rates: the learning rate of each run.

    Returns:
        (mistakes, runs); infinite where a mistake gives no number at all, NaN where it is none.
    """
    shares = np.full((len(mistakes), len(rates)), np.nan)
    places = groupby(range(len(mistakes)), key=lambda place: mistakes[place].quantity)
    for quantity, group in places:
        left = np.array(list(group))
        for row in rows[quantity]:
            own = [mistakes[place] for place in left]
            shares[left] = np.fmax(shares[left], _shares_in_row(own, runs, quantity, row))
            left = left[~(shares[left] >= LEAST_SHARE).all(axis=1)]
    numbers = np.array([mistake.rate for mistake in mistakes])
    shares[numbers[:, np.newaxis] == rates] = np.nan
    return shares


def _shares_in_row(
    mistakes: Sequence[Mistake], runs: Runs, quantity: str, row: int
) -> NDArray[np.float64]:
    _, numbers = runs.made_of(quantity, row)
    right = runs.columns[quantity][:, row]
    evaluation = Evaluation(numbers)
    shares = np.full((len(mistakes), len(right)), np.nan)
    with np.errstate(all="ignore"):
        for place, mistake in enumerate(mistakes):
            wrong = _value(evaluation, mistake.slip.expression)
            if wrong is not None:
                shares[place] = np.where(np.isnan(wrong), np.inf, np.abs(wrong - right))
        # Where both are 0 the mistake does not show.
        return np.where(shares == 0, 0.0, shares / _size(runs, quantity, row))


def _size(runs: Runs, quantity: str, row: int) -> Array:
    """Return what a share of a quantity is taken of: its size, or how far an update moves it."""
    values = runs.columns[quantity]
    if runs.graph[quantity].scope is Scope.CARRIED:
        return np.maximum(np.abs(values[:, row] - values[:, row - 1]), LEAST_MOVE)
    return np.abs(values[:, row])


def _value(evaluation: Evaluation, expression: Expression) -> Array | None:
    """Return the number of an expression; ``None`` of one beside what it is the mean of."""
    try:
        value = np.asarray(evaluation.of(expression), float)
    except ValueError:
        return None
    return value if value.ndim < 2 else None
