"""Columns without a readable label, placed by their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bpsheet.catalogue import load_template
from bpsheet.checker.locate import complete, locate
from bpsheet.checker.located import Table
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import Graph
from bpsheet.model.network import forward_graph
from bpsheet.model.training import training_graph
from tests.checker.books import book_of, cells_of
from tests.checker.locate.hand_built import HAND_BUILT, ROWS


@pytest.fixture(scope="module")
def graph() -> Graph:
    template = load_template("classic")
    derivation = Derivation(forward_graph(template), template.names, template.trained)
    return training_graph(template, derivation)


def _completed(
    graph: Graph, labels: Sequence[str | None], rows: Sequence[Sequence[float]] = ROWS
) -> Table:
    book = book_of({"S": cells_of([labels, *rows])})
    (table,) = locate(book, None, {}, None)
    return complete(table, graph)


def _places(table: Table) -> dict[str, int]:
    return {name: found.column for name, found in table.columns.items()}


IN_ORDER = {name: column for column, name in enumerate(HAND_BUILT)}


@pytest.mark.parametrize("missing", [("a_h1",), ("E2", "E_total"), HAND_BUILT[23:], ("h1", "o2")])
def test_missing_labels_are_made_good_by_numbers(graph: Graph, missing: Sequence[str]) -> None:
    labels = [None if name in missing else name for name in HAND_BUILT]
    table = _completed(graph, labels)
    assert _places(table) == IN_ORDER
    assert {table.columns[name].how for name in missing} == {"numbers"}
    assert table.others == ()


def test_labels_that_say_nothing_are_made_good_too(graph: Graph) -> None:
    labels = [f"column {name}" if name.startswith("∂") else name for name in HAND_BUILT]
    table = _completed(graph, labels)
    assert _places(table) == IN_ORDER
    assert table.columns["∂E/∂w5"].label == "column ∂E/∂w5"


def test_a_column_named_as_a_change_that_holds_the_gradient_is_the_gradient(graph: Graph) -> None:
    labels = [name.replace("∂E/∂", "Δ") for name in HAND_BUILT]
    assert _places(_completed(graph, labels)) == IN_ORDER


def test_a_column_that_holds_the_change_itself_is_no_gradient(graph: Graph) -> None:
    labels = [*HAND_BUILT[:23], *(name.replace("∂E/∂", "Δ") for name in HAND_BUILT[23:])]
    rows = [[*row[:23], *(-0.5 * gradient for gradient in row[23:])] for row in ROWS]
    table = _completed(graph, labels, rows)
    assert "∂E/∂w5" not in table.columns
    assert table.columns["Δw5"].column == 27


def test_rounded_numbers_are_still_known(graph: Graph) -> None:
    labels = [None if name.startswith("∂") else name for name in HAND_BUILT]
    rows = [[round(number, 6) for number in row] for row in ROWS]
    places = _places(_completed(graph, labels, rows))
    assert {name: places[name] for name in ("∂E/∂w5", "∂E/∂w8")} == {"∂E/∂w5": 27, "∂E/∂w8": 30}


def test_other_numbers_are_left_alone(graph: Graph) -> None:
    labels = [None if name == "E_total" else name for name in HAND_BUILT]
    rows = [[*row[:22], 7.5, *row[23:]] for row in ROWS]
    table = _completed(graph, labels, rows)
    assert "E_total" not in table.columns
    assert [other.column for other in table.others] == [22]


def test_a_wrong_gradient_between_two_right_ones_is_placed_between_them(graph: Graph) -> None:
    labels = [None if name.startswith("∂") else name for name in HAND_BUILT]
    rows = [[*row[:25], 1.1 * row[25], *row[26:]] for row in ROWS]
    table = _completed(graph, labels, rows)
    assert table.columns["∂E/∂w3"].column == 25
    assert table.columns["∂E/∂w3"].sure == "guess"
