"""Scenarios drawn at random: any small network or computation, in any notation."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bpsheet import engine
from bpsheet.expression import Operation, walk
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.model.training import training_graph
from bpsheet.notations import Notation
from bpsheet.template import VIEWS, Computation, Template
from bpsheet.verbs.derive import derive
from tests.examples import computations, every_kind
from tests.expressions import in_python
from tests.smooth import smooth_rows
from tests.workbook.scenario import Scenario

repeatable = settings(
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a smaller example is not worth minutes
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a worked example with all further sheets or none."""
    template = draw((every_kind(get_args(Notation)) | computations()).filter(_well_posed))
    views: tuple[str, ...] = draw(st.sampled_from(((), VIEWS)))
    return scenario_of(replace(template, views=views))


def scenario_of(template: Template) -> Scenario:
    """Return the scenario of a workbook with nothing typed into it."""
    steps = template.model.steps if isinstance(template.model, Computation) else ()
    return Scenario("random", template, written={name: in_python(value) for name, value in steps})


def sample(count: int) -> list[Scenario]:
    """Return scenarios drawn at random, the same ones every time."""
    drawn: list[Scenario] = []

    @settings(repeatable, max_examples=5 * count)
    @given(scenarios())
    def draw(scenario: Scenario) -> None:
        drawn.append(scenario)

    draw()
    return drawn[4::5]  # the first are the smallest


def lost_by_ironcalc(template: Template) -> bool:
    """Return whether a formula is like −(a²·b): IronCalc opens a file without these brackets."""
    return any(
        isinstance(part, Operation)
        and part.operator == "negative"
        and _led_by_power(*part.operands)
        for quantity in training_graph(template, derive(template))
        if quantity.definition is not None
        for part in walk(quantity.definition)
    )


def _led_by_power(value: object) -> bool:
    match value:
        case Operation("*" | "/", (Operation("^"), *_)):
            return True
        case Operation("*" | "/", (first, *_)):
            return _led_by_power(first)
    return False


def _well_posed(template: Template) -> bool:
    """Return whether more than rounding errors decides what every program shows.

    The first update needs a gradient, and a computation no kink there. A bias that all units of a
    softmax share has the gradient 0 but for rounding errors, by which some optimizers divide.
    """
    trace = engine.train(template)
    mean = trace.gradients[0, trace.update == 0].mean(axis=0)
    if not np.abs(mean).max() > 1e-6:
        return False
    if not template.layered:
        return (0, 0) in smooth_rows(derive(template).graph, trace)
    network = template.network
    without_effect = network.biases == "shared" and network.activations[-1] == "softmax"
    return not (without_effect and "epsilon" in DEFAULTS[template.training.optimizer])
