"""A change of one part of an expression, and how to say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bpsheet.checker.slips.parts import spoken
from bpsheet.expression import Expression

COMPUTES = "computes {wrong} where {right} {belongs}"
USES = "uses {wrong} where {right} {belongs}"


@dataclass(frozen=True)
class Change:
    """What is written in place of a part, or of the whole expression.

    Attributes:
        kind: of the slip.
        sentence: with ``{wrong}`` and ``{right}`` for the pieces; ``{s}`` makes a noun fit the
            number of those that belong there, ``{belongs}`` is the verb.
        new: what stands there now.
        wrong: the pieces that do not belong there; an expression is put into words when needed.
        right: the pieces that do.
        effort: how far it is from what is right.
    """

    kind: str
    sentence: str
    new: Expression
    wrong: tuple[Expression | str, ...] = ()
    right: tuple[Expression | str, ...] = ()
    effort: int = 1

    @property
    def words(self) -> str:
        """The sentence, to follow the name of the quantity."""
        wrong, right = _written(self.wrong), _written(self.right)
        several = len(right) > 1
        slots = {
            "{wrong}": _listed(wrong),
            "{right}": _listed(right),
            "{s}": "s" if several else "",
            "{belongs}": "belong" if several else "belongs",
        }
        return re.sub("|".join(slots), lambda slot: slots[slot[0]], self.sentence)


def computes(
    kind: str,
    wrong: Expression,
    right: Expression,
    effort: int = 1,
    new: Expression | None = None,
) -> Change:
    """Return the change of `right` into `wrong` that shows both; `new` is what holds `wrong`."""
    return Change(kind, COMPUTES, wrong if new is None else new, (wrong,), (right,), effort)


def together(changes: Sequence[Change], new: Expression) -> Change:
    """Return the same change made in several parts at once; `new` is the whole expression."""
    return replace(
        changes[0],
        new=new,
        wrong=tuple(piece for change in changes for piece in change.wrong),
        right=tuple(piece for change in changes for piece in change.right),
    )


def _written(pieces: Sequence[Expression | str]) -> list[str]:
    """Return pieces as words, each once."""
    words = (piece if isinstance(piece, str) else spoken(piece) for piece in pieces)
    return list(dict.fromkeys(words))


def _listed(words: list[str]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if words[:-1] else []), *words[-1:]])
