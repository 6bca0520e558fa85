from __future__ import annotations

from typing import Any

import pytest

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.errors import InputError
from bpsheet.verbs.settings import adjusted
from tests.examples import CLASSIC


def test_without_settings_a_template_stays_as_it_is() -> None:
    assert adjusted(CLASSIC) == CLASSIC


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"rates": [0.3, 4]}, ((0.3, 4.0), 100, "expanded")),
        ({"rates": ()}, ((0.1, 0.2, 0.5, 0.8, 1.0, 2.0), 100, "expanded")),
        ({"rates": [1], "epochs": 7}, ((1.0,), 7, "expanded")),
        ({"rates": [1], "gradients": "staged"}, ((1.0,), 100, "staged")),
    ],
)
def test_each_setting_replaces_one_of_the_template(
    settings: dict[str, Any], found: tuple[tuple[float, ...], int, str]
) -> None:
    template = adjusted("classic", **settings)
    training = template.training
    assert (training.learning_rates, training.epochs, template.gradients) == found
    assert template.network == CLASSIC.network


@pytest.mark.parametrize("name", BUNDLED)
def test_every_kind_of_template_can_be_adjusted(name: str) -> None:
    template = load_template(name)
    for gradients in ("expanded", "staged"):
        found = adjusted(template, rates=[0.25], epochs=3, gradients=gradients)
        assert (found.training.learning_rates, found.training.epochs) == ((0.25,), 3)
        assert found.gradients == gradients
        assert found.training.settings == template.training.settings
        assert (found.model, found.data, found.parameters) == (
            *(template.model, template.data, template.parameters),
        )


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"rates": [0.1, -1]}, "--rate: entry 2: must be above 0, not -1; write one such as 0.5"),
        ({"rates": [float("nan")]}, "--rate: entry 1: nan is not a finite number;"),
        ({"rates": ["0.1"]}, "--rate: entry 1: expected a number, not '0.1';"),
        ({"rates": [0.5, 0.5]}, "--rate: entry 2: names the same sheet as entry 1: lr 0.5;"),
        ({"epochs": 0}, "--epochs: 0 is out of range; use 1 to 1,048,576"),
        ({"epochs": 2.0}, "--epochs: expected a whole number, not 2.0;"),
        ({"gradients": "flat"}, "--gradients: unknown name 'flat'; choose from expanded, staged"),
        ({"gradients": True}, "--gradients: expected a name in quotes, not true;"),
    ],
)
def test_a_setting_is_read_as_a_templates_key_is(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InputError) as caught:
        adjusted("gates", **settings)
    assert str(caught.value).startswith(complaint)
