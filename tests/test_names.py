from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.names import (
    Biases,
    ExampleNames,
    computation_names,
    mean_name,
    network_names,
    rate_text,
    sequential_name,
    state_name,
)
from bpsheet.notations import SPELLINGS, Notation


def test_the_classic_network_is_named_as_the_hand_built_sheet_names_it() -> None:
    names = network_names((2, 2, 2))
    assert names.inputs == ("i1", "i2")
    assert names.targets == ("t1", "t2")
    assert names.errors == ("E1", "E2")
    assert (names.total, names.cost, names.learning_rate) == ("E_total", "C", "η")
    hidden, output = names.layers
    assert hidden.pre_activations == ("h1", "h2")
    assert hidden.activations == ("a_h1", "a_h2")
    assert hidden.error_signals == ("δ_h1", "δ_h2")
    assert hidden.weights == (("w1", "w2"), ("w3", "w4"))
    assert output.pre_activations == ("o1", "o2")
    assert output.activations == ("a_o1", "a_o2")
    assert output.error_signals == ("δ_o1", "δ_o2")
    assert output.weights == (("w5", "w6"), ("w7", "w8"))
    assert names.biases == hidden.biases == output.biases == ()


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ((2, 1), [("o1",)]),
        ((1, 2, 1), [("h1", "h2"), ("o1",)]),
        ((1, 2, 1, 2), [("h1_1", "h1_2"), ("h2_1",), ("o1", "o2")]),
        ((1, 1, 1, 1, 1), [("h1_1",), ("h2_1",), ("h3_1",), ("o1",)]),
    ],
)
def test_hidden_layers_are_numbered_where_there_are_several(
    layers: tuple[int, ...], expected: list[tuple[str, ...]]
) -> None:
    assert [layer.pre_activations for layer in network_names(layers).layers] == expected


@pytest.mark.parametrize(
    ("biases", "by_layer", "all_of_them"),
    [
        ("none", [(), ()], ()),
        ("per unit", [("b1", "b2", "b3"), ("b4",)], ("b1", "b2", "b3", "b4")),
        ("shared", [("b1", "b1", "b1"), ("b2",)], ("b1", "b2")),
    ],
)
def test_biases(
    biases: Biases, by_layer: list[tuple[str, ...]], all_of_them: tuple[str, ...]
) -> None:
    names = network_names((2, 3, 1), biases)
    assert [layer.biases for layer in names.layers] == by_layer
    assert names.biases == all_of_them
    assert names.parameters == names.weights + all_of_them


def everything(names: ExampleNames) -> list[str]:
    """Return the name of every quantity that a worked example may have, whatever its optimizer."""
    units = [
        (*layer.pre_activations, *layer.activations, *layer.error_signals) for layer in names.layers
    ]
    gradients = [names.gradient(parameter) for parameter in names.parameters]
    symbols = {symbol for optimizer in OPTIMIZERS.values() for symbol in optimizer.states}
    return [
        *(names.inputs + names.targets + names.errors + names.parameters),
        *(name for group in units for name in group),
        *(names.total, names.cost, names.learning_rate, "t"),
        *(setting.symbol for setting in SETTINGS.values()),
        *gradients,
        *map(mean_name, gradients),
        *map(sequential_name, gradients),
        *(state_name(symbol, parameter) for symbol in symbols for parameter in names.parameters),
    ]


NOTATIONS: tuple[Notation, ...] = get_args(Notation)


@pytest.mark.parametrize("notation", NOTATIONS)
@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=5).map(tuple),
    st.sampled_from(["none", "per unit", "shared"]),
)
def test_every_quantity_has_a_name_of_its_own(
    notation: Notation, layers: tuple[int, ...], biases: Biases
) -> None:
    names = network_names(layers, biases, notation)
    assert len(names.weights) == sum(below * above for below, above in pairwise(layers))
    found = everything(names)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("notation", NOTATIONS)
@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=5).map(tuple),
    st.sampled_from(["none", "per unit", "shared"]),
)
def test_every_notation_names_the_same_quantities_in_the_same_order(
    notation: Notation, layers: tuple[int, ...], biases: Biases
) -> None:
    plain, names = network_names(layers, biases), network_names(layers, biases, notation)
    assert list(map(len, everything_by_kind(names))) == list(map(len, everything_by_kind(plain)))
    for layer, plain_layer in zip(names.layers, plain.layers, strict=True):
        assert [len(unit) for unit in layer.weights] == [len(unit) for unit in plain_layer.weights]


def everything_by_kind(names: ExampleNames) -> list[tuple[str, ...]]:
    kinds = [names.inputs, names.targets, names.errors, names.weights, names.biases]
    for layer in names.layers:
        kinds += [layer.pre_activations, layer.activations, layer.error_signals, layer.biases]
    return kinds


def test_all_notations_have_a_row() -> None:
    assert set(SPELLINGS) == set(NOTATIONS)


