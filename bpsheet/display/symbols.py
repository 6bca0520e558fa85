"""Derivations and graphs in a notebook: MathML in tables."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bpsheet.model.derive import Derivation
from bpsheet.model.graph import Graph, Quantity
from bpsheet.notation.mathml import mathml
from bpsheet.notation.mathml_names import mathml_name
from bpsheet.shown import as_html

MOST_ROWS = 60
"""A notebook shows no more of a large network."""


@as_html.register
def derivation_html(derivation: Derivation) -> str:
    """Return every gradient, written out."""
    names = derivation.names
    rows = (
        _equation(mathml_name(names.gradient(name)), mathml(derivation.total(name)))
        for name in derivation.parameters[:MOST_ROWS]
    )
    caption = f"How {names.total} changes with each parameter"
    return _table(caption, (f"<td>{row}</td>" for row in rows), len(derivation.parameters))


@as_html.register
def graph_html(graph: Graph) -> str:
    """Return every quantity with its definition and its meaning."""
    rows = (
        f"<td>{_defined(quantity)}</td><td>{escape(quantity.role.value)}</td>"
        f"<td>{escape(quantity.meaning)}</td>"
        for quantity in graph.quantities[:MOST_ROWS]
    )
    return _table("Every quantity, in order", rows, len(graph.quantities))


def _defined(quantity: Quantity) -> str:
    name = mathml_name(quantity.name)
    if quantity.definition is None:
        return f"<math>{name}</math>"
    return _equation(name, mathml(quantity.definition))


def _equation(left: str, right: str) -> str:
    return f"<math><mrow>{left}<mo>=</mo>{right}</mrow></math>"


def _table(caption: str, rows: Iterable[str], count: int) -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    more = f"<p>… and {count - MOST_ROWS} more</p>" if count > MOST_ROWS else ""
    return f"<table><caption>{escape(caption)}</caption>{body}</table>{more}"
