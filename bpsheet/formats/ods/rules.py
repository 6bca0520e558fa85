"""Rules about areas of a sheet: what may be typed into them, and when they look different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bpsheet.expression import Expression, expression
from bpsheet.formats.ods.address import cell_address, range_address
from bpsheet.formats.ods.xml import element, paragraphs
from bpsheet.notation.formula import OPEN_FORMULA, formula
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.workbook import Highlight, Sheet, Validation, Workbook

_LOWEST = -9.99e307
"""LibreOffice drops a validation that sets no limit at all."""


@dataclass(frozen=True)
class Rule:
    """What every cell of an area has to mention: a validation's name, or a conditional style."""

    area: Range
    mention: str

    def concerns(self, row: int, column: int) -> bool:
        """Return whether a cell lies in the area."""
        return self.in_row(row) and self.area.left <= column <= self.area.right

    def in_row(self, row: int) -> bool:
        """Return whether the area has cells in a row."""
        return self.area.top <= row <= self.area.bottom


@dataclass(frozen=True)
class Rules:
    """The rules of a sheet."""

    validations: tuple[Rule, ...]
    highlights: tuple[Rule, ...]

    def band(self, row: int) -> tuple[bool, ...]:
        """Return which rules concern a row; rows with equal answers are treated alike."""
        return tuple(rule.in_row(row) for rule in self.validations + self.highlights)

    def validation(self, row: int, column: int) -> str | None:
        """Return the name of the validation that concerns a cell, if there is one."""
        return next(_mentions(self.validations, row, column), None)

    def conditions(self, row: int, column: int) -> tuple[str, ...]:
        """Return the conditional styles that concern a cell."""
        return tuple(_mentions(self.highlights, row, column))


def sheet_rules(sheet: Sheet) -> Rules:
    """Return the rules of a sheet."""
    return Rules(
        validations=tuple(
            Rule(validation.area, _validation_name(validation, sheet))
            for validation in sheet.validations
        ),
        highlights=tuple(
            Rule(highlight.area, _style_map(highlight, sheet)) for highlight in sheet.highlights
        ),
    )


def content_validations(workbook: Workbook) -> str:
    """Return the definitions of all validations."""
    written = [
        _content_validation(validation, sheet)
        for sheet in workbook.sheets
        for validation in sheet.validations
    ]
    return element("table:content-validations", None, *written) if written else ""


def highlight_styles(workbook: Workbook) -> Iterator[str]:
    """Yield the styles that highlights apply, each once."""
    looks = {
        highlight_style_name(highlight): highlight
        for sheet in workbook.sheets
        for highlight in sheet.highlights
    }
    for name, highlight in looks.items():
        yield element(
            "style:style",
            {
                "style:name": name,
                "style:family": "table-cell",
                "style:parent-style-name": "Default",
            },
            element("style:table-cell-properties", {"fo:background-color": highlight.fill}),
            element(
                "style:text-properties",
                {
                    "fo:color": highlight.color,
                    "fo:font-weight": "bold" if highlight.bold else None,
                },
            ),
        )


def highlight_style_name(highlight: Highlight) -> str:
    """Return the name of the style that a highlight applies, made of what it changes."""
    changes = (highlight.color, highlight.fill, "bold" if highlight.bold else None)
    return "_".join(("Highlight", *(change.strip("#") for change in changes if change)))


def conditional_formats(sheet: Sheet) -> str:
    """Return the highlights of a sheet as LibreOffice reads them.

    The standard's own way, a ``style:map`` in each cell's style, is written too: LibreOffice
    prefers these, other applications know only that.
    """
    written = [
        element(
            "calcext:conditional-format",
            {"calcext:target-range-address": range_address(highlight.area, sheet.name)},
            element(
                "calcext:condition",
                {
                    "calcext:apply-style-name": highlight_style_name(highlight),
                    "calcext:value": f"formula-is({_condition(highlight)})",
                    "calcext:base-cell-address": _first_cell(highlight.area, sheet),
                },
            ),
        )
        for highlight in sheet.highlights
    ]
    return element("calcext:conditional-formats", None, *written) if written else ""


def _style_map(highlight: Highlight, sheet: Sheet) -> str:
    return element(
        "style:map",
        {
            "style:condition": f"is-true-formula({_condition(highlight)})",
            "style:apply-style-name": highlight_style_name(highlight),
            "style:base-cell-address": _first_cell(highlight.area, sheet),
        },
    )


def _condition(highlight: Highlight) -> str:
    return formula(highlight.condition, OPEN_FORMULA, highlight.area.top)


def _content_validation(validation: Validation, sheet: Sheet) -> str:
    shown = {"table:display": True}
    return element(
        "table:content-validation",
        {
            "table:name": _validation_name(validation, sheet),
            "table:condition": "of:" + _allowed(validation),
            "table:allow-empty-cell": True,
            "table:display-list": "unsorted" if validation.kind == "list" else None,
            "table:base-cell-address": _first_cell(validation.area, sheet),
        },
        element(
            "table:help-message",
            {**shown, "table:title": validation.heading or None},
            paragraphs(validation.prompt),
        ),
        element(
            "table:error-message",
            {**shown, "table:message-type": "stop"},
            paragraphs(validation.error),
        ),
    )


def _allowed(validation: Validation) -> str:
    """Return the condition that an entry has to meet."""
    if validation.source is not None:
        return f"cell-content-is-in-list({formula(validation.source, OPEN_FORMULA)})"
    number = "whole" if validation.kind == "whole" else "decimal"
    kind = f"cell-content-is-{number}-number()"
    match validation.minimum, validation.maximum:
        case None, None:
            return f"{kind} and cell-content()>={_limit(_LOWEST)}"
        case minimum, None:
            return f"{kind} and cell-content()>={_limit(minimum)}"
        case None, maximum:
            return f"{kind} and cell-content()<={_limit(maximum)}"
        case minimum, maximum:
            return f"{kind} and cell-content-is-between({_limit(minimum)},{_limit(maximum)})"


def _limit(limit: float | Expression | None) -> str:
    assert limit is not None
    return formula(expression(limit), OPEN_FORMULA)


def _validation_name(validation: Validation, sheet: Sheet) -> str:
    return range_address(validation.area, sheet.name)


def _first_cell(area: Range, sheet: Sheet) -> str:
    return cell_address(Reference(area.top, area.left), sheet.name)


def _mentions(rules: Iterable[Rule], row: int, column: int) -> Iterator[str]:
    return (rule.mention for rule in rules if rule.concerns(row, column))
