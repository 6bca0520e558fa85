"""The texts of an .xlsx workbook: shared strings, rich text joined, phonetic guides left out."""

from __future__ import annotations

import re
from collections.abc import Generator

from bpsheet.checker.reading.columns import MOST_LETTERS
from bpsheet.checker.reading.markup import local, stream
from bpsheet.checker.reading.trouble import RefusedError

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain(text: str) -> str:
    """Return a stored text as it is shown.

    >>> plain("two_x000A_lines")
    'two\\nlines'
    """
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def shared_texts(chunks: Generator[bytes]) -> list[str]:
    """Return the texts that cells refer to by their number.

    Raises:
        DamagedError: the XML is broken.
        RefusedError: there is too much text.
    """
    texts = _Texts()
    stream(chunks, texts.start, texts.end, texts.words)
    return texts.found


class _Texts:
    """Shared strings while they are read."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._listening = False
        self._in_guide = False
        self._letters = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        match local(name):
            case "si":
                self._parts = []
            case "t":
                self._listening = not self._in_guide
            case "rPh":
                self._in_guide = True

    def end(self, name: str) -> None:
        match local(name):
            case "si":
                self.found.append(plain("".join(self._parts)))
            case "t":
                self._listening = False
            case "rPh":
                self._in_guide = False

    def words(self, text: str) -> None:
        if self._listening:
            self._parts.append(text)
            self._letters += len(text)
            if self._letters > MOST_LETTERS:
                raise RefusedError(
                    f"holds more than {MOST_LETTERS:,} letters of text; delete what is not about it"
                )
