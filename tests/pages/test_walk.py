from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.evaluate import evaluate
from bpsheet.expression import Name, names_in
from bpsheet.model.graph import FORWARD, Scope
from bpsheet.model.guards import scaled
from bpsheet.names import previous_name
from bpsheet.notation.document import MOST_PATHS
from bpsheet.notation.text import text
from bpsheet.pages.walk import WalkPart, WalkStep, walk_of
from bpsheet.verbs.build import worked_example
from bpsheet.worked_example import WorkedExample
from tests.examples import CLASSIC
from tests.pages.worked_examples import example_of


def walk(name: str) -> list[WalkPart]:
    example = example_of(name)
    return list(walk_of(example.derivation, example.graph))


def equations(part: WalkPart) -> list[str]:
    return [" = ".join((step.left, *map(text, step.right))) for step in part.steps]


def part_of(name: str, quantity: str) -> WalkPart:
    (found,) = [part for part in walk(name) if part.quantity == quantity]
    return found


def test_the_walk_of_the_classic_network_begins_with_the_forward_pass() -> None:
    first, *others = walk("classic")
    assert first.heading == "Forward pass"
    assert first.quantity is None
    assert equations(first)[:2] == ["h1 = w1·i1 + w2·i2", "a_h1 = σ(h1)"]
    assert equations(first)[-1] == "E_total = E1 + E2"
    assert [part.quantity for part in others] == [f"∂E/∂w{n}" for n in (5, 6, 7, 8, 1, 2, 3, 4)]


def test_a_gradient_is_walked_factor_by_factor_to_its_update() -> None:
    part = part_of("classic", "∂E/∂w5")
    assert equations(part) == [
        "∂E_total/∂E1 = 1",
        "∂E1/∂a_o1 = 2·½·(t1 − a_o1)·(−1) = a_o1 − t1",
        "∂a_o1/∂o1 = σ(o1)·(1 − σ(o1)) = a_o1·(1 − a_o1)",
        "∂o1/∂w5 = a_h1",
        "∂E/∂w5 = (a_o1 − t1)·a_o1·(1 − a_o1)·a_h1",
        "w5⁺ = w5 − η·∂E/∂w5",
    ]
    assert part.paths == (1, 1, 1, 1, 0, 0)
    assert all(step.why for step in part.steps)


def test_both_paths_of_a_hidden_weight_are_walked() -> None:
    part = part_of("classic", "∂E/∂w1")
    assert part.paths == (1,) * 6 + (2,) * 6 + (0, 0)
    assert part.steps[-2].why == "the product of the factors, added up over the paths"
    assert part_of("classic", "∂E/∂w5").steps[-2].why == "the product of the factors"


def test_a_staged_walk_builds_on_error_signals() -> None:
    example = worked_example(replace(CLASSIC, gradients="staged"))
    parts = list(walk_of(example.derivation, example.graph))
    quantities = [part.quantity for part in parts]
    assert quantities[:5] == [None, "δ_o1", "δ_o2", "δ_h1", "δ_h2"]
    (weight,) = [part for part in parts if part.quantity == "∂E/∂w1"]
    assert equations(weight)[-2:] == ["∂E/∂w1 = δ_h1·i1", "w1⁺ = w1 − η·∂E/∂w1"]


def test_the_mean_gradient_of_a_batch_has_no_number_of_its_row() -> None:
    means = [
        step
        for part in walk("line")
        for step in part.steps
        if example_of("line").graph[step.quantity].scope is Scope.BATCH
    ]
    assert means
    assert all(step.number == Name(step.quantity) for step in means)


@pytest.mark.parametrize("name", BUNDLED)
def test_every_forward_quantity_and_every_gradient_is_walked(name: str) -> None:
    example, parts = example_of(name), walk(name)
    forward = [one.name for one in example.graph.of_role(*FORWARD) if one.scope is Scope.ROW]
    assert [step.left for step in parts[0].steps] == forward
    gradients = [example.derivation.names.gradient(one) for one in example.derivation.parameters]
    assert sorted(gradients) == sorted(
        part.quantity for part in parts if part.quantity in gradients
    )
    for parameter in example.derivation.parameters:
        assert part_of(name, example.derivation.names.gradient(parameter)).steps[-1].left == (
            f"{parameter}⁺"
        )


@pytest.mark.parametrize("name", BUNDLED)
def test_every_part_is_whole(name: str) -> None:
    for part in walk(name):
        assert len(part.steps) == len(part.paths) > 0
        assert max(part.paths) <= MOST_PATHS
        used = sorted(set(part.paths) - {0})
        assert used == list(range(1, len(used) + 1))


@pytest.mark.parametrize("name", BUNDLED)
def test_every_step_mentions_only_quantities_of_the_row(name: str) -> None:
    example = example_of(name)
    known = {one.name for one in example.graph}
    known |= {previous_name(one.name) for one in example.graph if one.scope is Scope.UPDATE}
    for part in walk(name):
        for step in part.steps:
            assert {step.quantity, *step.uses, *names_in(step.number)} <= known
            for right in step.right:
                assert set(names_in(right)) <= known


@pytest.mark.parametrize("name", BUNDLED)
def test_the_numbers_of_all_sides_of_a_step_are_the_same(name: str) -> None:
    """Held on a row of the engine's; a step's number is that of what it computes there."""
    example = example_of(name)
    row = engine_row(example, 1)
    for part in walk(name):
        for step in part.steps:
            number = evaluate(scaled(step.number), row)
            for right in sides_on_one_row(example, step):
                assert evaluate(scaled(right), row) == pytest.approx(number, rel=1e-9, abs=1e-12)
            if step.left in row:
                assert number == pytest.approx(row[step.left], rel=1e-9, abs=1e-12)


def sides_on_one_row(example: WorkedExample, step: WalkStep) -> list[object]:
    return [] if example.graph[step.quantity].scope is Scope.BATCH else list(step.right)


def engine_row(example: WorkedExample, number: int) -> dict[str, np.float64]:
    """Return what the engine has in a row at the first rate, by name."""
    trace = example.trace
    found = {name: values[0, 0] for name, values in trace.given_once.items()}
    found |= {name: trace.column(name)[0, number] for name in trace.names_of_columns}
    remembered = [one.name for one in example.graph if one.scope is Scope.UPDATE]
    before = trace.update[number] - 1
    for name in remembered:
        values = trace.by_update[name][0]
        found[previous_name(name)] = values[before] if before >= 0 else np.float64(0)
    return found


@pytest.mark.parametrize("name", BUNDLED)
def test_the_products_of_the_factors_of_the_paths_add_up_to_the_gradient(name: str) -> None:
    """Where gradients are in stages, a path starts from the stage before it."""
    example = example_of(name)
    row = engine_row(example, 1)
    for part in walk(name)[1:]:
        assert part.quantity is not None
        paths = set(part.paths) - {0}
        if len(paths) < MOST_PATHS:
            products = [product_along(example, in_path(part, path), row) for path in paths]
            assert sum(products) == pytest.approx(row[part.quantity], rel=1e-9, abs=1e-12)


def in_path(part: WalkPart, path: int) -> list[WalkStep]:
    steps = zip(part.steps, part.paths, strict=True)
    return [step for step, own in steps if own == path]


def product_along(
    example: WorkedExample, steps: list[WalkStep], row: dict[str, np.float64]
) -> float:
    names, start = example.derivation.names, steps[0].quantity
    stages = [names.derivative(start), f"δ_{start}"]
    before = next((row[stage] for stage in stages if stage in example.graph), 1.0)
    return float(before * np.prod([evaluate(scaled(step.number), row) for step in steps]))
