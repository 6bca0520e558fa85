"""The gradient vector against the engine's gradients and updates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bpsheet.sheet.layout.gradient_vector import places as at
from bpsheet.sheet.workbook import Sheet, Value
from tests.sheet.layout.shown import (
    ONE_WEIGHT,
    SHOWN,
    mean_slope,
    parameters_shown,
    typed,
)
from tests.workbook.scenario import Scenario

by_name = pytest.mark.parametrize("scenario", SHOWN, ids=lambda scenario: scenario.name)


def table(sheet: Sheet) -> tuple[list[Value], list[list[Value]]]:
    """Return the headings and the lines of the table of parameters."""
    top = next(row for row in range(60) if sheet.value(row, 0) == "parameter")
    columns = range(max(column for _, column in sheet.cells) + 1)
    lines, row = [], top + 1
    while sheet.value(row, 0) is not None:
        lines.append([sheet.value(row, column) for column in columns])
        row += 1
    return [sheet.value(top, column) for column in columns], lines


def column(sheet: Sheet, heading: str) -> list[Value]:
    headings, lines = table(sheet)
    return [line[headings.index(heading)] for line in lines]


def after_update(scenario: Scenario) -> np.ndarray:
    """Return the parameters after the update that the step shown goes into."""
    trace = scenario.trace
    later = np.flatnonzero(trace.update > trace.update[scenario.step])
    run = scenario.rate_number
    return np.asarray(trace.parameters[run, later[0]] if later.size else trace.final[run])


@by_name
def test_values_and_steps_are_the_engines(scenario: Scenario) -> None:
    sheet = scenario.workbook.sheet("Gradient vector")
    trained = [scenario.template.names.parameters.index(n) for n in scenario.template.trained]
    assert column(sheet, "parameter") == list(scenario.template.trained)
    shown, after = parameters_shown(scenario)[trained], after_update(scenario)[trained]
    np.testing.assert_allclose(np.array(column(sheet, "value"), float), shown, rtol=1e-13)
    np.testing.assert_allclose(np.array(column(sheet, "w + Δw"), float), after, rtol=1e-12)
    headings, lines = table(sheet)
    change = next(n for n, heading in enumerate(headings) if str(heading).startswith("Δw"))
    changes = np.array([line[change] for line in lines], float)
    np.testing.assert_allclose(changes, after - shown, atol=1e-15)
    following = column(sheet, "in the next row")
    if scenario.trace.update[scenario.step] == scenario.trace.update[-1]:
        assert following == ["last row"] * len(trained)
    else:
        np.testing.assert_allclose(np.array(following, float), after, rtol=1e-12)


@pytest.mark.parametrize("name", ["line", "classic", "circuit"])
def test_the_vector_is_the_gradient_of_what_is_made_small(name: str) -> None:
    scenario = next(scenario for scenario in SHOWN if scenario.name == name)
    sheet, parameters = scenario.workbook.sheet("Gradient vector"), parameters_shown(scenario)
    slopes = np.array([mean_slope(scenario, parameters, n) for n in range(len(parameters))])
    headings, _ = table(sheet)
    components = next(str(h) for h in headings if str(h).startswith("|∂"))
    np.testing.assert_allclose(
        np.array(column(sheet, components), float), np.abs(slopes), rtol=1e-5
    )
    summary = {
        str(sheet.value(at.SUMMARY_TOP + line, left)): sheet.value(at.SUMMARY_TOP + line, left + 2)
        for line in range(5)
        for left in (0, at.SUMMARY_LEFT)
    }
    letter = "C" if name == "line" else scenario.template.names.error
    assert summary[f"length of ∇{letter}"] == pytest.approx(np.linalg.norm(slopes), rel=1e-5)
    largest = scenario.template.names.parameters[int(np.argmax(np.abs(slopes)))]
    assert summary["it belongs to"] == largest


def test_names_stand_side_by_side_in_two_spellings() -> None:
    sheet = SHOWN[0].workbook.sheet("Gradient vector")
    assert column(sheet, "indexed")[:3] == ["W⁽¹⁾₁₁", "W⁽¹⁾₂₁", "W⁽¹⁾₁₂"]
    assert (column(sheet, "from")[1], column(sheet, "to")[1]) == ("i2", "h1")
    assert (column(sheet, "layer k")[4], column(sheet, "layer k + 1")[4]) == (2, 3)
    indexed = replace(ONE_WEIGHT, model=replace(ONE_WEIGHT.network, notation="indexed"))
    other = Scenario("indexed", indexed).workbook.sheet("Gradient vector")
    assert column(other, "hand-built") == ["w1"]


def test_the_picture_follows_the_chosen_weight() -> None:
    scenario = SHOWN[0]
    place = at.CHOSEN_NAME.row, at.CHOSEN_NAME.column
    sheet = typed(scenario.workbook, "Gradient vector", {place: "w6"})
    run, step, trace = scenario.rate_number, scenario.step, scenario.trace

    def number(name: str) -> float:
        return float(trace.column(name)[run, step])

    for row, column, name in (
        (at.BOX, at.NODE_I, "a_h2"),
        (at.BOX, at.WEIGHT, "w6"),
        (at.BOX, at.NODE_J, "o1"),
        (at.BOX + 1, at.NODE_J, "a_o1"),
    ):
        assert sheet.value(row, column) == name
        assert sheet.value(row, column + 1) == pytest.approx(number(name), rel=1e-12)
    assert sheet.value(at.BOX + 1, at.WEIGHT + 1) == pytest.approx(number("∂E/∂w6"), rel=1e-11)
    assert [sheet.value(at.LAYER_ROW, n) for n in (at.NODE_I, at.NODE_J)] == ["layer 2", "layer 3"]


def test_only_a_halved_square_is_asked_why() -> None:
    def text(scenario: Scenario) -> str:
        return " ".join(
            str(c.value) for c in scenario.workbook.sheet("Gradient vector").cells.values()
        )

    words = {scenario.name: "Why the ½" in text(scenario) for scenario in SHOWN}
    assert words["classic"] and words["one weight"]
    assert not (words["line"] or words["xor"] or words["circuit"])


def test_after_a_rate_has_run_away_the_summary_says_so() -> None:
    wild = replace(ONE_WEIGHT.training, learning_rates=(1e6,), epochs=80)
    scenario = Scenario("wild", replace(ONE_WEIGHT, training=wild), {"step": 79})
    sheet = scenario.workbook.sheet("Gradient vector")
    assert sheet.value(at.SUMMARY_TOP + 1, at.SUMMARY_LEFT + 2) == "diverged"
    assert sheet.value(at.SUMMARY_TOP + 4, at.SUMMARY_LEFT + 2) == ""
