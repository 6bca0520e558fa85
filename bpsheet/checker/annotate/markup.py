"""Editing XML in place: what is not edited stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from lxml import etree

from bpsheet.checker.annotate.unfit import UnfitError

_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Edit(NamedTuple):
    """Bytes that replace what stands from `start` to before `end`."""

    start: int
    end: int
    text: bytes


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return `data` with all edits made; no two may overlap.

    >>> edited(b"one two", [Edit(4, 7, b"three"), Edit(0, 0, b"zero ")])
    b'zero one three'
    """
    pieces, done = [], 0
    for start, end, text in sorted(edits):
        pieces += [data[done:start], text]
        done = end
    return b"".join([*pieces, data[done:]])


def start_tag(data: bytes, position: int) -> bytes:
    """Return the start tag at `position`."""
    match = _TAG.match(data, position)
    if match is None:
        raise UnfitError("holds XML in an unusual spelling")
    return match.group()


def tag_name(tag: bytes) -> bytes:
    """Return the name in a start tag, with its prefix.

    >>> tag_name(b'<table:table-cell table:style-name="a"/>')
    b'table:table-cell'
    """
    match = re.match(rb"<([^\s/>]+)", tag)
    assert match is not None, "a start tag"
    return match.group(1)


def with_attribute(tag: bytes, name: bytes, value: str | None) -> bytes:
    """Return a start tag with one attribute set, or left out where `value` is ``None``.

    >>> with_attribute(b'<c r="A1" s="3"/>', b"s", "4")
    b'<c r="A1" s="4"/>'
    >>> with_attribute(b'<c r="A1">', b"s", "4")
    b'<c s="4" r="A1">'
    """
    written = b"" if value is None else b" " + name + b"=" + quoteattr(value).encode()
    for match in _ATTRIBUTE.finditer(tag):
        if match.group(1) == name:
            return tag[: match.start()] + written + tag[match.end() :]
    end = 1 + len(tag_name(tag))
    return tag[:end] + written + tag[end:]


def filled(element: bytes, content: bytes) -> bytes:
    """Return an element with `content` put before all that it holds.

    >>> filled(b"<a/>", b"<b/>"), filled(b"<a><c/></a>", b"<b/>")
    (b'<a><b/></a>', b'<a><b/><c/></a>')
    """
    tag = start_tag(element, 0)
    if tag.endswith(b"/>"):
        return tag[:-2].rstrip() + b">" + content + b"</" + tag_name(tag) + b">"
    return tag + content + element[len(tag) :]


def writable(text: str) -> str:
    """Return text without what XML cannot hold, such as control characters."""
    return _UNWRITABLE.sub("\ufffd", text)


def element_end(data: bytes, position: int) -> int:
    """Return where the element ends whose end was reported at `position`.

    The parser reports an end tag by its beginning, and an empty element by what follows it.
    """
    return data.index(b">", position) + 1 if data.startswith(b"</", position) else position


class Scan(Protocol):
    """What looks at the elements of a document; names are ``"namespace local-name"``."""

    def start(self, name: str, attributes: Mapping[str, str], position: int) -> None:
        """See the start of an element, which stands at `position`."""

    def end(self, name: str, position: int) -> None:
        """See the end of an element; `position` is read by `element_end`."""


def scan(data: bytes, seen: Scan) -> dict[str, str]:
    """Show every element of an XML document to `seen`; return the first prefix per namespace.

    Raises:
        UnfitError: it is damaged, declares a document type, or is not in UTF-8.
    """
    prefixes: dict[str, str] = {}
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: seen.start(
        name, attributes, parser.CurrentByteIndex
    )
    parser.EndElementHandler = lambda name: seen.end(name, parser.CurrentByteIndex)
    parser.StartNamespaceDeclHandler = lambda prefix, uri: prefixes.setdefault(uri, prefix or "")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _check_encoding
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnfitError(f"holds damaged XML ({error})") from error
    return prefixes


def _refuse_doctype(*_declaration: object) -> None:
    raise UnfitError("declares an XML document type, which no spreadsheet program writes")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.casefold() not in {"utf-8", "us-ascii"}:
        raise UnfitError(f"is written in {encoding}")


def tree(data: bytes) -> Any:
    """Return the root of a small XML part.

    Raises:
        UnfitError: it is damaged, or declares a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnfitError(f"holds damaged XML ({error})") from error
    if root.getroottree().docinfo.doctype:
        _refuse_doctype()
    return root


def serialised(root: Any) -> bytes:
    """Return a small XML part as bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
