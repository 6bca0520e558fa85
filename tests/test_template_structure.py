from __future__ import annotations

import json

import pytest

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.errors import InputError
from bpsheet.template_structure import properties_of, structure_in, structure_of, template_of

LONGEST_PROPERTY = 255  # characters that Excel gives a document property


@pytest.mark.parametrize("name", BUNDLED)
def test_a_structure_says_all_but_the_numbers(name: str) -> None:
    template = load_template(name)
    restored = template_of(structure_in(properties_of(template)))
    assert restored.model == template.model
    assert restored.names == template.names
    assert restored.samples == template.samples
    assert restored.several == template.several
    assert restored.gradients == template.gradients
    for part in ("loss", "optimizer", "settings", "batch", "update"):
        assert getattr(restored.training, part) == getattr(template.training, part)


@pytest.mark.parametrize("name", BUNDLED)
def test_every_piece_fits_a_document_property(name: str) -> None:
    for piece in properties_of(load_template(name)).values():
        assert len(piece.encode("utf-16-le")) / 2 <= LONGEST_PROPERTY


def test_a_structure_has_no_number_of_the_example() -> None:
    structure = structure_of(load_template("stopping-distance"))
    assert len(structure) < 400
    assert "data" not in json.loads(structure)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"samples": 1}',
        '{"samples": -1, "validation": 0}',
        '{"samples": 1e9, "validation": 0, "network": {"layers": [1, 1]}}',
        '{"samples": 1, "validation": 0, "network": {"layers": [1000000, 1000000]}}',
        '{"samples": 1, "validation": 0, "network": {"layers": "two"}}',
        '{"samples": 1, "validation": 0, "network": 5}',
        '{"samples": 1, "validation": 0, "expression": {"loss": "open(1)"}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_structure_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        template_of(text)
