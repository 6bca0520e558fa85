"""``bpsheet train``."""

from __future__ import annotations

import csv
import json
import math
import sys
from typing import TYPE_CHECKING

import click

from bpsheet.cli.shared import epochs_option, one_line_errors, rate_option, template_argument
from bpsheet.errors import InputError

if TYPE_CHECKING:
    from bpsheet.trace import Trace


@click.command("train")
@template_argument
@rate_option
@epochs_option
@click.option(
    "--until",
    type=click.FloatRange(min=0, min_open=True),
    metavar="E",
    help="Stop each rate at the first step whose loss (or cost, of several samples) is at most E.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
    help="A summary of each rate, or every number of every step.",
)
def train_command(
    template: str, rates: tuple[float, ...], epochs: int | None, until: float | None, form: str
) -> None:
    """Train the network and print what each learning rate came to.

    TEMPLATE is the name of a bundled example or the path of a .toml file; left out, it is classic.
    """
    from bpsheet import train

    with one_line_errors():
        if until is not None and not math.isfinite(until):
            raise InputError(f"--until: {until:g} is no loss; write one such as 0.01")
        trace = train(template, rates=rates, epochs=epochs)
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[form](trace, until)


def _rows(trace: Trace, number: int, until: float | None) -> int:
    """Return how many rows of a rate to show."""
    reached = trace.first_steps_at(until)[number]
    return len(trace.step) if reached is None else reached + 1


def _print_table(trace: Trace, until: float | None) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    goal = until if until is not None else trace.template.training.goal
    table = Table(title=trace.template.title, title_justify="left", box=SIMPLE, padding=0)
    loss = "loss" if len(trace.template.data.inputs) == 1 else "cost"
    reached = f"steps to {goal:g}" if goal is not None else "steps to goal"
    for heading in ("rate η", "steps", f"first {loss}", f"lowest {loss}", f"last {loss}", reached):
        table.add_column(heading, justify="right", overflow="fold")
    for number, rate in enumerate(trace.rates):
        rows = _rows(trace, number, until)
        table.add_row(
            f"{rate:g}",
            str(rows - 1),
            *_summary(trace, number, rows),
            _steps(trace.first_steps_at(goal)[number], goal),
        )
    Console(highlight=False).print(table)


def _summary(trace: Trace, number: int, rows: int) -> list[str]:
    """Return the first, the lowest and the last cost, of epochs that begin within `rows` rows."""
    costs = trace.cost[number, : trace.epoch[rows - 1] + 1]
    diverged = trace.diverged_at[number]
    if diverged is None or diverged >= rows:
        return [f"{cost:.6g}" for cost in (costs[0], costs.min(), costs[-1])]
    finite = costs[: trace.epoch[diverged]]
    lowest = f"{finite.min():.6g}" if len(finite) else "–"
    return [f"{costs[0]:.6g}", lowest, f"diverged at step {diverged}"]


def _steps(reached: int | None, goal: float | None) -> str:
    if goal is None:
        return "no goal"
    return "not reached" if reached is None else str(reached)


def _names(trace: Trace) -> list[str]:
    """Return the names of all columns, in the order of the training table."""
    from bpsheet.names import gradient_name

    names = trace.names
    ordered = [*names.targets, *names.inputs]
    for layer in names.layers:
        ordered += [weight for unit in layer.weights for weight in unit]
        ordered += dict.fromkeys(layer.biases)
        for unit in zip(layer.pre_activations, layer.activations, strict=True):
            ordered += unit
    gradients = map(gradient_name, names.parameters)
    return [*ordered, *names.errors, names.total, *gradients]


def _print_csv(trace: Trace, until: float | None) -> None:
    names = _names(trace)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["rate", "step", "epoch", "sample", "update", *names])
    counters = (trace.step, trace.epoch, trace.sample, trace.update)
    for number, rate in enumerate(trace.rates.tolist()):
        rows = _rows(trace, number, until)
        columns = [*counters, *(trace.column(name)[number] for name in names)]
        for values in zip(*(column[:rows].tolist() for column in columns), strict=True):
            writer.writerow([rate, *values])


def _print_json(trace: Trace, until: float | None) -> None:
    names = _names(trace)
    runs = []
    for number, rate in enumerate(trace.rates.tolist()):
        rows = _rows(trace, number, until)
        runs.append(
            {
                "rate": rate,
                "diverged_at": trace.diverged_at[number],
                "step": trace.step[:rows].tolist(),
                **{name: _finite(trace.column(name)[number, :rows].tolist()) for name in names},
            }
        )
    json.dump({"template": trace.template.name, "runs": runs}, sys.stdout, ensure_ascii=False)
    click.echo()


def _finite(values: list[float]) -> list[float | None]:
    """Return `values` with ``None`` for what JSON has no number for."""
    return [value if abs(value) < float("inf") else None for value in values]
