from __future__ import annotations

import pytest

from bpsheet.expression import HALF, ONE, Expression, Name, Number, call
from bpsheet.functions import ACTIVATIONS
from bpsheet.model.rules import CROSS, RULES, rules_of

W, X, Y = Name("w"), Name("x"), Name("y")


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (W, {"w": set()}),
        (W + X, {"w": {"sum rule"}, "x": {"sum rule"}}),
        (W - X, {"w": {"difference rule"}, "x": {"difference rule"}}),
        (-W, {"w": {"constant factor"}}),
        (W * X, {"w": {"constant factor"}, "x": {"constant factor"}}),
        (W * X * (W + 1), {"w": {"product rule", "sum rule"}, "x": {"constant factor"}}),
        (W / X, {"w": {"constant factor"}, "x": {"quotient rule"}}),
        (W / (W + X), {"w": {"quotient rule", "sum rule"}, "x": {"quotient rule", "sum rule"}}),
        (W**2, {"w": {"power rule"}}),
        (Number(2) ** W, {"w": {"constant to a power"}}),
        (
            (W - Y) ** 2,
            {name: {"power rule", "difference rule", "function of a function"} for name in "wy"},
        ),
        (call("EXP", W), {"w": {"exponential"}}),
        (
            call("LN", W * X),
            {name: {"logarithm", "constant factor", "function of a function"} for name in "wx"},
        ),
        (call("SQRT", W), {"w": {"square root"}}),
        (call("ABS", W), {"w": {"absolute value"}}),
        (call("MAX", W, X), {"w": {"maximum"}, "x": {"maximum"}}),
        (call("MIN", W, Number(3)), {"w": {"minimum"}}),
        (call("tanh", W), {"w": {"tanh"}}),
        (
            call("sigmoid", W * X),
            {name: {"sigmoid", "constant factor", "function of a function"} for name in "wx"},
        ),
        (call("softmax", W, W, X), {"w": {"softmax"}, "x": {f"softmax {CROSS}"}}),
    ],
)
def test_the_rules_of_a_definition(definition: Expression, expected: dict[str, set[str]]) -> None:
    assert rules_of(definition) == expected


def test_a_loss_counts_as_what_it_says() -> None:
    squared = rules_of(call("half-squared-error", Name("t"), Name("a")))
    assert squared == rules_of(HALF * (Name("t") - Name("a")) ** 2)
    entropy = rules_of(call("cross-entropy", Name("t"), Name("a")))
    assert entropy["a"] == {"constant factor", "logarithm"}
    binary = rules_of(call("binary-cross-entropy", Name("t"), Name("a")))
    assert {"sum rule", "difference rule", "logarithm"} <= binary["a"]
    assert "maximum" not in binary["a"]


def test_every_rule_found_has_a_row() -> None:
    titles = {*RULES, *ACTIVATIONS, f"softmax {CROSS}"}
    functions = [call(name, W + 1) for name in ("EXP", "LN", "SQRT", "ABS", *ACTIVATIONS)]
    functions += [call(name, W, X) for name in ("MAX", "MIN")]
    found = rules_of(sum(functions, start=ONE / (W * W) - Number(2) ** W - W**3))
    assert found["w"] <= titles
