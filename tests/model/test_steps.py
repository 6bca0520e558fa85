from __future__ import annotations

from dataclasses import replace
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import given, settings

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import (
    Expression,
    Name,
    Number,
    Operation,
    call,
    names_in,
    product,
    total,
    walk,
)
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.model.network import forward_graph
from bpsheet.model.steps import Step, local_derivatives
from bpsheet.model.symbolic import to_sympy
from bpsheet.model.written import to_written
from bpsheet.notation.text import text
from bpsheet.template import Network
from tests.examples import CLASSIC
from tests.expressions import expressions

W, X, B = Name("w"), Name("x"), Name("b")


def steps_of(definition: Expression) -> dict[str, Step]:
    """Return the local derivatives of y, which is all that is computed in its graph."""
    given = (Quantity(name, Role.INPUT, Scope.GIVEN, "") for name in names_in(definition))
    y = Quantity("y", Role.ERROR, Scope.ROW, "", definition)
    return local_derivatives(y, Graph((*given, y)))


def slopes_by_sympy(definition: Expression) -> dict[str, sympy.Expr]:
    value = to_sympy(definition)
    return {symbol.name: value.diff(symbol) for symbol in value.free_symbols}


@pytest.mark.parametrize("terms", [1, 2, 3])
@pytest.mark.parametrize("factors", [1, 2, 3])
def test_sums_of_products_are_differentiated_as_sympy_does(terms: int, factors: int) -> None:
    definition = total(
        [product([Name(f"x{term}{factor}") for factor in range(factors)]) for term in range(terms)]
    )
    found = {name: to_sympy(step.value) for name, step in steps_of(definition).items()}
    assert found == slopes_by_sympy(definition)
    assert len(found) == terms * factors


@settings(max_examples=60)
@given(expressions(("+", "-", "*", "negative")))
def test_any_polynomial_is_differentiated_as_sympy_does(definition: Expression) -> None:
    exact = sympy.nsimplify(to_sympy(definition), rational=True)
    for name, step in steps_of(to_written(exact)).items():
        claimed = to_sympy(step.value)
        assert sympy.expand(claimed - exact.diff(sympy.Symbol(name))) == 0


@pytest.mark.parametrize(
    ("definition", "by", "why"),
    [
        (W * X + B, "w", "sum rule: only the term with w depends on it; its factor x stays"),
        (
            W * X + B,
            "b",
            "sum rule: only the term with b depends on it; a name by itself has the slope 1",
        ),
        (W * X, "w", "the only term is linear in w: its factor x stays"),
        (W, "w", "the only term is linear in w: a name by itself has the slope 1"),
        (W * W, "w", "product rule"),
        (W - X, "x", "difference rule"),
        *((call(name, W), "w", row.why) for name, row in ACTIVATIONS.items() if row.cross is None),
        (
            call("half-squared-error", X, W),
            "w",
            "power rule: 2·½ = 1, and the −1 comes from the −w in x − w",
        ),
        (
            call("mean-squared-error", X, W, 2),
            "w",
            "power rule: the 2 comes down, and the −1 comes from the −w in x − w",
        ),
        (call("cross-entropy", X, W), "w", "ln w has the slope 1/w, and x is a constant factor"),
    ],
)
def test_every_factor_says_why(definition: Expression, by: str, why: str) -> None:
    assert steps_of(definition)[by].why == why


@pytest.mark.parametrize(
    ("definition", "value", "unsimplified"),
    [
        (call("sigmoid", X), "y·(1 − y)", "σ(x)·(1 − σ(x))"),
        (call("tanh", X), "1 − y²", "1 − tanh(x)²"),
        (call("linear", X), "1", None),
        (call("relu", X), "1 if y > 0 else 0", None),
        (call("leaky-relu", X), "1 if y > 0 else 0.01", None),
        (call("half-squared-error", W, X), "x − w", "2·½·(w − x)·(−1)"),
        (call("mean-squared-error", W, X, 1), "2·(x − w)", "2·(w − x)·(−1)"),
        (call("mean-squared-error", W, X, 2), "x − w", "2·½·(w − x)·(−1)"),
        (call("mean-squared-error", W, X, 3), "2/3·(x − w)", "2·⅓·(w − x)·(−1)"),
        (
            call("binary-cross-entropy", W, X),
            "(x − w)/(x·(1 − x))",
            "−(w/x + (1 − w)/(1 − x)·(−1))",
        ),
        (call("cross-entropy", W, X), "−w/x", "−w·(1/x)"),
    ],
)
def test_functions_of_a_name_are_differentiated_by_their_rows(
    definition: Expression, value: str, unsimplified: str | None
) -> None:
    (step,) = steps_of(definition).values()
    assert (step.of, step.by, step.name) == ("y", "x", "∂y/∂x")
    assert text(step.value) == value
    assert (step.unsimplified and text(step.unsimplified)) == unsimplified


def test_no_error_is_differentiated_by_its_target() -> None:
    for name, row in LOSSES.items():
        averaged = [Number(2)] if "n" in names_in(row.definition) else []
        assert set(steps_of(call(name, X, W, *averaged))) == {"w"}


@pytest.mark.parametrize("outputs", [1, 2, 3])
def test_softmax_is_differentiated_by_its_whole_layer(outputs: int) -> None:
    graph = forward_graph(replace(CLASSIC, model=Network((1, outputs), ("softmax",))))
    for own in range(1, outputs + 1):
        steps = local_derivatives(graph[f"a_o{own}"], graph)
        assert {name: text(step.value) for name, step in steps.items()} == {
            f"o{unit}": f"a_o{own}·(1 − a_o{own})" if unit == own else f"−a_o{own}·a_o{unit}"
            for unit in range(1, outputs + 1)
        }
        for by, step in steps.items():
            others = f"a_o{own} shares its sum with a_{by}: what one gains, the others lose"
            assert step.why == (ACTIVATIONS["softmax"].why if by == f"o{own}" else others)


@pytest.mark.parametrize(
    "definition",
    [
        call("sigmoid", W * X),
        call("relu", W - X),
        call("tanh", W * X + B) * W,
        (W * X - B) ** 2,
        call("EXP", W * X) / B,
        call("LN", W * W + X),
        call("SQRT", W * X),
        call("ABS", W - X),
        call("MAX", W, X, B),
        W**B,
    ],
    ids=text,
)
def test_any_definition_has_the_slopes_of_its_values(definition: Expression) -> None:
    """By central differences whose error is of the order of 1e-40."""
    with mpmath.workdps(70):
        values: dict[str, Any] = {"w": mpmath.mpf(0.7), "x": mpmath.mpf(1.9), "b": mpmath.mpf(1.3)}
        values["y"] = evaluate(definition, values, PRECISE)
        step = mpmath.mpf("1e-20")
        for by, local in steps_of(definition).items():
            above, below = (
                evaluate(definition, values | {by: values[by] + move}, PRECISE)
                for move in (step, -step)
            )
            found = evaluate(local.value, values, PRECISE)
            assert mpmath.almosteq(
                found, (above - below) / (2 * step), rel_eps=1e-15, abs_eps=1e-30
            )


def test_the_derivative_of_a_long_sum_is_as_long_as_the_sum() -> None:
    terms = [Name(f"w{number}") * Name(f"x{number}") for number in range(784)]
    steps = steps_of(Operation("+", tuple(terms)))
    assert len(steps) == 2 * 784
    assert sum(1 for step in steps.values() for _ in walk(step.value)) == 2 * 784
