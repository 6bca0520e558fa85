from __future__ import annotations

import pytest

from bpsheet.model.computation import computation_graph
from bpsheet.model.graph import Role, Scope
from bpsheet.parser import parse
from bpsheet.template import Computation, Data, Parameters, Template, Training
from tests.examples import CLASSIC


def computation(**steps: str) -> Template:
    """Return a worked example over the given x and y and the trained w, with these steps."""
    written = tuple((name, parse(definition)) for name, definition in steps.items())
    return Template(
        name="computation",
        title="A computation",
        model=Computation(written, ("x", "y"), ("w",)),
        data=Data(((1.0, 2.0),), ()),
        parameters=Parameters((1.0,)),
        training=Training((0.1,), 2),
    )


def test_every_quantity_has_its_place_and_role() -> None:
    graph = computation_graph(computation(p="w*x", s="p - y", L="s^2"))
    assert [(q.name, q.role, q.scope) for q in graph] == [
        ("η", Role.HYPERPARAMETER, Scope.GIVEN),
        ("x", Role.INPUT, Scope.SAMPLE),
        ("y", Role.INPUT, Scope.SAMPLE),
        ("w", Role.PARAMETER, Scope.GIVEN),
        ("p", Role.STEP, Scope.ROW),
        ("s", Role.STEP, Scope.ROW),
        ("L", Role.LOSS, Scope.ROW),
    ]
    assert [graph[name].definition for name in "psL"] == [
        parse("w*x"),
        parse("p - y"),
        parse("s^2"),
    ]
    assert graph["s"].meaning == "step 2, from p, y"
    assert graph.loss.name == "L"


def test_a_step_of_numbers_alone_says_so() -> None:
    graph = computation_graph(computation(half="1/2", L="half*w^2"))
    assert graph["half"].meaning == "step 1, from numbers alone"


@pytest.mark.parametrize(
    "steps", [{"L": "w*z"}, {"p": "q", "q": "w", "L": "p"}, {"L": "L*w"}, {"x": "w", "L": "x"}]
)
def test_a_name_that_is_not_there_yet_or_stands_twice_is_refused(steps: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"not defined before|defined twice"):
        computation_graph(computation(**steps))


def test_a_network_is_no_computation() -> None:
    with pytest.raises(AssertionError, match="classic has layers"):
        computation_graph(CLASSIC)
