"""The loss curves: one per rate's sheet, and those of Compare."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bpsheet.names import rate_text
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.places import COMPARE, ComparePlaces, RateSheet
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Axis, Chart, Series

RUNAWAY, HEADROOM = 3.0, 1.25
"""A rate whose loss grows beyond this many times its first does not set the charts' scale; then
the scale ends at this many times the first loss."""

WRITTEN_OUT, SMALLEST_WRITTEN_OUT, POWERS_OF_TEN = "0.0####", 1e-5, "0E+00"
"""Formats of the marks; not ``General``, which Gnumeric takes for the format of the cells."""
CHART_COLUMN, CHART_WIDTH = 8, 620
SMALLEST_LOSS, SMALLEST_SHARE, LARGEST_SHARE = 1e-12, 1e-8, 1e4
ROUND_LEADS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def loss_chart(plan: Plan, rate_sheet: RateSheet) -> Chart:
    """Return the loss curve on a rate's own sheet, to the right of the summary."""
    return Chart(
        row=0,
        column=CHART_COLUMN,
        width=CHART_WIDTH,
        height=196,
        title=rate_title(plan, rate_sheet),
        series=(_curve(plan, rate_sheet), *validation_curve(plan, rate_sheet), scale(plan)),
        x_axis=step_axis(plan),
        y_axis=loss_axis(plan),
        description=rate_description(plan, rate_sheet),
        legend="right" if plan.compare.validated else None,
        y_shift=2,
        title_size=11,
    )


def rate_title(plan: Plan, rate_sheet: RateSheet) -> Reference | str:
    """Return a rate's chart title: the sheet's, or, where the rate is sure to change, words.

    LibreOffice keeps the titles of charts as they were when the file was made.
    """
    return "at the rate of your own" if rate_sheet.yours else plan.table.title.on(rate_sheet.name)


def rate_description(plan: Plan, rate_sheet: RateSheet) -> str:
    """Return what a rate's chart shows, for a reader who cannot see it."""
    words = f"{plan.curve_word} by {plan.point_name}"
    return f"{words}, built for the learning rate {rate_text(rate_sheet.built)}"


def _curve(plan: Plan, rate_sheet: RateSheet) -> Series:
    table = plan.table
    if not plan.rows.single:
        return replace(rate_curve(plan, rate_sheet), dashed=False)
    return Series(
        name=table.title.on(rate_sheet.name),
        x=Range(table.top, 0, table.bottom, 0, rate_sheet.name),
        y=table.column(plan.example.graph.loss.name).on(rate_sheet.name),
        color=style.curve_color(rate_sheet.number),
    )


def validation_curve(plan: Plan, rate_sheet: RateSheet) -> tuple[Series, ...]:
    """Return the curve of the samples for validation, if there are any."""
    if not plan.compare.validated:
        return ()
    cells = plan.compare.validation(rate_sheet.number)
    name = Reference(plan.table.header, plan.table.right, rate_sheet.name)
    return (Series(name, step_cells(plan.compare), cells, color=style.MUTED, dashed=True),)


def rate_curve(plan: Plan, rate_sheet: RateSheet) -> Series:
    """Return a rate's curve from the table of Compare, named by that table's header."""
    places, column = plan.compare, plan.compare.first_rate + rate_sheet.number
    return Series(
        name=Reference(places.top - 1, column, COMPARE),
        x=step_cells(places),
        y=places.losses(rate_sheet.number),
        color=style.curve_color(rate_sheet.number),
        dashed=rate_sheet.yours,
    )


def step_cells(places: ComparePlaces) -> Range:
    """Return the steps in the table of Compare."""
    return Range(places.top, places.step, places.top + places.rows - 1, places.step, COMPARE)


def goal_line(plan: Plan) -> Series:
    """Return the goal as a level line from the first step to the last."""
    places = plan.compare
    return Series(
        name=_heading(places.scale_goal),
        x=places.scale_steps,
        y=places.scale_goal,
        color=style.MUTED,
        width=1.25,
        dashed=True,
    )


