"""The picture of the network: which cells hold its nodes and weights, and which lines join them.

Each unit is a small box of cells: its weights with their sources' lines coming in on the left, its
pre-activation and activation on the right. No line ever crosses a cell that holds something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bpsheet.names import ExampleNames, LayerNames
from bpsheet.sheet.workbook import Line, Point

TOP = 8
GAP = 2
MOST_ROWS = 60
NAME_WIDTH, VALUE_WIDTH, UNIT_WIDTH, JOIN_WIDTH, LISTED_WIDTH = 46, 90, 52, 84, 70
NAME_LETTER, NAME_AIR = 7.5, 10
"""The room a letter of a name takes, and what is left beside them, in pixels."""


@dataclass(frozen=True)
class Drawing:
    """The network's picture on the Overview.

    Attributes:
        columns: the width of each column, in pixels; the first is a margin.
        headings: what stands above the picture, by column.
        cells: where each quantity's name stands, as (row, column); its value is to the right.
        lines: from each source to each cell that uses it.
        top: the first row; the headings stand above it.
        bottom: the last row.
        drawn: whether there is a picture; a large network has none.
    """

    columns: tuple[int, ...]
    headings: Mapping[int, str]
    cells: Mapping[str, tuple[int, int]]
    lines: tuple[Line, ...]
    top: int
    bottom: int
    drawn: bool


def drawing_of(names: ExampleNames) -> Drawing:
    """Return the picture of a network, or the list of a computation without layers."""
    if not names.layers:
        return _list_of(names)
    listed = (*names.inputs, *names.targets, *names.parameters)
    widths = [14, _name_width(listed), VALUE_WIDTH]
    headings = {1: "inputs"}
    heights = [_stack_height(layer) for layer in names.layers]
    height = max(*heights, 2 * len(names.inputs), 4)
    cells = _input_cells(names, height)
    lines: list[Line] = []
    sources = names.inputs
    for number, (layer, stack) in enumerate(zip(names.layers, heights, strict=True)):
        weights = (name for unit in layer.weights for name in unit)
        units = (*layer.pre_activations, *layer.activations)
        widths += [JOIN_WIDTH, _name_width((*weights, *layer.biases)), VALUE_WIDTH]
        widths += [_name_width(units, UNIT_WIDTH), VALUE_WIDTH]
        column = len(widths) - 4
        headings[column] = _layer_heading(number, len(names.layers))
        cells |= _layer_cells(layer, TOP + (height - stack) // 2, column)
        lines += _layer_lines(layer, sources, cells)
        sources = layer.activations
    errors, loss = _name_width((*names.targets, *names.errors)), _name_width((names.total,), 64)
    widths += [60, errors, VALUE_WIDTH, 56, loss, VALUE_WIDTH]
    headings |= {len(widths) - 5: "errors", len(widths) - 2: "loss"}
    cells |= _error_cells(names, cells, len(widths) - 5)
    cells[names.total] = (TOP + height // 2, len(widths) - 2)
    lines += _error_lines(names, cells)
    if height > MOST_ROWS:
        return Drawing(tuple(widths), {}, {}, (), TOP, TOP, drawn=False)
    return Drawing(tuple(widths), headings, cells, tuple(lines), TOP, TOP + height - 1, drawn=True)


def _name_width(names: Iterable[str], least: int = NAME_WIDTH) -> int:
    """Return the width of a column that holds `names`, in pixels."""
    return max(least, *(round(NAME_AIR + NAME_LETTER * len(name)) for name in names))


def _list_of(names: ExampleNames) -> Drawing:
    """Return the quantities of a computation one below the other, a row left free before steps."""
    given = (*names.inputs, *names.variables)
    first_step = TOP + len(given) + 1
    cells = {name: (row, 1) for row, name in enumerate(given, start=TOP)}
    cells |= {name: (row, 1) for row, name in enumerate(names.steps, start=first_step)}
    bottom = first_step + len(names.steps) - 1
    widths = (14, _name_width((*given, *names.steps), LISTED_WIDTH), VALUE_WIDTH)
    return Drawing(widths, {1: "given, then step by step"}, cells, (), TOP, bottom, drawn=True)


def _layer_heading(number: int, layers: int) -> str:
    if number == layers - 1:
        return "output layer"
    return "hidden layer" if layers == 2 else f"hidden layer {number + 1}"


def _box_height(layer: LayerNames) -> int:
    """Return the rows of a unit's box: one per weight and one for the bias, two at the least."""
    return max(2, len(layer.weights[0]) + bool(layer.biases))


def _stack_height(layer: LayerNames) -> int:
    units = len(layer.pre_activations)
    return units * _box_height(layer) + (units - 1) * GAP


def _input_cells(names: ExampleNames, height: int) -> dict[str, tuple[int, int]]:
    spacing = height / len(names.inputs)
    return {
        name: (TOP + int((position + 0.5) * spacing), 1)
        for position, name in enumerate(names.inputs)
    }


def _layer_cells(layer: LayerNames, top: int, column: int) -> dict[str, tuple[int, int]]:
    cells = {}
    for position, unit in enumerate(layer.pre_activations):
        row = top + position * (_box_height(layer) + GAP)
        for place, weight in enumerate(layer.weights[position]):
            cells[weight] = (row + place, column)
        if layer.biases:
            shared = layer.biases[position] in cells
            if not shared:
                cells[layer.biases[position]] = (row + len(layer.weights[position]), column)
        cells[unit] = (row, column + 2)
        cells[layer.activations[position]] = (row + 1, column + 2)
    return cells


def _error_cells(
    names: ExampleNames, cells: Mapping[str, tuple[int, int]], column: int
) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for unit, target, error in zip(
        names.layers[-1].pre_activations, names.targets, names.errors, strict=True
    ):
        row, _ = cells[unit]
        found |= {target: (row, column), error: (row + 1, column)}
    return found


def _join(cells: Mapping[str, tuple[int, int]], source: str, user: str) -> Line:
    """Return the line from the value of `source` to the name of `user`."""
    (from_row, from_column), (to_row, to_column) = cells[source], cells[user]
    return Line(Point(from_row, from_column + 1, 1.0), Point(to_row, to_column, 0.0))


def _layer_lines(
    layer: LayerNames, sources: tuple[str, ...], cells: Mapping[str, tuple[int, int]]
) -> list[Line]:
    return [
        _join(cells, source, weight)
        for weights in layer.weights
        for source, weight in zip(sources, weights, strict=True)
    ]


def _error_lines(names: ExampleNames, cells: Mapping[str, tuple[int, int]]) -> list[Line]:
    outputs = names.layers[-1].activations
    lines = [
        _join(cells, output, error) for output, error in zip(outputs, names.errors, strict=True)
    ]
    return lines + [_join(cells, error, names.total) for error in names.errors]
