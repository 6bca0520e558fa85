"""What a rule of the checker is: a code, a name, why it matters, and examples that tests run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.rules.sheet import CLASSIC

Content = str | float
"""A number, a text, or a formula that begins with ``=``."""

Cells = Mapping[str, Content]
"""Contents by cell or column range; a range is filled down from its first cell, ``""`` is empty."""


@dataclass(frozen=True)
class ExampleChart:
    """A chart with one series, each part of it a range of the example's sheet, or empty."""

    kind: str
    values: str
    categories: str = ""
    name: str = ""

    def __str__(self) -> str:
        over = f" over {self.categories}" if self.categories else ""
        return f"a {self.kind} chart of {self.values}{over}, named by {self.name}"


@dataclass(frozen=True)
class Example:
    """A small workbook of one sheet.

    Attributes:
        cells: what stands where, in place of what the sheet has there.
        stored: values that are stored with formulas in place of those that they come to; ``None``
            where none is stored, errors by their names.
        chart: a chart on the sheet, if any.
        damaged: a part of the .xlsx package that cannot be read, if any.
        tab: the name of the sheet.
        values_only: whether all formulas are pasted as their values.
        sheet: the sheet it is a variant of.
    """

    cells: Cells = field(default_factory=dict)
    stored: Mapping[str, str | float | None] = field(default_factory=dict)
    chart: ExampleChart | None = None
    damaged: str = ""
    tab: str = "Sheet1"
    values_only: bool = False
    sheet: Cells = field(default_factory=lambda: CLASSIC)


@dataclass(frozen=True)
class Rule:
    """One kind of finding.

    Attributes:
        code: such as ``BP302``; never used for anything else again.
        name: of the mistake, such as ``swapped-operand``.
        severity: the usual one.
        title: the mistake in a few words.
        what: what the rule finds.
        why: why it matters.
        bad: a workbook in which it finds something.
        good: the same without the mistake.
    """

    code: str
    name: str
    severity: Severity
    title: str
    what: str
    why: str
    bad: Example
    good: Example = field(default_factory=Example)
