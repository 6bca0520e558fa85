"""Slips that an exercise hides: choosing them, finding them again, and the numbers they lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

import numpy as np

from bpsheet.checker.slip import Slip, earlier
from bpsheet.checker.slips import slips_of
from bpsheet.checker.slips.evaluation import ARITHMETIC
from bpsheet.errors import InputError
from bpsheet.evaluate import evaluate
from bpsheet.exercises.asked import with_rows
from bpsheet.exercises.exercise import Exercise, PlantedSlip, graph_of, is_computed
from bpsheet.exercises.runs import Given, Runs, correct_runs, given_of
from bpsheet.exercises.secret import Choices
from bpsheet.expression import names_in
from bpsheet.model.graph import Graph, Quantity, Scope
from bpsheet.names import COUNTER
from bpsheet.sheet.table_rows import TableRows, table_rows
from bpsheet.template import Template

SHOWS = 0.01
"""How far a slip moves a number at least, as a share of it; a parameter's, of its update."""

SAME = 1e-9
"""How near, as a share, the numbers of two slips are that cannot be told apart."""

EFFORT = 1
"""The slips that are planted are the likeliest of those that a check tries."""

Slips = Mapping[str, Slip]
"""Slips by the names of the quantities that are computed by them."""


def planted(
    template: Template,
    rows: int,
    choices: Choices,
    count: int = 1,
    among: Collection[str] | None = None,
) -> tuple[PlantedSlip, ...]:
    """Return slips that can be found in a table and told from others, in the order of the graph.

    Arguments:
        template: the worked example with the numbers that its table begins with.
        rows: how many rows the table has.
        choices: by which to choose.
        count: how many slips, each in the column of another quantity.
        among: the quantities that they may be in; all that are computed, where it is left out.

    Raises:
        InputError: so many slips do not show in the table.

    >>> from bpsheet.catalogue import load_template
    >>> planted(load_template("gates"), 1, Choices(b"secret", "s001"))
    (PlantedSlip(quantity='∂E/∂w', kind='wrong-power', words='squares ∂E/∂ŷ'),)
    """
    bench = _Bench(with_rows(template, rows), rows)
    chosen: dict[str, Slip] = {}
    computed = [q for q in bench.graph if among is None or q.name in among]
    for quantity in choices.order([q for q in computed if bench.computes(q)]):
        if len(chosen) == count:
            break
        slips = likely_slips(quantity, bench.graph)
        for slip in _shuffled(slips, choices):
            if bench.shows({**chosen, quantity.name: slip}, slips):
                chosen[quantity.name] = slip
                break
    if len(chosen) < count:
        message = f"{template.name} with {rows} rows has room for {len(chosen)} slips that show"
        raise InputError(f"{message}, not {count}; ask for fewer, or for more rows")
    return tuple(
        PlantedSlip(q.name, chosen[q.name].kind, chosen[q.name].words)
        for q in bench.graph
        if q.name in chosen
    )


def slip_of(planted: PlantedSlip, graph: Graph) -> Slip:
    """Return a planted slip with what is computed by it.

    Raises:
        InputError: there is no such slip, as when another version of bpsheet planted it.

    >>> from bpsheet.catalogue import load_template
    >>> from bpsheet.notation.text import text
    >>> squared = PlantedSlip("ŷ", "wrong-power", "squares w")
    >>> text(slip_of(squared, graph_of(load_template("gates"))).expression)
    'w²·x'
    """
    if planted.quantity in graph:
        for slip in likely_slips(graph[planted.quantity], graph):
            if (slip.kind, slip.words) == (planted.kind, planted.words):
                return slip
    message = f"no slip is known by which {planted.quantity} {planted.words}"
    raise InputError(f"{message}; hand out the exercises anew")


def runs_with_slips(exercise: Exercise) -> Runs:
    """Return the numbers of an exercise's table, what follows from its slips included.

    What they should be made of is still what is right.
    """
    slips = {slip.quantity: slip_of(slip, exercise.graph) for slip in exercise.slips}
    given = given_of([exercise.template])
    return _slipped_runs(exercise.graph, slips, exercise.table, exercise.count, given)


