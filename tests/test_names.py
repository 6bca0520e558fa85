from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.names import Biases, gradient_name, network_names, rate_text


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


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=5).map(tuple),
    st.sampled_from(["none", "per unit", "shared"]),
)
def test_every_quantity_has_a_name_of_its_own(layers: tuple[int, ...], biases: Biases) -> None:
    names = network_names(layers, biases)
    assert len(names.weights) == sum(below * above for below, above in pairwise(layers))
    units = [
        (*layer.pre_activations, *layer.activations, *layer.error_signals) for layer in names.layers
    ]
    everything = [
        *(names.inputs + names.targets + names.errors + names.parameters),
        *(name for group in units for name in group),
        *(names.total, names.cost, names.learning_rate),
        *map(gradient_name, names.parameters),
    ]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0.1, "0.1"),
        (1.0, "1"),
        (2, "2"),
        (0.25, "0.25"),
        (1 / 3, "0.333333"),
        (0.00001, "1e-05"),
        (1e6, "1e+06"),
        (100000.0, "100000"),
    ],
)
def test_a_rate_is_written_with_at_most_six_digits(rate: float, expected: str) -> None:
    assert rate_text(rate) == expected
