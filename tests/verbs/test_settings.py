from __future__ import annotations

from typing import Any

import pytest

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
