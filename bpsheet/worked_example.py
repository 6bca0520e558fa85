"""What workbooks and pages show: a template with its mathematics and its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from bpsheet.model.derive import Derivation
from bpsheet.model.graph import Graph
from bpsheet.template import Template
from bpsheet.trace import Trace


@dataclass(frozen=True)
class WorkedExample:
    """A worked example, ready to be shown.

    Attributes:
        template: what was asked for.
        derivation: the chain-rule steps of every gradient.
        graph: every quantity of a row, updates included.
        trace: the numbers; the last rate is the one that is the reader's to change.
    """

    template: Template
    derivation: Derivation
    graph: Graph
    trace: Trace


def readers_rate(learning_rates: tuple[float, ...]) -> float:
    """Return the rate that the sheet for a rate of the reader's starts with.

    It lies between the two largest of the template, or at half of its only one, and has no more
    digits than a reader would type.

    >>> readers_rate((0.1, 0.5, 1.0, 2.0)), readers_rate((0.01, 0.2))
    (1.5, 0.105)
    """
    highest = sorted(learning_rates)[-2:]
    return float(f"{sum(highest) / 2:.12g}")
