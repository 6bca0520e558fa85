"""The functions a network is made of, each one row of a table.

A row says how a function is defined and what its derivative is in terms of its own output; the
spellings, the SymPy functions and the evaluations all read these rows, and the tests prove each
derivative against its definition. The numeric engine alone has formulas of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bpsheet.expression import (
    HALF,
    ONE,
    ZERO,
    Call,
    Expression,
    Name,
    Number,
    Operation,
    call,
    compare,
    product,
    substitute,
    total,
    transform,
)

X, A, B, T, N = (Name(name) for name in "xabtn")
LEAK = Number(0.01)
LEAST = Number(1e-15)
"""What a logarithm in a loss takes in place of anything smaller, so that ln 0 never arises."""


@dataclass(frozen=True)
class Activation:
    """An activation function.

    Attributes:
        name: as a template writes it.
        symbol: as text and headers write it.
        latex: as LaTeX writes it.
        definition: in the pre-activation x; SUM(…) is a sum over the x of the whole layer.
        derivative: in the output a (and x, where it is needed).
        why: the derivative in words.
        cross: of an activation that looks at its whole layer, the derivative by the
            pre-activation of another unit, in the outputs a of this unit and b of the other.
        kink: whether the derivative jumps at x = 0, where it is the one from the left.
    """

    name: str
    symbol: str
    latex: str
    definition: Expression
    derivative: Expression
    why: str
    cross: Expression | None = None
    kink: bool = False


@dataclass(frozen=True)
class Loss:
    """A loss that adds up an error per output.

    Attributes:
        name: as a template writes it.
        definition: the error of one output, in the target t and the output a; n is the number of
            outputs. Logarithms are guarded: see `unguarded`.
        unsimplified: the derivative of the unguarded definition by a, as the rules give it.
        derivative: the same, simplified.
        why: the derivative in words, with ``{t}`` and ``{a}`` for the names.
        outputs: the activations that the output layer may have; empty where any will do.
        shortcut: the activation of the output layer with which ∂E/∂(pre-activation) = a − t.
        targets: what the targets of a sample must be.
    """

    name: str
    definition: Expression
    unsimplified: Expression
    derivative: Expression
    why: str
    outputs: tuple[str, ...] = ()
    shortcut: str | None = None
    targets: Literal["any numbers", "from 0 to 1", "shares that add up to 1"] = "any numbers"


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
        Activation(
            name="relu",
            symbol="ReLU",
            latex=r"\operatorname{ReLU}",
            definition=call("MAX", ZERO, X),
            derivative=call("IF", compare(A, ">", ZERO), ONE, ZERO),
            why="ReLU passes on what is above 0 and nothing else; at 0 its slope is taken as 0",
            kink=True,
        ),
        Activation(
            name="leaky-relu",
            symbol="LReLU",
            latex=r"\operatorname{LReLU}",
            definition=call("IF", compare(X, ">", ZERO), X, LEAK * X),
            derivative=call("IF", compare(A, ">", ZERO), ONE, LEAK),
            why="leaky ReLU passes on what is above 0, and a hundredth of what is below; at 0 its "
            "slope is taken as 0.01",
            kink=True,
        ),
        Activation(
            name="softmax",
            symbol="softmax",
            latex=r"\operatorname{softmax}",
            definition=call("EXP", X) / call("SUM", call("EXP", X)),
            derivative=A * (ONE - A),
            why="by its own pre-activation, softmax's slope is its own output times one minus it",
            cross=-(A * B),
        ),
    )
}


def _guarded_log(value: Expression) -> Expression:
    return call("LN", call("MAX", value, LEAST))


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
        Loss(
            name="mean-squared-error",
            definition=ONE / N * (T - A) ** 2,
            unsimplified=Number(2) * (ONE / N) * (T - A) * Number(-1),
            derivative=Number(2) / N * (A - T),
            why="power rule: the 2 comes down, and the −1 comes from the −{a} in {t} − {a}",
        ),
        Loss(
            name="binary-cross-entropy",
            definition=-(T * _guarded_log(A) + (ONE - T) * _guarded_log(ONE - A)),
            unsimplified=-(T / A + (ONE - T) / (ONE - A) * Number(-1)),
            derivative=(A - T) / (A * (ONE - A)),
            why="ln {a} has the slope 1/{a}, ln(1 − {a}) has 1/(1 − {a}) times the −1 of the −{a}",
            outputs=("sigmoid",),
            shortcut="sigmoid",
            targets="from 0 to 1",
        ),
        Loss(
            name="cross-entropy",
            definition=-(T * _guarded_log(A)),
            unsimplified=-(T * (ONE / A)),
            derivative=-(T / A),
            why="ln {a} has the slope 1/{a}, and {t} is a constant factor",
            outputs=("softmax",),
            shortcut="softmax",
            targets="shares that add up to 1",
        ),
    )
}


def definition_of(function: str, arguments: tuple[Expression, ...]) -> Expression | None:
    """Return what an activation or a loss says of its arguments; ``None`` for any other function.

    Arguments:
        function: the name of a row, or any other function's.
        arguments: of an activation its pre-activation, and where it looks at its whole layer, then
            those of the layer; of a loss the target, the output and, where it is a mean over the
            outputs, their number.

    >>> definition_of("tanh", (Name("h1"),))
    Call('TANH', (Name('h1'),))
    >>> definition_of("relu", (Name("h1"),))
    Call('MAX', (Number(0), Name('h1')))
    """
    if function in ACTIVATIONS:
        return _over_layer(ACTIVATIONS[function].definition, *arguments)
    if function in LOSSES:
        return over_outputs(LOSSES[function].definition, *arguments)
    return None


def _over_layer(definition: Expression, own: Expression, *layer: Expression) -> Expression:
    def written(part: Expression) -> Expression | None:
        match part:
            case Call("SUM", (term,)):
                return total([substitute(term, {"x": unit}) for unit in layer])
        return own if part == X else None

    return transform(definition, written)


def over_outputs(
    value: Expression, target: Expression, output: Expression, outputs: Expression = ONE
) -> Expression:
    """Return a formula of a loss's row over a target, an output and the number of outputs.

    >>> over_outputs(ONE / N * (T - A), Name("t1"), Name("a_o1"), Number(1))
    Operation('-', (Name('t1'), Name('a_o1')))
    """
    placed = {"t": target, "a": output, "n": outputs}

    def written(part: Expression) -> Expression | None:
        match part:
            case Operation("/", (Number(above), below)) if below == N:
                assert isinstance(outputs, Number)
                return _quotient(above, outputs.value)
            case Operation("*", factors):
                return product([transform(factor, written) for factor in factors])
        return placed.get(part.name) if isinstance(part, Name) else None

    return transform(value, written)


def _quotient(above: float | Fraction, below: float | Fraction) -> Number:
    quotient = Fraction(above) / Fraction(below)
    return Number(int(quotient) if quotient.denominator == 1 else quotient)


def unguarded(value: Expression) -> Expression:
    """Return `value` without the guards against ln 0.

    Text and LaTeX write a loss in this form, as textbooks do, and its derivative is that of this
    form; cells and numbers keep the guard.

    >>> unguarded(LOSSES["cross-entropy"].definition) == -(T * call("LN", A))
    True
    """

    def bare(part: Expression) -> Expression | None:
        match part:
            case Call("MAX", (inner, guard)) if guard == LEAST:
                return inner
        return None

    return transform(value, bare)
