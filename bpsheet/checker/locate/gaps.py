"""Columns without a readable label between two whose names leave one out, as w3 in w2, …, w4."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bpsheet.checker.located import FoundColumn

_NUMBERED = re.compile(r"(.*?)(\d+)")


def without_gaps(
    columns: Mapping[str, FoundColumn], others: Sequence[FoundColumn]
) -> tuple[dict[str, FoundColumn], tuple[FoundColumn, ...]]:
    """Return the columns with those between two neighbours placed, and what is then left over."""
    placed, left = dict(columns), []
    for other in others:
        name = "" if other.quantity else _missing(placed, other.column)
        if name:
            placed[name] = FoundColumn(name, other.column, other.label, "numbers", "guess")
        else:
            left.append(other)
    return placed, tuple(left)


def _missing(columns: Mapping[str, FoundColumn], column: int) -> str:
    """Return the one name that fits between a column's neighbours; empty if none does."""
    by_column = {found.column: name for name, found in columns.items()}
    before = _NUMBERED.fullmatch(by_column.get(column - 1, ""))
    after = _NUMBERED.fullmatch(by_column.get(column + 1, ""))
    if before is None or after is None or before[1] != after[1]:
        return ""
    name = f"{before[1]}{int(before[2]) + 1}"
    return name if int(after[2]) - int(before[2]) == 2 and name not in columns else ""
