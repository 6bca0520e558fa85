from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.display.symbols import MOST_ROWS
from bpsheet.template import Network
from bpsheet.verbs.derive import derive
from tests.examples import CLASSIC


def parsed(html: str | None) -> ElementTree.Element:
    assert html is not None
    return ElementTree.fromstring(f"<div>{html}</div>".replace("&#x2061;", ""))


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


@pytest.mark.parametrize("name", BUNDLED)
def test_a_derivation_shows_every_gradient(name: str) -> None:
    derivation = derive(name)
    shown = parsed(derivation._repr_html_())
    assert len(shown.findall(".//tr")) == len(derivation.parameters)


def test_a_gradient_is_written_out() -> None:
    shown = parsed(derive(CLASSIC)._repr_html_())
    assert words(shown.findall(".//math")[4]) == "∂E∂w5=(ao1−t1)·ao1·(1−ao1)·ah1"


@pytest.mark.parametrize("name", BUNDLED)
def test_a_graph_shows_every_quantity(name: str) -> None:
    graph = derive(name).graph
    shown = parsed(graph._repr_html_())
    meanings = [words(row.findall("td")[2]) for row in shown.findall(".//tr")]
    assert meanings == [quantity.meaning for quantity in graph]


def test_of_a_large_network_the_first_rows_are_shown() -> None:
    large = replace(CLASSIC, model=Network((8, 8, 8), ("sigmoid", "sigmoid")))
    shown = parsed(derive(large)._repr_html_())
    assert len(shown.findall(".//tr")) == MOST_ROWS
    assert words(shown).endswith(f"… and {128 - MOST_ROWS} more")
