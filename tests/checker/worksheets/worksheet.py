"""Worksheets as different people build them, written down by hand as text.

A file holds what one worksheet is, its cells, what a check must make of it, and slips with what a
check must say of each:

    The classic worksheet, its rate in a cell above         what it is, up to the first sheet
    [Sheet1]
    A1: η | 0.5                                             contents from A1 to the right
    table A3 x4                                             labels in row 3, four rows beneath
    A t1 | 0.01                                             column, label, contents downwards;
    B w1 | 0.15 | =B4-$B$1*C4                               the last is filled down
    across A3 x4                                            the same, with rows for columns
    right                                                   how many cells must be judged
      judged 120
    wrong
      I4:I7 =C4*E4+D4*E4                                    what is filled in, then the finding
      BP202 I4:I7 h1 uses i1 where i2 belongs

`pasted 6` puts values of six decimals in place of all formulas; `csv` makes it a text file with
semicolons and decimal commas. The values of the formulas are those of LibreOffice; they stand in
a file beside, one line per filled range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from tests.checker.example_workbook import cells_in, filled

FOLDER = Path(__file__).parent / "sheets"

Content = str | float
Cells = dict[tuple[str, str], Content]
"""What stands in the cells, by sheet and address; a formula as text that begins with ``=``."""


@dataclass
class Version:
    """A worksheet, right or with one slip.

    Attributes:
        cells: what stands in it.
        expected: the findings, each a code, the first range, and words of the message.
        settings: what else is said of it: ``judged``, ``example``, ``pasted``, ``csv``.
    """

    cells: Cells
    expected: list[tuple[str, str, str]] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


@dataclass
class Worksheet:
    """A worksheet with its versions, the right one first."""

    name: str
    title: str
    versions: list[Version]


def worksheets() -> list[Worksheet]:
    """Return all worksheets."""
    return [read_worksheet(path) for path in sorted(FOLDER.glob("*.txt"))]


def read_worksheet(path: Path) -> Worksheet:
    """Return what is written down in a file."""
    title, *lines = path.read_text(encoding="utf-8").splitlines()
    cut = lines.index("right")
    sheet_lines = [line for line in lines[:cut] if line.strip()]
    cells = dict(_cells(sheet_lines))
    first = next(line for line in sheet_lines if line.startswith("["))[1:-1]
    right, *wrong = _parted(lines[cut:])
    versions = [_version(cells, right, {}, first)]
    for part in wrong:
        versions.append(_version(cells, part, versions[0].settings, first))
    return Worksheet(path.stem, title, versions)


def _parted(lines: list[str]) -> Iterator[list[str]]:
    starts = [number for number, line in enumerate(lines) if line in ("right", "wrong")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield [line.strip() for line in lines[start + 1 : end] if line.strip()]


_TABLE = re.compile(r"(table|across) ([A-Z]+\d+) x(\d+)")
_ROW = re.compile(r"([A-Z]+\d+): (.*)")


@dataclass(frozen=True)
class _Table:
    """Where a table stands: the row of its labels (the column, if it runs across), its length."""

    corner: tuple[int, int]
    count: int
    across: bool

    def cells(self, key: str, contents: list[Content]) -> Iterator[tuple[str, Content]]:
        """Yield the cells of one column, or row, by the label and the contents that begin it."""
        for at in range(self.count + 1 if len(contents) > 1 else 1):
            content = contents[min(at, len(contents) - 1)]
            moved = max(0, at - len(contents) + 1)
            if self.across:
                cell = xl_rowcol_to_cell(int(key) - 1, self.corner[1] + at)
                yield cell, filled(content, 0, moved)
            else:
                _, column = xl_cell_to_rowcol(f"{key}1")
                cell = xl_rowcol_to_cell(self.corner[0] + at, column)
                yield cell, filled(content, moved, 0)


def _cells(lines: list[str]) -> Iterator[tuple[tuple[str, str], Content]]:
    sheet, table = "", _Table((0, 0), 0, across=False)
    for line in lines:
        if line.startswith("["):
            sheet = line[1:-1]
        elif match := _TABLE.fullmatch(line):
            table = _Table(xl_cell_to_rowcol(match[2]), int(match[3]), match[1] == "across")
        elif sheet:
            beside = _ROW.fullmatch(line)
            key, rest = (beside[1], beside[2]) if beside else line.split(" ", 1)
            contents = [_content(content) for content in re.split(r" *\| *", rest)]
            found = _to_the_right(key, contents) if beside else table.cells(key, contents)
            yield from (((sheet, cell), content) for cell, content in found if content != "")


def _to_the_right(cell: str, contents: list[Content]) -> Iterator[tuple[str, Content]]:
    row, column = xl_cell_to_rowcol(cell)
    for distance, content in enumerate(contents):
        yield xl_rowcol_to_cell(row, column + distance), content


def _content(text: str) -> Content:
    text = text.strip()
    try:
        return float(text)
    except ValueError:
        return text


def _version(cells: Cells, lines: list[str], settings: dict[str, str], first: str) -> Version:
    version = Version(dict(cells), settings={**settings})
    version.settings.pop("judged", None)
    for line in lines:
        if match := re.match(r"(BP\d{3}) (\S*) ?(.*)", line):
            version.expected.append((match[1], match[2], match[3]))
        elif match := re.fullmatch(r"(?:(.*)!)?([A-Z]+\d+(?::[A-Z]+\d+)?) (.*)", line):
            top, left = xl_cell_to_rowcol(cells_in(match[2])[0])
            for cell in cells_in(match[2]):
                row, column = xl_cell_to_rowcol(cell)
                content = filled(_content(match[3]), row - top, column - left)
                version.cells[match[1] or first, cell] = content
        else:
            key, _, rest = line.partition(" ")
            version.settings[key] = rest
    return version


Values = Mapping[tuple[str, str], Content]


def stored_values(name: str) -> list[dict[tuple[str, str], Content]]:
    """Return the values of the formulas of each version, as LibreOffice computed them."""
    versions: list[dict[tuple[str, str], Content]] = []
    for line in (FOLDER / f"{name}.values").read_text(encoding="utf-8").splitlines():
        if line == "version":
            versions.append({})
            continue
        place, *values = line.split("\t")
        sheet, _, cells = place.rpartition("!")
        for cell, value in zip(cells_in(cells), values, strict=True):
            versions[-1][sheet, cell] = _content(value)
    return versions


def write_version(version: Version, values: Values, path: Path) -> Path:
    """Write a version as a file, with the given values of its formulas."""
    if "csv" in version.settings:
        return _write_text(version, values, path.with_suffix(".csv"))
    pasted = int(version.settings.get("pasted", -1))
    with xlsxwriter.Workbook(path) as workbook:
        sheets = {
            name: workbook.add_worksheet(name)
            for name in dict.fromkeys(sheet for sheet, _ in version.cells)
        }
        for (sheet, cell), content in version.cells.items():
            if not _is_formula(content):
                sheets[sheet].write(cell, content)
            elif pasted >= 0:
                sheets[sheet].write(cell, _rounded(values[sheet, cell], pasted))
            else:
                sheets[sheet].write_formula(cell, content, value=values[sheet, cell])
    return path


def _write_text(version: Version, values: Values, path: Path) -> Path:
    digits = int(version.settings["csv"])
    shown = {
        xl_cell_to_rowcol(cell): _rounded(values[sheet, cell], digits)
        if _is_formula(content)
        else content
        for (sheet, cell), content in version.cells.items()
    }
    rows, columns = (max(place[axis] for place in shown) + 1 for axis in (0, 1))
    lines = [
        ";".join(_comma(shown.get((row, column), "")) for column in range(columns))
        for row in range(rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _is_formula(content: Content) -> bool:
    return isinstance(content, str) and content.startswith("=")


def _rounded(value: Content, digits: int) -> Content:
    return round(value, digits) if isinstance(value, float) else value


def _comma(content: Content) -> str:
    return content if isinstance(content, str) else repr(content).replace(".", ",")
