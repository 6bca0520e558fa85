from __future__ import annotations

import pytest

from bpsheet.errors import ProofError
from bpsheet.proof.precise import compare_precisely
from tests.proof.examples import SHORT, SHORT_TRACE, altered, graph_of

ROWS = [(0, 0), (1, 5)]


def test_every_quantity_of_a_row_is_compared() -> None:
    comparisons = list(compare_precisely(graph_of(SHORT), SHORT_TRACE, ROWS))
    assert [found.place for found in comparisons[:2]] == [
        "h1 at step 0 of rate 0.1",
        "a_h1 at step 0 of rate 0.1",
    ]
    assert len(comparisons) == (11 + 8) * len(ROWS)


@pytest.mark.parametrize("name", ["h1", "a_o2", "E_total", "∂E/∂w3"])
def test_a_slip_is_found_in_the_row_itself(name: str) -> None:
    graph = graph_of(SHORT)
    right = graph[name].definition
    assert right is not None
    wrong = altered(graph, name, definition=right * (1 + 1e-9))
    with pytest.raises(ProofError, match=rf"^{name} at step 0 of rate 0\.1: formula and engine"):
        list(compare_precisely(wrong, SHORT_TRACE, ROWS))


def test_what_follows_from_a_slip_is_wrong_too() -> None:
    """The row is computed anew from what is given in it, not from the engine's numbers."""
    graph, found = graph_of(SHORT), []
    right = graph["h1"].definition
    assert right is not None
    wrong = altered(graph, "h1", definition=right * 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bpsheet.proof.precise.checked", found.append)
        list(compare_precisely(wrong, SHORT_TRACE, ROWS[:1]))
    off = {comparison.place.split()[0] for comparison in found if comparison.residual > 1e-12}
    assert off == {quantity.name for quantity in graph if quantity.definition} - {"h2", "a_h2"}
