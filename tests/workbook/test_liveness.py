"""What follows a number that a reader types, beyond the cells: words, titles and curves."""

from __future__ import annotations

import re

import pytest

from bpsheet.sheet.workbook import Value
from tests.applications import Values, alike
from tests.office_contents import charts
from tests.workbook.claims.quantities import in_words
from tests.workbook.scenario import FORMATS, Calculated, Poisoned, Scenario
from tests.workbook.scenarios import SEVERAL, TYPED

BY_NAME = {scenario.name: scenario for scenario in (*TYPED, *SEVERAL)}


def cells_of(found: Values, address: str) -> list[Value]:
    """Return what stands in a range of one column, such as ``lr 0.1!A13:A42``."""
    sheet, _, corners = address.rpartition("!")
    (column, first), (_, last) = re.findall(r"([A-Z]+)([0-9]+)", corners + ":" + corners)[:2]
    rows = range(int(first), int(last) + 1)
    return [found[sheet].get(f"{column}{row}") for row in rows]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("scenario", [*TYPED, *SEVERAL], ids=lambda scenario: scenario.name)
def test_every_curve_follows(
    suffix: str, scenario: Scenario, calculated: Calculated, poisoned: Poisoned
) -> None:
    found = calculated(scenario)
    points = list(range(scenario.losses.shape[1]))
    curves = {
        in_words(rate): losses
        for rate, losses in zip(scenario.rates, scenario.losses.tolist(), strict=True)
    }
    named = rf"(?:when learning rate is |{scenario.trace.names.learning_rate} = |yours: )(.+)"
    seen = []
    for chart in charts(poisoned(scenario)[suffix]):
        for series in chart.series:
            [name] = cells_of(found, series.name)
            if rate := re.fullmatch(named, str(name)):
                losses = cells_of(found, series.y)
                assert cells_of(found, series.x) == points
                assert all(map(alike, losses, curves[rate[1]]))
                seen.append(rate[1])
    # on a rate's own sheet, and on Compare in the small chart and the two large ones
    assert sorted(seen) == sorted([*curves] * 4)


@pytest.mark.parametrize(
    ("name", "sheet", "words"),
    [
        ("a learning rate", "lr 0.1", "Built for 0.1; the Overview now says 0.3."),
        ("a learning rate", "lr 0.1", "when learning rate is 0.3"),
        ("a learning rate", "Overview", "no longer in the table: its first rate is shown"),
        ("a learning rate", "Derivation", "with the numbers of step 7 at learning rate 0.3"),
        ("a rate of one's own", "lr yours", "when learning rate is 7.25"),
        ("a rate of one's own", "Compare", "yours: 7.25"),
        ("a rate of one's own", "Gradient check", "at step 11 of learning rate 7.25"),
        ("inputs, targets and weights", "lr 0.1", "another rate"),
        ("saturated outputs", "Overview", "stuck"),
        ("all at once, mean squared error, other names", "lr yours", "when learning rate is 0.65"),
        ("one by one, momentum", "lr 0.5", "Built for 0.5; the Overview now says 0.25."),
        ("one by one, momentum", "Derivation", "with the numbers of step 19 at learning rate 2"),
    ],
)
def test_words_follow(name: str, sheet: str, words: str, calculated: Calculated) -> None:
    found = calculated(BY_NAME[name])
    assert words in found[sheet].values()


def test_no_note_without_a_reason(calculated: Calculated) -> None:
    for name in ("a rate of one's own", "inputs, targets and weights"):
        found = calculated(BY_NAME[name])
        words = {value for cells in found.values() for value in cells.values()}
        assert not any("Built for" in str(each) or "no longer" in str(each) for each in words)
