"""The least work that writes the same sheets: one f-string per row, and DEFLATE.

The f-string of a sheet's rows is made from one of its rows, as the real writer wrote it; all that
stands around the rows is copied. So the floor knows nothing of cells, formulas or styles.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bpsheet.sheet.workbook import Block, Workbook

SHEET = re.compile("<(worksheet|table:table) .*?</\\1>", re.DOTALL)
ROW = re.compile("<(row|table:table-row) .*?</\\1>")
NUMBER = re.compile("(?<=<v>)[^<]+|(?<=office:value=\")[^\"]+|(?<=<text:p>)[^<]+")
MODEL = 500

FillRow = Callable[[int, list[float]], str]


@dataclass(frozen=True)
class Sheet:
    """The rows of one table, all but the first, whose formulas differ.

    Attributes:
        before: the part's text from the previous sheet's last row to the second row of this one.
        fill: writes a row, given its number and its values.
        first: the number of the second row.
    """

    before: str
    fill: FillRow
    first: int
    block: Block


@dataclass(frozen=True)
class Part:
    """One file inside the package."""

    name: str
    sheets: list[Sheet]
    after: str

    def text(self) -> str:
        """Return the part's XML."""
        pieces = []
        for sheet in self.sheets:
            pieces.append(sheet.before)
            rows = enumerate(sheet.block.values[1:].tolist(), start=sheet.first)
            pieces += [sheet.fill(row, values) for row, values in rows]
        return "".join([*pieces, self.after])


def write(parts: list[Part], path: Path) -> None:
    """Write the parts as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part.name, part.text())


def parts_of(path: Path, workbook: Workbook) -> list[Part]:
    """Return the parts that hold the sheets of `workbook`, which was written to `path`.

    Raises:
        AssertionError: the floor would not write the very same text.
    """
    blocks = iter([sheet.blocks[0] for sheet in workbook.sheets])
    parts = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            if ROW.search(text):
                part = _part(name, text, blocks)
                assert part.text() == text, f"{name}: the floor writes something else"
                parts.append(part)
    return parts
