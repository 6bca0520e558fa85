"""How an update turns gradients into the next row's parameters; each optimizer is one row.

The formulas are those of PyTorch (``torch.optim``, version 2). Sources of the methods: B. T. Polyak
1964 (momentum), Y. Nesterov 1983, J. Duchi et al. 2011 (AdaGrad), T. Tieleman and G. Hinton 2012
(RMSProp), D. P. Kingma and J. Ba 2015 (Adam, Adamax).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bpsheet.expression import ONE, Expression, Name, call, names_in, substitute
from bpsheet.hyperparameters import SETTINGS
from bpsheet.names import COUNTER, previous_name, state_name

W, G, RATE, COUNT = Name("w"), Name("g"), Name("η"), Name(COUNTER)
MOMENTUM, RHO, BETA1, BETA2, TINY = (Name(setting.symbol) for setting in SETTINGS.values())
M, V, U, S = Name("m"), Name("v"), Name("u"), Name("G")
M_HAT, V_HAT = Name("m̂"), Name("v̂")


def _before(state: Name) -> Name:
    return Name(previous_name(state.name))


@dataclass(frozen=True)
class Optimizer:
    """How a parameter w with the gradient g follows from its last value.

    Attributes:
        following: the next value of w.
        states: what is remembered of each parameter, in order: its symbol and its value at this
            update, over g and the value at the update before.
        title: as headings write it.
    """

    title: str
    following: Expression
    states: Mapping[str, Expression] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether the formulas need the number t of the update."""
        return any(COUNTER in names_in(value) for value in (*self.states.values(), self.following))


_MEAN = BETA1 * _before(M) + (ONE - BETA1) * G
_MEAN_SQUARE = BETA2 * _before(V) + (ONE - BETA2) * G**2
_VELOCITY = MOMENTUM * _before(V) + G

OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer("gradient descent", W - RATE * G),
    "momentum": Optimizer("momentum", W - RATE * V, {"v": _VELOCITY}),
    "nesterov": Optimizer("Nesterov momentum", W - RATE * (G + MOMENTUM * V), {"v": _VELOCITY}),
    "adagrad": Optimizer(
        "AdaGrad", W - RATE * G / (call("SQRT", S) + TINY), {"G": _before(S) + G**2}
    ),
    "rmsprop": Optimizer(
        "RMSProp",
        W - RATE * G / (call("SQRT", V) + TINY),
        {"v": RHO * _before(V) + (ONE - RHO) * G**2},
    ),
    "adam": Optimizer(
        "Adam",
        W - RATE * M_HAT / (call("SQRT", V_HAT) + TINY),
        {
            "m": _MEAN,
            "v": _MEAN_SQUARE,
            "m̂": M / (ONE - BETA1**COUNT),
            "v̂": V / (ONE - BETA2**COUNT),
        },
    ),
    "adamax": Optimizer(
        "Adamax",
        W - RATE / (ONE - BETA1**COUNT) * M / U,
        {"m": _MEAN, "u": call("MAX", BETA2 * _before(U), call("ABS", G) + TINY)},
    ),
}


def states_of(
    optimizer: Optimizer, parameter: str, gradient: str
) -> Iterator[tuple[str, Expression]]:
    """Yield what an optimizer remembers of a parameter: the name of each state and its value."""
    places = _places(optimizer, parameter, gradient)
    for symbol, value in optimizer.states.items():
        yield state_name(symbol, parameter), substitute(value, places)


def following_value(
    optimizer: Optimizer, parameter: str, gradient: str, learning_rate: str
) -> Expression:
    """Return a parameter's next value.

    Arguments:
        optimizer: the row of the table.
        parameter: its name.
        gradient: the name of the gradient that the update uses.
        learning_rate: its name.
    """
    places = _places(optimizer, parameter, gradient)
    return substitute(optimizer.following, places | {"η": Name(learning_rate)})


def _places(optimizer: Optimizer, parameter: str, gradient: str) -> dict[str, Expression]:
    """Return what stands in a row's formulas for a parameter."""
    states = {symbol: state_name(symbol, parameter) for symbol in optimizer.states}
    return {
        "w": Name(parameter),
        "g": Name(gradient),
        **{symbol: Name(name) for symbol, name in states.items()},
        **{previous_name(symbol): Name(previous_name(name)) for symbol, name in states.items()},
    }
