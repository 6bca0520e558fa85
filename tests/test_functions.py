"""Every row of the tables of functions: its derivative is right, and every reader knows it."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from bpsheet import engine
from bpsheet.evaluate import evaluate
from bpsheet.expression import HALF, Expression, Name, call, names_in
from bpsheet.functions import ACTIVATIONS, LOSSES, A, Activation, Loss, T, X, definition_of
from bpsheet.model.steps import local_derivatives
from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.model.symbolic import to_sympy
from bpsheet.notation.formula import EXCEL, OPEN_FORMULA, formula
from bpsheet.notation.latex import latex
from bpsheet.notation.text import text
from bpsheet.sheet.address import Reference

POINTS = np.linspace(-3, 3, 13)
TARGETS = np.linspace(0.1, 0.9, 13)


def difference(first: Expression, second: Expression, **values: sympy.Expr) -> sympy.Expr:
    return sympy.simplify(to_sympy(first, values) - to_sympy(second, values))


def slope(definition: Expression, by: str) -> sympy.Expr:
    return to_sympy(definition).diff(sympy.Symbol(by))


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=lambda row: row.name)
class TestActivation:
    def test_derivative_is_that_of_the_definition(self, row: Activation) -> None:
        output = to_sympy(row.definition)
        claimed = to_sympy(row.derivative, {"a": output})
        assert sympy.simplify(claimed - slope(row.definition, "x")) == 0

    def test_definition_is_over_the_pre_activation(self, row: Activation) -> None:
        assert names_in(row.definition) == ("x",)
        assert set(names_in(row.derivative)) <= {"a", "x"}

    def test_engine_computes_the_same(self, row: Activation) -> None:
        own = engine.ACTIVATIONS[row.name]
        outputs = own.forward(POINTS)
        assert outputs == pytest.approx(evaluate(row.definition, {"x": POINTS}), rel=1e-14)
        values = {"x": POINTS, "a": outputs}
        slopes = np.broadcast_to(evaluate(row.derivative, values), POINTS.shape)
        assert own.slope(outputs) == pytest.approx(slopes, rel=1e-12, abs=1e-16)

    def test_every_spelling_has_words_for_it(self, row: Activation) -> None:
        used = call(row.name, Name("h1"))
        assert text(used) == (f"{row.symbol}(h1)" if row.symbol else "h1")
        assert latex(used) == (f"{row.latex}(h_{{1}})" if row.latex else "h_{1}")
        cell = Reference(0, 0, absolute=False)
        assert "A1" in formula(call(row.name, cell), EXCEL)
        assert "[.A1]" in formula(call(row.name, cell), OPEN_FORMULA)

    def test_derivation_says_why(self, row: Activation) -> None:
        definition = call(row.name, Name("h1"))
        unit = Quantity("a_h1", Role.ACTIVATION, Scope.ROW, "unit", definition)
        step = local_derivatives(unit)["h1"]
        assert step.why == row.why
        assert difference(step.value, row.derivative, a=sympy.Symbol("a_h1")) == 0


@pytest.mark.parametrize("row", LOSSES.values(), ids=lambda row: row.name)
class TestLoss:
    def test_derivative_is_that_of_the_definition(self, row: Loss) -> None:
        assert sympy.simplify(to_sympy(row.derivative) - slope(row.definition, "a")) == 0

    def test_derivative_before_it_is_tidied_up_is_the_same(self, row: Loss) -> None:
        assert row.unsimplified != row.derivative
        assert difference(row.unsimplified, row.derivative) == 0

    def test_engine_computes_the_same(self, row: Loss) -> None:
        own, values = engine.LOSSES[row.name], {"t": TARGETS, "a": POINTS}
        assert own.error(TARGETS, POINTS) == pytest.approx(evaluate(row.definition, values))
        assert own.slope(TARGETS, POINTS) == pytest.approx(evaluate(row.derivative, values))

    def test_every_spelling_has_words_for_it(self, row: Loss) -> None:
        names = call(row.name, Name("t1"), Name("a_o1"))
        cells = call(row.name, Reference(0, 0, absolute=False), Reference(0, 1, absolute=False))
        assert {"t1", "a_o1"} <= set(text(names).replace("(", " ").replace(")", " ").split())
        assert "t_{1}" in latex(names)
        assert "a_{o_{1}}" in latex(names)
        assert "A1-B1" in formula(cells, EXCEL)
        assert "[.A1]-[.B1]" in formula(cells, OPEN_FORMULA)

    def test_why_names_the_quantities(self, row: Loss) -> None:
        definition = call(row.name, Name("t1"), Name("a_o1"))
        error = Quantity("E1", Role.ERROR, Scope.ROW, "error", definition)
        step = local_derivatives(error)["a_o1"]
        assert step.why == row.why.format(t="t1", a="a_o1")
        assert step.unsimplified is not None


def test_the_engine_has_no_functions_that_the_tables_lack() -> None:
    assert engine.ACTIVATIONS.keys() == ACTIVATIONS.keys()
    assert engine.LOSSES.keys() == LOSSES.keys()


def test_functions_of_cells_have_no_definition() -> None:
    assert definition_of("EXP", (X,)) is None


def test_a_definition_is_written_over_the_given_arguments() -> None:
    assert definition_of("linear", (A,)) == A
    assert definition_of("half-squared-error", (A, T)) == HALF * (A - T) ** 2
