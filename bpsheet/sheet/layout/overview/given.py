"""The sample, the goal, ε and the hyper-parameters, all edited here, and the verdict's rule."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.graph import Role
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style, verdict
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.overview.limits import (
    LARGEST_NUMBER,
    any_number,
    numbers_between,
    setting_limits,
)
from bpsheet.sheet.layout.places import DATA
from bpsheet.sheet.layout.plan import Plan

EPSILON = 1e-5
SMALLEST_EPSILON, LARGEST_EPSILON = 1e-8, 1e-2
SMALLEST_LOSS = 1e-12


def given_table(canvas: Canvas, plan: Plan) -> int:
    """Write the inputs, the targets, the goal and ε, all edited here, and the verdict's rule.

    Returns:
        The last row.
    """
    places, graph = plan.overview, plan.example.graph
    top, training = places.data_top, plan.example.template.training
    loss = plan.curve_word.lower()
    data = graph.of_role(Role.INPUT, Role.TARGET) if plan.data is None else ()
    canvas.put(top - 2, 1, "Sample, goal and ε" if data else "Goal and ε", style.SECTION)
    if data:
        canvas.put(top - 1, 1, "name", style.HEADER)
        canvas.put(top - 1, 2, "value", style.HEADER)
    if plan.data is not None:
        canvas.put(top, 1, "samples: see Data", style.LINK, link=DATA, across=2)
    for quantity in data:
        place = places.given[quantity.name]
        given = float(plan.example.trace.column(quantity.name)[0, 0])
        canvas.put(place.row, 1, quantity.name, style.name_style(quantity.role))
        canvas.put(place.row, place.column, given, style.INPUT_CELL)
    lines: list[tuple[Reference, str, float | None, str, str]] = [
        (places.goal, "goal", training.goal, "General", f"the {loss} that is small enough"),
        (places.epsilon, "ε", EPSILON, "0E+00", "by which the gradient check moves a parameter"),
    ]
    settings = [SETTINGS[name] for name in training.hyperparameters]
    lines += [
        (
            places.given[row.symbol],
            row.symbol,
            training.hyperparameters[row.name],
            "General" if row.below_one else "0E+00",
            f"{row.name}: {row.meaning}",
        )
        for row in settings
    ]
    for place, name, value, number_format, remark in lines:
        canvas.put(place.row, 4, name, style.HEADER)
        canvas.put(place.row, 5, value, replace(style.INPUT_CELL, number_format=number_format))
        canvas.put(place.row, 6, remark, style.BESIDE)
    bottom = places.data_bottom
    heading, cases = verdict.rule(plan)
    canvas.put(bottom + 2, 1, heading, style.REMARK)
    for line, (word, meaning) in enumerate(cases, start=bottom + 3):
        canvas.put(line, 1, word, replace(style.REMARK, bold=True, italic=False), across=2)
        canvas.put(line, 3, meaning, style.REMARK)
    if data:
        area = Range(top, 2, top + len(data) - 1, 2)
        canvas.validations.append(any_number(area, "An input or a target: any number."))
    canvas.validations += [
        *(setting_limits(places.given[row.symbol], row) for row in settings),
        numbers_between(places.goal.area, f"A {loss} above 0.", SMALLEST_LOSS, LARGEST_NUMBER),
        numbers_between(
            places.epsilon.area,
            "ε of the gradient check.",
            SMALLEST_EPSILON,
            LARGEST_EPSILON,
        ),
    ]
    return bottom + 2 + len(cases)