def likely_slips(quantity: Quantity, graph: Graph) -> tuple[Slip, ...]:
    """Return the slips of a quantity that may be planted; no two are said in the same words.

    They read the cells of their own row only, and what the optimizer itself remembers.
    """
    names = {other.name for other in graph} | {earlier(quantity.name)}
    slips: dict[tuple[str, str], Slip] = {}
    for slip in slips_of(quantity, quantity.computation, graph):
        if slip.effort == EFFORT and names.issuperset(names_in(slip.expression)):
            slips.setdefault((slip.kind, slip.words), slip)
    return tuple(slips.values())


def _shuffled(slips: Sequence[Slip], choices: Choices) -> Iterator[Slip]:
    """Yield slips in some order in which all kinds are as likely to come first."""
    for kind in choices.order(tuple(dict.fromkeys(slip.kind for slip in slips))):
        yield from choices.order([slip for slip in slips if slip.kind == kind])


@dataclass(frozen=True)
class _Bench:
    """What slips are tried in.

    Attributes:
        template: the worked example with its numbers.
        rows: how many rows the table has.
    """

    template: Template
    rows: int

    @property
    def graph(self) -> Graph:
        return graph_of(self.template)

    def computes(self, quantity: Quantity) -> bool:
        """Return whether the table has cells in which a slip of a quantity can be seen."""
        return quantity.name != COUNTER and bool(self._computed[quantity.name])

    def shows(self, slips: Slips, alike: Sequence[Slip]) -> bool:
        """Return whether each of some slips moves a number, and none spoils the table.

        Arguments:
            slips: the slips.
            alike: those that the last of them must not be mistaken for.
        """
        try:
            runs = self._runs(slips)
        except CycleError:
            return False
        numbers = (runs.columns[name][:, rows] for name, rows in self._computed.items())
        if not all(np.isfinite(column).all() for column in numbers):
            return False
        (*_, (name, last)) = slips.items()
        moved = all(self._moves(self.graph[name], runs) for name in slips)
        return moved and not any(
            self._is_like(other, name, runs) for other in alike if other is not last
        )

    def _moves(self, quantity: Quantity, runs: Runs) -> bool:
        """Return whether a number of a column is another than the ones beside it lead to."""
        column = runs.columns[quantity.name]
        for row in self._computed[quantity.name]:
            right = runs.right(quantity.name, row)
            size = right - column[:, row - 1] if quantity.scope is Scope.CARRIED else right
            if np.abs(column[:, row] - right) >= SHOWS * np.abs(size) > 0:
                return True
        return False

    def _is_like(self, slip: Slip, name: str, runs: Runs) -> bool:
        """Return whether a slip leads to the numbers of a column as well."""
        for row in self._computed[name]:
            _, numbers = runs.made_of(name, row)
            with np.errstate(all="ignore"):
                value = evaluate(slip.expression, numbers, ARITHMETIC)
            if not np.allclose(value, runs.columns[name][:, row], rtol=SAME, atol=0):
                return False
        return True

    def _runs(self, slips: Slips) -> Runs:
        given = given_of([self.template])
        return _slipped_runs(self.graph, slips, table_rows(self.template), self.rows, given)

    @cached_property
    def _computed(self) -> Mapping[str, list[int]]:
        """The rows in which each quantity is computed."""
        table = table_rows(self.template)
        kinds = [table.kinds[place] for place in table.kind_of_row[: self.rows]]
        return {
            quantity.name: [n for n, kind in enumerate(kinds) if is_computed(quantity, kind, table)]
            for quantity in self.graph
        }


def _slipped_runs(graph: Graph, slips: Slips, table: TableRows, count: int, given: Given) -> Runs:
    """Return the numbers of a table in which some quantities are computed by slips.

    Raises:
        CycleError: the slips make a quantity depend on itself.
    """
    runs = correct_runs(_slipped(graph, slips), table, count, given)
    return replace(runs, graph=graph)


def _slipped(graph: Graph, slips: Slips) -> Graph:
    """Return a graph with slips in place of definitions, each name after those it is made of."""
    quantities = {q.name: _with_slip(q, slips.get(q.name)) for q in graph}
    made_of = {
        name: [other for other in names_in(q.definition) if other in graph] if q.definition else []
        for name, q in quantities.items()
    }
    return Graph(tuple(quantities[name] for name in TopologicalSorter(made_of).static_order()))


def _with_slip(quantity: Quantity, slip: Slip | None) -> Quantity:
    if slip is None:
        return quantity
    if quantity.following is not None:
        return replace(quantity, following=slip.expression)
    return replace(quantity, definition=slip.expression)
