"""Any small network or computation: real programs calculate what the engine does, cell by cell."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from bpsheet import engine
from bpsheet.expression import Operation, walk
from bpsheet.model.training import training_graph
from bpsheet.notations import Notation
from bpsheet.template import VIEWS, Computation, Template
from bpsheet.verbs.build import build
from bpsheet.verbs.derive import derive
from tests.applications import Values, ironcalc_values, libreoffice_values
from tests.examples import computations, every_kind
from tests.expressions import in_python
from tests.smooth import smooth_rows
from tests.workbook.comparison import Wrong, wrong_cells, wrong_numbers
from tests.workbook.scenario import FORMATS, Poisoned, Scenario

VIEW_SHEETS = tuple(view.replace("-", " ").capitalize() for view in VIEWS)

repeatable = settings(
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a smaller example is not worth minutes
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a worked example in any notation, with all further sheets or none."""
    template = draw((every_kind(get_args(Notation)) | computations()).filter(begins_on_a_slope))
    views: tuple[str, ...] = draw(st.sampled_from(((), VIEWS)))
    return scenario_of(replace(template, views=views))


def begins_on_a_slope(template: Template) -> bool:
    """Return whether the first update has a gradient: no kink, and more than rounding errors."""
    trace = engine.train(template)
    mean = trace.gradients[0, trace.update == 0].mean(axis=0)
    smooth = template.layered or (0, 0) in smooth_rows(derive(template).graph, trace)
    return smooth and bool(np.abs(mean).max() > 1e-6)


def scenario_of(template: Template) -> Scenario:
    steps = template.model.steps if isinstance(template.model, Computation) else ()
    return Scenario("random", template, written={name: in_python(value) for name, value in steps})


def wrong(found: Values, scenario: Scenario) -> list[Wrong]:
    """Return the cells that are wrong; the engine says nothing of the further sheets."""
    spoken_of = {name: cells for name, cells in found.items() if name not in VIEW_SHEETS}
    return wrong_numbers(spoken_of, scenario) + wrong_cells(found, scenario)


def lost_by_ironcalc(scenario: Scenario) -> bool:
    """Return whether a formula is like −(a²·b), whose brackets IronCalc loses as it opens a file."""
    graph = training_graph(scenario.built, derive(scenario.built))
    return any(
        isinstance(part, Operation) and part.operator == "negative" and _led_by_power(part)
        for quantity in graph
        if quantity.definition is not None
        for part in walk(quantity.definition)
    )


def _led_by_power(negative: Operation) -> bool:
    (part,) = negative.operands
    while isinstance(part, Operation) and part.operator in ("*", "/"):
        part = part.operands[0]
    return isinstance(part, Operation) and part.operator == "^" and part not in negative.operands


@settings(repeatable, max_examples=25)
@given(scenarios())
def test_ironcalc_calculates_the_engine_s_numbers(scenario: Scenario) -> None:
    assume(not lost_by_ironcalc(scenario))
    with tempfile.TemporaryDirectory() as folder:
        built = build(scenario.built, folder, formats=["xlsx"]).files
        found = ironcalc_values(scenario.typed_into(built, Path(folder))[".xlsx"])
    assert not wrong(found, scenario)


def sample(count: int) -> list[Scenario]:
    """Return scenarios drawn at random, the same ones every time."""
    drawn: list[Scenario] = []

    @settings(repeatable, max_examples=5 * count)
    @given(scenarios())
    def draw(scenario: Scenario) -> None:
        drawn.append(scenario)

    draw()
    return drawn[4::5]  # the first are the smallest


@pytest.mark.office
def test_libreoffice_calculates_the_engine_s_numbers(poisoned: Poisoned, tmp_path: Path) -> None:
    opened = [(scenario, suffix) for scenario in sample(6) for suffix in FORMATS]
    paths = [poisoned(scenario)[suffix] for scenario, suffix in opened]
    shown = libreoffice_values(paths, tmp_path)  # all files in one run of the program
    for (scenario, _), found in zip(opened, shown, strict=True):
        assert not wrong(found, scenario), scenario.built
