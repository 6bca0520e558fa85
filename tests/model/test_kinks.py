"""Where a function has no derivative, formulas, gates and engine keep to one convention."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from bpsheet.engine.tape import CHAINS, GATES
from bpsheet.evaluate import evaluate
from bpsheet.expression import Name, call
from bpsheet.model.gate_kinds import KINDS
from bpsheet.model.symbolic import to_sympy
from bpsheet.model.written import to_written

POINTS = (-1.0, 0.0, 1.0)


def slope_from_sympy(function: str, by: str, values: dict[str, float]) -> float:
    written = call(function, *map(Name, values))
    return float(evaluate(to_written(to_sympy(written).diff(to_sympy(Name(by)))), values))


@pytest.mark.parametrize("function", ["MAX", "MIN"])
@pytest.mark.parametrize(("u", "v"), [*product(POINTS, POINTS)])
def test_where_two_tie_the_first_one_passes(function: str, u: float, v: float) -> None:
    values = {"u": u, "v": v}
    passes = u >= v if function == "MAX" else u <= v
    for place, expected in enumerate([float(passes), float(not passes)]):
        assert slope_from_sympy(function, "uv"[place], values) == expected
        assert evaluate(KINDS[function].slopes[place], values) == expected
        assert CHAINS[function].slopes[place](np.array(0.0), np.array(u), np.array(v)) == expected


@pytest.mark.parametrize(
    ("function", "slopes"),
    [("ABS", (-1.0, 0.0, 1.0)), ("relu", (0.0, 0.0, 1.0)), ("leaky-relu", (0.01, 0.01, 1.0))],
)
def test_at_a_kink_there_is_one_slope(function: str, slopes: tuple[float, ...]) -> None:
    for u, expected in zip(POINTS, slopes, strict=True):
        output = evaluate(call(function, Name("u")), {"u": u})
        assert slope_from_sympy(function, "u", {"u": u}) == expected
        assert evaluate(KINDS[function].slopes[0], {"u": u, "s": output}) == expected
        assert GATES[function].slopes[0](np.array(output), np.array(u)) == expected
