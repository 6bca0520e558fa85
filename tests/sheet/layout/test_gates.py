"""The Gates sheet against the engine: its loss, moved in one number after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from bpsheet import engine
from bpsheet.expression import walk
from bpsheet.parser import parse
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.workbook import DEFAULT_COLUMN_WIDTH, DEFAULT_ROW_HEIGHT, Point, Sheet, Value
from bpsheet.template import Computation, Data, Network, Parameters, Template, Training
from tests.examples import CLASSIC
from tests.workbook.scenario import Scenario

STEP = 1e-5
VIEW = ("gates",)


def computation(
    steps: dict[str, str], given: dict[str, float], trained: str, rate: float
) -> Template:
    written = tuple((name, parse(definition)) for name, definition in steps.items())
    inputs = tuple(name for name in given if name not in trained.split())
    return Template(
        name="computation",
        title="A computation",
        model=Computation(written, inputs, tuple(trained.split())),
        data=Data((tuple(given[name] for name in inputs),), ((),)),
        parameters=Parameters(tuple(given[name] for name in trained.split())),
        training=Training((rate, 2 * rate), epochs=4),
        views=VIEW,
    )


PRODUCT = computation(
    {"ŷ": "w*x", "s": "ŷ - y", "L": "s^2"}, {"x": 1.0, "y": 2.0, "w": 1.0}, "w", 0.1
)
TANGLE = computation(
    {
        "c1": "a + b",
        "d1": "a*b + b^3",
        "c2": "c1 + (c1 + 1)",
        "c3": "c2 + (1 + c2 - a)",
        "d2": "d1 + (d1*2 + relu(b + a))",
        "d3": "d2 + (3*d2 + relu(b - a))",
        "e": "c3 - d3",
        "f": "e^2",
        "g": "f/2 + 10/f",
    },
    {"a": -4.0, "b": 2.0},
    "a b",
    1e-5,
)
ALL_KINDS = computation(
    {
        "p": "exp(-w*x) + abs(y)/2",
        "q": "max(sqrt(p), y, x) - min(w, p)*tanh(w)",
        "r": "ln(1 + p)^x + σ(q)",
        "L": "(r - ½)^2 + 0.1*q^4",
    },
    {"x": 1.5, "y": -0.4, "w": 0.7},
    "w",
    0.05,
)
SHARES = replace(
    CLASSIC,
    model=Network((2, 2, 3), ("tanh", "softmax"), biases="per unit"),
    data=Data(((0.05, 0.1),), ((0.2, 0.5, 0.3),)),
    parameters=Parameters(
        (0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55, -0.1, 0.2), (0.1, 0.2, 0.3, -0.4, 0.5)
    ),
    training=Training((0.5,), epochs=5, loss="cross-entropy"),
    views=VIEW,
)
BATCH = replace(
    CLASSIC,
    model=Network((2, 1), ("sigmoid",), biases="shared", train_biases=False, notation="mazur"),
    data=Data(((0.05, 0.1), (0.4, -0.3), (0.7, 0.2)), ((1.0,), (0.0,), (0.5,))),
    parameters=Parameters((0.15, 0.2), (0.1,)),
    training=Training((0.5, 1.0), epochs=4, loss="binary-cross-entropy", batch="all"),
    views=VIEW,
)
DEEP = replace(
    CLASSIC,
    model=Network((2, 3, 3, 2), ("relu", "leaky-relu", "linear"), biases="per unit"),
    parameters=Parameters(
        tuple(0.1 * n - 1 for n in range(21)), (0.3, -0.2, 0.1, 0.2, 0, 0.1, 0, 0)
    ),
    training=Training((0.1,), epochs=3, loss="mean-squared-error"),
    gradients="staged",
    views=VIEW,
)
"""More than 40 gates."""

SHOWN = (
    Scenario("product", PRODUCT),
    Scenario("product, later", PRODUCT, {"step": 3, "rate η": 0.2}),
    Scenario("product, typed", PRODUCT, {"x": -1.5, "y": 0.25, "w": 3.0, "step": 1}),
    Scenario("tangle", TANGLE, {"step": 2}),
    Scenario("all kinds", ALL_KINDS, {"step": 1}),
    Scenario("classic", replace(CLASSIC, views=VIEW), {"step": 42, "rate η": 2.0}),
    Scenario("shares", SHARES, {"step": 4}),
    Scenario("batch", BATCH, {"step": 7, "rate η": 1.0}),
    Scenario("deep", DEEP, {"step": 1}),
)
DRAWN = tuple(scenario for scenario in SHOWN if scenario.name != "deep")

by_name = pytest.mark.parametrize("scenario", SHOWN, ids=lambda scenario: scenario.name)
by_drawing = pytest.mark.parametrize("scenario", DRAWN, ids=lambda scenario: scenario.name)

Line = dict[str, Value]


@cache
def sheet_of(scenario: Scenario) -> Sheet:
    return scenario.workbook.sheet("Gates")


def lines(sheet: Sheet, heading: str) -> list[Line]:
    """Return the lines of the table whose first column has this heading.

    A heading that stands twice counts for the second time with a ′.
    """
    top = next(row for row, column in sheet.cells if sheet.value(row, column) == heading)
    columns: dict[str, int] = {}
    for row, column in sorted(sheet.cells):
        if row == top and isinstance(words := sheet.value(row, column), str):
            columns[f"{words}′" if words in columns else words] = column
    last = list(columns.values())[-1]
    found, row = [], top + 1
    while sheet.value(row, last) is not None:
        found.append({words: sheet.value(row, column) for words, column in columns.items()})
        row += 1
    return found


def given_numbers(scenario: Scenario) -> dict[str, float]:
    """Return all that is given at the step and rate shown, as the engine has it."""
    template, trace = scenario.template, scenario.trace
    names, sample = template.names, trace.sample[scenario.step]
    numbers = dict(zip(names.inputs, template.data.inputs[sample], strict=True))
    if names.targets:
        numbers |= dict(zip(names.targets, template.data.targets[sample], strict=True))
    at = (scenario.rate_number, scenario.step)
    parameters = zip(names.parameters, trace.parameters[at].tolist(), strict=True)
    return numbers | dict(parameters)


def run(scenario: Scenario, numbers: dict[str, float]) -> Any:
    """Return the engine's run of a single step from numbers by name."""
    template, names = scenario.template, scenario.template.names
    weights = (*names.weights, *names.variables)
    one_step = replace(
        template,
        data=Data(
            (tuple(numbers[name] for name in names.inputs),),
            (tuple(numbers[name] for name in names.targets),),
        ),
        parameters=Parameters(
            tuple(numbers[name] for name in weights), tuple(numbers[name] for name in names.biases)
        ),
        training=replace(template.training, epochs=1, batch=1),
    )
    return engine.train(one_step, (0.1,))


