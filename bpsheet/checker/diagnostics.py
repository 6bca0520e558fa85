"""What a check finds, as values: diagnostics, the placements they rest on, and the report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from bpsheet.sheet.address import cell_name


class Severity(IntEnum):
    """How bad it is; errors and warnings make the exit status 1."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, order=True)
class Place:
    """A rectangle of cells of one sheet, both corners included, counted from 0."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return f"{self.sheet}!{first}" if first == last else f"{self.sheet}!{first}:{last}"


@dataclass(frozen=True)
class Evidence:
    """What one cell should hold, and what it holds.

    Attributes:
        cell: the first wrong cell.
        expected: the right expression as text, such as ``(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1``.
        right: its value from the numbers that stand beside the cell; ``None`` where it has none.
        found: the stored value, as text.
        formula: the cell's formula as its program shows it, with ``=``; empty without one.
        right_formula: a formula that would be right there; empty where none can be written.
    """

    cell: Place
    expected: str
    right: float | None = None
    found: str = ""
    formula: str = ""
    right_formula: str = ""


@dataclass(frozen=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: of its rule, such as ``BP302``.
        severity: of this finding.
        places: where, the first cell to look at first; several ranges for one cause.
        message: what is wrong in one sentence without a full stop, such as
            ``∂E/∂w5 uses i1 where t1 belongs``.
        quantity: the name of the quantity it is about; empty where it is about none.
        evidence: the first wrong cell.
        details: further sentences: how sure it is, other slips that would explain it, what follows.
    """

    code: str
    severity: Severity
    places: tuple[Place, ...]
    message: str
    quantity: str = ""
    evidence: Evidence | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placement:
    """Where a quantity was found.

    Attributes:
        quantity: its name, in the spelling of the worked example.
        place: its cells.
        label: the words beside or above it, as written; empty without any.
        how: ``"label"``, ``"formula"``, ``"numbers"`` or ``"asked for"``.
        sure: ``"certain"``, ``"likely"`` or ``"guess"``.
    """

    quantity: str
    place: Place
    label: str
    how: str
    sure: str


@dataclass(frozen=True)
class Report:
    """What a check found in one workbook.

    Attributes:
        file: the workbook.
        example: the worked example it was taken for, in words, and from what that was read.
        placements: what was found where.
        diagnostics: the findings: causes first, then by place.
        judged: how many cells were judged.
        not_judged: what was not judged and why, one sentence each.
    """

    file: Path
    example: str = ""
    placements: tuple[Placement, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    judged: int = 0
    not_judged: tuple[str, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst finding; ``None`` where nothing was found."""
        return max((finding.severity for finding in self.diagnostics), default=None)
