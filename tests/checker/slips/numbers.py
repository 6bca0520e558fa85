"""The numbers of a worked example with those of the rows beside, as a judged column sees them."""

from __future__ import annotations

import numpy as np

import bpsheet
from bpsheet.checker.slip import earlier, later
from bpsheet.checker.slips.evaluation import Array
from bpsheet.expression import Expression
from bpsheet.model.graph import Graph, Quantity
from bpsheet.model.training import training_graph
from bpsheet.template import Template

RATE = 0.7


def graph_of(template: Template) -> Graph:
    return training_graph(template, bpsheet.derive(template))


def numbers_of(graph: Graph, template: Template, epochs: int = 40) -> dict[str, Array]:
    """Return the numbers of every row, the one before and the one after, by name."""
    trace = bpsheet.train(template, rates=[RATE], epochs=epochs)
    numbers: dict[str, Array] = {}
    for quantity in graph:
        given = trace.given_once.get(quantity.name)
        column = trace.column(quantity.name) if given is None else given
        here = np.broadcast_to(column[0], len(trace.step)).astype(float)
        numbers[quantity.name] = here
        numbers[earlier(quantity.name)] = np.concatenate([[np.nan], here[:-1]])
        numbers[later(quantity.name)] = np.concatenate([here[1:], [np.nan]])
    return numbers


def right_expression(quantity: Quantity) -> Expression | None:
    return quantity.definition if quantity.definition is not None else quantity.following
