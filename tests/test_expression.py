from __future__ import annotations

from fractions import Fraction

import pytest

from bpsheet.expression import (
    HALF,
    ONE,
    ZERO,
    Call,
    Expression,
    Name,
    Number,
    Operation,
    Text,
    call,
    compare,
    expression,
    factors_of,
    join,
    names_in,
    product,
    substitute,
    total,
    transform,
    walk,
)

A, B, C = Name("a"), Name("b"), Name("c")
TWO = Number(2)


@pytest.mark.parametrize(
    ("built", "expected"),
    [
        (A + B, Operation("+", (A, B))),
        (A + B + C, Operation("+", (A, B, C))),
        (A + (B + C), Operation("+", (A, Operation("+", (B, C))))),
        (A + 2, Operation("+", (A, TWO))),
        (2 + A, Operation("+", (TWO, A))),
        (A - B, Operation("-", (A, B))),
        (A - B - C, Operation("-", (Operation("-", (A, B)), C))),
        (2 - A, Operation("-", (TWO, A))),
        (A - B + C, Operation("+", (Operation("-", (A, B)), C))),
        (A * B * C, Operation("*", (A, B, C))),
        (A * (B * C), Operation("*", (A, Operation("*", (B, C))))),
        (B * A, Operation("*", (B, A))),
        (2 * A, Operation("*", (TWO, A))),
        (A / B, Operation("/", (A, B))),
        (2 / A, Operation("/", (TWO, A))),
        (A**2, Operation("^", (A, TWO))),
        (-A, Operation("negative", (A,))),
        (-(A**2), Operation("negative", (Operation("^", (A, TWO)),))),
        ((-A) ** 2, Operation("^", (Operation("negative", (A,)), TWO))),
        (A + B * C, Operation("+", (A, Operation("*", (B, C))))),
        (call("sigmoid", A), Call("sigmoid", (A,))),
        (call("MAX", A, 2), Call("MAX", (A, TWO))),
        (compare(A, "<=", 2), Operation("<=", (A, TWO))),
        (join("step ", A), Operation("&", (Text("step "), A))),
        (expression(A), A),
        (expression(0.5), Number(0.5)),
        (expression(Fraction(1, 2)), HALF),
    ],
)
def test_what_is_written_is_kept(built: Expression, expected: Expression) -> None:
    assert built == expected


@pytest.mark.parametrize(
    ("built", "expected"),
    [
        (total([]), ZERO),
        (total([A]), A),
        (total([B, A]), Operation("+", (B, A))),
        (product([]), ONE),
        (product([ONE, ONE]), ONE),
        (product([ONE, A, ONE]), A),
        (product([B, A]), Operation("*", (B, A))),
        (product([A * B, C]), Operation("*", (A, B, C))),
        (product([A, ONE * B * C]), Operation("*", (A, B, C))),
        (product([A + B, C]), Operation("*", (A + B, C))),
    ],
)
def test_sums_and_products_of_any_length(built: Expression, expected: Expression) -> None:
    assert built == expected


def test_factors_are_those_of_a_product_only() -> None:
    assert factors_of(A * B * C) == (A, B, C)
    assert factors_of(A + B) == (A + B,)


def test_walking_goes_from_outside_in_and_from_left_to_right() -> None:
    value = (A - B) * call("tanh", C)
    assert list(walk(value)) == [value, A - B, A, B, call("tanh", C), C]


def test_walking_a_long_sum_needs_no_deep_stack() -> None:
    value: Expression = A
    for _ in range(5000):
        value = value - B
    assert sum(part == B for part in walk(value)) == 5000


def test_names_are_listed_once_in_the_order_of_first_mention() -> None:
    assert names_in(B * A + B - call("sigmoid", C)) == ("b", "a", "c")
    assert names_in(Number(3)) == ()


def test_substitution_reaches_everywhere_and_only_once() -> None:
    value = substitute(A + call("tanh", A * B), {"a": B, "b": A})
    assert value == B + call("tanh", B * A)


def test_a_transformed_part_is_not_looked_into() -> None:
    seen: list[Expression] = []

    def change(part: Expression) -> Expression | None:
        seen.append(part)
        return C if part == A * B else None

    assert transform(A * B + A, change) == C + A
    assert seen == [A * B + A, A * B, A]
