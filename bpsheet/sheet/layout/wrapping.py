"""Words that fill a cell over several lines: no program makes their row higher by itself."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

LETTER, AIR = 6.2, 16
LINE, MARGIN = 16, 8
"""Pixels of text in size 10: the mean letter, what margin and indent keep free, a line and what is
left above and below."""


def height_of(cells: Iterable[tuple[str, int]]) -> int:
    """Return the height of a row, in pixels, that shows all words of its cells.

    Arguments:
        cells: the words of each and the width of its column, in pixels.

    >>> height_of([("short", 200), ("words that need two lines", 130)])
    40
    """
    return MARGIN + LINE * max((_lines(words, width) for words, width in cells), default=1)


def _lines(words: str, width: int) -> int:
    letters = max(1, int((width - AIR) / LETTER))
    return max(1, len(textwrap.wrap(words, letters)))


def shortened(words: str, most: int) -> str:
    """Return `words` with what is beyond `most` letters left out.

    >>> shortened("w1·i1 + w2·i2 + w3·i3", 12)
    'w1·i1 + w2 …'
    """
    return words if len(words) <= most else f"{words[: most - 2].rstrip()} …"