def test_mazur() -> None:
    names = network_names((2, 2, 2), "shared", "mazur")
    hidden, output = names.layers
    assert (names.inputs, names.targets) == (("i1", "i2"), ("target_o1", "target_o2"))
    assert (hidden.pre_activations, hidden.activations) == (
        ("net_h1", "net_h2"),
        ("out_h1", "out_h2"),
    )
    assert (output.pre_activations, output.activations) == (
        ("net_o1", "net_o2"),
        ("out_o1", "out_o2"),
    )
    assert output.error_signals == ("δ_o1", "δ_o2")
    assert names.weights == network_names((2, 2, 2)).weights
    assert names.biases == ("b1", "b2")
    assert (names.errors, names.total) == (("E_o1", "E_o2"), "E_total")
    assert names.gradient("w5") == "∂E_total/∂w5"


def test_the_indexed_notation_counts_layers_from_1_and_a_weight_by_where_it_comes_from() -> None:
    names = network_names((3, 2, 1), "per unit", "indexed")
    hidden, output = names.layers
    assert (names.inputs, names.targets) == (("x₁", "x₂", "x₃"), ("d₁",))
    assert hidden.weights == (("W⁽¹⁾₁₁", "W⁽¹⁾₂₁", "W⁽¹⁾₃₁"), ("W⁽¹⁾₁₂", "W⁽¹⁾₂₂", "W⁽¹⁾₃₂"))
    assert output.weights == (("W⁽²⁾₁₁", "W⁽²⁾₂₁"),)
    assert (hidden.biases, output.biases) == (("b⁽¹⁾₁", "b⁽¹⁾₂"), ("b⁽²⁾₁",))
    assert (hidden.pre_activations, hidden.activations) == (
        ("net⁽²⁾₁", "net⁽²⁾₂"),
        ("h⁽²⁾₁", "h⁽²⁾₂"),
    )
    assert (output.pre_activations, output.activations) == (("net⁽³⁾₁",), ("y₁",))
    assert (names.errors, names.total, names.cost) == (("E₁",), "E", "C")
    assert names.learning_rate == "α"
    assert names.gradient("W⁽¹⁾₃₂") == "∂E/∂W⁽¹⁾₃₂"


def test_the_z_a_notation_counts_layers_after_the_inputs_and_a_weight_by_where_it_goes() -> None:
    names = network_names((2, 3, 1), "shared", "z-a")
    hidden, output = names.layers
    assert (names.inputs, names.targets) == (("x₁", "x₂"), ("y₁",))
    assert hidden.weights[2] == ("w⁽¹⁾₃₁", "w⁽¹⁾₃₂")
    assert output.weights == (("w⁽²⁾₁₁", "w⁽²⁾₁₂", "w⁽²⁾₁₃"),)
    assert names.biases == ("b⁽¹⁾", "b⁽²⁾")
    assert (hidden.pre_activations[1], hidden.activations[1]) == ("z⁽¹⁾₂", "a⁽¹⁾₂")
    assert (output.pre_activations, output.activations) == (("z⁽²⁾₁",), ("a⁽²⁾₁",))
    assert (output.error_signals, names.errors, names.total) == (("δ⁽²⁾₁",), ("E₁",), "E")
    assert names.learning_rate == "η"


def test_two_digits_in_an_index_are_set_apart() -> None:
    indexed = network_names((11, 12, 1), notation="indexed").layers[0].weights
    assert (indexed[0][10], indexed[10][0], indexed[11][10]) == (
        "W⁽¹⁾₁₁,₁",
        "W⁽¹⁾₁,₁₁",
        "W⁽¹⁾₁₁,₁₂",
    )


def test_new_names_reach_everything_that_speaks_of_them() -> None:
    names = network_names((1, 1, 1), "per unit").renamed(
        {
            "i1": "x",
            "t1": "y",
            "a_o1": "ŷ",
            "o1": "s",
            "w2": "v",
            "b1": "c",
            "E_total": "L",
            "η": "α",
        }
    )
    assert (names.inputs, names.targets) == (("x",), ("y",))
    hidden, output = names.layers
    assert (output.pre_activations, output.activations) == (("s",), ("ŷ",))
    assert (names.weights, names.biases) == (("w1", "v"), ("c", "b2"))
    assert names.error_signal("s") == "δ_s"
    assert hidden.error_signals == ("δ_h1",)
    assert (names.gradient("v"), names.derivative("ŷ")) == ("∂L/∂v", "∂L/∂ŷ")
    assert (names.total, names.learning_rate) == ("L", "α")


def test_a_computation_is_named_as_its_author_did() -> None:
    names = computation_names(("ŷ", "s", "loss"), ("x", "y"), ("w",))
    assert names.parameters == names.variables == ("w",)
    assert (names.total, names.gradient("w")) == ("loss", "∂loss/∂w")


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0.1, "0.1"),
        (1.0, "1"),
        (2, "2"),
        (0.25, "0.25"),
        (1 / 3, "0.333333"),
        (0.00001, "0.00001"),
        (0.0000123456, "0.0000123456"),
        (0.00000123456, "1.23456e-06"),
        (1e6, "1000000"),
        (1e12, "1e+12"),
        (100000.0, "100000"),
    ],
)
def test_a_rate_is_written_with_at_most_six_digits(rate: float, expected: str) -> None:
    assert rate_text(rate) == expected
