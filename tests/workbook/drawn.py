"""Scenarios drawn at random: any small network or computation, in any notation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import get_args

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bpsheet import engine
from bpsheet.expression import Call, Expression, Operation, transform, walk
from bpsheet.functions import definition_of
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.notations import Notation
from bpsheet.sheet.workbook import Workbook
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


def misread_by_ironcalc(workbook: Workbook) -> bool:
    """Return whether a formula needs brackets that IronCalc drops: it reads −(a·b) as −a·b.

    That matters in −(a²·b), in (−(a·b))² and in c/(−(a·b)).
    """
    return any(
        _needs_its_brackets(part)
        for formula in _formulas(workbook)
        for part in walk(transform(formula, _written_out))
    )


def _formulas(workbook: Workbook) -> Iterator[Expression]:
    for sheet in workbook.sheets:
        in_blocks = (kind.formulas for block in sheet.blocks for kind in block.kinds)
        in_cells = (cell.formula for cell in sheet.cells.values())
        yield from filter(None, chain(in_cells, *in_blocks))


def _written_out(part: Expression) -> Expression | None:
    definition = definition_of(part.function, part.arguments) if isinstance(part, Call) else None
    return None if definition is None else transform(definition, _written_out)


def _needs_its_brackets(part: Expression) -> bool:
    match part:
        case Operation("negative", (Operation("*" | "/", (first, *_)),)):
            return _led_by_power(first)
        case Operation("^", (Operation("negative", (Operation("*" | "/"),)), _)):
            return True
        case Operation("/", (_, Operation("negative", (Operation("*" | "/"),)))):
            return True
    return False


def _led_by_power(value: Expression) -> bool:
    match value:
        case Operation("^"):
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
