"""The one reference of a wrong formula that should be another."""

from __future__ import annotations

import pytest

from tests.checker.judge.classic import Changes, classic, report


@pytest.mark.parametrize(
    ("changes", "code", "where", "message"),
    [
        (
            {"E5:E8": "=E4-AG1*X4", "AG1": 0.6},
            "BP501",
            "E5:E8",
            "w1 reads AG1 without a dollar sign, so that every row reads another cell "
            "(AG4 in the last); write AG$1",
        ),
        (
            {"W4:W8": "=U6+V4"},
            "BP209",
            "W4:W8",
            "E_total reads U6 (E1) where U4 (E1) belongs",
        ),
    ],
)
def test_a_reference_that_belongs_elsewhere_is_named(
    changes: Changes, code: str, where: str, message: str
) -> None:
    found = [
        (one.code, str(one.places[0]).removeprefix("Sheet1!"), one.message)
        for one in report(classic(changes)).diagnostics
    ]
    assert found == [(code, where, message)]
