"""A template with settings from the command line in place of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from bpsheet.catalogue import load_template
from bpsheet.template import Gradients, Template
from bpsheet.template_checks import Entry, Source, choice, count, learning_rates


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
        training = replace(training, learning_rates=learning_rates(_given("--rate", list(rates))))
    if epochs is not None:
        training = replace(training, epochs=count(_given("--epochs", epochs)))
    if gradients is not None:
        form = choice(get_args(Gradients))(_given("--gradients", gradients))
        loaded = replace(loaded, gradients=form)
    return replace(loaded, training=training)


def _given(option: str, value: Any) -> Entry:
    """Return what an option sets as readers of templates take it."""
    return Entry(value, (option,), Source())
