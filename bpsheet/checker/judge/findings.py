"""From judged cells to findings: which rule, and why."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bpsheet.checker.book import NO_FORMULA, Numbers
from bpsheet.checker.cells import CellAt
from bpsheet.checker.diagnostics import Diagnostic, Severity
from bpsheet.checker.judge.columns import LIKE, ColumnCells
from bpsheet.checker.judge.expectations import allowed_error, right_value
from bpsheet.checker.judge.formulas import quantity_at
from bpsheet.checker.judge.numbers import RowNumbers
from bpsheet.checker.judge.repairs import Repair, drift_of, repair_of
from bpsheet.checker.judge.rows import Mask, runs
from bpsheet.checker.judge.writing import finding, shown
from bpsheet.checker.rules import code_of
from bpsheet.checker.slip import Slip
from bpsheet.checker.slips import explain
from bpsheet.model.graph import Scope
from bpsheet.notation.text import text

MOST_OTHERS = 3
"""How many further slips are listed that explain a finding as well."""


NEARBY = 1_000
"""How many times further off than the right one a slip's result may be, to be looked at."""

MOST_RUNS = 5
"""Up to so many separate runs of wrong rows, each is explained on its own."""


def findings_in(cells: ColumnCells) -> Iterator[Diagnostic]:
    """Yield what is wrong with the cells of one column: wrong formulas, then wrong numbers."""
    explained = np.zeros(len(cells.rows), bool)
    for place, is_right in cells.formula_is_right.items():
        if is_right is False:
            of_formula = cells.formulas == place
            explained |= of_formula
            yield _wrong_formula(cells, place, of_formula)
    yield from _wrong_numbers(cells, cells.wrong & ~explained)
    yield from _pasted(cells, ~cells.wrong & ~explained)


def _wrong_formula(cells: ColumnCells, place: int, where: Mask) -> Diagnostic:
    """Return the finding about the cells that one wrong formula was filled into."""
    given = cells.in_correct_run(place)
    assert given is not None
    if drift := drift_of(cells, place):
        return _of_repair(cells, where, drift)
    allowed = LIKE * np.abs(given)
    if slips := explain(cells.slips, cells.correct_beside(place), given, allowed):
        return _of_slips(cells, where, slips)
    if repair := repair_of(cells, place):
        return _of_repair(cells, where, repair)
    if cells.right is not None and not (where & cells.wrong).any():
        name = cells.expectation.quantity.name
        message = f"the formula of {name} gives the right numbers now, but not when others change"
        return finding(cells, where, "BP503", message, consequences=False)
    return _unexplained(cells, where)


def _wrong_numbers(cells: ColumnCells, where: Mask) -> Iterator[Diagnostic]:
    """Yield the findings about wrong numbers whose formulas, if they have any, are right."""
    right_formulas = [place for place, right in cells.formula_is_right.items() if right]
    stale = where & np.isin(cells.formulas, right_formulas)
    if stale.any():
        stale &= ~cells.as_computed
    if stale.any():
        message = f"the stored numbers of {cells.expectation.quantity.name} are not what its "
        yield finding(cells, stale, "BP504", message + "formula gives; recalculate the workbook")
    where = where & ~stale
    if not where.any():
        return
    if _among_formulas(cells, where):
        name = cells.expectation.quantity.name
        message = f"a wrong number stands where a formula for {name} belongs"
        yield finding(cells, where, "BP503", message, severity=Severity.ERROR)
        return
    slips, parts = _explained_numbers(cells, where), list(runs(where))
    for part in parts if not slips and len(parts) <= MOST_RUNS else [where]:
        found = slips or (_explained_numbers(cells, part) if len(parts) <= MOST_RUNS else [])
        yield _of_slips(cells, part, found) if found else _unexplained(cells, part)


def _explained_numbers(cells: ColumnCells, where: Mask) -> list[Slip]:
    """Return the slips that give the stored numbers, as exactly as what they are made of allows.

    Rounded numbers move a slip's result by other amounts than the right one, so those that come
    near are looked at on their own.
    """
    beside = cells.bench.stored.at(cells.expectation.seen_from[where])
    found, allowed = cells.found[where], cells.allowed[where]
    near = explain(cells.slips, beside, found, NEARBY * allowed)
    exact = explain(near, beside, found, allowed)
    own = cells.own_rounding[where]
    return exact or [slip for slip in near if _gives(slip, beside, found, own)]


