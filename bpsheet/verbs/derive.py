"""The verb ``derive``: the chain rule for every parameter."""

from __future__ import annotations

from pathlib import Path

from bpsheet.catalogue import load_template
from bpsheet.model.derive import Derivation, derive_graph
from bpsheet.model.network import forward_graph
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
    names = loaded.network.names
    trained = names.parameters if loaded.network.train_biases else names.weights
    return derive_graph(forward_graph(loaded), trained)
