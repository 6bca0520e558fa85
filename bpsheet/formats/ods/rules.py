"""Rules about areas of a sheet: what may be typed into them, and when they look different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bpsheet.expression import Expression, expression
from bpsheet.formats.ods.address import cell_address, range_address
from bpsheet.formats.ods.xml import element, paragraphs
from bpsheet.notation.formula import OPEN_FORMULA, formula
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.workbook import Highlight, Sheet, Validation, Workbook

HighlightNames = Mapping[tuple[object, ...], str]


@dataclass(frozen=True)
class Rule:
    """What a cell of `area` must mention: the name of a validation, or a conditional style."""

    area: Range
    mention: str


@dataclass(frozen=True)
class Rules:
    """The rules of a sheet."""

    validations: tuple[Rule, ...]
    highlights: tuple[Rule, ...]

    def in_row(self, row: int) -> Rules:
        """Return those rules that concern a row."""
        return Rules(_in_row(self.validations, row), _in_row(self.highlights, row))

    def __hash__(self) -> int:
        return hash((self.validations, self.highlights))


def sheet_rules(sheet: Sheet, first_validation: int, highlight_names: HighlightNames) -> Rules:
    """Return the rules of a sheet, whose validations are numbered through the workbook."""