def _gives(slip: Slip, beside: RowNumbers, found: Numbers, own: Numbers) -> bool:
    """Return whether a slip's numbers differ from those found by no more than rounding."""
    try:
        given = right_value(slip.expression, beside)
        allowed = None if given is None else own + allowed_error(slip.expression, beside, given)
    except KeyError:  # a function that only slips have
        return False
    if given is None or allowed is None:
        return False
    counts = np.isfinite(given) & np.isfinite(found)
    return bool((np.abs(found - given) <= allowed)[counts].all() and counts.any())


def _pasted(cells: ColumnCells, where: Mask) -> Iterator[Diagnostic]:
    """Yield the finding about right numbers that stand among formulas."""
    constants = where & (cells.formulas == NO_FORMULA) & ~np.isnan(cells.found)
    if constants.any() and _among_formulas(cells, constants):
        name = cells.expectation.quantity.name
        message = f"a number is typed where the other cells of {name} have a formula; it will stay"
        yield finding(cells, constants, "BP503", f"{message} when something changes")


def _among_formulas(cells: ColumnCells, where: Mask) -> bool:
    """Return whether some cells have no formula though most of their column has one."""
    if cells.expectation.quantity.scope in (Scope.SAMPLE, Scope.GIVEN):
        return False
    without = bool((cells.formulas[where] == NO_FORMULA).all())
    return without and int((cells.formulas != NO_FORMULA).sum()) > len(cells.rows) / 2


def _of_slips(cells: ColumnCells, where: Mask, slips: list[Slip]) -> Diagnostic:
    best, *others = slips
    quantity = cells.expectation.quantity
    count = int(where.sum())
    which = f"all {count} rows equal" if count > 1 else "the row equals"
    tried = len(cells.slips)
    alone = f"; no other of {tried} edits does" if not others else ""
    details = [f"{which} {text(best.expression)}{alone}"]
    others = [slip for slip in others if slip.effort == best.effort]
    if others:
        listed = "; ".join(f"{quantity.name} {slip.words}" for slip in others[:MOST_OTHERS])
        details.append(f"the same numbers come from: {listed}")
    code = code_of(best.kind, quantity.role)
    return finding(cells, where, code, f"{quantity.name} {best.words}", details)


def _of_repair(cells: ColumnCells, where: Mask, repair: Repair) -> Diagnostic:
    quantity, table, own = cells.expectation.quantity, cells.bench.table, cells.column.column
    row = int(cells.rows[where][0])
    reads, belongs = (_shown(cells, reference, row) for reference in (repair.reads, repair.belongs))
    name = quantity_at(table, repair.belongs, own)
    if repair.drifts:
        message = f"{quantity.name} reads {reads} without a dollar sign, so that every row reads "
        last = _shown(cells, repair.reads, int(cells.rows[where][-1]))
        message += f"another cell ({last} in the last); write {belongs}"
        wrong = bool((where & cells.wrong).any())
        return finding(cells, where, "BP501", message, severity=Severity.ERROR if wrong else None)
    read = quantity_at(table, repair.reads, own)
    same = read == name and read
    kind = "wrong-row" if same else "swapped-operand"
    words = f"reads {reads}{_named(read)} where {belongs}{_named(name)} belongs"
    return finding(cells, where, code_of(kind, quantity.role), f"{quantity.name} {words}")


def _named(quantity: str) -> str:
    return f" ({quantity})" if quantity else ""


def _shown(cells: ColumnCells, reference: CellAt, row: int) -> str:
    return shown(cells, reference, row).removeprefix("=")


def _unexplained(cells: ColumnCells, where: Mask) -> Diagnostic:
    quantity = cells.expectation.quantity
    if cells.expectation.held:
        return finding(cells, where, "BP103", f"{quantity.name} changes though it is given")
    code = code_of("wrong-number", quantity.role)
    tried = f"none of {len(cells.slips)} small edits of the right expression gives these numbers"
    return finding(cells, where, code, f"{quantity.name} is wrong", [tried])
