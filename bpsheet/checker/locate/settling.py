"""Names with layers and double indices, such as z⁽²⁾₁ and w₁₂, as hand-built sheets count them.

What a label like z⁽²⁾₁ stands for depends on how many layers there are, and what w₁₂ stands for on
which index is the unit's. The whole header tells the first, and the numbers tell the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from bpsheet.checker.book import Rows, Sheet
from bpsheet.checker.located import FoundColumn

Columns = Mapping[str, FoundColumn]

_LAYERED = re.compile(r"h(\d+)_(\d+)")
_UNIT = re.compile(r"h\d+(?:_\d+)?(?!\d)")
_WEIGHT = re.compile(r"w(\d+(?:_\d+)*)")
_DERIVED_WEIGHT = re.compile(r"w\d+(?:_\d+)*(?!\d)")


def settled(columns: Columns, sheet: Sheet, rows: Rows) -> dict[str, FoundColumn]:
    """Return the columns with their quantities renamed to h1, o1 and w1, w2 … where they differ."""
    columns = _renamed(columns, _units(columns), _UNIT)
    orders = [dict(zip(order, _numbered(order), strict=True)) for order in _orders(columns)]
    if not orders:
        return dict(columns)
    counted = [_renamed(columns, names, _DERIVED_WEIGHT) for names in orders]
    return min(counted, key=lambda candidate: _misfit(candidate, sheet, rows))


def _renamed(
    columns: Columns, names: Mapping[str, str], part: re.Pattern[str]
) -> dict[str, FoundColumn]:
    """Return the columns with that part of each name replaced; as they are if two would clash."""
    new = {}
    for name, found in columns.items():
        other = part.sub(lambda match: names.get(match[0], match[0]), name)
        new[other] = replace(found, quantity=other)
    return new if len(new) == len(columns) else dict(columns)


def _units(columns: Columns) -> dict[str, str]:
    """Return the usual names of the units that are named by their layers."""
    units = {match[0]: match for name in columns for match in _LAYERED.finditer(name)}
    layers = sorted({int(match[1]) for match in units.values()})
    last = None if not layers or "o1" in columns else layers[-1]
    hidden = [layer for layer in layers if layer != last]
    names = {}
    for unit, match in units.items():
        layer, number = int(match[1]), int(match[2])
        if layer == last:
            names[unit] = f"o{number}"
        elif len(hidden) == 1:
            names[unit] = f"h{number}"
        else:
            names[unit] = f"h{hidden.index(layer) + 1}_{number}"
    return names


def _orders(columns: Columns) -> Iterator[list[str]]:
    """Yield the orders in which weights may be counted, unless they are already."""
    weights = [name for name in columns if _WEIGHT.fullmatch(name)]
    if set(weights) == set(_numbered(weights)):
        return
    weights.sort(key=lambda name: columns[name].column)
    yield weights
    yield sorted(weights, key=_indices)
    yield sorted(weights, key=lambda name: (*_indices(name)[:-2], *reversed(_indices(name)[-2:])))


def _numbered(weights: Sequence[str]) -> list[str]:
    return [f"w{number}" for number in range(1, len(weights) + 1)]


def _indices(weight: str) -> tuple[int, ...]:
    """Return the indices of a weight; two digits without a mark between them are two."""
    *first, last = weight[1:].split("_")
    ends = tuple(last) if len(last) == 2 else (last,)
    return tuple(map(int, (*first, *ends)))


def _misfit(columns: Columns, sheet: Sheet, rows: Rows) -> float:
    """Return how far the hidden units are from the sums that the names say, in the first rows."""
    first = {
        name: sheet.numbers(found.column, rows[:2])
        for name, found in columns.items()
        if re.fullmatch(r"[iwbh]\d+", name)
    }
    inputs = [first[f"i{number}"] for number in _run(first, "i")]
    errors = [0.0]
    for unit in _run(first, "h"):
        weights = [f"w{(unit - 1) * len(inputs) + place}" for place in range(1, len(inputs) + 1)]
        if not all(weight in first for weight in weights):
            continue
        terms = [first[w] * x for w, x in zip(weights, inputs, strict=True)]
        bias = first.get(f"b{unit}", np.zeros(1))
        errors.append(float(np.nansum(np.abs(first[f"h{unit}"] - bias - sum(terms)))))
    return sum(errors)


def _run(names: Mapping[str, object], letter: str) -> list[int]:
    """Return 1, 2 … as far as there are names with these numbers."""
    count = 0
    while f"{letter}{count + 1}" in names:
        count += 1
    return list(range(1, count + 1))
