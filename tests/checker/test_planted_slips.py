"""One slip planted in a worksheet: it is found where it is, it is named, and nothing else is."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from typing import get_args

import numpy as np
import pytest

import bpsheet
from bpsheet.checker.book import Numbers
from bpsheet.checker.diagnostics import Diagnostic, Severity
from bpsheet.checker.examine import examine
from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, names_in
from bpsheet.model.graph import Graph
from bpsheet.model.training import training_graph
from bpsheet.template import Template
from tests.checker.planting import FIRST, Variant, planted_book, simulated
from tests.proof.slips import slips

ROWS = 13
DRAWS = 7
FEWEST_FOUND = 0.98
ONE_SAMPLE = ("classic", "mazur", "han-kamber", "deep", "rgu", "cs231n-sigmoid", "micrograd")
REMEMBERING = ("optimizer-momentum", "optimizer-rmsprop", "optimizer-adam", "optimizer-adamax")
SEVERAL_SAMPLES = ("xor", "xor-tanh", "line", "bce")
TEMPLATES = (*ONE_SAMPLE, *REMEMBERING, *SEVERAL_SAMPLES)


@cache
def example(name: str) -> tuple[Template, Graph]:
    template = bpsheet.load_template(name)
    return template, training_graph(template, bpsheet.derive(template))


def variants(name: str) -> tuple[Variant, ...]:
    """The formulas of several samples look at rows that a plain worksheet has no need of."""
    return get_args(Variant)[name in SEVERAL_SAMPLES :]


def serious(
    template: Template, graph: Graph, table: dict[str, Numbers], variant: Variant
) -> list[Diagnostic]:
    """Return the errors and warnings about a worksheet with these numbers and formulas."""
    report = examine(planted_book(template, graph, table, variant), None, {}, None)
    return [one for one in report.diagnostics if one.severity > Severity.NOTE]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_worksheet_without_a_slip_is_clean(name: str) -> None:
    template, graph = example(name)
    table = simulated(template, graph, ROWS)
    for variant in variants(name):
        assert serious(template, graph, table, variant) == []


def wrong_rows(graph: Graph, quantity: str, table: dict[str, Numbers]) -> set[int] | None:
    """Return the rows of the sheet in which a column is not what stands beside it comes to.

    ``None`` where that takes more than the rows next to each other.
    """
    following, definition = graph[quantity].following, graph[quantity].definition
    form = following or definition
    if form is None or (isinstance(form, Call) and form.function == "AVERAGE"):
        return None
    if any(name not in table for name in names_in(form)):
        return None
    found, shift = table[quantity], 0 if following is None else 1
    with np.errstate(all="ignore"):
        right = np.broadcast_to(np.asarray(evaluate(form, table), float), found.shape)
    right, found = right[: len(right) - shift], found[shift:]
    differ = ~np.isclose(right, found, rtol=1e-8, atol=0) & np.isfinite(found) & np.isfinite(right)
    return set((np.flatnonzero(differ) + FIRST + shift).tolist())


def covered(findings: list[Diagnostic]) -> set[int]:
    """Return the rows that findings are about."""
    places = [place for one in findings for place in one.places]
    return {row for place in places for row in range(place.top, place.bottom + 1)}


def is_found(findings: list[Diagnostic], quantity: str, rows: set[int] | None) -> bool:
    """Return whether the findings are about a slip's own column and rows, and name it."""
    if not findings or findings[0].code.endswith("01"):
        return False
    alone = all(one.quantity == quantity for one in findings)
    return alone and (rows is None or rows <= covered(findings))


def test_planted_slips_are_found_and_named() -> None:
    drawn = random.Random(7)
    tried: Counter[Variant] = Counter()
    missed: dict[Variant, list[object]] = {variant: [] for variant in get_args(Variant)}
    for name in TEMPLATES:
        template, graph = example(name)
        for quantity, wrong in drawn.sample(list(slips(graph)), DRAWS):
            table = simulated(template, wrong, ROWS)
            rows = wrong_rows(graph, quantity, table)
            for variant in variants(name) if rows != set() else ():
                findings = serious(template, wrong, table, variant)
                tried[variant] += 1
                if variant != "formulas" and rows is not None and template.samples == 1:
                    assert covered(findings) <= rows, (name, variant, quantity, findings)
                if not is_found(findings, quantity, rows):
                    missed[variant].append((name, quantity, findings))
    for variant, count in tried.items():
        assert count > DRAWS * len(ONE_SAMPLE)
        assert 1 - len(missed[variant]) / count >= FEWEST_FOUND, missed[variant]
