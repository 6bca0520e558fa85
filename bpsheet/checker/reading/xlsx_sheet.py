"""The cells of one .xlsx sheet, streamed."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

from bpsheet.checker.book import NO_FORMULA, CellError
from bpsheet.checker.reading.columns import Cells
from bpsheet.checker.reading.filled import Formulas
from bpsheet.checker.reading.markup import LONGEST_TEXT, local, stream
from bpsheet.checker.reading.references import area_of, column_number
from bpsheet.checker.reading.serial import serial_day
from bpsheet.checker.reading.trouble import DamagedError
from bpsheet.checker.reading.xlsx_texts import plain

MOST_SPREAD = 10_000
"""How many cells one array formula may fill."""


def read_sheet(
    chunks: Generator[bytes], texts: list[str], cells: Cells, formulas: Formulas
) -> None:
    """Read the part of a sheet into `cells` and `formulas`.

    Arguments:
        chunks: the part.
        texts: the shared texts of the workbook.
        cells: filled as far as the part can be read.
        formulas: likewise.

    Raises:
        DamagedError: the part is broken; what stands before the break is kept.
        RefusedError: there are too many cells.
    """
    reader = _SheetReader(texts, cells, formulas)
    stream(chunks, reader.start, reader.end, reader.hear)


class _SheetReader:
    """A sheet while it is read: where the reader is, and the cell it is in."""

    def __init__(self, texts: list[str], cells: Cells, formulas: Formulas) -> None:
        self.texts, self.cells, self.formulas = texts, cells, formulas
        self.local = _Locals()
        self.columns = _Columns()
        self.row = self.column = -1
        self.row_number = ""
        self.in_cell = False
        self.kind = ""
        self.words = ""
        self.value: str | None = None
        self.inline = ""
        self.guides = 0
        self.formula: str | None = None
        self.formula_attributes: dict[str, str] = {}
        self.shared: dict[str, int] = {}
        self.spread: dict[tuple[int, int], int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match self.local[name]:
            case "c":
                self._start_cell(attributes)
            case "v" | "t":
                self.words = ""
            case "f":
                self.words = ""
                self.formula_attributes = attributes
            case "row":
                self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
                self.row_number = str(self.row + 1)
                self.column = -1
            case "rPh":
                self.guides += 1

    def hear(self, text: str) -> None:
        if not self.in_cell:
            return  # conditional formats, validations and the like have words too
        self.words += text
        if len(self.words) > LONGEST_TEXT:
            raise DamagedError("a cell holds more text than any program writes")

    def end(self, name: str) -> None:
        match self.local[name]:
            case "c":
                self._end_cell()
            case "v":
                self.value = self.words
            case "f":
                self.formula = self.words
            case "t":
                if not self.guides:
                    self.inline += self.words
            case "rPh":
                self.guides -= 1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self.in_cell:
            raise DamagedError("a cell stands within a cell")
        self.in_cell = True
        self.kind = attributes.get("t", "n")
        self.value = self.formula = None
        self.inline = ""
        address = attributes.get("r")
        if address is None:
            self.column += 1
        else:
            self.column = self.columns[address.removesuffix(self.row_number)]

    def _end_cell(self) -> None:
        self.in_cell = False
        formula = NO_FORMULA if self.formula is None else self._place(self.formula)
        if formula == NO_FORMULA and self.spread:
            formula = self.spread.get((self.row, self.column), NO_FORMULA)
        if self.kind == "n" and self.value is not None:
            self.cells.number(self.row, self.column, self.value, formula)
            return
        value = self._other()
        if isinstance(value, float):
            self.cells.number(self.row, self.column, repr(value), formula)
        elif value is not None or formula != NO_FORMULA:
            self.cells.other(self.row, self.column, value, formula)

    def _other(self) -> str | bool | float | CellError | None:
        """Return what the cell holds that is not a plain number."""
        if self.kind == "inlineStr":
            return plain(self.inline)
        if self.value is None:
            return None
        match self.kind:
            case "s":
                return self._shared_text(self.value)
            case "b":
                return self.value.strip() in {"1", "true"}
            case "e":
                return CellError(self.value)
            case "d":
                return _day(self.value)
        return plain(self.value)

    def _shared_text(self, number: str) -> str:
        try:
            return self.texts[int(number)]
        except (ValueError, IndexError):
            raise DamagedError(
                f"a cell refers to the text {number[:20]!r}, which is missing"
            ) from None

    def _place(self, text: str) -> int:
        attributes = self.formula_attributes
        if text and not attributes:
            return self.formulas.place(text, self.row, self.column)
        kind, group = attributes.get("t"), attributes.get("si")
        if kind == "shared" and group is not None:
            if text:
                self.shared[group] = self.formulas.place(text, self.row, self.column)
            return self.shared.get(group, NO_FORMULA)
        if kind == "array":
            return self._array(text, attributes.get("ref", ""))
        if kind == "dataTable":
            return self.formulas.unread("TABLE()", self.row, self.column, "a data table")
        return self.formulas.place(text, self.row, self.column) if text else NO_FORMULA

    def _array(self, text: str, reference: str) -> int:
        """Return the place of an array formula, and give it to all cells it fills."""
        area = area_of(reference)
        if area is None or area.first == area.last:
            return self.formulas.place(text, self.row, self.column)
        place = self.formulas.unread(
            f"{{{text}}}", self.row, self.column, f"an array formula over {reference}"
        )
        rows = range(area.first.row, area.last.row + 1)
        columns = range(area.first.column, area.last.column + 1)
        if len(rows) * len(columns) <= MOST_SPREAD:
            self.spread.update({(row, column): place for row in rows for column in columns})
        return place


class _Locals(dict[str, str]):
    """Names without their namespace, each cut once."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, local(name))


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, each worked out once."""

    def __missing__(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise DamagedError(f"a cell says that it stands in the column {letters[:20]!r}")
        return self.setdefault(letters, column_number(letters))


def _day(text: str) -> float | str:
    try:
        return serial_day(datetime.fromisoformat(text))
    except ValueError:
        return text
