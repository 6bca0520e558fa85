"""The numbers of a table as a row sees them."""

from __future__ import annotations

import numpy as np
import pytest

from bpsheet.catalogue import load_template
from bpsheet.checker.judge.numbers import TableNumbers
from bpsheet.checker.judge.rows import rows_of
from bpsheet.checker.slip import earlier, later
from bpsheet.model.training import training_graph
from bpsheet.verbs.derive import derive


def table(template: str, **columns: list[float]) -> TableNumbers:
    """Return the numbers of a table that has these columns."""
    example = load_template(template)
    rows = rows_of(example, len(next(iter(columns.values()))))
    known = {name: np.array(column) for name, column in columns.items()}
    return TableNumbers(training_graph(example, derive(example)), rows, known)


INPUTS = {"w1": [0.1, 0.2, 0.3], "w2": [0.0, 0.5, 1.0], "i1": [1.0] * 3, "i2": [2.0] * 3}


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("w1", [0.2, 0.3]),
        (earlier("w1"), [0.1, 0.2]),
        (later("w1"), [0.3, np.nan]),
        ("h1", [1.2, 2.3]),
        (earlier("h1"), [0.1, 1.2]),
    ],
)
def test_numbers_of_a_row_and_of_those_around_it(name: str, numbers: list[float]) -> None:
    seen = table("classic", **INPUTS).at(np.array([1, 2]))
    assert seen[name] == pytest.approx(np.array(numbers), nan_ok=True)


@pytest.mark.parametrize("name", ["h2", "a_o1", "w9", "nonsense", earlier("w3"), "", "⁺"])
def test_what_is_made_of_numbers_that_are_nowhere_is_not_known(name: str) -> None:
    seen = table("classic", **INPUTS).at(np.array([1]))
    assert name not in seen
    with pytest.raises(KeyError):
        seen[name]


def test_an_optimizer_remembers_nothing_before_the_first_update() -> None:
    seen = table("optimizer-momentum", v_θ1=[7.0, 8.0, 9.0])
    assert seen.at(np.arange(3))[earlier("v_θ1")].tolist() == [0.0, 7.0, 8.0]


def test_the_names_of_a_row_are_those_that_have_numbers() -> None:
    seen = table("classic", i1=[1.0, 1.0], w1=[2.0, 2.0]).at(np.array([0]))
    assert set(seen) == {name for one in ("i1", "w1") for name in (one, earlier(one), later(one))}
    assert len(seen) == 6