def scale(plan: Plan) -> Series:
    """Return the unseen curve that gives all charts the same axes."""
    places = plan.compare
    return Series(
        name=_heading(places.scale_losses),
        x=places.scale_steps,
        y=places.scale_losses,
        color=style.MUTED,
        hidden=True,
    )


def _heading(cells: Range) -> Reference:
    return Reference(cells.top - 1, cells.left, COMPARE)


def step_axis(plan: Plan) -> Axis:
    """Return the axis of the steps, from 0 to the round number that holds them all."""
    last = _round_up(max(plan.compare.rows - 1, 1))
    return Axis(title=plan.point_name, minimum=0, maximum=last, number_format="0")


def loss_axis(plan: Plan, *, logarithmic: bool = False) -> Axis:
    """Return the axis of the losses.

    It follows the cells; only where a rate runs away is its end fixed, to just above the first
    loss, so that the other curves can be seen.
    """
    if logarithmic:
        title, marks = f"{plan.curve_name} (logarithmic)", _logarithmic_format(plan)
        return Axis(title, *_logarithmic_ends(plan), logarithmic=True, number_format=marks)
    bottom = 0 if plan.example.template.layered else None
    return Axis(plan.curve_name, bottom, _top(plan), number_format=_loss_format(plan))


def above_zero(plan: Plan) -> bool:
    """Return whether a logarithmic axis shows any of the losses; an expression's may be below 0."""
    return bool(np.any(plan.example.trace.cost > 0))


def _loss_format(plan: Plan) -> str:
    """Return a number format that tells the marks of an axis up to the first losses apart."""
    first = _first(plan)
    leading = int(np.floor(np.log10(first))) if first else 0
    decimals = 1 - leading if leading < 0 else int(leading < 2)
    return f"0.{'0' * decimals}".rstrip(".")


def _logarithmic_format(plan: Plan) -> str:
    """Return a number format for powers of ten: 0.001 as long as they are not too small for it."""
    losses = plan.example.trace.cost
    positive = losses[np.isfinite(losses) & (losses > 0)]
    return POWERS_OF_TEN if np.min(positive, initial=1) < SMALLEST_WRITTEN_OUT else WRITTEN_OUT


def _top(plan: Plan) -> float | None:
    losses, first = plan.example.trace.cost, _first(plan)
    if np.all(np.isfinite(losses)) and np.all(losses <= RUNAWAY * np.abs(losses[:, :1])):
        return None
    return _round_up(HEADROOM * first) if first else None


def _first(plan: Plan) -> float:
    """Return the size of the largest first loss; one that has run away at once does not count."""
    firsts = np.abs(plan.example.trace.cost[:, 0])
    return float(np.max(firsts, initial=0, where=np.isfinite(firsts)))


def _logarithmic_ends(plan: Plan) -> tuple[float | None, float | None]:
    """Return the ends of the logarithmic axis, fixed where a loss runs away or falls to 0.

    Programs choose no useful ends then. A loss that runs away is seen to leave the chart.
    """
    losses = plan.example.trace.cost
    if _top(plan) is None and np.all(losses > 0):
        return None, None
    positive = losses[np.isfinite(losses) & (losses > 0)]
    first = max(_first(plan), SMALLEST_LOSS)
    lowest = max(float(np.min(positive, initial=first)), first * SMALLEST_SHARE)
    highest = first if _top(plan) is None else first * LARGEST_SHARE
    return _power_of_ten(np.floor, lowest), _power_of_ten(np.ceil, highest)


def _power_of_ten(towards: np.ufunc, value: float) -> float:
    return float(10.0 ** towards(np.log10(value)))


def _round_up(value: float) -> float:
    """Return the smallest round number that is not below `value`, which is above 0."""
    power = 10.0 ** np.floor(np.log10(value))
    found = next(power * lead for lead in ROUND_LEADS if power * lead >= value)
    return float(f"{found:.2g}")
