"""Formulas followed down a column by their text are those that reading each would give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.cells import CellAt
from bpsheet.checker.formulas import canonical
from bpsheet.checker.reading.filled import Dialect, Formulas, Reader

PIECES: dict[Dialect, list[str]] = {
    "xlsx": [
        *("A{0}", "$B{0}", "B$2", "$C$3", "a{0}", "Sheet1!A{0}", "'L R1'!B{0}", '"A1"', "A1:A{0}"),
        *(
            "LOG10(A{0})",
            "1E5",
            "0.5",
            "5:5",
            "{0}:{0}",
            "$5:{0}",
            "A:A",
            "[1]S!A{0}",
            "50%",
            "x.A1",
        ),
        *("T1_a", "_xlfn.A1", "Table1[a{0}]", "A{0}#", "'it''s'!A{0}"),
    ],
    "ods": [
        *("[.A{0}]", "[.$B{0}]", "[.B$2]", "[$Sheet1.A{0}]", "[$'L R1'.A{0}]", '"[.A1]"', "0.5"),
        *("[.A1:.A{0}]", "[.5:.5]", "[.A{0}:.B$9]", "LOG10([.A{0}])", "[.{0}:.{0}]", "50%"),
    ],
}


@given(st.data(), st.sampled_from(["xlsx", "ods"]))
def test_the_same_place_means_the_same_formula(data: st.DataObject, dialect: Dialect) -> None:
    formulas = Formulas(dialect)
    texts = {}
    for row in range(8):
        pieces = data.draw(st.lists(st.sampled_from(PIECES[dialect]), min_size=1, max_size=2))
        for again in (row, row + 1):
            text = "+".join(pieces).format(again + data.draw(st.integers(1, 2)))
            place = formulas.place(text, again, 3)
            spelling = canonical(text, again, 3, dialect, {})
            assert texts.setdefault(place, spelling) == spelling


def test_names_bring_formulas_together() -> None:
    formulas = Formulas("xlsx")
    first = formulas.place("rate*A1", 0, 1)
    second = formulas.place("$E$2*A2", 1, 1)
    none = formulas.unread("{…}", 2, 1, "an array formula")
    found, places = formulas.read({"rate": CellAt(1, 4, True, True)}, Reader())
    assert [formula.text for formula in found] == ["R1C4*R[0]C[-1]", "{…}"]
    assert places[[first, second, none, -1]].tolist() == [0, 0, 1, -1]


def test_too_many_different_formulas_stay_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpsheet.checker.reading.filled.MOST_FORMULAS", 1)
    reader = Reader()
    assert reader("1+1").expression is not None
    assert "different formulas" in reader("1+2").unread
