"""What the derivation must show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.workbook.claims.quantities import Claims, in_words, quantities
from tests.workbook.grid import Grid, Place
from tests.workbook.local_derivatives import local_derivatives
from tests.workbook.scenario import Scenario


def derivation(grid: Grid, run: Scenario) -> Claims:
    """Claim every number beside a name, and below every symbol of a formula its number."""
    rate = run.rates[run.rate_number]
    at = quantities(run, run.step, run.rate_number)
    numbers = local_derivatives(run, at) | at
    yield (
        grid.find("Derivation").down(1),
        f"with the numbers of step {run.step} at learning rate {in_words(rate)}",
    )
    gradient = ""
    for place, name in grid.words():
        if place.column != 1:
            continue
        section, colon, _ = name.partition(":")
        if colon and section in at:
            gradient = section
        if name == "in the training table":
            yield place.beside, at[gradient]
            yield place.right(2), "the same"
        elif name == "the short form needs 1":
            yield place.beside, "1, as it must be"
        elif name in numbers:
            yield from _line(grid, place, name, numbers)


def _line(grid: Grid, place: Place, name: str, numbers: Mapping[str, float]) -> Claims:
    """Claim the number beside a name, or below it where a formula in symbols stands beside it."""
    spelled = not grid.holds(place.beside)
    yield place.beside.down(spelled), numbers[name]
    for symbol, word in _symbols(grid, place.row) if spelled else ():
        if word in numbers:
            yield symbol.down(1), numbers[word]


def _symbols(grid: Grid, row: int) -> Iterator[tuple[Place, str]]:
    """Yield the cells of a formula in symbols; a long one goes on below its numbers."""
    cells = grid.row(row)[1:]
    while cells:
        yield from cells
        row += 2
        cells = [] if grid.holds(Place(row, 1)) else grid.row(row)
