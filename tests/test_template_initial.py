"""Parameters drawn at random: the same on every machine, and as far from 0 as their method says."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.template_initial import HALF_WIDTHS, drawn_parameters
from tests.templates import parse, replaced

# Published: ±√(6/(inputs + outputs)) by Glorot and Bengio (2010), ±√(6/inputs) by He et al. (2015)
REACHES = [
    ("uniform", (30, 40), 0.5),
    ("xavier", (30, 40), math.sqrt(6 / 70)),
    ("he", (30, 40), math.sqrt(6 / 30)),
]


@pytest.mark.parametrize(("method", "layers", "reach"), REACHES)
def test_weights_lie_evenly_between_two_bounds(
    method: str, layers: tuple[int, ...], reach: float
) -> None:
    weights = drawn_parameters(method, 1, layers, ()).weights
    assert len(weights) == 30 * 40
    assert 0.98 * reach < max(weights) <= reach + 5e-5
    assert -0.98 * reach > min(weights) >= -reach - 5e-5
    assert statistics.mean(weights) == pytest.approx(0, abs=0.06 * reach)
    assert statistics.pstdev(weights) == pytest.approx(reach / math.sqrt(3), rel=0.05)


def test_each_layer_has_bounds_of_its_own() -> None:
    weights = drawn_parameters("he", 2, (2, 300, 1), ()).weights
    assert max(weights[:600]) > 1.7
    assert max(map(abs, weights[600:])) <= math.sqrt(6 / 300) + 5e-5


def test_the_same_seed_draws_the_same_numbers() -> None:
    """These very numbers stand in workbooks that have been built."""
    assert drawn_parameters("uniform", 1, (2, 2), ()).weights == (-0.3656, 0.3474, 0.2638, -0.2449)
    first, second = (drawn_parameters("xavier", seed, (3, 3), ()) for seed in (1, 2))
    assert first.weights != second.weights


@given(st.sampled_from(sorted(HALF_WIDTHS)), st.integers(0, 10**9), st.integers(1, 2000))
def test_numbers_can_be_typed_as_they_are(method: str, seed: int, inputs: int) -> None:
    for weight in drawn_parameters(method, seed, (inputs, 1), ()).weights:
        assert weight == round(weight, 4)
        assert math.copysign(1, weight) == 1 or weight < 0


@pytest.mark.parametrize("method", HALF_WIDTHS)
def test_a_template_says_how_its_numbers_were_drawn(method: str) -> None:
    text = replaced("weights = [1, 2, 3, 4]", f'init = "{method}"\nseed = 7')
    parameters = parse(text).parameters
    assert parameters == drawn_parameters(method, 7, (2, 1, 2), ())
    assert method in parameters.drawn.lower()
    assert parameters.drawn.endswith("seed 7, rounded to 4 decimals")
