"""The points of the error curve: their losses and slopes, with the passes that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpsheet.expression import Expression, call, compare
from bpsheet.model.graph import Quantity, Role
from bpsheet.model.guards import guarded
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.error_curve import places
from bpsheet.sheet.layout.lookup import one_of
from bpsheet.sheet.layout.number_formats import GENERAL, SCIENTIFIC
from bpsheet.sheet.layout.passes import (
    Values,
    backward_quantities,
    forward_quantities,
    look_of,
    sample_cells,
    sample_shown,
    write_pass,
)
from bpsheet.sheet.layout.plan import Plan

MOST_COLUMNS, MOST_LISTED = 200, 60


def listed_parameters(plan: Plan) -> tuple[str, ...]:
    """Return the trained parameters that a reader may choose from; spread, if there are many."""
    trained = plan.example.template.trained
    return trained[:: -(-len(trained) // MOST_LISTED)]


def columns_for(plan: Plan, samples: int) -> int:
    """Return how many columns the parameters and the passes of so many samples take."""
    backward = backward_quantities(plan, listed_parameters(plan))
    of_sample = len(forward_quantities(plan)) + len(backward)
    return len(plan.names.parameters) + samples * of_sample


def curve_samples(plan: Plan) -> int:
    """Return over how many samples the curve's loss is averaged: all, or the one shown."""
    samples = plan.rows.samples
    return samples if columns_for(plan, samples) <= MOST_COLUMNS else 1


def loss_format(plan: Plan) -> str:
    """Return the number format of the curve's losses."""
    found = plan.format_of(plan.example.graph.loss.name)
    return places.LOSS_FORMAT if found in (GENERAL, SCIENTIFIC) else found


class CurvePoints:
    """Writes points of the curve, each in a row: the parameter's value, the loss and the slope.

    To the right of them stand the parameters, and for each sample the forward pass and, where a
    slope is asked for, the backward pass.

    Attributes:
        listed: the parameters that may be chosen.
        shown: the cells of all parameters as the Overview shows them.
    """

    def __init__(self, canvas: Canvas, plan: Plan) -> None:
        """Write the headings, and the passes of what the Overview shows."""
        self.canvas, self.plan = canvas, plan
        self.listed = listed_parameters(plan)
        self._forward = _unbounded(forward_quantities(plan))
        self._backward = _unbounded(backward_quantities(plan, self.listed))
        samples = curve_samples(plan)
        self._samples: tuple[Values, ...] = (sample_shown(plan),)
        if samples > 1:
            self._samples = tuple(sample_cells(plan, number) for number in range(samples))
        self.shown = self._parameters_shown()
        self._headings()
        self._passes(places.SHOWN_ROW, self.shown, sloped=True)

    def _parameters_shown(self) -> dict[str, Reference]:
        parameters = self.plan.example.graph.of_role(Role.PARAMETER)
        return {
            quantity.name: self.canvas.put(
                places.SHOWN_ROW,
                column,
                self.plan.shown(quantity.name),
                look_of(self.plan, quantity),
            )
            for column, quantity in enumerate(parameters, start=places.WORK_LEFT)
        }

    def _headings(self) -> None:
        header = places.TABLE_TOP
        for name, cell in self.shown.items():
            self.canvas.put(header, cell.column, name, style.name_style(Role.PARAMETER))
        for number in range(len(self._samples)):
            first = self._first_of(number)
            if len(self._samples) > 1:
                self.canvas.put(header - 1, first, f"sample {number + 1}", style.SECTION)
            for column, quantity in enumerate((*self._forward, *self._backward), start=first):
                self.canvas.put(header, column, quantity.name, style.name_style(quantity.role))

    def write(self, row: int, place: Expression, *, sloped: bool) -> None:
        """Write the point at which the chosen parameter has the value `place`."""
        look = style.value_style(Role.PARAMETER, places.PLACE_FORMAT)
        own = self.canvas.put(row, places.PLACE, place, look)
        values: dict[str, Expression] = dict(self.shown)
        for number, name in enumerate(self.listed, start=1):
            shown, quantity = self.shown[name], self.plan.example.graph[name]
            value = call("IF", compare(places.CHOSEN, "=", number), own, shown)
            values[name] = self.canvas.put(row, shown.column, value, look_of(self.plan, quantity))
        self._passes(row, values, sloped=sloped)
        if sloped:
            look = style.value_style(Role.GRADIENT, places.SLOPE_FORMAT)
            slopes = [one_of(cells, places.CHOSEN) for cells in self._gradients(row)]
            self.canvas.put(row, places.SLOPE, _mean(slopes), look)

    def _passes(self, row: int, parameters: Mapping[str, Expression], *, sloped: bool) -> None:
        """Write the passes of all samples, and the loss that they come to."""
        loss = self.plan.example.graph.loss
        quantities = (*self._forward, *(self._backward if sloped else ()))
        losses = []
        for number, sample in enumerate(self._samples):
            known = {**sample, **parameters}
            first = self._first_of(number)
            written = write_pass(self.canvas, self.plan, row, first, quantities, known)
            losses.append(written[loss.name])
        look = style.value_style(Role.LOSS, loss_format(self.plan))
        self.canvas.put(row, places.LOSS, _mean(losses), look)

    def slopes(self) -> dict[str, Expression]:
        """Return formulas for the slopes along each listed parameter where the Overview stands."""
        gradients = self._gradients(places.SHOWN_ROW)
        return {
            name: _mean([Reference(cells.top, cells.left + place) for cells in gradients])
            for place, name in enumerate(self.listed)
        }

    def _gradients(self, row: int) -> list[Range]:
        """Return the cells of a row's gradients, sample by sample."""
        ends = [self._first_of(number + 1) - 1 for number in range(len(self._samples))]
        return [Range(row, end - len(self.listed) + 1, row, end) for end in ends]

    def _first_of(self, sample: int) -> int:
        """Return the first column of a sample's passes."""
        width = len(self._forward) + len(self._backward)
        return places.WORK_LEFT + len(self.shown) + sample * width


def _unbounded(quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Return quantities that overflow nowhere: a reader may send the parameter far away."""
    return tuple(
        replace(quantity, definition=guarded(quantity.definition))
        for quantity in quantities
        if quantity.definition is not None
    )


def _mean(values: list[Expression]) -> Expression:
    return values[0] if len(values) == 1 else call("AVERAGE", *values)
