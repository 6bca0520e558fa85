"""Forward and backward passes written out in a row of cells, for given parameters and samples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bpsheet.expression import Expression, call, substitute
from bpsheet.model.graph import FORWARD, Quantity, Role, Scope
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.places import DATA
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Highlight, Style

Values = Mapping[str, Expression]
"""What stands for a name: a cell, or a formula for its value."""


def forward_quantities(plan: Plan) -> tuple[Quantity, ...]:
    """Return what a forward pass computes, in order."""
    return tuple(q for q in plan.example.graph.of_role(*FORWARD) if q.scope is Scope.ROW)


def backward_quantities(plan: Plan, parameters: Iterable[str]) -> tuple[Quantity, ...]:
    """Return what a backward pass computes for some parameters, in order."""
    graph = plan.example.graph
    gradients = (graph[plan.names.gradient(parameter)] for parameter in parameters)
    return (*graph.of_role(Role.ERROR_SIGNAL, Role.DERIVATIVE), *gradients)


def write_pass(
    canvas: Canvas, plan: Plan, row: int, left: int, quantities: Iterable[Quantity], given: Values
) -> Values:
    """Write quantities side by side, each computed from those before it.

    Arguments:
        row, left: where the first one stands.
        given: what the first ones are computed from.

    Returns:
        `given`, and the cells that were written.
    """
    known = dict(given)
    for column, quantity in enumerate(quantities, start=left):
        assert quantity.definition is not None
        content = substitute(plan.in_cells(quantity.definition), known)
        known[quantity.name] = canvas.put(row, column, content, look_of(plan, quantity))
    return known


def look_of(plan: Plan, quantity: Quantity) -> Style:
    """Return the style of a quantity's numbers."""
    return style.value_style(quantity.role, plan.format_of(quantity.name))


def sample_shown(plan: Plan) -> Values:
    """Return formulas for the inputs and targets of the sample that the step shown looks at."""
    return {name: plan.shown(name) for name in (*plan.names.inputs, *plan.names.targets)}


def sample_cells(plan: Plan, sample: int) -> Values:
    """Return the cells of a sample's inputs and targets.

    Arguments:
        sample: its number, from 0.
    """
    names = (*plan.names.inputs, *plan.names.targets)
    if plan.data is None:
        return {name: plan.overview.given[name] for name in names}
    row = plan.data.top + sample
    return {name: Reference(row, plan.data.columns[name], DATA) for name in names}


def faded_errors(area: Range) -> Highlight:
    """Return what greys the cells that hold an error, as they do after a rate has run away."""
    first = Reference(area.top, area.left, absolute=False)
    return Highlight(area, call("ISERROR", first), color=style.FADED)