def slope(scenario: Scenario, name: str) -> float:
    """Return the central difference of the engine's loss along one given number."""
    numbers = given_numbers(scenario)
    up, down = (
        run(scenario, numbers | {name: numbers[name] + move}).total.item() for move in (STEP, -STEP)
    )
    return float((up - down) / (2 * STEP))


@by_name
def test_what_is_given_has_the_numbers_and_gradients_of_the_engine(scenario: Scenario) -> None:
    numbers, used = given_numbers(scenario), lines(sheet_of(scenario), "given")
    assert {line["given"] for line in used} == set(numbers)
    for line in used:
        name = str(line["given"])
        loss = scenario.template.names.error
        assert line["value"] == pytest.approx(numbers[name], rel=1e-12, abs=1e-15)
        arrived = line[f"∂{loss}/∂…"]
        scale = abs(run(scenario, numbers).total.item()) + 1
        assert arrived == pytest.approx(slope(scenario, name), rel=1e-6, abs=1e-9 * scale), name
        trained = name in scenario.template.trained
        assert line["check"] == ("agrees" if trained else None)
        assert ("stops here" in str(line["what becomes of the gradient"])) is not trained


def gates(sheet: Sheet) -> Iterator[tuple[str, list[Line]]]:
    """Yield the name of each gate's result and the lines of its inputs, its own numbers in all."""
    found: dict[str, list[Line]] = {}
    own: Line = {}
    for line in lines(sheet, "gate"):
        if line["gate"] is not None:
            own = {heading: value for heading, value in line.items() if heading in OWN}
            own |= {"gradient": next(v for k, v in line.items() if k.endswith("/∂result"))}
            name = str(line["what it computes"]).split(" = ")[0]
        found.setdefault(name, []).append(line | own)
    yield from found.items()


OWN = ("gate", "what it computes", "value")


