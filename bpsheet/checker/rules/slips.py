"""The rules on wrong numbers: one for each kind of slip in the forward pass, gradients, updates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.rules.rule import Cells, Example, Rule
from bpsheet.checker.rules.sheet import CLASSIC, RMSPROP

PARTS = {2: "the forward pass", 3: "a gradient", 4: "an update"}
"""Where a slip can be made, by the hundreds of its rule's code."""

FOLLOWS = {
    2: "The loss and all gradients are those of another network than the one that was meant.",
    3: "Training does not follow the slope of the loss. The loss may fall all the same, so that"
    " nobody notices.",
    4: "The next row begins with wrong parameters, and every later row builds on them.",
}

REMEMBERING = {("wrong-constant", 4), ("wrong-function", 4)}
"""The slips that only an update with a memory has room for."""


@dataclass(frozen=True)
class Kind:
    """A kind of slip.

    Attributes:
        name: as slips have it.
        title: what is wrong, to go before ``in a gradient``.
        what: what fits the numbers.
        examples: wrong columns, by the hundreds of the code.
    """

    name: str
    title: str
    what: str
    examples: dict[int, Cells]


KINDS = (
    Kind(
        "wrong-number",
        "Numbers that no small slip explains",
        "The numbers are not those of the definition, and no single edit of it that bpsheet knows"
        " gives them in all rows.",
        {
            2: {"I4:I8": "=E4*C4+F4*D4+0.35*H4"},
            3: {"AB4:AB8": "=(R4-A4)*R4*(1-R4)*J4+0.013*M4"},
            4: {"E5:E8": "=E4-$B$1*X4-0.001*E4"},
        },
    ),
    Kind(
        "swapped-operand",
        "One quantity in the place of another",
        "The numbers are those of the right expression with one symbol for another.",
        {
            2: {"I4:I8": "=E4*C4+F4*C4"},
            3: {"AB4:AB8": "=(R4-C4)*R4*(1-R4)*J4"},
            4: {"E5:E8": "=E4-$B$1*Y4"},
        },
    ),
    Kind(
        "missing-part",
        "A factor, term or path left out",
        "The numbers are those of the right expression without one of its parts.",
        {
            2: {"I4:I8": "=E4*C4"},
            3: {"AB4:AB8": "=(R4-A4)*R4*J4"},
            4: {"E5:E8": "=-$B$1*X4"},
        },
    ),
    Kind(
        "extra-part",
        "A factor or term too many",
        "The numbers are those of the right expression with one more part.",
        {
            2: {"J4:J8": "=1/(1+EXP(-I4))*I4"},
            3: {"AB4:AB8": "=(R4-A4)*R4*(1-R4)*J4*M4"},
            4: {"E5:E8": "=E4-$B$1*X4*E4"},
        },
    ),
    Kind(
        "wrong-sign",
        "A plus for a minus, or the reverse",
        "The numbers are those of the right expression with another sign.",
        {
            2: {"I4:I8": "=E4*C4-F4*D4"},
            3: {"AB4:AB8": "=(A4-R4)*R4*(1-R4)*J4"},
            4: {"E5:E8": "=E4+$B$1*X4"},
        },
    ),
    Kind(
        "wrong-power",
        "A square missing or too many",
        "The numbers are those of the right expression with another power.",
        {
            2: {"U4:U8": "=0.5*(A4-R4)"},
            3: {"AB4:AB8": "=(R4-A4)^2*R4*(1-R4)*J4"},
            4: {"E5:E8": "=E4-$B$1*X4^2"},
        },
    ),
    Kind(
        "wrong-constant",
        "Another constant, such as 2 for ½",
        "The numbers are those of the right expression with another constant.",
        {
            2: {"U4:U8": "=2*(A4-R4)^2"},
            3: {"AB4:AB8": "=(R4-A4)*R4*(2-R4)*J4"},
            4: {"I4": "=(2-$D$1)*H4^2", "I5:I8": "=$D$1*I4+(2-$D$1)*H5^2"},
        },
    ),
    Kind(
        "wrong-stage",
        "A pre-activation for an activation, or the reverse",
        "The numbers are those of the right expression with the same unit's value before its"
        " activation for the one after it, or the reverse.",
        {
            2: {"Q4:Q8": "=M4*I4+N4*L4"},
            3: {"AB4:AB8": "=(R4-A4)*R4*(1-R4)*I4"},
        },
    ),
    Kind(
        "wrong-row",
        "A value of another row",
        "The numbers are those of the right expression with a value of the row before or after.",
        {
            2: {"Q5:Q8": "=M4*J5+N5*L5"},
            3: {"AB5:AB8": "=(R5-A5)*R5*(1-R5)*J4"},
            4: {"E6:E8": "=E5-$B$1*X4"},
        },
    ),
    Kind(
        "updated-parameter",
        "A parameter that has been updated already",
        "The numbers are those of the right expression with the next row's value of a parameter,"
        " or of a gradient, for that of its own row.",
        {
            2: {
                "Q4": 0.38955742046696556,
                "Q5": 0.3459515942190383,
                "Q6": 0.3028481851246355,
                "Q7": 0.2602910729146852,
                "Q8": 0.21831997749102233,
            },
            3: {"X4:X7": "=((R4-A4)*R4*(1-R4)*M5+(T4-B4)*T4*(1-T4)*O5)*J4*(1-J4)*C4"},
            4: {
                "M5": 0.35699939652786583,
                "M6": 0.314438896817885,
                "M7": 0.272367345569007,
                "M8": 0.23082970895481617,
            },
        },
    ),
    Kind(
        "wrong-function",
        "Another function, such as LOG for LN",
        "The numbers are those of the right expression with another function, or its slope.",
        {
            2: {"J4:J8": "=TANH(I4)"},
            3: {"AB4:AB8": "=(R4-A4)*(1-R4^2)*J4"},
            4: {"I4": "=(1-$D$1)*ABS(H4)", "I5:I8": "=$D$1*I4+(1-$D$1)*ABS(H5)"},
        },
    ),
    Kind(
        "transposed-weights",
        "A weight with rows and columns of its matrix changed",
        "The numbers are those of the right expression with the weights between two layers taken"
        " the other way about: from unit 2 to unit 1 for from unit 1 to unit 2.",
        {
            2: {"Q4:Q8": "=M4*J4+O4*L4", "S4:S8": "=N4*J4+P4*L4"},
            3: {"X4:X8": "=((R4-A4)*R4*(1-R4)*M4+(T4-B4)*T4*(1-T4)*N4)*J4*(1-J4)*C4"},
            4: {"N5:N8": "=O4-$B$1*AC4"},
        },
    ),
    Kind(
        "wrong-rate",
        "Another learning rate than the one the sheet states",
        "The numbers are those of the right update with another learning rate, or without one.",
        {4: {"E5:E8": "=E4-X4"}},
    ),
    Kind(
        "misplaced-bracket",
        "A bracket left out or in another place",
        "The numbers are those of the right expression with other brackets.",
        {
            2: {"J4:J8": "=1/1+EXP(-I4)"},
            3: {"AB4:AB8": "=(R4-A4)*R4*1-R4*J4"},
            4: {"E5:E8": "=(E4-$B$1)*X4"},
        },
    ),
)
"""All kinds of slips, in the order of their numbers."""


def slip_code(kind: str, part: int) -> str:
    """Return the code of a kind of slip in a part of the mathematics.

    >>> slip_code("swapped-operand", 3)
    'BP302'
    """
    numbers = {known.name: number for number, known in enumerate(KINDS, start=1)}
    return f"BP{part}{numbers[kind]:02}"


def slip_rules() -> Iterator[Rule]:
    """Yield the rules on slips by their codes."""
    for part, where in PARTS.items():
        for kind in KINDS:
            if part in kind.examples:
                sheet = RMSPROP if (kind.name, part) in REMEMBERING else CLASSIC
                yield Rule(
                    slip_code(kind.name, part),
                    kind.name,
                    Severity.ERROR,
                    f"{kind.title}, in {where}",
                    kind.what,
                    FOLLOWS[part],
                    bad=Example(kind.examples[part], sheet=sheet),
                    good=Example(sheet=sheet),
                )
