"""Random worked examples of every kind: four ways to their gradients, and all agree.

The symbolic derivation and the engine are held against each other by the proof; both are held
against central differences of a plain forward pass, and against SymPy's own derivative of the loss
with every function written out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
import sympy
from hypothesis import HealthCheck, assume, given, settings

from bpsheet import engine
from bpsheet.model.graph import FORWARD, Graph
from bpsheet.model.symbolic import AbsoluteValue, Larger, Smaller, plain, to_sympy
from bpsheet.proof import prove
from bpsheet.template import Template
from bpsheet.verbs.derive import derive
from tests.engine.plain import loss_of, slopes_of
from tests.examples import computations, every_kind
from tests.proof.examples import graph_of
from tests.smooth import numbers_of, smooth_rows

FEW = 8

repeatable = settings(
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def with_few_parameters(template: Template) -> bool:
    return len(template.names.parameters) <= FEW


@settings(repeatable, max_examples=120)
@given(every_kind())
def test_all_ways_agree_on_a_network(template: Template) -> None:
    assert_plain_forward_passes_agree(template)


@settings(repeatable, max_examples=60)
@given(computations())
def test_all_ways_agree_on_a_computation(template: Template) -> None:
    assert_plain_forward_passes_agree(template)


def assert_plain_forward_passes_agree(template: Template) -> None:
    """Check formulas against the engine, and the engine against differences of a plain loss."""
    trace = engine.train(template)
    prove(graph_of(template), trace)
    rows = list(smooth_rows(derive(template).graph, trace))
    assume(rows)
    for rate, row in rows:
        parameters, sample = trace.parameters[rate, row].tolist(), int(trace.sample[row])
        loss = loss_of(template, parameters, sample)
        assert trace.total[rate, row] == pytest.approx(loss, rel=1e-12, abs=1e-14)
        slopes = slopes_of(template, parameters, sample)
        assert trace.gradients[rate, row] == pytest.approx(slopes, rel=1e-6, abs=1e-9)


@settings(repeatable, max_examples=60)
@given(every_kind().filter(with_few_parameters))
def test_sympy_derives_the_same_of_a_network_written_out(template: Template) -> None:
    assert_sympy_derives_the_same(template)


@settings(repeatable, max_examples=60)
@given(computations())
def test_sympy_derives_the_same_of_a_computation_written_out(template: Template) -> None:
    assert_sympy_derives_the_same(template)


def assert_sympy_derives_the_same(template: Template) -> None:
    """Check the engine against SymPy's derivative of the whole loss as one expression."""
    graph, trace = derive(template).graph, engine.train(template)
    rows = list(smooth_rows(graph, trace))
    assume(rows)
    gradients = written_out(graph, trace.names.parameters)
    for rate, row in rows:
        expected = gradients(numbers_of(graph, trace, rate, row))
        assert trace.gradients[rate, row] == pytest.approx(expected, rel=1e-9, abs=1e-12)


def written_out(
    graph: Graph, parameters: tuple[str, ...]
) -> Callable[[Mapping[str, float]], list[float]]:
    """Return a function from the numbers of a row to the gradients, as SymPy derives them."""
    given = [quantity.name for quantity in graph if quantity.definition is None]
    values = {name: sympy.Symbol(name, real=True) for name in given}
    symbols = [values[name] for name in given]
    for quantity in graph.of_role(*FORWARD):
        assert quantity.definition is not None
        values[quantity.name] = sympys_own(plain(to_sympy(quantity.definition, values)))
    loss = values[graph.loss.name]
    slopes = [loss.diff(values[name]) for name in parameters]
    function = sympy.lambdify(symbols, slopes, modules="numpy", cse=True)
    return lambda numbers: [
        float(slope) for slope in function(*(numbers.get(name, 0.0) for name in given))
    ]


SYMPYS_OWN = {Larger: sympy.Max, Smaller: sympy.Min, AbsoluteValue: sympy.Abs}


def sympys_own(value: sympy.Expr) -> sympy.Expr:
    """Return `value` with SymPy's own functions, which have their own derivatives."""
    return value.replace(
        lambda part: type(part) in SYMPYS_OWN, lambda part: SYMPYS_OWN[type(part)](*part.args)
    )
