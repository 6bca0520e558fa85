"""The spellings in which people write the names of quantities inside a derivation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bpsheet.checker.slip import later
from bpsheet.expression import Call, names_in, walk
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role, Scope
from bpsheet.names import ExampleNames

_PRE_ACTIVATION = ("net{}", "in{}", "z{}")
_ACTIVATION = ("a{}", "out{}", "act{}")
_LOSS = ("etotal", "etot", "et", "totalerror")
_RATE = ("η", "ɳ", "ƞ", "eta", "lr", "learningrate", "alpha", "α")
_LATER = ("{}⁺", "{}'", "{}new", "new{}", "{}updated", "updated{}")


@dataclass(frozen=True)
class Spellings:
    """What the words of a derivation stand for.

    Arguments:
        graph: the quantities; those of the forward pass can be named, and next parameters.
        names: their names.
    """

    graph: Graph
    names: ExampleNames

    def quantity(self, word: str) -> str | None:
        """Return the name of the quantity that `word` spells; ``None`` if it spells none.

        Capitals, underscores and a zero for the letter o make no difference.
        """
        if word in self._exact:
            return word
        return self._folded.get(_fold(word))

    def differentiated(self, word: str) -> str | None:
        """Return the quantity that `word` spells in the upper part of a derivative.

        There E is the total loss, which by itself may be the error of an output as well.
        """
        is_loss = self.names.layers and _fold(word) in ("e", _fold(self.names.error))
        return self.quantity(word) or (self.names.total if is_loss else None)

    def unit_of_signal(self, word: str) -> str | None:
        """Return the pre-activation whose error signal is written as δ and `word`."""
        unit = self.quantity(word)
        units = self.graph.of_role(Role.PRE_ACTIVATION)
        return unit if any(quantity.name == unit for quantity in units) else None

    @cached_property
    def sigma_is_sigmoid(self) -> bool:
        """Whether σ can only be the sigmoid: many write it for any activation."""
        found = (q.definition for q in self.graph.of_role(Role.ACTIVATION, Role.STEP))
        parts = (part for definition in found if definition for part in walk(definition))
        functions = {part.function for part in parts if isinstance(part, Call)}
        return "sigmoid" in functions and functions <= {"sigmoid", "linear", "softmax"}

    @cached_property
    def _exact(self) -> frozenset[str]:
        known = [quantity.name for quantity in speakable(self.graph)]
        carried = [later(q.name) for q in self.graph if q.scope is Scope.CARRIED]
        return frozenset([*known, *carried])

    @cached_property
    def _folded(self) -> dict[str, str]:
        """Per spelling without capitals and underscores what it stands for; names come first."""
        quantities = tuple(speakable(self.graph))
        exact = [(quantity.name, quantity.name) for quantity in quantities]
        others = [
            (word, quantity.name)
            for quantity in quantities
            for word in _others(self.names, quantity)
        ]
        following = [
            (pattern.format(quantity.name), later(quantity.name))
            for quantity in quantities
            if quantity.scope is Scope.CARRIED
            for pattern in _LATER
        ]
        return _unambiguous([*exact, *others, *following]) | _unambiguous(exact)


def _others(names: ExampleNames, quantity: Quantity) -> Iterator[str]:
    """Yield further spellings of a quantity's name."""
    if quantity.name == names.learning_rate:
        yield from _RATE
    elif quantity.role is Role.PRE_ACTIVATION:
        yield from (pattern.format(quantity.name) for pattern in _PRE_ACTIVATION)
    elif quantity.role is Role.ACTIVATION and isinstance(quantity.definition, Call):
        units = names_in(quantity.definition)[:1]
        yield from (pattern.format(unit) for pattern in _ACTIVATION for unit in units)
    elif quantity.name == names.total and names.layers:
        yield from _LOSS


def _unambiguous(spellings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the quantity by folded spelling, without spellings of several quantities."""
    meanings: dict[str, set[str]] = {}
    for word, name in spellings:
        meanings.setdefault(_fold(word), set()).add(name)
    return {word: found.pop() for word, found in meanings.items() if len(found) == 1}


def speakable(graph: Graph) -> Iterator[Quantity]:
    """Yield what a forward pass knows: what is given, and what is computed of it."""
    for quantity in graph:
        if quantity.definition is None or quantity.role in FORWARD:
            yield quantity


def _fold(word: str) -> str:
    """Return a spelling without capitals and underscores, and with o for a zero before a digit."""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("_", "")
    return re.sub(r"(?<!\d)0(?=\d)", "o", plain)
