"""Values of a forward pass at several points, and derivatives there, for judging by value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.book import Numbers
from bpsheet.checker.slip import later
from bpsheet.checker.statements.reading import DERIVATIVE, SIGNAL
from bpsheet.checker.statements.spellings import speakable
from bpsheet.evaluate import ARRAYS, evaluate
from bpsheet.expression import Call, Expression, Name, names_in, transform
from bpsheet.model.graph import Graph, Role, Scope
from bpsheet.names import ExampleNames

POINTS = 12
"""At how many points a statement is tried."""

Complex = NDArray[np.complex128]

_STEP = 1e-30
"""The imaginary step of a derivative: f(x + ih) = f(x) + ih·f′(x), exact to the last digit.

Source: W. Squire and G. Trapp, Using complex variables to estimate derivatives of real functions,
1998.
"""

_REAL = replace(ARRAYS, constant=np.float64)
_COMPLEX = replace(
    ARRAYS,
    constant=lambda value: np.complex128(float(value)),
    functions={
        **ARRAYS.functions,
        "ABS": lambda number: np.where(np.real(number) < 0, -number, number),
        "SIGN": lambda number: np.sign(np.real(number)),
    },
)


@dataclass(frozen=True)
class Reading:
    """One of the ways to understand a derivation where custom leaves several.

    Attributes:
        derivative: ``"total"`` follows all paths from the name to the expression; ``"direct"``
            only what the definition mentions; ``"inverse"`` is that of the inverse function where
            an expression comes before the name.
        signal_sign: 1 where δ is ∂E/∂h, −1 where it is the negative of it.
    """

    derivative: Literal["total", "direct", "inverse"] = "total"
    signal_sign: int = 1


USUAL = Reading()
READINGS = tuple(
    Reading(derivative, sign) for sign in (1, -1) for derivative in ("total", "direct", "inverse")
)


@dataclass(frozen=True)
class Points:
    """All quantities of a forward pass at several points.

    Attributes:
        graph: the quantities.
        names: their names.
        values: by name, one number per point.
    """

    graph: Graph
    names: ExampleNames
    values: Mapping[str, Numbers]
    _moved: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def value(self, expression: Expression, reading: Reading = USUAL) -> Numbers:
        """Return the numbers of an expression as it was read; NaN where it has none.

        Raises:
            KeyError: a name in it has no value.
        """
        values: dict[str, Any] = dict(self.values)

        def valued(part: Expression) -> Expression | None:
            place = Name(f"value {len(values)}")
            match part:
                case Call(function, (of, Name(by))) if function == DERIVATIVE:
                    values[place.name] = self._derivative(of, by, reading)
                    return place
                case Call(function, (Name(unit),)) if function == SIGNAL:
                    slope = self._derivative(Name(self.names.total), unit, reading)
                    values[place.name] = reading.signal_sign * slope
                    return place
                case Name(name) if name not in values:
                    values[name] = self._following(name)
            return None

        plain = transform(expression, valued)
        with np.errstate(all="ignore"):
            number = evaluate(plain, values, _REAL)
        return np.broadcast_to(np.asarray(number, dtype=float), self._shape)

    @property
    def _shape(self) -> tuple[int, ...]:
        return next(iter(self.values.values())).shape

    def _derivative(self, of: Expression, by: str, reading: Reading) -> Numbers:
        definition = self.graph[of.name].definition if isinstance(of, Name) else None
        if reading.derivative == "direct" and definition is not None and by in names_in(definition):
            return self._slope(definition, {**self.values, by: self.values[by] + 1j * _STEP})
        slope = self._slope(of, self._moved_by(by))
        if reading.derivative == "inverse" and isinstance(of, Name) and not slope.any():
            with np.errstate(all="ignore"):
                return 1 / self._slope(Name(by), self._moved_by(of.name))
        return slope

    def _slope(self, of: Expression, values: Mapping[str, Any]) -> Numbers:
        with np.errstate(all="ignore"):
            number: Complex = np.asarray(evaluate(of, values, _COMPLEX), dtype=complex)
        return np.broadcast_to(number.imag / _STEP, self._shape)

    def _moved_by(self, name: str) -> dict[str, Any]:
        """Return all values where `name` is moved by an imaginary step, and what comes after it."""
        if name not in self._moved:
            moved: dict[str, Any] = {**self.values, name: self.values[name] + 1j * _STEP}
            with np.errstate(all="ignore"):
                for quantity in speakable(self.graph):
                    if quantity.definition is not None and quantity.name != name:
                        moved[quantity.name] = evaluate(quantity.definition, moved, _COMPLEX)
            self._moved[name] = moved
        return self._moved[name]

    def _following(self, name: str) -> Numbers:
        """Return a parameter's value after the update.

        Raises:
            KeyError: `name` is none, or the update needs more than this row.
        """
        for parameter in self.graph:
            if parameter.scope is Scope.CARRIED and later(parameter.name) == name:
                assert parameter.following is not None
                return self.value(self._with_derivatives(parameter.following))
        raise KeyError(name)

    def _with_derivatives(self, following: Expression) -> Expression:
        parameters = {self.names.gradient(name): name for name in self.names.parameters}

        def written(part: Expression) -> Expression | None:
            if isinstance(part, Name) and part.name in parameters:
                by = Name(parameters[part.name])
                return Call(DERIVATIVE, (Name(self.names.total), by))
            return None

        return transform(following, written)


def points_at(graph: Graph, names: ExampleNames, given: Mapping[str, Numbers]) -> Points:
    """Return the points that have these values of what is given, and the forward pass there."""
    values: dict[str, Any] = dict(given)
    with np.errstate(all="ignore"):
        for quantity in speakable(graph):
            if quantity.definition is not None:
                values[quantity.name] = evaluate(quantity.definition, values, _REAL)
    return Points(graph, names, values)


def random_points(graph: Graph, names: ExampleNames) -> Points:
    """Return points anywhere, the same in every run; the targets of a sample add up to 1."""
    random = np.random.default_rng(0)
    given: dict[str, Numbers] = {}
    for quantity in graph:
        if quantity.definition is None:
            sizes = random.uniform(0.2, 1.2, POINTS)
            signed = quantity.role in (Role.PARAMETER, Role.INPUT)
            given[quantity.name] = sizes * random.choice([-1, 1], POINTS) if signed else sizes
    targets = [quantity.name for quantity in graph.of_role(Role.TARGET)]
    whole = sum((given[name] for name in targets), np.zeros(POINTS))
    shares = {name: given[name] / whole for name in targets if len(targets) > 1}
    return points_at(graph, names, {**given, **shares})
