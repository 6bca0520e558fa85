from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.model.graph import Scope
from bpsheet.pages.bundle import source_of
from tests.pages.worked_examples import engine_rows, example_of, parts

PLACE = re.compile(r'<mi q="(\d+)"/>')


def data(name: str) -> dict[str, Any]:
    return parts(name).data


def names(name: str, key: str) -> list[str]:
    """Return the names of the quantities at some places."""
    found = data(name)
    return [found["quantities"][place]["name"] for place in found[key]]


def test_the_places_of_the_classic_network() -> None:
    assert names("classic", "inputs") == ["i1", "i2"]
    assert names("classic", "targets") == ["t1", "t2"]
    assert names("classic", "parameters") == [f"w{number}" for number in range(1, 9)]
    assert names("classic", "carried") == names("classic", "parameters")
    assert names("classic", "gradients") == [f"∂E/∂w{number}" for number in range(1, 9)]
    assert names("classic", "outputs") == ["a_o1", "a_o2"]
    assert names("classic", "columns")[:4] == ["t1", "t2", "i1", "i2"]
    found = data("classic")
    assert found["quantities"][found["rate"]]["name"] == "η"
    assert found["quantities"][found["loss"]]["name"] == "E_total"
    assert (found["cost"], found["means"], found["memory"]) == (None, [], [])


def test_the_numbers_of_the_classic_network() -> None:
    found = data("classic")
    assert found["samples"] == [[0.05, 0.1, 0.01, 0.99]]
    assert found["start"] == [0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55]
    assert found["rates"] == [0.1, 0.2, 0.5, 0.8, 1.0, 2.0]
    assert (found["batch"], found["epochs"], found["goal"]) == (1, 100, 0.01)
    assert found["validation"] == []


def test_the_picture_of_the_classic_network() -> None:
    found = data("classic")
    hidden, outputs = found["network"]["layers"]
    named = [one["name"] for one in found["quantities"]]
    first = hidden[0]
    assert (named[first["net"]], named[first["activation"]]) == ("h1", "a_h1")
    assert [named[place] for place in first["weights"]] == ["w1", "w2"]
    assert first["bias"] is None
    assert [named[place] for place in outputs[1]["weights"]] == ["w7", "w8"]
    assert [named[place] for place in found["network"]["errors"]] == ["E1", "E2"]


def test_units_share_a_bias_where_the_template_says_so() -> None:
    hidden, outputs = data("mazur")["network"]["layers"]
    assert len({unit["bias"] for unit in hidden}) == len({unit["bias"] for unit in outputs}) == 1
    assert hidden[0]["bias"] != outputs[0]["bias"]


def test_what_an_optimizer_remembers_has_a_place_for_the_value_before() -> None:
    found = data("optimizer-adam")
    count = len(found["quantities"])
    assert [before for _, before in found["memory"]] == [
        *range(count, count + len(found["memory"]))
    ]
    assert len(found["before"]) == len(found["memory"]) > 0
    assert len(found["settings"]) == len(found["hyperparameters"]) == 3


def test_samples_for_validation_are_kept_apart() -> None:
    found = data("stopping-distance")
    width = len(found["inputs"]) + len(found["targets"])
    assert found["validation"]
    assert {len(row) for row in (*found["samples"], *found["validation"])} == {width}


@pytest.mark.parametrize("name", BUNDLED)
def test_the_data_are_json_and_every_key_is_described(name: str) -> None:
    found = data(name)
    assert json.dumps(found, allow_nan=False)
    described = re.search(
        r"@typedef \{object\} Example\n(.*?)\n \*\n", source_of("example"), re.DOTALL
    )
    assert described
    keys = set(re.findall(r"@property \{.*\} (\w+)", described[1]))
    assert set(found) == keys


@pytest.mark.parametrize("name", BUNDLED)
def test_every_place_is_one_of_the_list(name: str) -> None:
    found = data(name)
    count = len(found["quantities"])
    size = count + len(found["memory"])
    for key in ("inputs", "targets", "parameters", "carried", "gradients", "columns", "settings"):
        assert all(0 <= place < count for place in found[key])
    written = [mathml for step in found["steps"] for mathml in step["right"]]
    assert all(int(place) < size for mathml in written for place in PLACE.findall(mathml))
    for part in found["walk"]:
        assert all(0 <= number < len(found["steps"]) for number in part["steps"])
        assert len(part["steps"]) == len(part["paths"])


@pytest.mark.parametrize("name", BUNDLED)
def test_what_is_computed_and_what_is_given_have_each_a_place(name: str) -> None:
    example, found = example_of(name), data(name)
    carried = [one.name for one in example.graph if one.scope is Scope.CARRIED]
    assert names(name, "carried") == carried
    assert len(found["start"]) == len(found["parameters"])
    assert names(name, "columns") == list(example.trace.names_of_columns)


@pytest.mark.parametrize("name", BUNDLED)
def test_the_losses_to_compare_with_are_the_engines(name: str) -> None:
    trace, found = engine_rows(name), data(name)
    for losses, expected in zip(trace.total.tolist(), found["expected"], strict=True):
        assert expected == losses[: len(expected)]
        assert len(expected) == len(losses) or not math.isfinite(losses[len(expected)])


@pytest.mark.parametrize("name", BUNDLED)
def test_a_step_is_stored_once(name: str) -> None:
    steps = [json.dumps(step) for step in data(name)["steps"]]
    walked = {number for part in data(name)["walk"] for number in part["steps"]}
    assert walked == set(range(len(steps)))
