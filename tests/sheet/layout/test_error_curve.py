"""The error curve against the engine: curve, slopes, the steps, and what a reader types."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bpsheet.parser import parse
from bpsheet.sheet.layout.error_curve import places as at
from bpsheet.sheet.workbook import Sheet
from bpsheet.template import Computation, Data, Network, Parameters, Training
from tests.sheet.layout.shown import (
    CIRCUIT,
    LINE,
    ONE_WEIGHT,
    SHOWN,
    mean_loss,
    mean_slope,
    parameters_shown,
    typed,
)
from tests.workbook.scenario import Scenario

by_name = pytest.mark.parametrize("scenario", SHOWN, ids=lambda scenario: scenario.name)


def column(sheet: Sheet, column: int, top: int, rows: int) -> np.ndarray:
    return np.array([sheet.value(row, column) for row in range(top, top + rows)], float)


def listed(sheet: Sheet) -> list[str]:
    names, row = [], at.SHOWN_ROW
    while (name := sheet.value(row, at.LIST_NAME)) is not None:
        names.append(str(name))
        row += 1
    return names


def chosen(scenario: Scenario, sheet: Sheet) -> int:
    name = sheet.value(at.CHOSEN_NAME.row, at.CHOSEN_NAME.column)
    return scenario.template.names.parameters.index(str(name))


def check(scenario: Scenario, sheet: Sheet) -> None:
    """Compare all points with the engine."""
    place, parameters = chosen(scenario, sheet), parameters_shown(scenario)
    rows = at.BOTTOM - at.SHOWN_ROW + 1
    values = column(sheet, at.PLACE, at.SHOWN_ROW, rows)
    moved = np.tile(parameters, (rows, 1))
    moved[:, place] = values
    losses = column(sheet, at.LOSS, at.SHOWN_ROW, rows)
    np.testing.assert_allclose(losses, mean_loss(scenario, moved), rtol=1e-11)
    sloped = at.CURVE_TOP - at.SHOWN_ROW
    slopes = column(sheet, at.SLOPE, at.SHOWN_ROW, sloped)
    right = [mean_slope(scenario, one, place) for one in moved[:sloped]]
    np.testing.assert_allclose(slopes, right, rtol=1e-5, atol=1e-8)


@by_name
def test_every_point_is_the_engines(scenario: Scenario) -> None:
    sheet = scenario.workbook.sheet("Error curve")
    assert listed(sheet) == list(scenario.template.trained)
    check(scenario, sheet)
    shown = parameters_shown(scenario)[chosen(scenario, sheet)]
    assert sheet.value(at.SHOWN_ROW, at.PLACE) == pytest.approx(shown)


@by_name
def test_the_steps_go_against_the_slope(scenario: Scenario) -> None:
    sheet = scenario.workbook.sheet("Error curve")
    values = column(sheet, at.PLACE, at.PATH_TOP, at.STEPS + 1)
    slopes = column(sheet, at.SLOPE, at.PATH_TOP, at.STEPS + 1)
    assert values[0] == sheet.value(at.SHOWN_ROW, at.PLACE)
    expected = values[:-1] - scenario.rates[scenario.rate_number] * slopes[:-1]
    np.testing.assert_allclose(values[1:], expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["w1", "w4", "w6"])
def test_any_parameter_can_be_chosen(name: str) -> None:
    scenario = SHOWN[0]
    place = at.CHOSEN_NAME.row, at.CHOSEN_NAME.column
    sheet = typed(scenario.workbook, "Error curve", {place: name})
    assert chosen(scenario, sheet) == scenario.template.names.parameters.index(name)
    assert name in str(sheet.value(1, 0))
    check(scenario, sheet)


def test_what_the_reader_types_is_used() -> None:
    numbers = {(at.CHOICE_TOP + 1 + line, 1): value for line, value in enumerate((3, 2, -4, 7))}
    sheet = typed(SHOWN[0].workbook, "Error curve", numbers)
    curve = column(sheet, at.PLACE, at.CURVE_TOP, at.POINTS)
    np.testing.assert_allclose(curve, np.linspace(1, 5, at.POINTS))
    assert [sheet.value(row, at.PLACE) for row in at.ROW_OF.values()] == [-4, 7]
    check(SHOWN[0], sheet)


def test_far_from_where_exp_overflows_there_is_still_a_curve() -> None:
    sheet = typed(SHOWN[0].workbook, "Error curve", {(at.HALF_WIDTH.row, 1): 1e5})
    check(SHOWN[0], sheet)


@pytest.mark.parametrize("scenario", [SHOWN[1], SHOWN[3]], ids=["one weight", "line"])
def test_a_and_b_stand_on_both_sides_of_the_minimum(scenario: Scenario) -> None:
    sheet = scenario.workbook.sheet("Error curve")
    top = at.SUMMARY_TOP
    words = [[sheet.value(top + line, column) for line in (3, 6)] for column in (1, 2)]
    assert words == [["negative ↘", "grow →"], ["positive ↗", "shrink ←"]]
    slopes = column(sheet, at.SLOPE, at.ROW_OF["A"], 2)
    changes = [sheet.value(top + 5, column) for column in (1, 2)]
    assert changes == list(-scenario.rates[scenario.rate_number] * slopes)


def test_tangents_touch_and_arrows_lead_downhill() -> None:
    sheet, row = SHOWN[1].workbook.sheet("Error curve"), at.TABLE_TOP
    for point_row in at.ROW_OF.values():
        place, loss, slope = (
            column(sheet, n, point_row, 1)[0] for n in (at.PLACE, at.LOSS, at.SLOPE)
        )
        (x1, x2), (y1, y2) = (column(sheet, at.SHAPES_LEFT + side, row + 1, 2) for side in range(2))
        assert (y2 - y1) / (x2 - x1) == pytest.approx(slope)
        assert ((x1 + x2) / 2, (y1 + y2) / 2) == pytest.approx((place, loss))
        start, tip = column(sheet, at.SHAPES_LEFT, row + 4, 2)
        assert start == place
        assert np.sign(tip - start) == -np.sign(slope)
        row += 9


def test_steps_that_leave_the_part_shown_are_not_drawn() -> None:
    wild = replace(ONE_WEIGHT, training=replace(ONE_WEIGHT.training, learning_rates=(0.1, 3.0)))
    scenario = Scenario("wild", wild, {"rate η": 3.0})
    sheet = scenario.workbook.sheet("Error curve")
    left, right = (sheet.value(row, at.PLACE) for row in (at.CURVE_TOP, at.BOTTOM))
    drawn = column(sheet, at.DRAWN_PLACE, at.PATH_TOP, at.STEPS + 1)
    values = column(sheet, at.PLACE, at.PATH_TOP, at.STEPS + 1)
    left_at = int(np.argmax((values < left) | (values > right)))
    assert left_at > 0
    np.testing.assert_array_equal(drawn[:left_at], values[:left_at])
    assert set(drawn[left_at:]) == {values[left_at - 1]}
    assert sheet.value(at.SUMMARY_TOP + 9, 1) == f"leave the part shown at step {left_at}"


def test_minima_are_found() -> None:
    sheet = Scenario("line", LINE).workbook.sheet("Error curve")
    inputs, targets = (np.array(rows)[:, 0] for rows in (LINE.data.inputs, LINE.data.targets))
    slope = np.sum((targets - 0.44) * inputs) / np.sum(inputs**2)
    assert column(sheet, at.LIST_MINIMUM, at.SHOWN_ROW, 2) == pytest.approx(
        [slope, np.mean(targets - 0.63 * inputs)], abs=1e-4
    )


def test_a_curve_that_levels_off_has_no_minimum() -> None:
    sheet = Scenario("classic", SHOWN[0].built).workbook.sheet("Error curve")
    found = [sheet.value(at.SHOWN_ROW + row, at.LIST_MINIMUM) for row in range(8)]
    assert found[:4] == ["none near"] * 4
    assert all(isinstance(value, float) for value in found[4:])


def test_a_large_network_gets_a_remark_instead() -> None:
    large = replace(
        ONE_WEIGHT,
        model=Network((90, 2), ("linear",)),
        data=Data(((0.1,) * 90,), ((0.1, 0.2),)),
        parameters=Parameters((0.01,) * 180),
    )
    sheet = Scenario("large", large).workbook.sheet("Error curve")
    assert "too large" in str(sheet.value(1, 0))
    assert not sheet.charts


@pytest.mark.parametrize(("start", "rate", "steps"), [(-0.66, 0.28, 18), (0.3, 0.5, 10)])
def test_a_step_onto_the_very_end_is_still_drawn(start: float, rate: float, steps: int) -> None:
    """Programs round in different ways, and must draw the same."""
    straight = replace(
        CIRCUIT,
        model=Computation((("L", parse("w + x*y")),), ("x", "y"), ("w",)),
        parameters=Parameters((start,)),
        training=Training((rate,), epochs=2),
    )
    sheet = Scenario("straight", straight).workbook.sheet("Error curve")
    assert column(sheet, at.DRAWN, at.PATH_TOP, at.STEPS + 1).sum() == 1 + steps
