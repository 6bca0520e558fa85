"""Any small network or computation: real programs calculate what the engine does, cell by cell."""

from __future__ import annotations

import tempfile
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from bpsheet.hyperparameters import DEFAULTS
from bpsheet.template import VIEWS
from bpsheet.verbs.build import build
from tests.applications import Values, ironcalc_values, libreoffice_values
from tests.test_combinations import PAIRS, read
from tests.workbook.comparison import Wrong, wrong_cells, wrong_numbers
from tests.workbook.drawn import misread_by_ironcalc, repeatable, sample, scenario_of, scenarios
from tests.workbook.scenario import FORMATS, Poisoned, Scenario

VIEW_SHEETS = tuple(view.replace("-", " ").capitalize() for view in VIEWS)


def wrong(found: Values, scenario: Scenario) -> list[Wrong]:
    """Return the cells that are wrong; the engine says nothing of the further sheets."""
    spoken_of = {name: cells for name, cells in found.items() if name not in VIEW_SHEETS}
    return wrong_numbers(spoken_of, scenario) + wrong_cells(found, scenario)


def calculated_by_ironcalc(scenario: Scenario) -> Values:
    with tempfile.TemporaryDirectory() as folder:
        built = build(scenario.built, folder, formats=["xlsx"]).files
        return ironcalc_values(scenario.typed_into(built, Path(folder))[".xlsx"])


@settings(repeatable, max_examples=25)
@given(scenarios())
def test_ironcalc_calculates_the_engine_s_numbers(scenario: Scenario) -> None:
    assume(not misread_by_ironcalc(scenario.workbook))
    assert not wrong(calculated_by_ironcalc(scenario), scenario)


@pytest.mark.parametrize(
    ("output", "loss", "optimizer"),
    [(*pair, optimizer) for pair, optimizer in zip(PAIRS, cycle(DEFAULTS), strict=False)],
)
def test_ironcalc_agrees_on_every_pair_and_every_optimizer(
    output: str, loss: str, optimizer: str
) -> None:
    scenario = scenario_of(read(output, loss, optimizer))
    assert not wrong(calculated_by_ironcalc(scenario), scenario)


@pytest.mark.office
def test_libreoffice_calculates_the_engine_s_numbers(poisoned: Poisoned, tmp_path: Path) -> None:
    opened = [(scenario, suffix) for scenario in sample(6) for suffix in FORMATS]
    paths = [poisoned(scenario)[suffix] for scenario, suffix in opened]
    shown = libreoffice_values(paths, tmp_path)  # all files in one run of the program
    for (scenario, _), found in zip(opened, shown, strict=True):
        assert not wrong(found, scenario), scenario.built
