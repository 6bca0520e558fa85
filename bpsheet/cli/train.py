"""``bpsheet train``."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bpsheet.cli.shared import epochs_option, one_line_errors, rate_option, template_argument
from bpsheet.errors import InputError
from bpsheet.hyperparameters import SETTINGS

if TYPE_CHECKING:
    from bpsheet.template import Template
    from bpsheet.trace import Trace


@click.command("train")
@template_argument
@rate_option
@epochs_option
@click.option(
    "--until",
    type=click.FloatRange(min=0, min_open=True),
    metavar="E",
    help="Stop each rate at the first loss (of several samples: the first epoch's cost) up to E.",
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
    {"table": print_table, "csv": print_csv, "json": print_json}[form](trace, until)


def _rows(trace: Trace, number: int, until: float | None) -> int:
    """Return how many rows of a rate to show: up to the end of the epoch that reaches `until`."""
    reached = trace.first_steps_at(until)[number]
    return len(trace.step) if reached is None else reached + trace.template.samples


def print_table(trace: Trace, until: float | None) -> None:
    """Print a line for every learning rate."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    template = trace.template
    goal = until if until is not None else template.training.goal
    table = Table(
        title=template.title,
        caption=_settings(template),
        title_justify="left",
        caption_justify="left",
        box=SIMPLE,
        padding=0,
    )
    for heading in _headings(template, goal):
        table.add_column(heading, justify="right", overflow="fold")
    for number, rate in enumerate(trace.rates):
        rows = _rows(trace, number, until)
        reached = trace.first_steps_at(goal)[number]
        table.add_row(
            f"{rate:g}",
            str(_count(trace, rows - 1)),
            *_summary(trace, number, rows),
            *_validation(trace, number, rows),
            "no goal" if goal is None else _reached(trace, reached),
        )
    Console(highlight=False).print(table)


def _headings(template: Template, goal: float | None) -> Iterator[str]:
    loss, steps = ("loss", "steps") if template.samples == 1 else ("cost", "epochs")
    yield from ("rate η", steps, f"first {loss}", f"lowest {loss}", f"last {loss}")
    if template.data.validation is not None:
        yield from ("lowest\nvalidation\ncost", "in\nepoch")
    yield f"{steps} to {goal:g}" if goal is not None else f"{steps} to goal"


def _settings(template: Template) -> str | None:
    """Return the optimizer's hyper-parameters in a line, if it has any."""
    values = template.training.hyperparameters
    shown = (f"{SETTINGS[name].symbol} = {value:g}" for name, value in values.items())
    return f"{template.training.optimizer}: {', '.join(shown)}" if values else None


def _count(trace: Trace, row: int) -> int:
    """Return the number of a row's step or, of several samples, of its epoch."""
    return int((trace.step if trace.template.samples == 1 else trace.epoch)[row])


def _summary(trace: Trace, number: int, rows: int) -> list[str]:
    """Return the first, the lowest and the last cost, of epochs that begin within `rows` rows."""
    costs = trace.cost[number, : trace.epoch[rows - 1] + 1]
    diverged = trace.diverged_at[number]
    if diverged is None or diverged >= rows:
        return [_shown(cost) for cost in (costs[0], costs.min(), costs[-1])]
    finite = costs[: trace.epoch[diverged]]
    where = "at step" if trace.template.samples == 1 else "in epoch"
    return [
        _shown(costs[0]),
        _shown(finite.min(initial=math.inf)),
        f"diverged {where} {_count(trace, diverged)}",
    ]


def _validation(trace: Trace, number: int, rows: int) -> list[str]:
    """Return the lowest validation cost and its epoch, if there are samples for validation."""
    if not trace.validation:
        return []
    costs = trace.validation_cost[number, : trace.epoch[rows - 1] + 1].tolist()
    lowest = min(cost if math.isfinite(cost) else math.inf for cost in costs)
    return [_shown(lowest), str(costs.index(lowest)) if lowest < math.inf else "–"]


def _shown(cost: float) -> str:
    return f"{cost:.6g}" if math.isfinite(cost) else "–"


def _reached(trace: Trace, row: int | None) -> str:
    return "not reached" if row is None else str(_count(trace, row))


def print_csv(trace: Trace, until: float | None) -> None:
    """Print every number of every row, the rates one after another."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["rate", *trace.counters, *_columns(trace, 0, 0)])
    counters = trace.counters.values()
    for number, rate in enumerate(trace.rates.tolist()):
        rows = _rows(trace, number, until)
        columns = [column[:rows].tolist() for column in counters]
        columns += _columns(trace, number, rows).values()
        for values in zip(*columns, strict=True):
            writer.writerow([rate, *values])


def print_json(trace: Trace, until: float | None) -> None:
    """Print every number, as a list per quantity and rate."""
    runs = []
    for number, rate in enumerate(trace.rates.tolist()):
        rows = _rows(trace, number, until)
        columns = _columns(trace, number, rows)
        runs.append(
            {
                "rate": rate,
                "diverged_at": trace.diverged_at[number],
                "step": trace.step[:rows].tolist(),
                **{name: _finite(values) for name, values in columns.items()},
            }
        )
    json.dump({"template": trace.template.name, "runs": runs}, sys.stdout, ensure_ascii=False)
    click.echo()


def _columns(trace: Trace, number: int, rows: int) -> dict[str, list[float]]:
    """Return the first `rows` rows of every quantity of a rate; the validation cost comes last."""
    columns = {name: trace.column(name)[number] for name in trace.names_of_columns}
    if trace.validation:
        columns["validation"] = trace.validation_cost[number, trace.epoch]
    return {name: values[:rows].tolist() for name, values in columns.items()}


def _finite(values: list[float]) -> list[float | None]:
    """Return `values` with ``None`` for what JSON has no number for."""
    return [value if abs(value) < float("inf") else None for value in values]
