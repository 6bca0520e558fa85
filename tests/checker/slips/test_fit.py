from __future__ import annotations

import numpy as np
import pytest

from bpsheet.checker.slip import Slip, earlier, later
from bpsheet.checker.slips import explain
from bpsheet.checker.slips.evaluation import Evaluation
from bpsheet.expression import Expression, Name, call, compare

A, B = Name("a"), Name("b")
NAN = np.nan


def fitting(
    slips: list[Expression], values: dict[str, list[float]], found: list[float]
) -> list[Expression]:
    numbers = {name: np.array(column) for name, column in values.items()}
    tried = [Slip("wrong-sign", "is wrong", value) for value in slips]
    return [slip.expression for slip in explain(tried, numbers, np.array(found), np.array(1e-9))]


def test_all_rows_must_fit() -> None:
    assert fitting([A + B, A * B], {"a": [2, 3], "b": [2, 1]}, [4, 3]) == [A * B]


def test_a_row_without_a_number_does_not_count() -> None:
    before = {"a": [1, 2, 3], "a⁻": [NAN, 1, 2]}
    assert fitting([Name(earlier("a"))], before, [7, 1, 2]) == [Name(earlier("a"))]
    assert fitting([Name(earlier("a"))], before, [7, 1, 3]) == []
    assert fitting([A], before, [NAN, 2, 3]) == [A]


def test_a_row_without_a_number_counts_for_slips_that_do_not_need_it() -> None:
    before = {"a": [1, 2, 3], "a⁻": [NAN, 1, 2]}
    assert fitting([A, Name(earlier("a"))], before, [9, 1, 2]) == [Name(earlier("a"))]


def test_one_row_at_least_must_fit() -> None:
    assert fitting([Name(later("a"))], {"a": [1.0], "a⁺": [NAN]}, [5.0]) == []
    assert fitting([A], {"a": [1.0]}, [NAN]) == []


def test_a_value_that_is_no_number_fits_nothing() -> None:
    assert fitting([call("LN", A)], {"a": [-1, 1]}, [0, 0]) == []


def test_a_choice_by_a_missing_number_does_not_count() -> None:
    chosen = call("IF", compare(A, ">", 0), B, 0)
    assert fitting([chosen], {"a": [NAN, 1], "b": [4, 5]}, [4, 5]) == [chosen]


def test_a_slip_with_an_unknown_name_is_left_out() -> None:
    assert fitting([A + Name("c"), A], {"a": [1, 2]}, [1, 2]) == [A]


def test_the_least_effort_comes_first() -> None:
    values = {"a": np.array([1.0, 2.0])}
    slips = [Slip("extra-part", "far", A, 3), Slip("wrong-sign", "near", A * 1, 1)]
    found = explain(slips, values, values["a"], np.array([0.0, 0.0]))
    assert [slip.words for slip in found] == ["near", "far"]


@pytest.mark.parametrize(("allowed", "count"), [(0.01, 1), (0.0001, 0)])
def test_the_tolerance_is_that_of_each_row(allowed: float, count: int) -> None:
    slips = [Slip("wrong-sign", "is wrong", A)]
    values = {"a": np.array([1.0, 2.0])}
    close = np.array([1.0, 2.001])
    assert len(explain(slips, values, close, np.array([0.0, allowed]))) == count


def test_means_and_sums_are_over_the_rows_of_a_batch() -> None:
    batches = {"g": [[1.0, 3.0], [2.0, NAN]]}
    mean, added = call("AVERAGE", Name("g")), call("SUM", Name("g"))
    assert fitting([mean, added], batches, [2, 2]) == [mean]
    assert fitting([mean, added, Name("g")], batches, [4, 2]) == [added]


def test_a_shared_part_is_computed_once() -> None:
    asked = []

    class Counted(dict[str, float]):
        def __getitem__(self, name: str) -> float:
            asked.append(name)
            return super().__getitem__(name)

    evaluation = Evaluation(Counted(a=2.0, b=3.0))
    shared = A * B
    assert evaluation.of(shared + 1) == 7
    assert evaluation.of(shared - 1) == 5
    assert asked == ["a", "b"]
