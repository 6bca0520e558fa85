from __future__ import annotations

import math
from typing import Any

import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.model.gates import circuit_of
from bpsheet.pages.arithmetic import Arithmetic
from bpsheet.pages.circuits import MOST_GATES, circuit_arithmetic, circuit_data
from tests.javascript import node_numbers
from tests.pages.test_walk import engine_row
from tests.pages.worked_examples import example_of, parts

DRAWN = [
    name
    for name in BUNDLED
    if len(circuit_of(example_of(name).derivation.graph).gates) <= MOST_GATES
]


def circuit(name: str) -> dict[str, Any]:
    found = parts(name).data["circuit"]
    assert isinstance(found, dict)
    return found


def test_the_teaching_examples_are_drawn_and_the_others_are_not() -> None:
    assert {"classic", "gates", "cs231n-sigmoid", "micrograd", "line"} <= set(DRAWN)
    for name in set(BUNDLED) - set(DRAWN):
        assert parts(name).data["circuit"] is None
        assert parts(name).gates == "export const gates = [];\n"


def test_the_gates_of_a_squared_error() -> None:
    boxes = circuit("gates")["boxes"]
    assert [box["symbol"] for box in boxes if not box["symbol"]] == [""] * 3
    gates = [
        (box["symbol"], [boxes[one["from"]]["name"] for one in box["inputs"]]) for box in boxes
    ]
    assert gates[3:] == [("×", ["w", "x"]), ("−", ["ŷ", "y"]), ("²", ["s"])]


@pytest.mark.parametrize("name", DRAWN)
def test_every_box_stands_after_those_it_uses(name: str) -> None:
    drawn = circuit(name)
    for number, box in enumerate(drawn["boxes"]):
        assert all(one["from"] < number for one in box["inputs"])
        assert all(drawn["boxes"][one["from"]]["layer"] < box["layer"] for one in box["inputs"])
    assert drawn["boxes"][drawn["loss"]]["place"] == parts(name).data["loss"]


@pytest.mark.parametrize("name", DRAWN)
def test_the_picture_is_within_its_size_and_no_two_boxes_are_in_one_place(name: str) -> None:
    drawn = circuit(name)
    places = [(box["layer"], box["row"]) for box in drawn["boxes"]]
    assert len(set(places)) == len(places)
    assert all(0 <= row < drawn["rows"] for _, row in places)
    for line in drawn["lines"]:
        assert line["end"][0] == line["start"][0] + 1
        assert 0 <= line["start"][1] < drawn["rows"]


@pytest.mark.parametrize("name", DRAWN)
def test_values_and_gradients_through_the_gates_are_the_engines(name: str) -> None:
    """Gradients flow back over the lines by the local derivatives, and add up where they meet."""
    example, drawn = example_of(name), circuit(name)
    row = engine_row(example, 1)
    own = Arithmetic(example.graph)
    v = [float(row.get(place, math.nan)) for place in own.places]
    g = values_of(name, v)
    for box, value in zip(drawn["boxes"], g, strict=True):
        if box["name"] in row:
            assert value == pytest.approx(row[box["name"]], rel=1e-9, abs=1e-12)
    gradients = [0.0] * len(g)
    gradients[drawn["loss"]] = 1.0
    slopes = slopes_of(name, v, g)
    for number in reversed(range(len(g))):
        for one, slope in zip(drawn["boxes"][number]["inputs"], slopes[number], strict=True):
            gradients[one["from"]] += slope * gradients[number]
    for parameter in example.derivation.parameters:
        (number,) = [n for n, box in enumerate(drawn["boxes"]) if box["name"] == parameter]
        right = row[example.derivation.names.gradient(parameter)]
        assert gradients[number] == pytest.approx(right, rel=1e-8, abs=1e-11)


def values_of(name: str, v: list[float]) -> list[float]:
    listed = "(() => { " + bare(name) + " const g = []; "
    listed += "for (const gate of gates) g.push(gate.value(v, g)); return g.map(String); })()"
    (joined,) = [f"{listed}"]
    count = len(circuit(name)["boxes"])
    return node_numbers([f"({joined})[{number}]" for number in range(count)], v)


def slopes_of(name: str, v: list[float], g: list[float]) -> list[list[float]]:
    given = ", ".join(map(repr, g))
    counts = [len(box["inputs"]) for box in circuit(name)["boxes"]]
    places = [(box, one) for box, count in enumerate(counts) for one in range(count)]
    source = "(() => { " + bare(name) + f" const g = [{given}]; "
    written = [f"{source} return gates[{box}].slopes[{one}](v, g); }})()" for box, one in places]
    numbers = iter(node_numbers(written, v))
    return [[next(numbers) for _ in range(count)] for count in counts]


def bare(name: str) -> str:
    return parts(name).gates.replace("export ", "").replace("\n", " ")


def test_without_a_circuit_there_is_nothing_to_run() -> None:
    assert circuit_arithmetic(None, {}) == "export const gates = [];\n"


def test_a_result_on_the_way_has_no_place() -> None:
    example = example_of("classic")
    places = Arithmetic(example.graph).places
    boxes = circuit_data(circuit_of(example.derivation.graph), places)["boxes"]
    for box in boxes:
        assert box["place"] == places.get(box["name"])
    assert any(box["place"] is None for box in boxes)
