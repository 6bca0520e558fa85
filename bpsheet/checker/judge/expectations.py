"""What every quantity should be in every row of a table, as expressions over the numbers beside it.

A cell is judged from the numbers that it is made of, not from what they should have been: a slip is
found where it was made, and what follows from it is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

import numpy as np

from bpsheet.checker.book import Numbers, Rows
from bpsheet.checker.judge.numbers import RowNumbers, TableNumbers, moved
from bpsheet.checker.judge.rows import NOWHERE, RunRows
from bpsheet.checker.slips import mean_of
from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Expression, Name, names_in
from bpsheet.magnitude import magnitude
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role, Scope

NOISE = 2.0**-44
"""How far apart two orders of adding may come, as a share of what is added."""


@dataclass(frozen=True)
class Expectation:
    """What a quantity should be in some rows.

    Attributes:
        quantity: what it is.
        positions: of the rows, rising.
        seen_from: of the row whose names the expressions mean: the same, or the row above.
            Of a mean, the rows that it is the mean of, (rows, at most so many), `NOWHERE` behind
            the last.
        forms: right expressions that differ in what they are made of, the likeliest first.
    """

    quantity: Quantity
    positions: Rows
    seen_from: Rows
    forms: tuple[Expression, ...]

    @property
    def held(self) -> bool:
        """Whether it only stays as it was."""
        return self.forms == (Name(self.quantity.name),)

    def numbers(self, table: TableNumbers) -> RowNumbers:
        """Return the numbers as the expressions see them."""
        return table.at(self.seen_from)


def expectations_of(
    graph: Graph,
    derivation: Derivation,
    rows: RunRows,
    placed: set[str],
    once: Set[str] = frozenset(),
) -> Iterator[Expectation]:
    """Yield what the quantities in `placed` should be, in the order of the graph.

    Arguments:
        graph: the quantities.
        derivation: of their gradients.
        rows: what the rows of the table show.
        placed: the names of those that have a column.
        once: the names of those that stand once for all rows.
    """
    everywhere = np.arange(rows.count)
    for quantity in graph:
        if quantity.name not in placed:
            continue
        match quantity.scope:
            case Scope.ROW:
                shown = rows.shows_sample if quantity.role in FORWARD else rows.shows_step
                positions = everywhere[shown]
                forms = _forms(quantity, derivation, placed | once)
                yield Expectation(quantity, positions, positions, forms)
            case Scope.UPDATE if quantity.definition is not None:
                positions = everywhere[rows.updates]
                yield Expectation(quantity, positions, positions, (quantity.definition,))
            case Scope.BATCH if quantity.definition is not None:
                yield _mean(quantity, everywhere[rows.updates], rows.averaged_rows)
            case Scope.EPOCH if quantity.definition is not None:
                yield _mean(quantity, everywhere[rows.ends_epoch], rows.epoch_rows)
            case Scope.CARRIED if quantity.following is not None:
                positions = everywhere[rows.updated]
                yield Expectation(quantity, positions, positions - 1, (quantity.following,))
                yield _held(quantity, everywhere[rows.held])
            case Scope.GIVEN:
                yield _held(quantity, everywhere[1:])
            case Scope.SAMPLE:
                sampled, period = everywhere[rows.shows_sample], rows.table.per_epoch
                yield _held(quantity, sampled[sampled >= period], period)


def _held(quantity: Quantity, positions: Rows, since: int = 1) -> Expectation:
    """Return that a quantity is what it was `since` rows above."""
    return Expectation(quantity, positions, positions - since, (Name(quantity.name),))


def _mean(quantity: Quantity, positions: Rows, rows_at: Callable[[int], Rows]) -> Expectation:
    """Return that a quantity is the mean over the rows that `rows_at` tells of a position."""
    assert quantity.definition is not None
    looked_at = [rows_at(position) for position in positions.tolist()]
    widest = max(map(len, looked_at), default=0)
    seen_from = np.full((len(positions), widest), NOWHERE)
    for own, rows in zip(seen_from, looked_at, strict=True):
        own[: len(rows)] = rows
    return Expectation(quantity, positions, seen_from, (quantity.definition,))


def _forms(quantity: Quantity, derivation: Derivation, found: Set[str]) -> tuple[Expression, ...]:
    """Return a row's right expressions, those made of what was found before the definition."""
    assert quantity.definition is not None
    if quantity.role is not Role.GRADIENT:
        return (quantity.definition,)
    name = _parameter_of(quantity, derivation)
    others = (derivation.total(name, "expanded"), derivation.total(name, "staged"))
    made = [form for form in others if set(names_in(form)) <= found]
    first = [quantity.definition] if set(names_in(quantity.definition)) <= found else []
    return tuple(dict.fromkeys((*first, *made, quantity.definition)))


def _parameter_of(quantity: Quantity, derivation: Derivation) -> str:
    names = derivation.names
    (parameter,) = (p for p in derivation.parameters if names.gradient(p) == quantity.name)
    return parameter


def right_value(form: Expression, numbers: RowNumbers) -> Numbers | None:
    """Return what an expression comes to, (rows,); ``None`` where a number is missing."""
    if any(name not in numbers for name in names_in(form)):
        return None
    with np.errstate(all="ignore"):
        if (inner := averaged(form)) is not None:
            return mean_of(evaluate(inner, numbers))
        value = np.asarray(evaluate(form, numbers), float)
    return np.broadcast_to(value, numbers.positions.shape)


def averaged(form: Expression) -> Expression | None:
    """Return what an expression is the mean of; ``None`` if it is no mean."""
    match form:
        case Call("AVERAGE", (inner,)):
            return inner
    return None


def allowed_error(form: Expression, numbers: RowNumbers, right: Numbers) -> Numbers:
    """Return how far a stored number may be from `right` without being wrong, (rows,).

    Each number that enters may have been rounded when it was stored; what that changes adds up.
    """
    inner = averaged(form)
    written = form if inner is None else inner
    with np.errstate(all="ignore"):
        allowed = NOISE * np.asarray(magnitude(written, numbers), float)
        for name in names_in(written):
            rounding = numbers.rounding(name)
            if rounding.any():
                allowed = allowed + moved(written, numbers, name, rounding)
    if inner is not None:
        allowed = np.nan_to_num(allowed).max(axis=-1, initial=0.0)
    return np.broadcast_to(allowed, right.shape)
