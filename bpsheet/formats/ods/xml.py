"""The XML of an OpenDocument file as text: elements, documents, and text made safe for both."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_EXTENSION = "urn:org:documentfoundation:names:experimental:"
NAMESPACES = {
    "office": _OASIS + "office:1.0",
    "table": _OASIS + "table:1.0",
    "text": _OASIS + "text:1.0",
    "style": _OASIS + "style:1.0",
    "number": _OASIS + "datastyle:1.0",
    "draw": _OASIS + "drawing:1.0",
    "chart": _OASIS + "chart:1.0",
    "config": _OASIS + "config:1.0",
    "meta": _OASIS + "meta:1.0",
    "manifest": _OASIS + "manifest:1.0",
    "fo": _OASIS + "xsl-fo-compatible:1.0",
    "svg": _OASIS + "svg-compatible:1.0",
    # Formulas are text to XML, yet LibreOffice reads none of them without this declaration.
    "of": _OASIS + "of:1.2",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
    "calcext": _EXTENSION + "calc:xmlns:calcext:1.0",
    "loext": _EXTENSION + "office:xmlns:loext:1.0",
    "ooo": "http://openoffice.org/2004/office",  # names of settings begin with it
}
"""The namespace of each prefix; the last two hold LibreOffice's extensions of the standard."""

VERSION = "1.3"

_UNWRITABLE = (*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
"""The characters that no XML file can hold; a sign that says so stands in their place."""

_IN_TEXT = {
    **dict.fromkeys(_UNWRITABLE, "\ufffd"),
    **str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"}),
}
_IN_ATTRIBUTE = {**_IN_TEXT, **str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})}
_COLLAPSIBLE_SPACES = re.compile("^ +| {2,}| +$")

Attributes = Mapping[str, object]


def element(name: str, attributes: Attributes | None = None, *content: str) -> str:
    """Return an element.

    Arguments:
        name: with its prefix.
        attributes: those that are ``None`` are left out; truth values become true and false.
        content: XML, already escaped.

    >>> element("text:s", {"text:c": 2, "text:style-name": None})
    '<text:s text:c="2"/>'
    """
    inside = "".join(content)
    start = start_tag(name, attributes or {})
    return f"{start}{inside}</{name}>" if inside else f"{start[:-1]}/>"


def start_tag(name: str, attributes: Attributes) -> str:
    """Return the start of an element whose content is written piece by piece."""
    written = "".join(
        f' {key}="{_attribute_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>"


def document_start(name: str, **attributes: str) -> str:
    """Return the XML declaration and the root's start tag, with all namespaces declared."""
    declared = {f"xmlns:{prefix}": address for prefix, address in NAMESPACES.items()}
    versioned = {f"{name.partition(':')[0]}:version": VERSION, **attributes}
    root = start_tag(name, {**declared, **versioned})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'


def document(name: str, *content: str) -> str:
    """Return a whole XML document whose root is called `name`."""
    return document_start(name) + "".join(content) + f"</{name}>"


def paragraphs(text: str, style: str | None = None) -> str:
    """Return `text` as one paragraph per line.

    >>> paragraphs("a  b")
    '<text:p>a<text:s text:c="2"/>b</text:p>'
    """
    return "".join(
        element("text:p", {"text:style-name": style}, inline(line)) for line in text.split("\n")
    )


def inline(line: str) -> str:
    """Return one line of text as the content of a paragraph, all its spaces kept."""
    return _COLLAPSIBLE_SPACES.sub(
        lambda spaces: element("text:s", {"text:c": len(spaces[0])}), plain(line)
    )


def plain(text: str) -> str:
    """Return text as the content of an element that holds nothing but text."""
    return text.translate(_IN_TEXT)


def _attribute_value(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.translate(_IN_ATTRIBUTE)
