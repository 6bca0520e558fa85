"""Cell styles of an .ods file that are like another but for the colour behind the cell."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from bpsheet.checker.annotate.ods_scan import STYLE

_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"


class CellStyles:
    """New cell styles in the section of the content's styles, made as they are asked for."""

    def __init__(self, section: Any) -> None:
        self._section = section
        self._names = {style.get(f"{{{STYLE}}}name") for style in section}
        self._cell_styles = {
            style.get(f"{{{STYLE}}}name"): style
            for style in section.iterchildren(f"{{{STYLE}}}style")
            if style.get(f"{{{STYLE}}}family") == "table-cell"
        }
        self._coloured: dict[tuple[str, str], str] = {}

    def coloured(self, style: str, colour: str) -> str:
        """Return the name of a style like the one called `style`, with this colour.

        An empty `style` is that of a cell without one.
        """
        if (style, colour) not in self._coloured:
            self._coloured[style, colour] = self._clone(style, colour)
        return self._coloured[style, colour]

    def _clone(self, style: str, colour: str) -> str:
        name = self._unused()
        known = self._cell_styles.get(style)
        clone = deepcopy(known) if known is not None else _child_of(style or "Default")
        clone.set(f"{{{STYLE}}}name", name)
        properties = clone.find(f"{{{STYLE}}}table-cell-properties")
        if properties is None:
            properties = etree.Element(f"{{{STYLE}}}table-cell-properties")
            clone.insert(0, properties)
        properties.set(f"{{{_FO}}}background-color", colour)
        self._section.append(clone)
        self._names.add(name)
        return name

    def _unused(self) -> str:
        number = 1
        while f"bpsheet{number}" in self._names:
            number += 1
        return f"bpsheet{number}"


def _child_of(parent: str) -> Any:
    """Return a style that is like a common one, which the content does not hold itself."""
    attributes = {
        f"{{{STYLE}}}family": "table-cell",
        f"{{{STYLE}}}parent-style-name": parent,
    }
    return etree.Element(f"{{{STYLE}}}style", attributes)
