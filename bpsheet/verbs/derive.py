"""The verb ``derive``: the chain rule for every parameter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bpsheet.display.symbols  # noqa: F401 - says how the value shows itself in a notebook
from bpsheet.catalogue import load_template
from bpsheet.errors import InputError
from bpsheet.model.computation import computation_graph
from bpsheet.model.derive import Derivation
from bpsheet.model.network import forward_graph
from bpsheet.model.training import training_graph
from bpsheet.notation.document import document
from bpsheet.template import Template


def derive(template: str | Path | Template = "classic") -> Derivation:
    """Derive the loss by every trained parameter of a worked example.

    Arguments:
        template: a bundled name, a path to a .toml file, or a template.

    Returns:
        A derivation: ``derivation.paths("w5")`` are the chain-rule paths in path order, each a
        tuple of steps with their local derivatives; ``derivation.total("w5", "expanded")`` is the
        gradient written out, ``"staged"`` the one over error signals δ.

    Raises:
        InputError: the template cannot be used.

    >>> from bpsheet.notation.text import text
    >>> text(derive("classic").total("w5"))
    '(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1'
    """
    loaded = load_template(template)
    graph = forward_graph(loaded) if loaded.layered else computation_graph(loaded)
    return Derivation(graph, loaded.names, loaded.trained)


def written_derivation(
    template: str | Path | Template = "classic", wrt: Sequence[str] = (), form: str = "text"
) -> str:
    """Return the derivation of a worked example as a document.

    Arguments:
        template: a bundled name, a path to a .toml file, or a template.
        wrt: the parameters to differentiate by; all trained ones if there are none.
        form: ``"text"``, ``"markdown"``, ``"latex"`` or ``"html"``.

    Raises:
        InputError: the template cannot be used, or has no such parameter.
    """
    loaded = load_template(template)
    derivation = derive(loaded)
    for name in wrt:
        if name not in derivation.parameters:
            choices = ", ".join(derivation.parameters)
            raise InputError(f"there is no trained parameter {name!r}; choose from {choices}")
    graph = training_graph(loaded, derivation)
    return document(loaded.title, derivation, graph, wrt or derivation.parameters, form)
