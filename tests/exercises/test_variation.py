"""The same worked example in another form for each student."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.exercises.asked import asked_names
from bpsheet.exercises.exercise import graph_of, quantities_of
from bpsheet.exercises.secret import Choices
from bpsheet.exercises.variation import Variation, of_one_output, order_of, varied
from bpsheet.expression import names_in
from bpsheet.model.graph import Role, Scope
from bpsheet.template import Template
from bpsheet.template_structure import structure_of, template_of

ALL: tuple[Variation, ...] = get_args(Variation)
NETWORKS = tuple(name for name in BUNDLED if load_template(name).layered)
VARIED = st.sets(st.sampled_from(ALL))
STUDENTS = st.sampled_from([f"s{number:03}" for number in range(40)])


def form(name: str, student: str, vary: Collection[Variation]) -> tuple[Template, tuple[str, ...]]:
    choices = Choices(b"secret", student)
    template = varied(load_template(name), choices, vary)
    return template, order_of(template, choices, vary)


def formulas(name: str, student: str, vary: Collection[Variation]) -> dict[int, frozenset[int]]:
    """Return per column of the table the columns that it reads."""
    template, order = form(name, student, vary)
    places = {column: place for place, column in enumerate(order)}
    graph = graph_of(template)
    return {
        places[column]: frozenset(
            places[read] for read in names_in(graph[column].computation) if read in places
        )
        for column in order
        if graph[column].scope not in (Scope.GIVEN, Scope.SAMPLE)
    }


@given(name=st.sampled_from(BUNDLED), student=STUDENTS, vary=VARIED)
def test_a_varied_example_can_be_read_back(name: str, student: str, vary: set[Variation]) -> None:
    template, order = form(name, student, vary)
    again = template_of(structure_of(template))
    assert again.names == template.names
    assert again.model == template.model
    assert sorted(order) == sorted(quantity.name for quantity in quantities_of(template))


@given(name=st.sampled_from(BUNDLED), student=STUDENTS, vary=VARIED)
def test_the_numbers_and_what_is_computed_stay(
    name: str, student: str, vary: set[Variation]
) -> None:
    template, _ = form(name, student, vary)
    original = load_template(name)
    assert (template.data, template.parameters, template.training) == (
        original.data, original.parameters, original.training,
    )  # fmt: skip
    roles = [(q.role, q.scope) for q in graph_of(template)]
    assert roles == [(q.role, q.scope) for q in graph_of(original)]


@pytest.mark.parametrize("name", BUNDLED)
def test_without_variation_nothing_changes(name: str) -> None:
    template, order = form(name, "s001", ())
    assert template == load_template(name)
    assert order == tuple(quantity.name for quantity in quantities_of(template))


@given(name=st.sampled_from(BUNDLED), student=STUDENTS, vary=VARIED)
def test_groups_of_columns_keep_their_order_and_units_stay_whole(
    name: str, student: str, vary: set[Variation]
) -> None:
    template, order = form(name, student, vary)
    graph = graph_of(template)
    assert [graph[name].role for name in order] == [q.role for q in quantities_of(template)]
    for first, second in pairwise(quantity.name for quantity in graph):
        pair = (graph[first].role, graph[second].role) == (Role.PRE_ACTIVATION, Role.ACTIVATION)
        if pair and names_in(graph[second].computation) == (first,):
            assert order.index(second) == order.index(first) + 1


@given(name=st.sampled_from(NETWORKS), student=STUDENTS)
def test_renumbered_names_stand_in_the_order_of_their_numbers(name: str, student: str) -> None:
    _, order = form(name, student, ["numbering"])
    assert order == tuple(quantity.name for quantity in quantities_of(load_template(name)))


@given(name=st.sampled_from(NETWORKS), student=STUDENTS)
def test_weights_stay_in_their_layer(name: str, student: str) -> None:
    template, _ = form(name, student, ["numbering"])
    for before, after in zip(load_template(name).names.layers, template.names.layers, strict=True):
        assert sorted(before.parameters) == sorted(after.parameters)
        assert sorted(before.error_signals) == sorted(after.error_signals)
        assert len(set(after.pre_activations)) == len(after.pre_activations)


@pytest.mark.parametrize("name", ["line", "stopping-distance", "bce"])
@pytest.mark.parametrize("student", ["s001", "s002", "s003"])
def test_names_that_a_template_gives_itself_stay(name: str, student: str) -> None:
    template, _ = form(name, student, ALL)
    assert template.renamed.items() >= load_template(name).renamed.items()
    assert template.network.notation == load_template(name).network.notation


@pytest.mark.parametrize(
    ("name", "vary", "most"),
    [
        ("classic", ["numbering"], 0.7),
        ("classic", ["order"], 0.4),
        ("mazur", ["order"], 0.4),
        ("han-kamber", ["order"], 0.55),
        ("softmax", ["order"], 0.3),
        ("deep", ["numbering", "order"], 0.3),
        ("xor", ALL, 0.6),
    ],
)
def test_a_friends_formulas_read_other_columns(
    name: str, vary: Sequence[Variation], most: float
) -> None:
    """Columns alike in two students' sheets: activations beside their units, and sums of all."""
    forms = [formulas(name, f"s{number}", vary) for number in range(8)]
    alike = [
        sum(one[column] == other.get(column) for column in one) / len(one)
        for one, other in combinations(forms, 2)
    ]
    assert sum(alike) / len(alike) < most


@pytest.mark.parametrize("name", ["classic", "mazur", "deep", "softmax"])
@pytest.mark.parametrize("student", ["s001", "s002", "s003"])
def test_only_one_output_is_asked_about(name: str, student: str) -> None:
    template = load_template(name)
    asked = asked_names(template, "all")
    chosen = of_one_output(template, asked, Choices(b"secret", student))
    names = template.names
    (output,) = [place for place, error in enumerate(names.errors) if error in chosen]
    layer = names.layers[-1]
    assert set(layer.pre_activations) & set(chosen) == {layer.pre_activations[output]}
    assert set(layer.activations) & set(chosen) == {layer.activations[output]}
    own = set(layer.weights[output])
    every = {weight for weights in layer.weights for weight in weights}
    assert every & set(chosen) == own
    assert {w for w in every if names.gradient(w) in chosen} == own
    assert set(names.layers[0].parameters) & set(asked) <= set(chosen)
    assert names.total in chosen


@pytest.mark.parametrize("name", ["gates", "rgu", "xor"])
def test_where_there_is_one_output_all_of_it_is_asked(name: str) -> None:
    template = load_template(name)
    asked = asked_names(template, "all")
    assert of_one_output(template, asked, Choices(b"secret")) == asked


def test_a_name_of_its_own_stays_in_its_place() -> None:
    classic = load_template("classic")
    renamed = replace(classic, renamed={"i2": "b", "w2": "v", "o2": "y"})
    forms: tuple[tuple[Variation, ...], ...] = ((), ("numbering",))
    for vary in forms:
        order = order_of(varied(renamed, Choices(b"secret"), vary), Choices(b"secret"), vary)
        assert order[:8] == ("t1", "t2", "i1", "b", "w1", "v", "w3", "w4")
        assert order.index("o1") < order.index("y")


def test_students_get_different_forms() -> None:
    forms = {repr(form("classic", f"s{number}", ALL)) for number in range(50)}
    assert len(forms) > 45
