"""The functions a network is made of, each one row of a table.

A row says how a function is defined and what its derivative is in terms of its own output; the
spellings, the SymPy functions and the evaluations all read these rows, and the tests prove each
derivative against its definition. The numeric engine alone has formulas of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpsheet.expression import HALF, ONE, Expression, Name, Number, call, substitute

X, A, T = Name("x"), Name("a"), Name("t")


@dataclass(frozen=True)
class Activation:
    """An activation function.

    Attributes:
        name: as a template writes it.
        symbol: as text and headers write it.
        latex: as LaTeX writes it.
        definition: in the pre-activation x.
        derivative: in the output a (and x, where it is needed).
        why: the derivative in words.
    """

    name: str
    symbol: str
    latex: str
    definition: Expression
    derivative: Expression
    why: str


@dataclass(frozen=True)
class Loss:
    """A loss that adds up an error per output.

    Attributes:
        name: as a template writes it.
        definition: the error of one output, in the target t and the output a.
        unsimplified: its derivative with respect to a as the rules give it.
        derivative: the same, simplified.
        why: the derivative in words, with ``{t}`` and ``{a}`` for the names.
    """

    name: str
    definition: Expression
    unsimplified: Expression
    derivative: Expression
    why: str


ACTIVATIONS = {
    row.name: row
    for row in (
        Activation(
            name="sigmoid",
            symbol="σ",
            latex=r"\sigma",
            definition=ONE / (ONE + call("EXP", -X)),
            derivative=A * (ONE - A),
            why="the sigmoid's slope is its own output times one minus it",
        ),
        Activation(
            name="tanh",
            symbol="tanh",
            latex=r"\tanh",
            definition=call("TANH", X),
            derivative=ONE - A**2,
            why="the slope of tanh is one minus the square of its own output",
        ),
        Activation(
            name="linear",
            symbol="",
            latex="",
            definition=X,
            derivative=ONE,
            why="a linear unit passes its input on unchanged",
        ),
    )
}

LOSSES = {
    row.name: row
    for row in (
        Loss(
            name="half-squared-error",
            definition=HALF * (T - A) ** 2,
            unsimplified=Number(2) * HALF * (T - A) * Number(-1),
            derivative=A - T,
            why="power rule: 2·½ = 1, and the −1 comes from the −{a} in {t} − {a}",
        ),
    )
}


def definition_of(function: str, arguments: tuple[Expression, ...]) -> Expression | None:
    """Return what an activation or a loss says of its arguments; ``None`` for any other function.

    >>> definition_of("tanh", (Name("h1"),))
    Call('TANH', (Name('h1'),))
    """
    if function in ACTIVATIONS:
        return substitute(ACTIVATIONS[function].definition, {"x": arguments[0]})
    if function in LOSSES:
        target, output = arguments
        return substitute(LOSSES[function].definition, {"t": target, "a": output})
    return None
