"""A template with settings from the command line in place of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bpsheet.catalogue import load_template
from bpsheet.template import Gradients, Template
from bpsheet.template_checks import Entry, Source, count, learning_rates


def adjusted(
    template: str | Path | Template,
    rates: Sequence[float] | None = None,
    epochs: int | None = None,
    gradients: Gradients | None = None,
) -> Template:
    """Return a template with the settings that are given in place of its own.

    Arguments:
        template: a bundled name, a path to a .toml file, or a template.
        rates: learning rates; ``None`` or none at all keep the template's.
        epochs: passes over all samples.
        gradients: ``"expanded"`` or ``"staged"``.

    Raises:
        InputError: the template or a setting cannot be used.
    """
    loaded = load_template(template)
    training = loaded.training
    if rates is not None and len(rates):
        checked = learning_rates(Entry(list(rates), ("--rate",), Source()))
        training = replace(training, learning_rates=tuple(checked))
    if epochs is not None:
        training = replace(training, epochs=count(Entry(epochs, ("--epochs",), Source())))
    return replace(loaded, training=training, gradients=gradients or loaded.gradients)
