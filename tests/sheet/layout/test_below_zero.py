"""The loss of an expression may fall below 0, where a network's cannot: it must still be seen."""

from __future__ import annotations

import pytest

from bpsheet.catalogue import load_template
from bpsheet.parser import parse
from bpsheet.sheet.workbook import Chart, Sheet
from bpsheet.template import Computation, Data, Parameters, Template, Training
from tests.workbook.scenario import Scenario

BELOW_ZERO = load_template("cs231n-xyz")


def one_variable(loss: str, start: float, rate: float) -> Template:
    return Template(
        name="one variable",
        title="One variable",
        model=Computation((("L", parse(loss)),), (), ("a",)),
        data=Data(((),), ((),)),
        parameters=Parameters((start,)),
        training=Training((rate,), epochs=9),
    )


def compare_sheet(template: Template) -> Sheet:
    return Scenario(template.name, template).workbook.sheet("Compare")


def scale(sheet: Sheet) -> tuple[float, float]:
    """Return the ends of the scale that all charts share."""
    row, column = next(place for place, cell in sheet.cells.items() if cell.value == "losses")
    low, high = sheet.value(row + 1, column), sheet.value(row + 2, column)
    assert isinstance(low, float) and isinstance(high, float)
    return low, high


def logarithmic(sheet: Sheet) -> list[Chart]:
    return [chart for chart in sheet.charts if chart.y_axis.logarithmic]


def test_charts_reach_down_to_the_lowest_loss() -> None:
    scenario = Scenario("below", BELOW_ZERO)
    losses = scenario.losses
    assert scale(compare_sheet(BELOW_ZERO)) == pytest.approx((losses.min(), losses.max()))
    charts = [chart for sheet in scenario.workbook.sheets for chart in sheet.charts]
    axes = [chart.y_axis for chart in charts if chart.x_axis.title == "step"]
    assert len(axes) > 6
    assert {(axis.minimum, axis.maximum) for axis in axes} == {(None, None)}


def test_a_logarithmic_axis_shows_what_is_above_zero() -> None:
    assert not logarithmic(compare_sheet(BELOW_ZERO))
    assert logarithmic(compare_sheet(one_variable("a", 1.0, 0.3)))


def test_the_scale_begins_at_zero_while_losses_stay_above() -> None:
    assert scale(compare_sheet(one_variable("a^2 + 1", 1.0, 0.1)))[0] == 0


@pytest.mark.parametrize(
    ("loss", "start", "end"),
    [
        ("a^2 - 5", 1.0, 5.0),  # from −4 to far above
        ("a^2 - 1", 1.0, None),  # from 0 to far above: no first loss to go by
    ],
)
def test_a_loss_that_runs_away_from_below_zero_leaves_the_chart(
    loss: str, start: float, end: float | None
) -> None:
    sheet = compare_sheet(one_variable(loss, start, 1.5))
    assert {chart.y_axis.maximum for chart in sheet.charts if not chart.y_axis.logarithmic} == {end}
