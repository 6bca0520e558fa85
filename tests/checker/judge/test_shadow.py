"""A correct run in place of the stored numbers, and what formulas give in it."""

from __future__ import annotations

import numpy as np
import pytest

from bpsheet.checker.book import Formula
from bpsheet.checker.formulas import canonical, read_formula
from bpsheet.checker.judge.shadow import Shadow
from tests.checker.judge.classic import Changes, classic, columns


def shadow(changes: Changes | None = None) -> Shadow:
    return next(iter(columns(classic(changes)).values())).bench.shadow


def read(text: str) -> Formula:
    """Return a formula that stands in AF4."""
    return read_formula(canonical(text, 3, 31, "xlsx", {}))


def given(held: Shadow, text: str) -> list[float]:
    """Return what a formula gives that is filled from AF4 down to AF6."""
    result = held.result(read(text), np.arange(3), 31)
    assert result is not None
    return [float(number) for number in result]


def test_the_run_is_correct_and_begins_with_other_weights() -> None:
    run = shadow().columns
    assert 0.7 * 0.15 <= run["w1"][0] <= 1.3 * 0.15
    assert run["w1"][0] != 0.15
    assert run["h1"] == pytest.approx(run["w1"] * 0.05 + run["w2"] * 0.12)
    assert run["a_h1"] == pytest.approx(1 / (1 + np.exp(-run["h1"])))
    assert run["w5"][1:] == pytest.approx((run["w5"] - 0.6 * run["∂E/∂w5"])[:-1])


def test_a_formula_reads_the_run_and_not_what_is_stored() -> None:
    held = shadow()
    assert given(held, "=M4*2") == pytest.approx(held.columns["w5"][:3] * 2)
    assert given(held, "=$M$5*C4") == pytest.approx([held.columns["w5"][1] * 0.05] * 3)


def test_helpers_are_computed_from_the_run() -> None:
    held = shadow({"AG4:AG8": "=M4*2", "AH4:AH8": "=AG4+1", "AI4:AI8": 7})
    assert given(held, "=AH4+AI4") == pytest.approx(held.columns["w5"][:3] * 2 + 8)


def test_empty_cells_are_zero_and_missing_sheets_nothing() -> None:
    held = shadow()
    assert given(held, "=AZ4+1") == [1.0, 1.0, 1.0]
    assert np.isnan(given(held, "=Nowhere!A4+1")).all()


def test_rounding_for_the_eye_is_passed_over() -> None:
    held = shadow()
    assert given(held, "=2*ROUND(M4,4)") == pytest.approx(held.columns["w5"][:3] * 2, rel=1e-12)
    assert given(held, "=ROUND(M4,0)") == pytest.approx(np.round(held.columns["w5"][:3]))


def test_a_formula_that_is_not_read_gives_nothing() -> None:
    assert shadow().result(read("=OFFSET(A4,1,1)"), np.arange(3), 31) is None


def test_helpers_that_read_many_helpers_take_no_longer_than_their_cells() -> None:
    rows = {f"AG{row}:BK{row}": f"=SUM(AG{row - 1}:BK{row - 1})" for row in range(13, 19)}
    contents = {
        key: formula.replace("AG", "$AG").replace("BK", "$BK") for key, formula in rows.items()
    }
    held = shadow({"AG12:BK12": 1, **contents})
    assert given(held, "=$AG$18") == [31.0**6] * 3
