"""Short templates, and what reading a changed one says."""

from __future__ import annotations

import pytest

from bpsheet.errors import InputError
from bpsheet.template import Template
from bpsheet.template_reader import parse_template

SMALL = """\
title = "Small"
[network]
layers = [2, 1, 2]
[data]
inputs = [[1, 2]]
targets = [[0, 1]]
[parameters]
weights = [1, 2, 3, 4]
[training]
"""
"""A network; line 9 opens the last section."""

DEEP = """\
title = "Deep"
network = {layers = [1, 1, 1, 1]}
data = {inputs = [[1]], targets = [[0]]}
parameters = {weights = [1, 2, 3]}
"""

SQUARE = """\
title = "Square"
[expression]
steps = ["s = w*x - y"]
loss = "s^2"
variables = {x = 1, y = 2, w = 0.5}
trained = ["w"]
[training]
"""
"""A computation without layers; line 7 opens the last section."""


def parse(text: str) -> Template:
    return parse_template(text, "example", "example.toml")


def refusal(text: str) -> str:
    """Return what reading `text` is refused with, which is one line."""
    with pytest.raises(InputError) as caught:
        parse(text)
    assert str(caught.value).isprintable()
    return str(caught.value)


def replaced(old: str, new: str, text: str = SMALL) -> str:
    """Return a template with its only `old` replaced."""
    assert text.count(old) == 1
    return text.replace(old, new)
