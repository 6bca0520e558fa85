"""The table of the gradient vector: every parameter with its slope and its change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpsheet.expression import Call, Expression, Text, call, compare, names_in, substitute
from bpsheet.model.graph import Role
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.names import mean_name, sequential_name
from bpsheet.sheet.address import Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.gradient_vector import places as at
from bpsheet.sheet.layout.gradient_vector.connections import (
    Connection,
    connections,
    other_notation,
)
from bpsheet.sheet.layout.gradient_vector.places import VectorTable
from bpsheet.sheet.layout.lookup import one_of
from bpsheet.sheet.layout.passes import look_of
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Highlight, Style, Value
from bpsheet.template import Network

MOST_LISTED = 500
LAST_ROW = "last row"
NEAR = 1e-12
SHARE_DECIMALS = 9
SHARE = replace(style.CELL, number_format="0.000")
Content = tuple[Value | Expression, Style]


def vector_table(plan: Plan, top: int) -> VectorTable:
    """Return the places of the table.

    Arguments:
        top: the row of its first parameter.
    """
    layered = plan.example.template.layered
    return VectorTable(
        top,
        rows=len(listed(plan)),
        columns=(
            at.NAME,
            *(at.OF_NETWORKS if layered else ()),
            at.VALUE,
            at.GRADIENT,
            *((at.USED,) if _uses_another(plan) else ()),
            at.CHANGE,
            at.NEW,
            at.NEXT,
            at.SIZE,
            at.SHARE,
            *(at.OF_THE_PICTURE if layered else ()),
        ),
    )


def listed(plan: Plan) -> tuple[str, ...]:
    """Return the parameters that have a line: all that are trained, or the first of very many."""
    return plan.example.template.trained[:MOST_LISTED]


def is_mean(plan: Plan) -> bool:
    """Return whether the vector is a mean over a batch."""
    return bool(plan.example.graph.of_role(Role.MEAN_GRADIENT))


def vector_key(plan: Plan) -> str:
    """Return the column that holds the vector's components."""
    return at.USED if is_mean(plan) else at.GRADIENT


def slope_name(plan: Plan) -> str:
    """Return what a component of the vector is called, of any parameter w."""
    return f"∂{plan.names.cost if is_mean(plan) else plan.names.error}/∂w"


def _uses_another(plan: Plan) -> bool:
    """Return whether updates use anything but the gradients of the row."""
    roles = (Role.MEAN_GRADIENT, Role.SEQUENTIAL_GRADIENT)
    return bool(plan.example.graph.of_role(*roles))


def _used(plan: Plan, parameter: str) -> str:
    """Return the name of the gradient that updates a parameter."""
    gradient = plan.names.gradient(parameter)
    others = (mean_name(gradient), sequential_name(gradient))
    return next((name for name in others if name in plan.example.graph), gradient)


def write_table(canvas: Canvas, plan: Plan, table: VectorTable, rate: Reference) -> None:
    """Write the headings, a line per parameter, and what makes a wrong one stand out.

    Arguments:
        rate: the cell of the learning rate.
    """
    headings = _headings(plan)
    written = [(column, key) for column, key in enumerate(table.columns) if key != at.GAP]
    for column, key in written:
        canvas.put(table.top - 1, column, headings.get(key, key), style.HEADER)
    joins = connections(plan.example.template) if plan.example.template.layered else {}
    for row, parameter in enumerate(listed(plan), start=table.top):
        contents = _slopes(plan, parameter, table, row, rate)
        if parameter in joins:
            contents |= _connection(plan, joins[parameter])
        for column, key in written:
            content, look = contents[key]
            canvas.put(row, column, content, look)
    canvas.highlights.append(_differing(table))


def _headings(plan: Plan) -> dict[str, str]:
    """Return the headings that are not the keys themselves."""
    names, optimizer = plan.names, plan.example.template.training.optimizer
    slope, rate = slope_name(plan), names.learning_rate
    change = f"Δw = −{rate}·{slope}"
    network = plan.example.template.model
    return {
        at.ALIAS: other_notation(network) if isinstance(network, Network) else "",
        at.GRADIENT: f"∂{names.error}/∂w",
        at.USED: f"{slope}, mean" if is_mean(plan) else "sequential",
        at.CHANGE: change if optimizer == "sgd" else f"Δw by {OPTIMIZERS[optimizer].title}",
        at.NEW: "w + Δw",
        at.SIZE: f"|{slope}|",
    }


