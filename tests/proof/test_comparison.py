from __future__ import annotations

import numpy as np
import pytest

from bpsheet.errors import ProofError
from bpsheet.proof.comparison import Comparison, checked, residuals

INF, NAN = float("inf"), float("nan")


@pytest.mark.parametrize(
    ("computed", "found", "size", "expected"),
    [
        (3.0, 3.0, 3.0, 0.0),
        (3.0, 2.0, 4.0, 0.25),
        (2.0, 3.0, 4.0, 0.25),
        (0.0, 0.0, 0.0, 0.0),
        (1e-320, 0.0, 0.0, 1e-320 / np.finfo(float).tiny),
        # A size that overflows says nothing: the number itself takes its place.
        (3.0, 2.0, INF, 0.5),
        (3.0, 2.0, NAN, 0.5),
        (2.0, 2.0, INF, 0.0),
        # Both overflow.
        (INF, INF, INF, 0.0),
        (NAN, INF, NAN, 0.0),
        (NAN, NAN, 1.0, 0.0),
        # Only one of them does.
        (INF, 1.0, 1.0, INF),
        (1.0, INF, 1.0, INF),
        (NAN, 1.0, 1.0, NAN),
        (1.0, NAN, 1.0, NAN),
    ],
)
def test_residuals(computed: float, found: float, size: float, expected: float) -> None:
    with np.errstate(all="ignore"):
        (residual,) = residuals(*(np.array([number]) for number in (computed, found, size)))
    assert residual == pytest.approx(expected, rel=1e-3, nan_ok=True)


@pytest.mark.parametrize("residual", [0.0, 1e-12])
def test_what_agrees_is_passed_on(residual: float) -> None:
    comparison = Comparison(3, residual, "w1")
    assert checked(comparison) is comparison


@pytest.mark.parametrize("residual", [1.1e-12, INF, NAN])
def test_what_does_not_is_a_fault(residual: float) -> None:
    with pytest.raises(ProofError, match=rf"^w1: formula and engine differ by {residual:.1e}, "):
        checked(Comparison(3, residual, "w1"))


def test_the_tolerance_may_be_another() -> None:
    assert checked(Comparison(1, 1e-8, "w1"), 1e-7)
    with pytest.raises(ProofError, match="more than 1e-09"):
        checked(Comparison(1, 1e-8, "w1"), 1e-9)
