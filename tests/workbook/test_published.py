"""Numbers that others worked out by hand or published, found again in the built workbook."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.shared import shared
from tests.workbook.grid import Grid
from tests.workbook.stored import stored_sheet


def test_a_right_hand_built_table_is_reproduced(path: Path) -> None:
    file = shared("workbooks", "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx")
    [sheet] = openpyxl.load_workbook(file, data_only=True).worksheets
    cells = (cell for row in sheet for cell in row if cell.value is not None)
    theirs = Grid({cell.coordinate: cell.value for cell in cells}).table("Epoch")
    del theirs["Epoch"]
    assert len(theirs) == 31
    ours = stored_sheet(path, "lr yours").table("step")
    for heading, values in theirs.items():
        name = heading.strip().replace("_total/", "/").replace("E_Total", "E_total")
        assert len(values) == 100
        assert ours[name] == pytest.approx(values, rel=0, abs=1e-12), name


def published(case: str) -> list[dict[str, Any]]:
    cases = json.loads(shared("reference", "published_cases.json").read_text(encoding="utf-8"))
    [values] = [each["values"] for each in cases["cases"] if each["id"] == case]
    found: list[dict[str, Any]] = values
    return found


def test_published_numbers_are_reproduced_where_they_are_right(path: Path) -> None:
    ours = stored_sheet(path, "lr 0.1").table("step")
    verdicts = []
    for value in published("tsai-nobias"):
        printed = Decimal(value["printed"])
        half_a_unit = Decimal((0, (5,), int(printed.as_tuple().exponent) - 1))
        [number] = ours[value["name"].replace("dE_d", "∂E/∂")][:1]
        reproduces = abs(Decimal(number) - printed) <= half_a_unit
        assert reproduces == (value["reproduces"] == "yes"), value["name"]
        verdicts.append(reproduces)
    assert (verdicts.count(True), verdicts.count(False)) == (14, 4)
