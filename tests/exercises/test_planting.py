"""Slips that exercises hide: they show, they can be found again, and nothing else is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.examine import examine
from bpsheet.checker.rules import code_of
from bpsheet.checker.slip import Slip
from bpsheet.errors import InputError
from bpsheet.exercises.asked import asked_names, with_rows
from bpsheet.exercises.exercise import (
    Exercise,
    PlantedSlip,
    Student,
    graph_of,
    is_computed,
    quantities_of,
)
from bpsheet.exercises.planting import likely_slips, planted, runs_with_slips, slip_of
from bpsheet.exercises.secret import Choices
from bpsheet.model.graph import Graph, Scope
from tests.checker.planting import planted_book, simulated

ROWS = 6
ONE_SAMPLE = ("classic", "mazur", "han-kamber", "deep", "softmax", "gates", "optimizer-adam")


def exercise_of(name: str, rows: int, student: str, count: int = 1) -> Exercise:
    """Return an exercise with slips to find in the numbers of a bundled template."""
    template = with_rows(load_template(name), rows)
    slips = planted(template, rows, Choices(b"secret", student), count)
    order = tuple(quantity.name for quantity in quantities_of(template))
    who = Student(student)
    return Exercise("id", who, "find-the-slip", template, rows, (), order, slips)


def wrong_graph(graph: Graph, slips: Mapping[str, Slip]) -> Graph:
    """Return a graph in which the slips stand, without regard to the order of its names."""
    wrong = object.__new__(Graph)
    quantities = [
        quantity
        if quantity.name not in slips
        else replace(quantity, following=slips[quantity.name].expression)
        if quantity.scope is Scope.CARRIED
        else replace(quantity, definition=slips[quantity.name].expression)
        for quantity in graph
    ]
    object.__setattr__(wrong, "quantities", tuple(quantities))
    return wrong


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize(("rows", "count"), [(1, 1), (2, 2), (12, 3)])
def test_only_the_columns_with_slips_are_wrong_and_each_by_one_percent(
    name: str, rows: int, count: int
) -> None:
    exercise = exercise_of(name, rows, "s001", count)
    assert len({slip.quantity for slip in exercise.slips}) == count
    runs = runs_with_slips(exercise)
    wrong: dict[str, float] = {}
    for row in range(exercise.count):
        kind = exercise.table.kinds[exercise.table.kind_of_row[row]]
        for quantity in exercise.graph:
            if not is_computed(quantity, kind, exercise.table):
                continue
            found = runs.columns[quantity.name][0, row]
            right = runs.right(quantity.name, row)[0]
            carried = quantity.scope is Scope.CARRIED
            size = right - runs.columns[quantity.name][0, row - 1] if carried else right
            with np.errstate(divide="ignore"):
                off = abs(found - right) / abs(size) if found != right else 0.0
            wrong[quantity.name] = max(off, wrong.get(quantity.name, 0.0))
    assert {name for name, off in wrong.items() if off > 0} == {s.quantity for s in exercise.slips}
    assert all(wrong[slip.quantity] >= 0.01 for slip in exercise.slips)


@pytest.mark.parametrize("name", BUNDLED)
def test_without_a_slip_the_table_is_right(name: str) -> None:
    exercise = replace(exercise_of(name, 4, "s001"), slips=())
    runs = runs_with_slips(exercise)
    expected = simulated(exercise.template, exercise.graph, exercise.count)
    for quantity, numbers in expected.items():
        np.testing.assert_allclose(runs.columns[quantity][0], numbers, rtol=1e-12)


@pytest.mark.parametrize("name", ONE_SAMPLE)
@pytest.mark.parametrize("student", ["s001", "s002", "s003", "s004"])
def test_a_check_names_a_planted_slip(name: str, student: str) -> None:
    exercise = exercise_of(name, ROWS, student)
    (slip,) = exercise.slips
    graph = wrong_graph(exercise.graph, {slip.quantity: slip_of(slip, exercise.graph)})
    table = {name: column[0] for name, column in runs_with_slips(exercise).columns.items()}
    report = examine(planted_book(exercise.template, graph, table, "formulas"), None, {}, None)
    serious = [one for one in report.diagnostics if one.severity > Severity.NOTE]
    code = code_of(slip.kind, exercise.graph[slip.quantity].role)
    assert (serious[0].quantity, serious[0].code) == (slip.quantity, code)
    assert serious[0].message == f"{slip.quantity} {slip.words}"


@pytest.mark.parametrize("name", BUNDLED)
def test_a_slip_that_may_be_planted_is_found_again_by_its_words(name: str) -> None:
    graph = graph_of(load_template(name))
    for quantity in quantities_of(load_template(name)):
        if quantity.scope in (Scope.GIVEN, Scope.SAMPLE):
            continue
        slips = likely_slips(quantity, graph)
        assert len({(slip.kind, slip.words) for slip in slips}) == len(slips) > 0
        assert {code_of(slip.kind, quantity.role) for slip in slips}
        last = slips[-1]
        assert slip_of(PlantedSlip(quantity.name, last.kind, last.words), graph) == last


@pytest.mark.parametrize(
    "slip",
    [
        PlantedSlip("w9", "wrong-sign", "has the opposite sign"),
        PlantedSlip("h1", "wrong-sign", "is green"),
        PlantedSlip("h1", "wrong-row", "takes all its numbers from the row before"),
    ],
)
def test_a_slip_that_is_not_known_is_refused(slip: PlantedSlip) -> None:
    with pytest.raises(InputError, match="hand out the exercises anew"):
        slip_of(slip, graph_of(load_template("classic")))


def test_slips_differ_between_students_and_are_of_many_kinds() -> None:
    slips = Counter(exercise_of("classic", 2, f"s{number}").slips for number in range(60))
    assert len(slips) > 50
    assert len({slip.kind for (slip,) in slips}) >= 6
    assert len({slip.quantity for (slip,) in slips}) >= 15


def test_the_same_choices_plant_the_same_slips() -> None:
    assert exercise_of("deep", 2, "s001", 2).slips == exercise_of("deep", 2, "s001", 2).slips


@pytest.mark.parametrize("student", ["s001", "s002", "s003"])
def test_slips_keep_to_the_quantities_that_they_may_be_in(student: str) -> None:
    template, choices = with_rows(load_template("classic"), 3), Choices(b"secret", student)
    slips = planted(template, 3, choices, 3, among=asked_names(template, "updates"))
    assert {slip.quantity for slip in slips} <= set(template.names.weights)


def test_more_slips_than_show_are_refused() -> None:
    with pytest.raises(InputError, match=r"room for [1-5] slips that show, not 50; ask for fewer"):
        exercise_of("error-curve", 1, "s001", 50)
