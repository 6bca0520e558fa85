"""The sides of a statement as expressions, where it is a statement to judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bpsheet.checker.slip import later
from bpsheet.checker.statements.pieces import UnreadableError
from bpsheet.checker.statements.reading import DERIVATIVE, SIGNAL, read_expression
from bpsheet.checker.statements.spellings import Spellings
from bpsheet.expression import Call, Expression, Name, Number, names_in, walk
from bpsheet.model.graph import Graph, Scope
from bpsheet.names import ExampleNames


@dataclass(frozen=True)
class Side:
    """One side of a statement: its words as they stand there, and what they mean."""

    words: str
    meaning: Expression


def is_label(meaning: Expression) -> bool:
    """Return whether this is a name, the derivative of one by another, or an error signal."""
    match meaning:
        case Call(function, arguments) if function in (DERIVATIVE, SIGNAL):
            return all(isinstance(argument, Name) for argument in arguments)
    return isinstance(meaning, Name)


@dataclass(frozen=True)
class SideReader:
    """Reads statements over the quantities of a worked example."""

    graph: Graph
    names: ExampleNames

    def sides(self, words: Sequence[str]) -> list[Side]:
        """Return the sides of a statement that have names; two at least.

        Raises:
            UnreadableError: a side is no expression over known names, or the statement need not
                be true in general.
        """
        sides = [Side(side, read_expression(side, self.spellings)) for side in words]
        named = [side for side in sides if names_in(side.meaning)]
        if len(named) < 2 or not is_label(sides[0].meaning):
            raise UnreadableError("not said of a quantity")
        if self._are_only_labels(named, has_numbers=len(named) < len(sides)):
            raise UnreadableError("true for some numbers")
        if not all(self._is_general(side.meaning) for side in named):
            raise UnreadableError("with numbers of an example")
        first, *others = named
        if any(name.endswith(later("")) for side in others for name in names_in(side.meaning)):
            raise UnreadableError("of the row after")
        return [self._defined(first, others), *others]

    @cached_property
    def spellings(self) -> Spellings:
        """What words stand for."""
        return Spellings(self.graph, self.names)

    def _are_only_labels(self, sides: Sequence[Side], *, has_numbers: bool) -> bool:
        """Return whether sides are names alone, as in E1 = E2 = 0."""
        if has_numbers:
            return all(is_label(side.meaning) for side in sides)
        return all(isinstance(side.meaning, Name) for side in sides)

    def _is_general(self, meaning: Expression) -> bool:
        """Return whether all numbers in a side are such as formulas have, none of them data."""
        numbers = (part.value for part in walk(meaning) if isinstance(part, Number))
        return all(number in self._constants for number in numbers)

    @cached_property
    def _constants(self) -> set[float | Fraction]:
        definitions = (q.definition for q in self.graph if q.definition is not None)
        numbers = (part.value for d in definitions for part in walk(d) if isinstance(part, Number))
        return {0, 1, 2, Fraction(1, 2), *numbers}

    def _defined(self, left: Side, others: Sequence[Side]) -> Side:
        """Return the left side; that of w5 = w5 − η·… is the parameter after the update.

        Raises:
            UnreadableError: it says what a given number is, which may be anything.
        """
        name = left.meaning.name if isinstance(left.meaning, Name) else ""
        if name not in self.graph or self.graph[name].definition is not None:
            return left
        is_carried = self.graph[name].scope is Scope.CARRIED
        rate = self.names.learning_rate
        if is_carried and any(rate in names_in(side.meaning) for side in others):
            return Side(left.words, Name(later(name)))
        raise UnreadableError("given")
