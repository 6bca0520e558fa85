"""What the quantities of a graph are to each other: what a slip may take one for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bpsheet.expression import Call, Expression, Name, Operation, factors_of, substitute
from bpsheet.functions import ACTIVATIONS
from bpsheet.model.graph import Graph, Quantity, Role, Scope

BY_ROW = (Scope.SAMPLE, Scope.ROW, Scope.CARRIED)
BACKWARD = (
    Role.ERROR_SIGNAL, Role.DERIVATIVE, Role.GRADIENT, Role.MEAN_GRADIENT,
    Role.SEQUENTIAL_GRADIENT, Role.OPTIMIZER_STATE,
)  # fmt: skip


@dataclass(frozen=True)
class Slope:
    """The derivative of an activation in its own output.

    Attributes:
        function: the activation function.
        factors: of its derivative.
    """

    function: str
    factors: tuple[Expression, ...]


@dataclass(frozen=True)
class Relations:
    """A graph, seen from one of its quantities.

    Attributes:
        graph: the worked example.
        quantity: the one whose expression is edited.
    """

    graph: Graph
    quantity: Quantity

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of every quantity, which is also that of its column."""
        return {quantity.name: place for place, quantity in enumerate(self.graph)}

    @cached_property
    def circular(self) -> set[str]:
        """The names that a row's value of the quantity enters into, and its own."""
        if self.quantity.scope is not Scope.ROW:
            return set()
        reached, pending = {self.quantity.name}, [self.quantity.name]
        while pending:
            for user in self.graph.users[pending.pop()]:
                if user not in reached:
                    reached.add(user)
                    pending.append(user)
        return reached

    def others(self, *roles: Role) -> list[str]:
        """Return the names that have one of `roles` and could stand in the quantity's formula."""
        return [name for role in roles for name in self._by_role.get(role, ())]

    @cached_property
    def _by_role(self) -> dict[Role, list[str]]:
        names: dict[Role, list[str]] = {}
        for quantity in self.graph:
            if quantity.name not in self.circular:
                names.setdefault(quantity.role, []).append(quantity.name)
        return names

    @cached_property
    def by_row(self) -> list[str]:
        """The names with a value per row that could stand in the quantity's formula, in order."""
        return [q.name for q in self.graph if q.scope in BY_ROW and q.name not in self.circular]

    @cached_property
    def forward(self) -> list[str]:
        """Those `by_row` that are not of the backward pass."""
        return [name for name in self.by_row if self.role(name) not in BACKWARD]

    def nearest(self, names: list[str], name: str, most: int) -> list[str]:
        """Return at most so many of `names`, those in the columns nearest to that of `name`.

        Arguments:
            names: in the order of the graph.
            name: which is not among those returned.
            most: how many to return.
        """
        place = self.order.__getitem__
        middle = bisect_left(names, place(name), key=place)
        window = names[max(0, middle - most) : middle + most + 1]
        others = [other for other in window if other != name]
        return sorted(others, key=lambda other: abs(place(other) - place(name)))[:most]

    def role(self, name: str) -> Role:
        """Return what a name is to the reader."""
        return self.graph[name].role

    @cached_property
    def stages(self) -> dict[str, str]:
        """Per activation its pre-activation, and the other way round."""
        pairs: dict[str, str] = {}
        for activation in self.graph.of_role(Role.ACTIVATION):
            match activation.definition:
                case Call(_, (Name(pre_activation), *_)):
                    pairs[activation.name] = pre_activation
                    pairs[pre_activation] = activation.name
        return pairs

    @cached_property
    def layers(self) -> list[dict[str, tuple[tuple[str, str], ...]]]:
        """Per layer and unit, the weights with the sources they multiply."""
        layers: dict[tuple[str, ...], dict[str, tuple[tuple[str, str], ...]]] = {}
        for unit in self.graph.of_role(Role.PRE_ACTIVATION):
            pairs = tuple(_weighted(unit.definition))
            layers.setdefault(tuple(source for _, source in pairs), {})[unit.name] = pairs
        return list(layers.values())

    @cached_property
    def transposed(self) -> dict[str, str]:
        """Per weight the one that stands in its place where rows and columns change places."""
        partners: dict[str, str] = {}
        for layer in self.layers:
            rows = [[weight for weight, _ in pairs] for pairs in layer.values()]
            for number, row in enumerate(rows):
                for place, weight in enumerate(row):
                    if place < len(rows) and number < len(rows[place]) and place != number:
                        partners[weight] = rows[place][number]
        return partners

    def layer_of(self, weight: str) -> int:
        """Return the number of the layer that a weight belongs to; −1 for no weight."""
        return self._layer_numbers.get(weight, -1)

    @cached_property
    def _layer_numbers(self) -> dict[str, int]:
        return {
            weight: number
            for number, layer in enumerate(self.layers)
            for pairs in layer.values()
            for weight, _ in pairs
        }

    def slope(self, activation: str) -> Slope | None:
        """Return the derivative of an activation; ``None`` where there is no factor of it."""
        definition = self.graph[activation].definition if activation in self.graph else None
        match definition:
            case Call(function, (Name(unit), *_)) if function in ACTIVATIONS:
                slope = slope_of(function, Name(activation), Name(unit))
                return Slope(function, slope) if slope else None
        return None


def slope_of(function: str, output: Expression, unit: Expression) -> tuple[Expression, ...]:
    """Return the factors of an activation's derivative; none where it is 1.

    >>> slope_of("tanh", Name("a_h1"), Name("h1"))
    (Operation('-', (Number(1), Operation('^', (Name('a_h1'), Number(2))))),)
    """
    row = ACTIVATIONS[function]
    written = substitute(row.derivative, {"a": output, "x": unit})
    return () if function == "linear" else factors_of(written)


def _weighted(definition: Expression | None) -> Iterator[tuple[str, str]]:
    """Yield the pairs of weight and source in a pre-activation's definition."""
    is_sum = isinstance(definition, Operation) and definition.operator == "+"
    for term in definition.children if is_sum and definition else (definition,):
        match term:
            case Operation("*", (Name(weight), Name(source))):
                yield weight, source
