"""Any small network: the workbook calculates what the engine does, cell by cell."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bpsheet.template import Data, Template
from bpsheet.verbs.build import build
from tests.applications import ironcalc_values
from tests.examples import templates
from tests.workbook.comparison import wrong_cells, wrong_numbers
from tests.workbook.scenario import Scenario


@st.composite
def one_sample_templates(draw: st.DrawFn) -> Template:
    """Draw a worked example that has a workbook: one with a single sample."""
    template = draw(templates())
    return replace(
        template,
        data=Data(template.data.inputs[:1], template.data.targets[:1]),
        training=replace(template.training, batch=1),
        gradients=draw(st.sampled_from(("expanded", "staged"))),
    )


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller example is not worth minutes
    suppress_health_check=[HealthCheck.too_slow],
)
@given(one_sample_templates())
def test_ironcalc_calculates_the_engine_s_numbers(template: Template) -> None:
    scenario = Scenario("random", template)
    with tempfile.TemporaryDirectory() as folder:
        built = build(template, folder, formats=["xlsx"]).files
        found = ironcalc_values(scenario.typed_into(built, Path(folder))[".xlsx"])
    assert not wrong_numbers(found, scenario)
    assert not wrong_cells(found, scenario)
