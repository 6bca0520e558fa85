"""Cell styles of an .xlsx file that are like another but for the colour behind the cell."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from bpsheet.checker.annotate.markup import serialised, tree
from bpsheet.checker.annotate.unfit import UnfitError


class CellStyles:
    """The styles part of a workbook; new cell styles are appended as they are asked for."""

    def __init__(self, part: bytes) -> None:
        self._root = tree(part)
        self._namespace = etree.QName(self._root).namespace or ""
        self._fills = self._section("fills")
        self._formats = self._section("cellXfs")
        self._coloured: dict[tuple[int, str], int] = {}
        self._fill_of: dict[str, int] = {}

    def _section(self, name: str) -> etree._Element:
        section = self._root.find(f"{{{self._namespace}}}{name}")
        if section is None or not len(section):
            raise UnfitError(f"has a styles part without {name}")
        return section

    def coloured(self, style: int, colour: str) -> int:
        """Return the number of a style like number `style`, with this colour."""
        if (style, colour) not in self._coloured:
            self._coloured[style, colour] = self._clone(style, colour)
        return self._coloured[style, colour]

    def _clone(self, style: int, colour: str) -> int:
        # Some files name styles they do not have; programs show such cells in the first style.
        original = self._formats[style if style < len(self._formats) else 0]
        clone = deepcopy(original)
        clone.set("fillId", str(self._fill(colour)))
        clone.set("applyFill", "1")
        return self._append(self._formats, clone)

    def _fill(self, colour: str) -> int:
        if colour not in self._fill_of:
            fill = etree.Element(f"{{{self._namespace}}}fill")
            pattern = etree.SubElement(
                fill, f"{{{self._namespace}}}patternFill", {"patternType": "solid"}
            )
            shade = {"rgb": f"FF{colour.removeprefix('#').upper()}"}
            etree.SubElement(pattern, f"{{{self._namespace}}}fgColor", shade)
            etree.SubElement(pattern, f"{{{self._namespace}}}bgColor", {"indexed": "64"})
            self._fill_of[colour] = self._append(self._fills, fill)
        return self._fill_of[colour]

    @staticmethod
    def _append(section: etree._Element, element: etree._Element) -> int:
        section.append(element)
        section.set("count", str(len(section)))
        return len(section) - 1

    def part(self) -> bytes:
        """Return the styles part as it is now."""
        return serialised(self._root)
