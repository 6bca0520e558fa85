"""One slip planted in a worksheet: that one is found, where it is, and nothing else."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import get_args

import numpy as np
import pytest

import bpsheet
from bpsheet.checker.diagnostics import Report, Severity
from bpsheet.checker.examine import examine
from bpsheet.model.graph import Graph, Scope
from bpsheet.model.training import training_graph
from bpsheet.template import Template
from tests.checker.planting import FIRST, Variant, planted_book, simulated
from tests.proof.slips import slips

ROWS = 13
DRAWS = 12
VARIANTS = get_args(Variant)
SINGLE = ("classic", "mazur", "han-kamber", "deep", "softmax", "micrograd", "cs231n-sigmoid")
STATEFUL = ("optimizer-momentum", "optimizer-adam", "optimizer-adamax")
SEVERAL = ("xor", "xor-tanh", "line", "bce")


@dataclass(frozen=True)
class Planted:
    """A worksheet with a slip, and in which rows of which column it shows."""

    quantity: str
    graph: Graph
    rows: list[int]


@cache
def graph_of(name: str) -> tuple[Template, Graph]:
    template = bpsheet.load_template(name)
    return template, training_graph(template, bpsheet.derive(template))


@cache
def wrong_graphs(name: str) -> list[tuple[str, Graph]]:
    _, graph = graph_of(name)
    return [(quantity, wrong) for quantity, wrong in slips(graph)]
