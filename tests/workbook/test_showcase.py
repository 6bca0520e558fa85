"""The committed workbooks are those that a build makes now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.applications import differences
from tests.office_contents import charts, names
from tests.workbook.scenario import FORMATS
from tests.workbook.stored import stored_formulas, stored_values

OUTPUT = Path(__file__).parents[2] / "output"
RENEW = "the committed {} is not what a build makes now; renew it with `make run`: {}"


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_committed_workbook_is_current(suffix: str, classic: dict[str, Path]) -> None:
    committed, fresh = OUTPUT / f"classic{suffix}", classic[suffix]
    assert committed.exists(), RENEW.format(committed.name, "there is none")
    wrong = differences(stored_values(committed), stored_values(fresh))
    assert not wrong, RENEW.format(committed.name, wrong[:3])
    for what, read in (("formulas", stored_formulas), ("names", names), ("charts", charts)):
        same = read(committed) == read(fresh)
        assert same, RENEW.format(committed.name, f"the {what} differ")