@by_name
def test_every_gate_has_the_value_and_the_gradient_of_the_engine(scenario: Scenario) -> None:
    trace, names = run(scenario, given_numbers(scenario)), scenario.template.names
    found = {name: wires[0] for name, wires in gates(sheet_of(scenario))}
    assert found[names.total]["value"] == pytest.approx(trace.total.item(), rel=1e-12)
    assert found[names.total]["gradient"] == 1
    for layer, numbers in zip(names.layers, trace.layers, strict=True):
        for place, (unit, output) in enumerate(
            zip(layer.pre_activations, layer.activations, strict=True)
        ):
            near = pytest.approx(numbers.pre_activations[0, 0, place], rel=1e-11, abs=1e-14)
            assert found[unit]["value"] == near
            near = pytest.approx(numbers.activations[0, 0, place], rel=1e-11, abs=1e-14)
            assert found[output]["value"] == near
            near = pytest.approx(numbers.error_signals[0, 0, place], rel=1e-9, abs=1e-13)
            assert found[unit]["gradient"] == near
    for step in names.steps[:-1]:
        assert found[step]["value"] == pytest.approx(trace.column(step).item(), rel=1e-11)
        returned = trace.column(names.derivative(step)).item()
        assert found[step]["gradient"] == pytest.approx(returned, rel=1e-9, abs=1e-13)


@by_name
def test_what_goes_back_to_a_name_adds_up_there(scenario: Scenario) -> None:
    sheet, returned = sheet_of(scenario), dict[str, float]()
    all_gates = dict(gates(sheet))
    for wires in all_gates.values():
        for line in wires:
            back = next(value for key, value in line.items() if key.endswith("/∂input"))
            name = str(line["input"])
            if back is None:
                assert "stops here" in str(line["where the gradient goes"])
                continue
            assert back == pytest.approx(number(line["gradient"]) * number(line["its value′"]))
            returned[name] = returned.get(name, 0.0) + number(back)
    loss = scenario.template.names.error
    arrived = {str(line["given"]): line[f"∂{loss}/∂…"] for line in lines(sheet, "given")}
    arrived |= {name: wires[0]["gradient"] for name, wires in all_gates.items()}
    del arrived[scenario.template.names.total]
    assert returned == pytest.approx(arrived, rel=1e-12, abs=1e-15)


def number(value: Value) -> float:
    assert isinstance(value, (int, float))
    return float(value)


def test_the_example_of_the_course_shows_the_published_numbers() -> None:
    [(_, product), (_, gap), (_, square)] = gates(sheet_of(SHOWN[0]))
    shown = [[line["gate"], line["value"], line["gradient"]] for line in (*product, *gap, *square)]
    assert shown == [["×", 1, -2]] * 2 + [["−", -1, -2]] * 2 + [["²", 1, 1]]
    inputs = [(line["input"], line["∂L/∂input"]) for line in (*product, *gap, *square)]
    assert inputs == [("w", -2), ("x", -2), ("ŷ", -2), ("y", 2), ("s", -2)]
    fates = {
        line["given"]: line["what becomes of the gradient"]
        for line in lines(sheet_of(SHOWN[0]), "given")
    }
    assert fates["y"] == fates["x"] == "a constant of the training: stops here"
    assert fates["w"] == "the update changes w against it"


def test_numbers_say_that_the_gradient_stops() -> None:
    constants = [
        (line["input"], line["its value"], line["where the gradient goes"])
        for _, wires in gates(sheet_of(SHOWN[3]))
        for line in wires
        if line["∂g/∂input"] is None
    ]
    assert ("10", 10, "a number: stops here") in constants
    assert len(constants) == 6


def test_a_gradient_in_the_training_table_that_is_wrong_is_noticed() -> None:
    scenario = SHOWN[0]
    [table] = [sheet for sheet in scenario.workbook.sheets if sheet.name == "lr 0.1"]
    (block,) = table.blocks
    wrong = replace(block, values=block.values + 1e-6)
    sheets = tuple(
        replace(sheet, blocks=(wrong,)) if sheet is table else sheet
        for sheet in scenario.workbook.sheets
    )
    found = calculate(replace(scenario.workbook, sheets=sheets)).sheet("Gates")
    assert [line["check"] for line in lines(found, "given") if line["check"]] == ["does not agree"]


