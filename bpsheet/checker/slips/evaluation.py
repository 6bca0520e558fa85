"""Numbers of many expressions that share most of their parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.slips.parts import with_children
from bpsheet.evaluate import ARRAYS, evaluate
from bpsheet.expression import Expression, Name, Number

Array = NDArray[np.float64]


def mean_of(values: Array) -> Array:
    """Return the mean over the last axis, NaN left out; NaN where there is nothing else."""
    count = (~np.isnan(values)).sum(axis=-1)
    return np.asarray(np.nansum(values, axis=-1) / np.where(count == 0, np.nan, count))


def _over_batch(value: Any, summed: Callable[[Any], Any]) -> Any:
    return summed(value) if np.ndim(value) == 2 else value


ARITHMETIC = replace(
    ARRAYS,
    constant=np.float64,
    functions={
        **ARRAYS.functions,
        "LOG10": np.log10,
        "AVERAGE": lambda value: _over_batch(value, mean_of),
        "SUM": lambda value: _over_batch(value, partial(np.nansum, axis=-1)),
    },
)
"""Arrays; AVERAGE and SUM are those over the rows of a batch, the second axis of what has two."""


class Evaluation:
    """Evaluates expressions over the same values; a part that several share is computed once.

    Arguments:
        values: a number or an array per name.

    >>> double = Name("w1") + Name("w1")
    >>> float(Evaluation({"w1": 2.0}).of(double * double))
    16.0
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._known: dict[int, tuple[Expression, Any]] = {}

    def of(self, value: Expression) -> Any:
        """Return the number or the array that `value` comes to.

        Raises:
            KeyError: a name has no value.
        """
        if id(value) not in self._known:
            # The expression is kept beside its number: only a living object owns its identity.
            self._known[id(value)] = (value, self._computed(value))
        return self._known[id(value)][1]

    def _computed(self, value: Expression) -> Any:
        if not value.children:
            return evaluate(value, self._values, ARITHMETIC)
        numbers: dict[str, Any] = {}
        children = []
        for place, child in enumerate(value.children):
            if not isinstance(child, Number):
                numbers[str(place)] = self.of(child)
            children.append(child if isinstance(child, Number) else Name(str(place)))
        return evaluate(with_children(value, tuple(children)), numbers, ARITHMETIC)
