"""Quantities that belong together."""

from __future__ import annotations

from collections import Counter

import pytest

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.exercises.exercise import quantities_of
from bpsheet.exercises.families import families_of, output_families, parameter_family
from bpsheet.model.graph import Role

ALONE = (Role.LOSS, Role.COST, Role.STEP, Role.DERIVATIVE)
"""The roles of what belongs to no unit, input or parameter."""


@pytest.mark.parametrize("name", BUNDLED)
def test_every_other_quantity_belongs_to_one_family(name: str) -> None:
    template = load_template(name)
    members = Counter(name for group in families_of(template) for one in group for name in one)
    for quantity in quantities_of(template):
        alone = quantity.role in ALONE or quantity.name == "t"
        assert members[quantity.name] == (not alone), quantity.name


@pytest.mark.parametrize(
    ("template", "parameter", "family"),
    [
        ("classic", "w5", "w5|∂E/∂w5|mean ∂E/∂w5|sequential ∂E/∂w5"),
        ("optimizer-momentum", "θ1", "θ1|∂E/∂θ1|mean ∂E/∂θ1|sequential ∂E/∂θ1|v_θ1"),
    ],
)
def test_a_parameter_brings_its_gradients_and_states(
    template: str, parameter: str, family: str
) -> None:
    assert parameter_family(load_template(template), parameter) == tuple(family.split("|"))


@pytest.mark.parametrize(
    ("template", "output", "parameters"),
    [("classic", 0, "w5 w6"), ("classic", 1, "w7 w8"), ("mazur", 1, "w7 w8"),
     ("softmax", 2, "w9 w10 b5")],
)  # fmt: skip
def test_an_output_has_its_own_weights_and_bias_but_not_a_shared_one(
    template: str, output: int, parameters: str
) -> None:
    unit, *weights = output_families(load_template(template), output)
    assert len(unit) == 5
    assert [family[0] for family in weights] == parameters.split()
