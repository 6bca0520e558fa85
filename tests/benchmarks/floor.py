"""The least work that writes the same sheets: one f-string per row, and DEFLATE.

The f-string is made from one row of the table, as the real writer wrote it; what stands before and
after the rows is copied. So the floor knows nothing of cells, formulas and styles.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bpsheet.sheet.workbook import Block, Workbook

ROW = re.compile(r"<(row|table:table-row) .*?</\1>", re.DOTALL)
TABLE_END = re.compile(r"</sheetData>|</table:table>")
NUMBER = re.compile(r'(?<=<v>)[^<]+|(?<=office:value=")[^"]+|(?<=<text:p>)[^<]+')
MODEL = 500


@dataclass(frozen=True)
class Table:
    """The rows of one sheet but its first, whose formulas differ.

    Attributes:
        before: the text from the previous table up to the second row.
        fill: returns a row, given its number and its values.
        first: the number of the second row.
    """

    before: str
    fill: Callable[[int, list[float]], str]
    first: int
    block: Block


@dataclass(frozen=True)
class Part:
    """A file inside the package that holds tables, and its text after the last one."""

    name: str
    tables: list[Table]
    after: str

    def text(self) -> str:
        """Return the part's XML."""
        pieces = []
        for table in self.tables:
            pieces.append(table.before)
            numbered = zip(count(table.first), table.block.values[1:].tolist(), strict=False)
            pieces += [table.fill(number, values) for number, values in numbered]
        return "".join([*pieces, self.after])


def write_floor(parts: list[Part], path: Path) -> None:
    """Write the parts as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part.name, part.text())


def parts_of(path: Path, workbook: Workbook) -> list[Part]:
    """Return the parts that hold the tables of `workbook`, which `path` is the file of."""
    blocks = iter([sheet.blocks[0] for sheet in workbook.sheets])
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts = [_part(name, text, blocks) for name, text in texts.items() if ROW.search(text)]
    for part in parts:
        assert part.text() == texts[part.name], f"{part.name}: the floor writes another text"
    return parts


def _part(name: str, text: str, blocks: Iterator[Block]) -> Part:
    tables, copied = [], 0
    for end in TABLE_END.finditer(text):
        block = next(blocks)
        rows = list(ROW.finditer(text, copied, end.start()))[1 - len(block.values) :]
        before = text[copied : rows[0].start()]
        first = block.top + 2
        fill = _fill(rows[MODEL][0], first + MODEL, block.values[1 + MODEL].tolist())
        tables.append(Table(before, fill, first, block))
        copied = rows[-1].end()
    return Part(name, tables, text[copied:])


def _fill(model: str, number: int, values: list[float]) -> Callable[[int, list[float]], str]:
    """Return a function that writes any row the way the row `number` is written."""
    per_cell = len(NUMBER.findall(model)) // len(values)
    places = count()

    def field(found: re.Match[str]) -> str:
        place = next(places) // per_cell
        decimals = len(found[0].partition(".")[2])
        form = "!r" if found[0] == repr(values[place]) else f":.{decimals}f"
        return f"{{values[{place}]{form}}}"

    text = NUMBER.sub(field, model.replace("{", "{{").replace("}", "}}"))
    text = re.sub(rf'(?<=[A-Z"]){number}\b', "{row}", text)
    text = re.sub(rf'(?<=[A-Z"]){number - 1}\b', "{row - 1}", text)
    fill: Callable[[int, list[float]], str] = eval(f"lambda row, values: f{text!r}")
    return fill
