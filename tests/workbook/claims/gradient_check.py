"""What the gradient check must show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.workbook.claims.quantities import Claims, in_words, moved, quantities
from tests.workbook.grid import Grid, Place
from tests.workbook.scenario import Scenario

MOVES = {"+ ε": 1, "− ε": -1, "+ 2ε": 2, "− 2ε": -2}
WITH_A_KINK = ("relu", "leaky-relu")


def gradient_check(grid: Grid, run: Scenario) -> Claims:
    """Claim the forward passes and what they say of every gradient."""
    at, names, epsilon = quantities(run, run.step, run.rate_number), run.trace.names, run.epsilon
    rate = run.rates[run.rate_number]
    yield Place(5, 1), f"at step {run.step} of learning rate {in_words(rate)}"
    top = grid.find("parameter").row
    header = grid.row(grid.find("moved").row)
    columns = {name: heading for heading, name in header if name in at}
    for name, heading in columns.items():
        yield heading.down(1), at[name]
    kept = {*names.parameters, *names.inputs, *names.targets}
    for parameter in run.template.trained:
        passes = [moved(run, at, parameter, times * epsilon) for times in MOVES.values()]
        losses = [numbers[names.total] for numbers in passes]
        gradient = at[names.gradient(parameter)]
        results = tuple(_compared(gradient, losses, epsilon, _size(run, passes[0])))
        verdict = "rounding hides it" if results[-1] > max(0.01, abs(gradient)) else "agrees"
        if _over_a_kink(run, *passes[2:]):
            verdict = "at a kink: no slope"
        line = grid.find(parameter, top)
        for column, value in enumerate((*results, verdict), start=1):
            yield line.right(column), value
        for words, numbers in zip(MOVES, passes, strict=True):
            row = grid.find(f"{parameter} {words}").row
            for name, heading in columns.items():
                if name == parameter or name not in kept:
                    yield Place(row, heading.column), numbers[name]


def _size(run: Scenario, numbers: Mapping[str, float]) -> float:
    """Return the size of what the loss of a forward pass is computed from."""
    names = run.trace.names
    size = max(1, abs(numbers[names.total]))
    if not run.template.layered:
        return size
    outputs = names.layers[-1].activations
    for target, output in zip(names.targets, outputs, strict=True):
        t, a = numbers[target], numbers[output]
        size += abs(
            {
                "half-squared-error": (a - t) * a,
                "mean-squared-error": 2 / len(outputs) * (a - t) * a,
                "binary-cross-entropy": (a - t) / max(a * (1 - a), 1e-15) * a,
                "cross-entropy": -t / max(a, 1e-15) * a,
            }[run.template.training.loss]
        )
    return size


def _compared(gradient: float, losses: list[float], epsilon: float, size: float) -> Iterator[float]:
    """Yield the gradient, its central difference, how they differ, the bend and the bound."""
    up, down, far_up, far_down = losses
    near, far = (up - down) / (2 * epsilon), (far_up - far_down) / (4 * epsilon)
    rounding = 4 * 2**-52 * size / epsilon
    yield from (gradient, near, gradient - near, far - near)
    yield 10 * rounding + 2 * abs(far - near)


def _over_a_kink(run: Scenario, above: Mapping[str, float], below: Mapping[str, float]) -> bool:
    """Return whether a unit with a kink at 0 comes to it between two forward passes."""
    if not run.template.layered:
        return False
    functions = zip(run.trace.names.layers, run.template.network.activations, strict=True)
    return any(
        above[unit] * below[unit] <= 0
        for layer, function in functions
        if function in WITH_A_KINK
        for unit in layer.pre_activations
    )