def _slopes(
    plan: Plan, parameter: str, table: VectorTable, row: int, rate: Reference
) -> dict[str, Content]:
    """Return the columns that every parameter has, with their looks."""
    graph, names = plan.example.graph, plan.names
    gradient, used = names.gradient(parameter), _used(plan, parameter)
    cells = {key: table.cell(key, row) for key in table.columns}
    weight, slope = look_of(plan, graph[parameter]), look_of(plan, graph[gradient])
    known: dict[str, Expression] = {parameter: cells[at.VALUE], names.learning_rate: rate}
    known[gradient] = cells[at.GRADIENT]
    if at.USED in cells:
        known[used] = cells[at.USED]
    change, new = _step(plan, parameter, used, known, cells)
    return {
        at.NAME: (parameter, style.name_style(Role.PARAMETER)),
        at.VALUE: (plan.shown(parameter), weight),
        at.GRADIENT: (plan.shown(gradient), slope),
        at.USED: (plan.shown(used), slope),
        at.CHANGE: (change, replace(weight, number_format=slope.number_format, bold=True)),
        at.NEW: (new, weight),
        at.NEXT: (_next(plan, parameter), replace(weight, fill=None)),
        at.SIZE: (call("ABS", cells[vector_key(plan)]), replace(slope, fill=None)),
        at.SHARE: (_share(table, cells[at.SIZE]), SHARE),
    }


def _step(
    plan: Plan,
    parameter: str,
    used: str,
    known: Mapping[str, Expression],
    cells: Mapping[str, Reference],
) -> tuple[Expression, Expression]:
    """Return formulas for the change of a parameter and for its new value."""
    if plan.example.template.training.optimizer == "sgd":
        change: Expression = -(known[plan.names.learning_rate] * known[used])
        return change, cells[at.VALUE] + cells[at.CHANGE]
    following = plan.example.graph[parameter].following
    assert following is not None
    others = {name: plan.shown(name) for name in names_in(following) if name not in known}
    return cells[at.NEW] - cells[at.VALUE], substitute(following, {**others, **known})


def _share(table: VectorTable, size: Reference) -> Expression:
    """Return a formula for a component's share of the largest, rounded, so that equals are equal.

    Programs differ in the last digit, and would call different ones the largest.
    """
    largest = call("MAX", table.column(at.SIZE))
    share = call("ROUND", size / largest, SHARE_DECIMALS)
    return call("IF", compare(largest, ">", 0), share, 0)


def _next(plan: Plan, parameter: str) -> Expression:
    """Return a formula for the parameter's value in the training table after this update."""
    row: Expression = plan.overview.step_shown + 1
    if plan.data is not None:
        row = plan.data.update_row if plan.rows.averaged else plan.data.row
    columns = [plan.table.column(parameter).on(sheet.name) for sheet in plan.sheets]
    values = [one_of(column, row + 1) for column in columns]
    value = Call("CHOOSE", (plan.overview.rate_number, *values))
    return call("IF", compare(row, ">=", plan.table.rows), Text(LAST_ROW), value)


def _connection(plan: Plan, joins: Connection) -> dict[str, Content]:
    """Return the columns that say where a network's parameter stands, with their looks."""
    units = ", ".join(joins.units)
    whole = replace(style.WORD_CELL, number_format="0")
    source: Value | Expression = 1 if joins.is_bias else plan.shown(joins.source)
    number = replace(style.CELL, number_format=plan.format_of(joins.output))
    return {
        at.ALIAS: (joins.alias, style.name_style(Role.PARAMETER)),
        at.SOURCE: (joins.source, style.WORD_CELL),
        at.LAYER: (joins.layer, whole),
        at.UNIT: (units, style.WORD_CELL),
        at.NEXT_LAYER: (joins.layer + 1, whole),
        at.SOURCE_VALUE: (source, number),
        at.NET: (plan.shown(joins.units[0]), number),
        at.OUTPUT_NAME: (joins.output, style.WORD_CELL),
        at.OUTPUT: (plan.shown(joins.output), number),
        at.FROM_SIZE: (joins.from_size, whole),
        at.TO_SIZE: (joins.to_size, whole),
    }


def _differing(table: VectorTable) -> Highlight:
    """Return what marks a new value that is not the one in the training table."""
    area = table.column(at.NEXT)
    found = replace(area.first, absolute=False)
    new = replace(table.column(at.NEW).first, absolute=False)
    gap = call("IF", call("ISNUMBER", found), call("ABS", found - new), 0)
    wrong = compare(gap, ">", NEAR * (1 + call("ABS", new)))
    return Highlight(area, wrong, color=style.FAULT, bold=True)
