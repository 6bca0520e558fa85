"""What bpsheet itself writes about its worked examples is right, and one name changed is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.catalogue import BUNDLED
from bpsheet.checker.statements import judge_statements
from bpsheet.expression import Expression, Name, names_in, transform
from bpsheet.model.graph import FORWARD, Quantity, Role, Scope
from bpsheet.notation.text import text
from tests.checker.statements.statement_books import example, note_on, words_book


def definitions(template: str) -> list[tuple[Quantity, Expression]]:
    """Return what a row of an example is computed by."""
    _, graph = example(template)
    return [
        (quantity, quantity.definition)
        for quantity in graph
        if quantity.definition is not None
        and quantity.role in (*FORWARD, Role.GRADIENT, Role.ERROR_SIGNAL)
        and quantity.scope is Scope.ROW
    ]


@pytest.mark.parametrize("template", BUNDLED)
def test_nothing_is_said_of_an_examples_own_definitions(template: str) -> None:
    found, graph = example(template)
    words = "\n".join(f"{q.name} = {text(definition)}" for q, definition in definitions(template))
    assert judge_statements(words_book({"S": {"A1": words}}), graph, found.names, ()) == []


@given(st.data())
def test_one_name_for_another_of_its_kind_is_found(data: st.DataObject) -> None:
    _, graph = example("classic")
    quantity, definition = data.draw(st.sampled_from(definitions("classic")))
    name = data.draw(st.sampled_from(names_in(definition)))
    others = [other.name for other in graph.of_role(graph[name].role) if other.name != name]
    if not others:
        return
    other = Name(data.draw(st.sampled_from(others)))
    slipped = transform(definition, lambda part: other if part == Name(name) else None)
    message = note_on(f"{quantity.name} = {text(slipped)}")
    assert name in message or "what follows equals" in message or "does not equal" in message
