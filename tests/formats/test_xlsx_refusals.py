from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpsheet.errors import OutputError
from bpsheet.expression import Number
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.workbook import Block, Cell, RowKind, Sheet, Style, Validation, Workbook
from tests.formats.hand_made import WORKBOOK
from tests.formats.xlsx_parts import one_sheet


def changed(**changes: Any) -> Workbook:
    return one_sheet(replace(Sheet("Sheet", {(0, 0): Cell("x")}), **changes))


FAR = Range(0, 20000, 0, 20001)
FAR_TABLE = Block(2**20, 0, (RowKind((Number(1),), (Style(),)),), np.array([0]), np.ones((1, 1)))
REFUSED: dict[str, tuple[Workbook, str]] = {
    "a name like a cell": (changed(names={"w1": Reference(0, 0)}), "w1"),
    "a workbook's name like a cell": (
        replace(changed(), names={"E1": Reference(0, 0, "Sheet")}),
        "E1",
    ),
    "a sheet's name too long": (changed(name="x" * 32), "31"),
    "a forbidden sheet name": (changed(name="lr 1/2"), "lr 1/2"),
    "one name for two sheets": (replace(changed(), sheets=changed().sheets * 2), "in use"),
    "a prompt too long": (
        changed(validations=(Validation(Range(0, 0, 0, 0), "whole", "x" * 256, "", minimum=0),)),
        "255",
    ),
    "a text too long": (changed(cells={(0, 0): Cell("x" * 32768)}), "cell A1"),
    "a note too long": (changed(cells={(0, 0): Cell(1, note="x" * 32768)}), "cell A1"),
    "a cell off the sheet": (changed(cells={(2**20, 0): Cell(1)}), "cell A1048577"),
    "a table off the sheet": (
        changed(blocks=(FAR_TABLE,)),
        "table at A1048577",
    ),
    "a merge of one cell": (changed(merges=(Range(0, 0, 0, 0),)), "single cell"),
    "overlapping merges": (changed(merges=(Range(0, 0, 0, 1), Range(0, 1, 0, 2))), "overlaps"),
    "a validation off the sheet": (
        changed(validations=(Validation(FAR, "whole", "", "", minimum=0),)),
        "ACOG1",
    ),
}


@pytest.mark.filterwarnings("ignore")  # XlsxWriter's warnings must be errors of themselves
@pytest.mark.parametrize("what", REFUSED)
def test_what_the_format_cannot_hold_is_refused_in_one_line(tmp_path: Path, what: str) -> None:
    workbook, named = REFUSED[what]
    path = tmp_path / "book.xlsx"
    with pytest.raises(OutputError, match=re.escape(named)) as refusal:
        write_xlsx(workbook, path)
    assert str(refusal.value).startswith(str(path))
    assert "\n" not in str(refusal.value)
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no such folder" / "book.xlsx"
    with pytest.raises(OutputError, match="no such folder"):
        write_xlsx(WORKBOOK, path)
