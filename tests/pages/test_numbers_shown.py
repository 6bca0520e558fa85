"""Every number that a page shows is the engine's, whatever a reader does."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, isnan, log10

import numpy as np
import pytest

from bpsheet import engine
from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.evaluate import evaluate
from bpsheet.expression import names_in
from bpsheet.model.graph import Scope
from bpsheet.model.guards import scaled
from bpsheet.names import previous_name
from bpsheet.pages.walk import WalkStep, walk_of
from bpsheet.template import Parameters, Template
from bpsheet.trace import Trace
from tests.pages.conftest import Opener
from tests.pages.opened import Opened, Shown, number_in
from tests.pages.worked_examples import example_of

LEARNED = 12
DIGITS = 6


@pytest.mark.parametrize("name", BUNDLED)
def test_every_number_shown_is_the_engines(opened: Opener, name: str) -> None:
    page, template = opened(name), load_template(name)
    usual = template.training.learning_rates
    template = with_rate(template, usual[len(usual) // 2])
    assert page.page.locator("#proof").inner_text().startswith("Proved as it was opened: ")
    assert (page.count, page.step) == (1, 0)
    compare(page, template)

    page.button("Step").click()
    page.button("Step").click()
    assert page.step == 2
    compare(page, template)

    template = with_changes(page, template)
    assert (page.count, page.step) == (1, 0)
    compare(page, template)

    page.button("Step").click()
    page.page.get_by_role("slider", name="Speed").fill("6")
    page.learn(LEARNED)
    assert page.count > 2
    assert page.step == page.count - 1
    compare(page, template)

    page.button("Reset").click()
    assert (page.count, page.step) == (1, 0)
    compare(page, template)


def with_rate(template: Template, rate: float) -> Template:
    return replace(template, training=replace(template.training, learning_rates=(rate,)))


def with_changes(page: Opened, template: Template) -> Template:
    """Change the rate, a parameter and an input, in the page and in the template."""
    rate = float(f"{0.75 * template.training.learning_rates[0]:.3g}")
    page.type(page.rate, rate)
    weights = list(template.parameters.weights)
    weights[0] = round(0.9 * weights[0] + 0.01, 6)
    page.type(page.field(template.names.parameters[0]), weights[0])
    parameters = Parameters(tuple(weights), template.parameters.biases)
    changed = with_rate(replace(template, parameters=parameters), rate)
    if not template.names.inputs:
        return changed
    first, *others = template.data.inputs
    own = (round(0.8 * first[0] + 0.02, 6), *first[1:])
    page.type(page.field(f"{template.names.inputs[0]} of sample 1"), own[0])
    return replace(changed, data=replace(template.data, inputs=(own, *others)))


def compare(page: Opened, template: Template) -> None:
    """Hold all that the page shows against the engine's run of the same rows."""
    rows, shown = page.count, page.step
    trace = engine.train(with_epochs(template, ceil(rows / template.samples)))
    right = Numbers(trace, rows)
    for row, cells in page.rows().items():
        right.hold(cells, row)
    assert shown in page.rows()
    if template.layered:
        assert len(page.network()) >= len(template.names.parameters)
        right.hold(page.network(), shown)
    parameters = [number for _, number in page.dials(".parameters")]
    right.hold(list(zip(template.names.parameters, parameters, strict=True)), shown)
    dials = dict(page.dials())
    right.hold([(template.names.total, dials[template.names.total])], shown)
    compare_equations(page, right, shown)


def with_epochs(template: Template, epochs: int) -> Template:
    return replace(template, training=replace(template.training, epochs=epochs))


class Numbers:
    """What the engine says of a run, of which only the first rows are made yet."""

    def __init__(self, trace: Trace, rows: int) -> None:
        self.trace = trace
        self.known = rows - rows % trace.template.samples
        self.columns = {name: trace.column(name)[0] for name in trace.names_of_columns}
        # A fixed bias and what gradients are made of on the way have a column only in the engine.
        self.columns |= {name: trace.column(name)[0] for name in trace.names.parameters}

    def hold(self, found: Shown, row: int) -> None:
        """Hold names and numbers of a row against the engine's."""
        assert found
        for name, text in found:
            if name in self.columns:
                self.hold_number(name, text, self.columns[name][row], row)
            else:
                assert name in example_of(self.trace.template.name).graph

    def hold_number(self, name: str, text: str, right: float, row: int) -> None:
        number = number_in(text)
        later = {*self.trace.by_update, self.trace.names.cost}
        if isnan(number) and ((name in later and row >= self.known) or not np.isfinite(right)):
            return
        assert alike(number, right, self.scale(name)), f"{name} in row {row}: {text}, not {right}"

    def scale(self, name: str) -> float:
        """Return the largest number of a column, which says how large rounding errors may be."""
        column = self.columns.get(name, np.ones(1))
        return float(np.max(np.abs(column[np.isfinite(column)]), initial=0.0))

    def row(self, number: int) -> dict[str, np.float64]:
        """Return a row by name, with what an optimizer remembered before it."""
        found = {name: column[number] for name, column in self.columns.items()}
        found |= {name: values[0, 0] for name, values in self.trace.given_once.items()}
        before = self.trace.update[number] - 1
        for name, values in self.trace.by_update.items():
            found[previous_name(name)] = values[0, before] if before >= 0 else np.float64(0)
        return found


def alike(number: float, right: float, scale: float) -> bool:
    """Return whether a number is what is shown of another with six significant digits.

    The exponential functions of two programs differ in the last bit, so that a number in the
    middle between two may be rounded either way.
    """
    if not np.isfinite(right):
        return not np.isfinite(number)
    size = abs(right)
    last = 10.0 ** (np.floor(log10(size)) - (DIGITS - 1)) if size > 0 else 0.0
    return bool(abs(number - right) <= 0.5000001 * last + 1e-9 * size + 1e-12 * scale)


def compare_equations(page: Opened, right: Numbers, shown: int) -> None:
    """Hold the results of the derivation, all parts opened, and of the walk against the engine."""
    example = example_of(right.trace.template.name)
    steps = [step for part in walk_of(example.derivation, example.graph) for step in part.steps]
    page.page.evaluate(
        "for (const part of document.querySelectorAll('#derivation details')) part.open = true"
    )
    page.page.wait_for_function(
        "(count) => document.querySelectorAll('#derivation .result').length === count",
        arg=len(steps),
    )
    row = right.row(shown)
    for step, text in zip(steps, page.results("#derivation"), strict=True):
        hold_step(step, text, row, right, shown)
    walked = page.results("#walk")
    assert walked
    for step, text in zip(steps, walked, strict=False):
        hold_step(step, text, row, right, shown)


def hold_step(
    step: WalkStep, text: str, row: dict[str, np.float64], right: Numbers, shown: int
) -> None:
    graph = example_of(right.trace.template.name).graph
    names = names_in(step.number)
    if any(name not in row for name in names):
        return  # made of what no column has
    later = (Scope.BATCH, Scope.UPDATE)
    waits = any(name in graph and graph[name].scope in later for name in (*names, step.quantity))
    if isnan(number_in(text)) and waits and shown >= right.known:
        return
    with np.errstate(all="ignore"):
        value = float(evaluate(scaled(step.number), row))
    scale = max((abs(float(row[name])) for name in names), default=0.0)
    assert alike(number_in(text), value, scale), f"{step.left}: {text}, not {value}"
