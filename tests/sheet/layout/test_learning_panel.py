"""The learning panel against the engine: its dials, its predictions and the cost so far."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bpsheet import engine
from bpsheet.sheet.layout.learning_panel import PARAMETERS_LEFT
from bpsheet.sheet.layout.learning_panel.places import WORK_LEFT, WORK_TOP
from bpsheet.sheet.workbook import Sheet, Value
from bpsheet.template import Data
from tests.sheet.layout.shown import LINE, ONE_WEIGHT, SHOWN, parameters_shown
from tests.workbook.scenario import Scenario

by_name = pytest.mark.parametrize("scenario", SHOWN, ids=lambda scenario: scenario.name)
layered = pytest.mark.parametrize(
    "scenario",
    [scenario for scenario in SHOWN if scenario.built.layered],
    ids=lambda scenario: scenario.name,
)


def dials(sheet: Sheet) -> dict[str, Value]:
    """Return what stands on the panel's dials, by their labels."""
    return {
        str(cell.value): sheet.value(row, column + 1)
        for (row, column), cell in sheet.cells.items()
        if column in (1, 3) and isinstance(cell.value, str)
    }


def column(sheet: Sheet, heading: str) -> np.ndarray:
    """Return the numbers below a heading of the tables beside the panel."""
    (left,) = (
        place
        for (row, place), cell in sheet.cells.items()
        if row == WORK_TOP - 1 and place >= WORK_LEFT and cell.value == heading
    )
    values, row = [], WORK_TOP
    while (value := sheet.value(row, left)) is not None:
        values.append(value)
        row += 1
    return np.array(values, float)


@by_name
def test_the_dials_show_the_step(scenario: Scenario) -> None:
    found = dials(scenario.workbook.sheet("Learning panel"))
    names, trace, run = scenario.template.names, scenario.trace, scenario.rate_number
    assert found["Step"] == scenario.step
    assert found["Current epoch"] == trace.epoch[scenario.step]
    assert found[f"Learning rate {names.learning_rate}"] == scenario.rates[run]
    cost = found["Current cost" if scenario.built.several else "Current loss"]
    assert cost == pytest.approx(trace.cost[run, trace.epoch[scenario.step]], rel=1e-12)
    for name, value in zip(names.parameters, parameters_shown(scenario), strict=True):
        (shown,) = (number for label, number in found.items() if label.endswith(f" {name}"))
        assert shown == pytest.approx(value, rel=1e-13)


@layered
def test_predictions_use_the_parameters_shown(scenario: Scenario) -> None:
    sheet, names = scenario.workbook.sheet("Learning panel"), scenario.template.names
    samples = range(scenario.template.samples)
    parameters = parameters_shown(scenario)
    losses = [engine.loss_at(scenario.template, parameters, sample) for sample in samples]
    np.testing.assert_allclose(column(sheet, names.total), losses, rtol=1e-11)
    for name, target in zip(
        names.targets, np.transpose(scenario.template.data.targets), strict=True
    ):
        np.testing.assert_array_equal(column(sheet, name), target)
    own = scenario.trace.sample[scenario.step]
    for name in names.layers[-1].activations:
        right = scenario.trace.column(name)[scenario.rate_number, scenario.step]
        assert column(sheet, name)[own] == pytest.approx(right, rel=1e-12)


@by_name
def test_the_cost_so_far_ends_at_the_point_shown(scenario: Scenario) -> None:
    sheet, trace = scenario.workbook.sheet("Learning panel"), scenario.trace
    shown = int(trace.epoch[scenario.step])
    points = np.minimum(np.arange(trace.cost.shape[1]), shown)
    np.testing.assert_array_equal(column(sheet, scenario.point), points)
    right = trace.cost[scenario.rate_number, points]
    np.testing.assert_allclose(column(sheet, "cost so far"), right, rtol=1e-12)


def test_the_cost_of_validation_goes_along() -> None:
    scenario = next(scenario for scenario in SHOWN if scenario.name == "line")
    sheet, shown = scenario.workbook.sheet("Learning panel"), 2
    right = scenario.trace.validation_cost[scenario.rate_number]
    points = np.minimum(np.arange(LINE.training.epochs), shown)
    np.testing.assert_allclose(column(sheet, "validation"), right[points], rtol=1e-12)
    assert dials(sheet)["On validation"] == pytest.approx(right[shown], rel=1e-12)


def test_a_long_training_is_drawn_at_some_of_its_steps() -> None:
    long = replace(ONE_WEIGHT, training=replace(ONE_WEIGHT.training, epochs=1001))
    scenario = Scenario("long", long, {"step": 503})
    steps = column(scenario.workbook.sheet("Learning panel"), "step")
    assert len(steps) <= 201
    assert list(steps[:3]) == [0, 5, 10]
    assert set(steps[101:]) == {503}


def test_of_very_many_samples_the_first_are_computed() -> None:
    many = tuple((n / 300,) for n in range(300))
    scenario = Scenario("many", replace(LINE, data=Data(many, many)))
    sheet = scenario.workbook.sheet("Learning panel")
    assert len(column(sheet, "a_o1")) == 200
    assert "200 of 300 samples" in str(sheet.value(2, WORK_LEFT))


def test_all_parameters_stand_beside_the_panel() -> None:
    sheet = SHOWN[0].workbook.sheet("Learning panel")
    names = [sheet.value(WORK_TOP + n, PARAMETERS_LEFT) for n in range(8)]
    assert names == [f"w{n}" for n in range(1, 9)]


def test_a_computation_has_no_predictions() -> None:
    scenario = next(scenario for scenario in SHOWN if scenario.name == "circuit")
    titles = [chart.title for chart in scenario.workbook.sheet("Learning panel").charts]
    assert titles == ["L so far"]
