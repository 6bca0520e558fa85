"""The arithmetic of a page: every definition of the graph, printed as JavaScript.

A page keeps the numbers of one row in a list ``v`` with a place for every quantity, in the order of
the graph, and after them a place for the value before of all that an optimizer remembers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bpsheet.expression import Expression
from bpsheet.model.graph import FORWARD, Graph, Quantity, Scope
from bpsheet.model.guards import scaled
from bpsheet.names import previous_name
from bpsheet.notation.javascript import javascript


@dataclass(frozen=True)
class Arithmetic:
    """Prints what a page computes.

    Attributes:
        graph: every quantity of a row, gradients and updates included.
        further: expressions whose numbers the page shows besides, such as local derivatives.
    """

    graph: Graph
    further: tuple[Expression, ...] = ()

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of every name in the list of numbers."""
        remembered = (previous_name(one.name) for one in self.graph if one.scope is Scope.UPDATE)
        names = (*(quantity.name for quantity in self.graph), *remembered)
        return {name: place for place, name in enumerate(names)}

    def module(self) -> str:
        """Return the arithmetic as a JavaScript module.

        ``forward`` and ``backward`` compute a row from its parameters and its sample, ``update``
        what the optimizer remembers from what it remembered before; ``follow`` returns the next
        parameters, in order, and ``further`` holds a function for each further expression.
        """
        rows = [quantity for quantity in self.graph if quantity.scope is Scope.ROW]
        forward = [quantity for quantity in rows if quantity.role in FORWARD]
        backward = [quantity for quantity in rows if quantity.role not in FORWARD]
        update = [quantity for quantity in self.graph if quantity.scope is Scope.UPDATE]
        carried = [quantity for quantity in self.graph if quantity.scope is Scope.CARRIED]
        return "\n".join(
            (
                "export const arithmetic = {",
                *self._assigned("forward", forward),
                *self._assigned("backward", backward),
                *self._assigned("update", update),
                "  follow: (v) => [",
                *(f"    {self._written(quantity.computation)}," for quantity in carried),
                "  ],",
                "  further: [",
                *(f"    (v) => {self._written(value)}," for value in self.further),
                "  ],",
                "};\n",
            )
        )

    def _assigned(self, name: str, quantities: Iterable[Quantity]) -> Iterator[str]:
        yield f"  {name}(v) {{"
        for quantity in quantities:
            place = self.places[quantity.name]
            yield f"    v[{place}] = {self._written(quantity.computation)};"
        yield "  },"

    def _written(self, value: Expression) -> str:
        return javascript(scaled(value), lambda name: f"v[{self.places[name]}]")
