"""Judges every cell of a located table and explains what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from bpsheet.checker.book import Book, Numbers
from bpsheet.checker.diagnostics import Diagnostic
from bpsheet.checker.example import Seen, has_samples_alone, seen_in, with_numbers_of
from bpsheet.checker.judge.columns import Bench, ColumnCells
from bpsheet.checker.judge.consistency import inconsistencies_in
from bpsheet.checker.judge.expectations import Expectation, expectations_of
from bpsheet.checker.judge.findings import findings_in
from bpsheet.checker.judge.gaps import gaps_in
from bpsheet.checker.judge.labels import exchanged, likely_swaps, mends, wrong_label
from bpsheet.checker.judge.numbers import TableNumbers
from bpsheet.checker.judge.precision import rounding_of, usual_decimals
from bpsheet.checker.judge.rates import rate_of, votes_of
from bpsheet.checker.judge.rows import RunRows, rows_of
from bpsheet.checker.judge.set_up import Rates, rate_findings, unused_rates
from bpsheet.checker.judge.sheets import circles_in, errors_in, extent, pasted_in
from bpsheet.checker.located import Table
from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import Graph, Scope
from bpsheet.template import Template

__all__ = ["Judgement", "extent", "judge", "unused_rates"]


@dataclass(frozen=True)
class Judgement:
    """What came of judging one table.

    Attributes:
        findings: causes before what follows from them.
        judged: how many cells were judged.
        rate: the learning rate that the table was judged with.
    """

    findings: tuple[Diagnostic, ...]
    judged: int
    rate: float


def judge(
    book: Book, table: Table, template: Template, graph: Graph, derivation: Derivation
) -> Judgement:
    """Judge a located table as a run of a worked example.

    Arguments:
        book: the workbook.
        table: where the quantities stand.
        template: the worked example; its numbers stand in for those the table does not have.
        graph: its quantities.
        derivation: of its gradients.
    """
    rates, columns = _columns(book, table, template, graph, derivation)
    mislabelled = []
    for swap in likely_swaps(columns):
        swapped = exchanged(table, swap)
        others = _columns(book, swapped, template, graph, derivation)
        if mends(swap, columns, others[1]):
            mislabelled.append(wrong_label(table, swap))
            table, (rates, columns) = swapped, others
    return Judgement(
        findings=(
            *rate_findings(book, table, rates),
            *mislabelled,
            *circles_in(book, table),
            *chain.from_iterable(map(findings_in, columns)),
            *chain.from_iterable(map(inconsistencies_in, columns)),
            *errors_in(table, graph),
            *(pasted_in(table, columns) if book.has_formulas else ()),
            *gaps_in(columns),
        ),
        judged=sum(cells.judged for cells in columns),
        rate=rates.used,
    )


def _columns(
    book: Book, table: Table, template: Template, graph: Graph, derivation: Derivation
) -> tuple[Rates, list[ColumnCells]]:
    """Return the learning rates of a table, and its columns beside what they should be."""
    seen = seen_in(book, table)
    alone = has_samples_alone(seen, template)
    rows = rows_of(template, len(table.rows), of_samples_alone=alone)
    expectations = tuple(
        expectations_of(graph, derivation, rows, set(table.columns), set(seen.once))
    )
    stored = _stored(table, template, graph, rows, seen)
    rates = _rates(template, seen, stored, expectations)
    stored = replace(stored, known={**stored.known, rates.name: np.full(rows.count, rates.used)})
    bench = Bench(book, table, _started(template, seen, rates), stored)
    return rates, [
        ColumnCells(bench, expectation, table.columns[expectation.quantity.name])
        for expectation in expectations
        if len(expectation.positions)
    ]


def _stored(
    table: Table, template: Template, graph: Graph, rows: RunRows, seen: Seen
) -> TableNumbers:
    """Return the numbers of the table, and by how much those that are computed were rounded."""
    settings = template.training.hyperparameters
    defaults = {SETTINGS[name].symbol: value for name, value in settings.items()}
    once = {**defaults, **seen.once}
    known: dict[str, Numbers] = {name: np.full(rows.count, value) for name, value in once.items()}
    computed = {
        quantity.name
        for quantity in graph
        if quantity.scope not in (Scope.GIVEN, Scope.SAMPLE) and quantity.name in table.columns
    }
    return TableNumbers(graph, rows, known | dict(seen.columns), _rounding(table, computed))


def _rounding(table: Table, computed: set[str]) -> Mapping[str, Numbers]:
    found = {name: table.sheet.columns.get(table.columns[name].column) for name in computed}
    columns = {name: column for name, column in found.items() if column is not None}
    usual = usual_decimals(columns.values(), table.rows)
    return {name: rounding_of(column, table.rows, usual) for name, column in columns.items()}


def _rates(
    template: Template, seen: Seen, stored: TableNumbers, expectations: tuple[Expectation, ...]
) -> Rates:
    """Return the learning rate that the table states and the one its numbers were made with."""
    name = template.names.learning_rate
    votes = votes_of(expectations, stored, name)
    says = seen.once.get(name)
    if says is None and name in seen.columns:
        says = float(seen.columns[name][0])
    return Rates(name, says, votes, rate_of(votes), template.training.learning_rates[0])


def _started(template: Template, seen: Seen, rates: Rates) -> Template:
    """Return the worked example with the numbers of the table."""
    started = with_numbers_of(template, seen, template.samples)
    return replace(started, training=replace(started.training, learning_rates=(rates.used,)))
