"""Tables of keys: what is left out, what must not be, and keys that no section has."""

from __future__ import annotations

import pytest

from bpsheet.errors import InputError
from bpsheet.sections import Key, section, table_of
from bpsheet.template_checks import Source, count, number
from bpsheet.template_toml import read_toml

ROWS = {"size": Key(count, missing="add size = 2"), "share": Key(number, 0.5), "goal": Key(number)}


def refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        section(ROWS)(read_toml(Source(text, "f.toml")))
    return str(caught.value)


def test_what_is_left_out_has_its_default_or_none() -> None:
    assert section(ROWS)(read_toml(Source("size = 3"))) == {"size": 3, "share": 0.5}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("share = 1", "f.toml: size: missing; add size = 2"),
        ("size = 1\nsizes = 2", "f.toml:2: sizes: unknown key; did you mean size? choose from"),
        ("size = 1.5", "f.toml:1: size: expected a whole number, not 1.5"),
    ],
)
def test_refusals(text: str, expected: str) -> None:
    assert refusal(text).startswith(expected)


def test_a_key_may_belong_elsewhere() -> None:
    with pytest.raises(InputError, match="unit: belongs above"):
        section(ROWS, lambda name: "belongs above" if name == "unit" else "")(
            read_toml(Source("unit = 1"))
        )


def test_a_section_is_a_table() -> None:
    entry = read_toml(Source("a = 1")).key("a")
    with pytest.raises(InputError, match=r"a: expected a table, not 1; head it \[a\]"):
        section(ROWS)(entry)
    with pytest.raises(InputError, match="a: expected a table, not 1; write b = 1"):
        table_of(number, "b = 1")(entry)
