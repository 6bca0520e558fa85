"""Every row of the tables of functions: its derivative is right, and every reader knows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy

from bpsheet import engine
from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import HALF, ONE, ZERO, Expression, Name, Number, call, names_in
from bpsheet.functions import (
    ACTIVATIONS,
    LEAST,
    LOSSES,
    A,
    Activation,
    Loss,
    T,
    X,
    definition_of,
    over_outputs,
    unguarded,
)
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.model.steps import Step, local_derivatives
from bpsheet.model.symbolic import to_sympy
from bpsheet.notation.formula import EXCEL, OPEN_FORMULA, formula
from bpsheet.notation.latex import latex
from bpsheet.notation.text import text
from bpsheet.sheet.address import Reference
from tests.expressions import OUTPUTS, used

PLAIN_ACTIVATIONS: dict[str, Callable[..., Any]] = {
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "tanh": lambda x: mpmath.sinh(x) / mpmath.cosh(x),
    "linear": lambda x: x,
    "relu": lambda x: x if x > 0 else mpmath.mpf(0),
    "leaky-relu": lambda x: x if x > 0 else x * mpmath.mpf(0.01),
    "softmax": lambda x, *layer: 1 / sum(mpmath.exp(other - x) for other in layer),
}
PLAIN_LOSSES: dict[str, Callable[[Any, Any], Any]] = {
    "half-squared-error": lambda t, a: (t - a) * (t - a) / 2,
    "mean-squared-error": lambda t, a: (t - a) * (t - a) / OUTPUTS,
    "binary-cross-entropy": lambda t, a: -t * mpmath.log(a) - (1 - t) * mpmath.log(1 - a),
    "cross-entropy": lambda t, a: -t * mpmath.log(a),
}
POINTS = np.array([-3.0, -1.5, -0.25, -1e-3, 1e-3, 0.25, 1.5, 3.0])
OTHER = 0.7
SHARES = np.linspace(0.05, 0.95, 8)
CELLS = Reference(0, 0, absolute=False), Reference(0, 1, absolute=False)


def slope_at(function: Callable[[Any], Any], place: float) -> float:
    """Return a central difference with 40 digits."""
    with mpmath.workdps(40):
        step = mpmath.mpf(10) ** -15
        return float((function(place + step) - function(place - step)) / (2 * step))


def plain(row: Activation, own: Any) -> Any:
    """Return an activation of `own`, in a layer with `OTHER` if it looks there."""
    layer = [own, mpmath.mpf(OTHER)] if row.cross is not None else []
    return PLAIN_ACTIVATIONS[row.name](own, *layer)


def derived(*quantities: Quantity) -> dict[str, Step]:
    """Return the local derivatives of the last of some quantities."""
    return local_derivatives(quantities[-1], Graph(quantities))


def given(name: str) -> Quantity:
    return Quantity(name, Role.INPUT, Scope.SAMPLE, "given")


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=lambda row: row.name)
class TestActivation:
    def test_definition_is_the_plain_one(self, row: Activation) -> None:
        with mpmath.workdps(40):
            for x in map(mpmath.mpf, POINTS):
                values = {"x": x, "other": mpmath.mpf(OTHER)}
                found = evaluate(used(row.name, X, Name("other")), values, PRECISE)
                assert abs(found - plain(row, x)) < mpmath.mpf(10) ** -35

    def test_derivative_is_the_slope_on_both_sides_of_a_kink(self, row: Activation) -> None:
        for x in POINTS:
            claimed = evaluate(row.derivative, {"x": x, "a": float(plain(row, x))})
            assert claimed == pytest.approx(slope_at(lambda x: plain(row, x), x), rel=1e-12)

    def test_slope_at_a_kink_is_that_from_the_left(self, row: Activation) -> None:
        values = ({"x": x, "a": float(plain(row, x))} for x in (-1e-9, 0.0, 1e-9))
        left, middle, right = (evaluate(row.derivative, value) for value in values)
        assert middle == pytest.approx(left, abs=1e-8)
        assert (middle != pytest.approx(right, abs=1e-8)) == row.kink

    def test_derivative_is_over_the_output(self, row: Activation) -> None:
        assert names_in(row.definition) == ("x",)
        assert set(names_in(row.derivative)) <= {"a", "x"}
        assert row.cross is None or set(names_in(row.cross)) <= {"a", "b"}

    def test_engine_computes_the_same(self, row: Activation) -> None:
        own = engine.ACTIVATIONS[row.name]
        layers = np.column_stack([POINTS, np.full_like(POINTS, OTHER)])
        outputs = own.forward(layers)
        values = {"x": POINTS, "other": OTHER, "a": outputs[:, 0], "b": outputs[:, 1]}
        assert outputs[:, 0] == pytest.approx(evaluate(used(row.name, X, Name("other")), values))
        slopes = own.backward(np.tile([1.0, 0.0], (len(POINTS), 1)), outputs)
        claimed = np.broadcast_to(evaluate(row.derivative, values), POINTS.shape)
        cross = evaluate(row.cross if row.cross is not None else ZERO, values)
        assert slopes[:, 0] == pytest.approx(claimed, rel=1e-12, abs=1e-16)
        assert slopes[:, 1] == pytest.approx(np.broadcast_to(cross, POINTS.shape), rel=1e-12)

    def test_every_spelling_has_words_for_it(self, row: Activation) -> None:
        names = used(row.name, Name("h1"), Name("h2"))
        assert text(names) == (f"{row.symbol}(h1)" if row.symbol else "h1")
        assert latex(names) == (f"{row.latex}(h_{{1}})" if row.latex else "h_{1}")
        assert "A1" in formula(used(row.name, *CELLS), EXCEL)
        assert "[.A1]" in formula(used(row.name, *CELLS), OPEN_FORMULA)

    def test_definition_and_derivative_can_be_shown(self, row: Activation) -> None:
        for part in filter(None, (row.definition, row.derivative, row.cross)):
            assert text(part)
            assert latex(part)

    def test_derivation_says_why(self, row: Activation) -> None:
        definition = used(row.name, Name("h1"), Name("h2"))
        unit = Quantity("a_h1", Role.ACTIVATION, Scope.ROW, "unit", definition)
        others = [given("h1"), given("h2")]
        if row.cross is not None:
            of_other = used(row.name, Name("h2"), Name("h1"))
            others.append(Quantity("a_h2", Role.ACTIVATION, Scope.ROW, "unit", of_other))
        step = derived(*others, unit)["h1"]
        assert step.why == row.why
        values = {"a": 0.3, "a_h1": 0.3, "x": 0.5, "h1": 0.5}
        assert evaluate(step.value, values) == evaluate(row.derivative, values)


@pytest.mark.parametrize("name", [row.name for row in ACTIVATIONS.values() if not row.kink])
def test_derivatives_of_smooth_activations_follow_from_their_definitions(name: str) -> None:
    row = ACTIVATIONS[name]
    definitions = [
        definition_of(name, used(name, *units).arguments)
        for units in ((X, Name("y")), (Name("y"), X))
    ]
    own, other = (to_sympy(definition) for definition in definitions if definition is not None)
    claimed = to_sympy(row.derivative, {"a": own})
    assert sympy.simplify(claimed - own.diff(sympy.Symbol("x"))) == 0
    if row.cross is not None:
        claimed = to_sympy(row.cross, {"a": own, "b": other})
        assert sympy.simplify(claimed - own.diff(sympy.Symbol("y"))) == 0


@pytest.mark.parametrize("row", LOSSES.values(), ids=lambda row: row.name)
class TestLoss:
    def test_definition_is_the_plain_one(self, row: Loss) -> None:
        with mpmath.workdps(40):
            for a, t in zip(map(mpmath.mpf, SHARES), map(mpmath.mpf, SHARES[::-1]), strict=True):
                found = evaluate(used(row.name, T, A), {"t": t, "a": a}, PRECISE)
                assert abs(found - PLAIN_LOSSES[row.name](t, a)) < mpmath.mpf(10) ** -35

    def test_derivative_is_the_slope(self, row: Loss) -> None:
        for a, t in zip(SHARES, SHARES[::-1], strict=True):
            claimed = evaluate(row.derivative, {"t": t, "a": a, "n": OUTPUTS})
            expected = slope_at(lambda a, t=t: PLAIN_LOSSES[row.name](t, a), a)
            assert claimed == pytest.approx(expected, rel=1e-12)

    def test_derivative_follows_from_the_definition_without_its_guard(self, row: Loss) -> None:
        slope = to_sympy(unguarded(row.definition)).diff(sympy.Symbol("a"))
        assert sympy.simplify(to_sympy(row.derivative) - slope) == 0

    def test_derivative_before_it_is_tidied_up_is_the_same(self, row: Loss) -> None:
        assert row.unsimplified != row.derivative
        assert sympy.simplify(to_sympy(row.unsimplified) - to_sympy(row.derivative)) == 0

    def test_guard_counts_only_next_to_ln_0(self, row: Loss) -> None:
        ends = {"t": np.array([0.0, 0.0, 1.0, 1.0]), "a": np.array([0.0, 1.0, 0.0, 1.0])}
        found = evaluate(used(row.name, T, A), ends)
        assert np.isfinite(found).all()
        if row.definition == unguarded(row.definition):
            return
        assert found[2] == pytest.approx(-np.log(LEAST.value))
        assert found[[0, 3]] == pytest.approx(0.0)

    def test_engine_computes_the_same(self, row: Loss) -> None:
        own = engine.LOSSES[row.name]
        outputs = np.array([0.2, 0.7, 0.1])
        targets = np.array([0.5, 0.3, 0.2])
        values = {"t": targets, "a": outputs, "n": OUTPUTS}
        assert own.error(targets, outputs) == pytest.approx(evaluate(row.definition, values))
        slopes = evaluate(row.derivative, values)
        assert own.fused == (row.shortcut is not None)
        if row.shortcut is not None:
            slopes = engine.ACTIVATIONS[row.shortcut].backward(slopes, outputs)
            assert slopes == pytest.approx(outputs - targets)
        assert own.slope(targets, outputs) == pytest.approx(slopes)

    def test_output_activations_are_those_of_the_table(self, row: Loss) -> None:
        assert {*row.outputs} <= {*ACTIVATIONS}
        assert row.shortcut is None or row.outputs == (row.shortcut,)

    def test_every_spelling_has_words_for_it(self, row: Loss) -> None:
        names = used(row.name, Name("t1"), Name("a_o1"))
        assert "t1" in text(names)
        assert "a_o1" in text(names)
        assert "max" not in text(names)
        assert "t_{1}" in latex(names)
        assert "a_{o_{1}}" in latex(names)
        assert "max" not in latex(names)
        for dialect in (EXCEL, OPEN_FORMULA):
            written = formula(used(row.name, *CELLS), dialect)
            assert "A1" in written
            assert "B1" in written
            assert written.count("LN(") == written.count("1e-15")

    def test_why_names_the_quantities(self, row: Loss) -> None:
        definition = used(row.name, Name("t1"), Name("a_o1"))
        error = Quantity("E1", Role.ERROR, Scope.ROW, "error", definition)
        step = derived(given("t1"), given("a_o1"), error)["a_o1"]
        assert step.why == row.why.format(t="t1", a="a_o1")
        assert step.unsimplified is not None
        values = {"t1": 0.3, "a_o1": 0.6}
        claimed = evaluate(row.derivative, {"t": 0.3, "a": 0.6, "n": OUTPUTS})
        assert evaluate(step.value, values) == pytest.approx(claimed)
        assert evaluate(step.unsimplified, values) == pytest.approx(claimed)


def test_the_engine_has_the_functions_of_the_tables() -> None:
    assert engine.ACTIVATIONS.keys() == ACTIVATIONS.keys()
    assert engine.LOSSES.keys() == LOSSES.keys()


def test_one_more_activation_is_one_more_row(monkeypatch: pytest.MonkeyPatch) -> None:
    softplus = Activation(
        name="softplus",
        symbol="ζ",
        latex=r"\zeta",
        definition=call("LN", ONE + call("EXP", X)),
        derivative=ONE - call("EXP", -A),
        why="one minus e to the minus its own output",
    )
    monkeypatch.setitem(ACTIVATIONS, softplus.name, softplus)
    definition = call("softplus", Name("h1"))
    assert text(definition) == "ζ(h1)"
    assert latex(definition) == r"\zeta(h_{1})"
    assert formula(call("softplus", CELLS[0]), EXCEL) == "LN(1+EXP(A1))"
    assert evaluate(definition, {"h1": 0.0}) == pytest.approx(np.log(2.0))
    unit = Quantity("a_h1", Role.ACTIVATION, Scope.ROW, "unit", definition)
    assert text(derived(given("h1"), unit)["h1"].value) == "1 − e^(−a_h1)"


def test_one_more_loss_is_one_more_row(monkeypatch: pytest.MonkeyPatch) -> None:
    quartic = Loss(
        name="quartic-error",
        definition=(T - A) ** 4,
        unsimplified=Number(4) * (T - A) ** 3 * Number(-1),
        derivative=Number(4) * (A - T) ** 3,
        why="power rule: the 4 comes down, and the −1 comes from the −{a} in {t} − {a}",
    )
    monkeypatch.setitem(LOSSES, quartic.name, quartic)
    definition = call("quartic-error", Name("t1"), Name("a_o1"))
    assert text(definition) == "(t1 − a_o1)⁴"
    assert formula(call("quartic-error", *CELLS), EXCEL) == "(A1-B1)^4"
    error = Quantity("E1", Role.ERROR, Scope.ROW, "error", definition)
    assert text(derived(given("t1"), given("a_o1"), error)["a_o1"].value) == "4·(a_o1 − t1)³"


def test_functions_of_cells_have_no_definition() -> None:
    assert definition_of("EXP", (X,)) is None


LAYER = (Name("o1"), Name("o1"), Name("o2"))


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("linear", (A,), "a"),
        ("relu", (A,), "max(0, a)"),
        ("leaky-relu", (A,), "a if a > 0 else 0.01·a"),
        ("sigmoid", (A,), "1/(1 + e^(−a))"),
        ("softmax", LAYER, "e^o1/(e^o1 + e^o2)"),
        ("half-squared-error", (A, T), "½·(a − t)²"),
        ("mean-squared-error", (T, A, Number(1)), "(t − a)²"),
        ("mean-squared-error", (T, A, Number(2)), "½·(t − a)²"),
        ("mean-squared-error", (T, A, Number(7)), "1/7·(t − a)²"),
        ("cross-entropy", (T, A), "−t·ln(max(a, 10⁻¹⁵))"),
    ],
)
def test_a_definition_is_written_over_the_given_arguments(
    function: str, arguments: tuple[Expression, ...], expected: str
) -> None:
    definition = definition_of(function, arguments)
    assert definition is not None
    assert text(definition) == expected


@pytest.mark.parametrize(
    ("function", "outputs", "expected"),
    [
        ("half-squared-error", 2, "2·½·(t − a)·(−1)"),
        ("mean-squared-error", 1, "2·(t − a)·(−1)"),
        ("mean-squared-error", 2, "2·½·(t − a)·(−1)"),
        ("binary-cross-entropy", 1, "−(t/a + (1 − t)/(1 − a)·(−1))"),
        ("cross-entropy", 3, "−t·(1/a)"),
    ],
)
def test_derivative_as_the_rules_give_it(function: str, outputs: int, expected: str) -> None:
    assert text(over_outputs(LOSSES[function].unsimplified, T, A, Number(outputs))) == expected


def test_a_users_own_maximum_is_no_guard() -> None:
    value = call("LN", call("MAX", A, HALF))
    assert unguarded(value) == value
