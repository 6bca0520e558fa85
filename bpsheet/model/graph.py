"""A worked example as a graph: named quantities in order, each defined over earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from bpsheet.expression import Call, Expression, Name, names_in
from bpsheet.names import previous_name
from bpsheet.shown import Shown


class Scope(Enum):
    """How often a quantity has a value, and where the value comes from.

    A carried quantity has a value in every row: the first is given, each later one is computed
    from the row before. What an optimizer remembers has a value per update; its definition may
    mention the value of the update before by ``previous_name``, which begins with 0.
    """

    GIVEN = "given once"
    SAMPLE = "given once per sample"
    ROW = "one value per row"
    BATCH = "one value per update, the mean over the rows of its batch"
    UPDATE = "one value per update"
    EPOCH = "one value per epoch, the mean over its rows"
    CARRIED = "one value per row, carried to the next"


class Role(Enum):
    """What a quantity is to the reader; colours and headings follow it."""

    TARGET = "target"
    INPUT = "input"
    HYPERPARAMETER = "hyperparameter"
    PARAMETER = "parameter"
    PRE_ACTIVATION = "pre-activation"
    ACTIVATION = "activation"
    ERROR = "error"
    LOSS = "loss"
    COST = "cost"
    ERROR_SIGNAL = "error signal"
    DERIVATIVE = "derivative"
    GRADIENT = "gradient"
    MEAN_GRADIENT = "mean gradient"
    SEQUENTIAL_GRADIENT = "sequential gradient"
    OPTIMIZER_STATE = "optimizer state"
    STEP = "step"


FORWARD = (Role.STEP, Role.PRE_ACTIVATION, Role.ACTIVATION, Role.ERROR, Role.LOSS)
"""The roles of what a forward pass computes; steps are those of a computation without layers."""


@dataclass(frozen=True)
class Quantity:
    """One named quantity.

    Attributes:
        name: in the spelling of the worked example.
        role: what it is to the reader.
        scope: how often it has a value.
        meaning: what it is, in a few words.
        definition: over the names before it; of batch and epoch quantities, over their rows.
        following: of carried quantities, the next row's value over this row's names.
    """

    name: str
    role: Role
    scope: Scope
    meaning: str
    definition: Expression | None = None
    following: Expression | None = None

    @property
    def computation(self) -> Expression:
        """What its cells compute: its definition; of a carried one, the following value."""
        value = self.definition if self.following is None else self.following
        assert value is not None, f"{self.name} is given"
        return value


@dataclass(frozen=True)
class Graph(Shown):
    """Quantities in order; the order is also that of the worksheet's columns.

    Raises:
        ValueError: a name stands twice, or a definition does not fit its scope or mentions a name
            that does not stand before it.
    """

    quantities: tuple[Quantity, ...]

    def __post_init__(self) -> None:
        known: set[str] = set()
        for quantity in self.quantities:
            if quantity.name in known:
                raise ValueError(f"{quantity.name} is defined twice")
            _check_scope(quantity)
            _check_names(quantity, quantity.definition, known)
            known.add(quantity.name)
        for quantity in self.quantities:
            _check_names(quantity, quantity.following, known)

    def __getitem__(self, name: str) -> Quantity:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Quantity]:
        return iter(self.quantities)

    @cached_property
    def _by_name(self) -> dict[str, Quantity]:
        return {quantity.name: quantity for quantity in self.quantities}

    def of_role(self, *roles: Role) -> tuple[Quantity, ...]:
        """Return the quantities that have one of `roles`, in order."""
        return tuple(quantity for quantity in self.quantities if quantity.role in roles)

    @cached_property
    def loss(self) -> Quantity:
        """The quantity that training makes small."""
        (loss,) = self.of_role(Role.LOSS)
        return loss

    def needed_by(self, parameter: str) -> set[str]:
        """Return the names that a parameter's next value is made of, all the way."""
        needed: set[str] = set()
        following = self[parameter].following
        pending = list(names_in(following)) if following is not None else []
        while pending:
            name = pending.pop()
            if name not in needed and name in self:
                needed.add(name)
                definition = self[name].definition
                pending += names_in(definition) if definition is not None else ()
        return needed

    def output_of(self, pre_activation: str) -> str:
        """Return the activation that is made of a unit's pre-activation first of all."""
        for user in self.users[pre_activation]:
            match self[user].definition:
                case Call(_, (Name(own), *_)) if own == pre_activation:
                    return user
        raise ValueError(f"no unit has the pre-activation {pre_activation}")

    @cached_property
    def users(self) -> dict[str, tuple[str, ...]]:
        """Per name, the row quantities whose definitions mention it, in order."""
        users: dict[str, list[str]] = {quantity.name: [] for quantity in self.quantities}
        for quantity in self.quantities:
            if quantity.definition is not None and quantity.scope is Scope.ROW:
                for name in names_in(quantity.definition):
                    users[name].append(quantity.name)
        return {name: tuple(list_of_users) for name, list_of_users in users.items()}


def _check_scope(quantity: Quantity) -> None:
    defined = quantity.scope in (Scope.ROW, Scope.BATCH, Scope.UPDATE, Scope.EPOCH)
    if defined != (quantity.definition is not None):
        raise ValueError(f"{quantity.name}: scope and definition do not fit")
    if (quantity.scope is Scope.CARRIED) != (quantity.following is not None):
        raise ValueError(f"{quantity.name}: only carried quantities have a following value")


def _check_names(quantity: Quantity, value: Expression | None, known: set[str]) -> None:
    remembered = previous_name(quantity.name) if quantity.scope is Scope.UPDATE else None
    for name in names_in(value) if value is not None else ():
        if name not in known and name != remembered:
            raise ValueError(f"{quantity.name} mentions {name}, which is not defined before it")