def picture(sheet: Sheet) -> dict[tuple[int, int], Value]:
    """Return the cells of the picture: all between the words and the first table."""
    end = next(place for place in sheet.cells if sheet.value(*place) == "What is given")[0]
    return {place: sheet.value(*place) for place in sheet.cells if 5 < place[0] < end}


@by_drawing
def test_the_picture_shows_value_and_gradient_above_and_below_every_name(
    scenario: Scenario,
) -> None:
    sheet, loss = sheet_of(scenario), scenario.template.names.error
    cells = picture(sheet)
    numbers = {str(o["given"]): (o["value"], o[f"∂{loss}/∂…"]) for o in lines(sheet, "given")}
    numbers |= {name: (w[0]["value"], w[0]["gradient"]) for name, w in gates(sheet)}
    names = {value: place for place, value in cells.items() if value in numbers}
    assert names.keys() == numbers.keys()
    for name, (row, column) in names.items():
        assert (cells[row - 1, column], cells[row + 1, column]) == numbers[str(name)]


@by_drawing
def test_every_line_ends_at_the_gradient_that_goes_back_along_it(scenario: Scenario) -> None:
    sheet = sheet_of(scenario)
    cells, backs = picture(sheet), list[float]()
    for line in sheet.lines:
        place = (line.end.row, line.end.column)
        if line.end.x == 0 and place in cells:
            backs.append(number(cells[place]))
    expected = [
        number(value)
        for _, wires in gates(sheet)
        for line in wires
        for key, value in line.items()
        if key.endswith("/∂input") and value is not None
    ]
    assert sorted(backs) == sorted(expected)


def pixels(sheet: Sheet, point: Point) -> tuple[float, float]:
    def across(column: int) -> int:
        return sheet.column_widths.get(column, DEFAULT_COLUMN_WIDTH)

    def down(row: int) -> int:
        return sheet.row_heights.get(row, DEFAULT_ROW_HEIGHT)

    x = sum(map(across, range(point.column))) + point.x * across(point.column)
    return x, sum(map(down, range(point.row))) + point.y * down(point.row)


def test_lines_cross_no_cell_that_holds_something() -> None:
    for scenario in DRAWN:
        sheet = sheet_of(scenario)
        boxes = [
            (*pixels(sheet, Point(*place, 0, 0)), *pixels(sheet, Point(*place, 1, 1)))
            for place in picture(sheet)
        ]
        for line in sheet.lines:
            start, end = pixels(sheet, line.start), pixels(sheet, line.end)
            for share in range(1, 50):
                x, y = (a + (b - a) * share / 50 for a, b in zip(start, end, strict=True))
                inside = [box for box in boxes if box[0] < x < box[2] and box[1] < y < box[3]]
                assert not inside, (scenario.name, line)


def test_a_circuit_of_more_than_40_gates_has_tables_only() -> None:
    sheet = sheet_of(SHOWN[-1])
    assert not sheet.lines
    count = len(dict(gates(sheet)))
    assert count > 40
    assert f"{count} gates are too many for a picture" in str(sheet.value(4, 1))


def test_a_large_network_is_not_listed() -> None:
    large = replace(
        CLASSIC,
        model=Network((20, 20, 2), ("sigmoid", "sigmoid")),
        data=Data(((0.1,) * 20,), ((0.0, 1.0),)),
        parameters=Parameters((0.01,) * 440),
        training=Training((0.1,), epochs=2),
        gradients="staged",
        views=VIEW,
    )
    sheet = sheet_of(Scenario("large", large))
    assert "too many to list" in str(sheet.value(4, 1))
    assert len(sheet.cells) < 100
    assert not sheet.lines


@by_name
def test_all_numbers_but_the_first_gradient_and_constants_are_formulas(scenario: Scenario) -> None:
    sheet = sheet_of(scenario)
    constants = [
        cell.value
        for cell in sheet.cells.values()
        if cell.formula is None and isinstance(cell.value, (int, float))
    ]
    assert constants == [1]


@by_name
def test_only_what_is_given_comes_from_other_sheets(scenario: Scenario) -> None:
    sheet = sheet_of(scenario)
    first_gate = next(row for row, column in sheet.cells if sheet.value(row, column) == "gate")
    for (row, _), cell in sheet.cells.items():
        if row > first_gate and cell.formula is not None:
            places = [part for part in walk(cell.formula) if isinstance(part, (Reference, Range))]
            assert all(part.sheet is None for part in places)
