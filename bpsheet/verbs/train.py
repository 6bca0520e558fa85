"""The verb ``train``: the numbers without a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bpsheet.display.numbers  # noqa: F401 - says how the value shows itself in a notebook
from bpsheet import engine
from bpsheet.template import Template
from bpsheet.trace import Trace
from bpsheet.verbs.settings import adjusted


def train(
    template: str | Path | Template = "classic",
    *,
    rates: Sequence[float] | None = None,
    epochs: int | None = None,
) -> Trace:
    """Train a worked example at every learning rate and return every number.

    Arguments:
        template: a bundled name, a path to a .toml file, or a template.
        rates: learning rates in place of the template's.
        epochs: passes over all samples in place of the template's.

    Returns:
        A trace; ``trace.column("E_total")`` and every other quantity has shape (rates, rows). A
        rate that overflows is marked in ``trace.diverged_at`` and does not disturb the others.

    Raises:
        InputError: the template or a setting cannot be used.

    Source of the method: D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations
    by back-propagating errors, Nature 323 (1986).

    >>> float(train("classic").column("E_total")[0, 0])
    0.24251985734837728
    """
    return engine.train(adjusted(template, rates, epochs))
