"""What is not TOML is refused with its place and the remedy."""

from __future__ import annotations

import pytest

from bpsheet.template_checks import Source
from bpsheet.template_toml import read_toml
from tests.templates import refusal, replaced


def test_values_know_where_they_stand() -> None:
    document = read_toml(Source("a = 1\n[b]\nc = [1,\n2]"))
    assert document.value == {"a": 1, "b": {"c": [1, 2]}}
    last = document.key("b").key("c").entries("number")[1]
    assert str(last.error("is wrong")) == "4: b.c: number 2: is wrong"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("[training", "9: not valid TOML at column 10: expected ']' at the end of a table"),
        ("epochs 1", "9: not valid TOML at column 8: expected '='"),
        ("[network]", "9: not valid TOML at column 9: cannot declare ('network',) twice"),
        ("[training]\nepochs = 1\nepochs = 2", "11: not valid TOML at column 11: cannot"),
        ("a = " + "[" * 5000 + "]" * 5000, ": lists are nested too deeply; write"),
        ("a = " + "9" * 5000, ": a number has too many digits; shorten it"),
        ("a. 'b' ." * 50 + "c = 1", "9: a key has over 50 parts; shorten it"),
    ],
)
def test_what_is_no_toml(new: str, expected: str) -> None:
    message = refusal(replaced("[training]", new))
    assert message.startswith("example.toml:")
    assert expected in message


def test_what_ends_too_early() -> None:
    expected = "example.toml:9: not valid TOML at its end: expected ']'"
    assert refusal(replaced("[training]\n", "[training")).startswith(expected)
