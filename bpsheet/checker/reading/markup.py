"""XML that may be hostile: streamed, without document types, entities, or depth without end.

Names are ``uri}local``, as the parser gives them; `local` drops what stands before the bracket.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers import expat

from bpsheet.checker.reading.trouble import DamagedError, RefusedError

DEEPEST = 200
LONGEST_TEXT = 100_000


def local(name: str) -> str:
    """Return a name without its namespace.

    >>> local("urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"), local("row")
    ('p', 'row')
    """
    return name.rpartition("}")[2]


def stream(
    chunks: Generator[bytes],
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any],
    words: Callable[[str], Any],
) -> None:
    """Call `start`, `end` and `words` for what `chunks` hold, in their order.

    Raises:
        DamagedError: the XML is not well formed.
        RefusedError: it declares a document type, as only attacks on readers do.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with closing(chunks):
            for chunk in chunks:
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise DamagedError(f"its XML is broken ({error})") from error
    except (ValueError, LookupError) as error:
        raise DamagedError(f"its XML holds what it must not ({error})") from error


def tree(chunks: Generator[bytes], without: frozenset[str] = frozenset()) -> Element:
    """Return what `chunks` hold as a tree with local names.

    Arguments:
        chunks: an XML document.
        without: local names of elements that are left out with all inside them.

    Raises:
        DamagedError: the XML is not well formed or nests too deeply.
        RefusedError: it declares a document type.
    """
    grower = _Grower(without)
    stream(chunks, grower.start, grower.end, grower.words)
    try:
        return grower.builder.close()
    except (AssertionError, ParseError) as error:
        raise DamagedError("it is empty") from error


class _Grower:
    """A tree while it grows."""

    def __init__(self, without: frozenset[str]) -> None:
        self.builder = TreeBuilder()
        self.without = without
        self.depth = 0
        self.left_out_at = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise DamagedError(f"its XML is nested more than {DEEPEST} deep")
        name = local(name)
        if self.left_out_at:
            return
        if name in self.without:
            self.left_out_at = self.depth
        else:
            self.builder.start(name, {local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        if not self.left_out_at:
            self.builder.end(local(name))
        elif self.left_out_at == self.depth:
            self.left_out_at = 0
        self.depth -= 1

    def words(self, text: str) -> None:
        if not self.left_out_at:
            self.builder.data(text)


def _refuse(*_: object) -> None:
    raise RefusedError("holds an XML document type, which no spreadsheet program writes")
