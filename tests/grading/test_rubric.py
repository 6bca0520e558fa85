"""Rubrics as teachers write them, and how near a typed number must come."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.errors import InputError
from bpsheet.grading.rubric import DEFAULT_RUBRIC, Rubric, Tolerance, read_rubric


def rubric(tmp_path: Path, text: str) -> Rubric:
    path = tmp_path / "rubric.toml"
    path.write_text(text, encoding="utf-8")
    return read_rubric(path)


@pytest.mark.parametrize("text", ["", DEFAULT_RUBRIC, "\ufeff"])
def test_default(tmp_path: Path, text: str) -> None:
    assert rubric(tmp_path, text) == Rubric()


def test_default_with_everything_that_it_mentions(tmp_path: Path) -> None:
    read = rubric(tmp_path, DEFAULT_RUBRIC.replace("\n# ", "\n"))
    assert read.groups == {"forward": 1, "gradients": 2, "updates": 1}
    assert read.quantities == {"∂E/∂w5": 2}


def test_everything(tmp_path: Path) -> None:
    text = "points = 20\nfollow_through = 0.8\ntyped = 0\ntolerance.decimals = 4\ngroups.slips = 3"
    expected = Rubric(20, {"slips": 3}, {}, 0.8, 0, Tolerance("decimals", 4))
    assert rubric(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("point = 3", "1: point: unknown key; did you mean points? choose from points, groups"),
        ("points = 0", "1: points: must be above 0"),
        ("\ntyped = 1.5", "2: typed: 1.5 is out of range; use 0 to 1"),
        ("follow_through = -0.1", "1: follow_through: -0.1 is out of range"),
        ("groups.forwards = 1", "1: groups.forwards: unknown key; did you mean forward?"),
        ("groups.forward = -1", "1: groups.forward: must not be below 0"),
        ("groups = 3", "1: groups: expected a table, not 3; head it [groups]"),
        ('quantities = ["w5"]', '1: quantities: expected a table, not a list; write "∂E/∂w5" = 2'),
        ('[quantities]\n\nw5 = "2"', "3: quantities.w5: expected a number, not '2'"),
        ("tolerance = 0.01", "1: tolerance: expected a table, not 0.01"),
        ("tolerance = {}", "1: tolerance: needs one of relative, decimals, significant; write"),
        ("tolerance = {decimals = 2, relative = 0.1}", "1: tolerance: needs one of relative"),
        ("tolerance.decimals = 2.5", "1: tolerance.decimals: expected 0 to 15 digits, not 2.5"),
        ("tolerance.significant = true", "1: tolerance.significant: expected 1 to 15 digits"),
        ("tolerance.significant = 0", "1: tolerance.significant: expected 1 to 15 digits, not 0"),
        ("tolerance.relative = 1", "1: tolerance.relative: 1 is out of range"),
        ("points = ", "1: not valid TOML at its end"),
    ],
)
def test_refusals(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        rubric(tmp_path, text)
    message = str(caught.value).removeprefix(f"{tmp_path / 'rubric.toml'}:")
    assert message.startswith(expected)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file; check the path"):
        read_rubric(tmp_path / "rubric.toml")


@pytest.mark.parametrize(
    ("tolerance", "right", "allowed"),
    [
        (Tolerance(), 2.0, 0.01),
        (Tolerance(), 0.0, 0.0),
        (Tolerance("decimals", 4), 123.0, 0.00005),
        (Tolerance("decimals", 0), 0.4, 0.5),
        (Tolerance("significant", 1), 9.0, 0.5),
        (Tolerance("significant", 3), 0.012345, 0.00005),
        (Tolerance("significant", 3), -0.0999, 0.00005),
        (Tolerance("significant", 2), 1000.0, 50.0),
        (Tolerance("significant", 2), 0.0, 0.005),
    ],
)
def test_what_is_allowed(tolerance: Tolerance, right: float, allowed: float) -> None:
    assert tolerance.allowed(right) == pytest.approx(allowed, rel=1e-12)


@given(st.floats(-1e6, 1e6), st.integers(1, 12))
def test_a_rounded_number_is_near_enough(right: float, digits: int) -> None:
    assert Tolerance("decimals", digits).accepts(round(right, digits), right)
    assert Tolerance("significant", digits).accepts(float(f"{right:.{digits - 1}e}"), right)


@given(st.floats(0.001, 1e6), st.sampled_from((1, -1)))
def test_what_is_further_off_is_not(right: float, sign: int) -> None:
    for tolerance in (Tolerance(), Tolerance("decimals", 2), Tolerance("significant", 3)):
        assert not tolerance.accepts(right + 1.01 * sign * tolerance.allowed(right), right)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_near(number: float) -> None:
    for kind in ("relative", "decimals", "significant"):
        assert not Tolerance(kind, 0.5 if kind == "relative" else 2).accepts(number, 1.0)
        assert not Tolerance(kind, 0.5 if kind == "relative" else 2).accepts(1.0, number)
