"""Comments of an .xlsx sheet: their words, and the boxes that show them."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from bpsheet.checker.annotate.marks import Notes
from bpsheet.checker.annotate.markup import Edit, edited, serialised, tree, writable
from bpsheet.checker.annotate.unfit import UnfitError
from bpsheet.sheet.address import cell_name

AUTHOR = "bpsheet"
_EMPTY = '<comments xmlns="{}"><authors/><commentList/></comments>'
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LINE = 44
_MOST_LINES = 24
_FIRST_SHAPE = 1025
_PREFIXES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_DRAWING = (
    '<xml {}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
).format(" ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items()))


def with_notes(part: bytes | None, namespace: str, notes: Notes) -> tuple[bytes, frozenset[str]]:
    """Return a comments part with `notes`, and the names of the cells that had a comment before.

    Arguments:
        part: the sheet's comments; ``None`` where it has none.
        namespace: of the worksheet.
        notes: the words by row and column.
    """
    root = tree(part if part is not None else _EMPTY.format(namespace).encode())
    authors, comments = (root.find(f"{{{namespace}}}{name}") for name in ("authors", "commentList"))
    if authors is None or comments is None:
        raise UnfitError("has a damaged part of comments")
    held = {comment.get("ref"): comment for comment in comments}
    author = _author(authors, namespace)
    for (row, column), note in notes.items():
        name = cell_name(row, column)
        if name in held:
            _append_run(held[name], namespace, f"\n\n{note}")
        else:
            attributes = {"ref": name, "authorId": author}
            comment = etree.SubElement(comments, f"{{{namespace}}}comment", attributes)
            _append_run(comment, namespace, note)
    return serialised(root), frozenset(held)


def _author(authors: Any, namespace: str) -> str:
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{namespace}}}author").text = AUTHOR
        names.append(AUTHOR)
    return str(names.index(AUTHOR))


def _append_run(comment: Any, namespace: str, words: str) -> None:
    """Put words behind those of a comment, before its phonetic hints."""
    text = comment.find(f"{{{namespace}}}text")
    if text is None:
        text = etree.SubElement(comment, f"{{{namespace}}}text")
    place = sum(etree.QName(part).localname in {"t", "r"} for part in text)
    run = etree.Element(f"{{{namespace}}}r")
    content = etree.SubElement(run, f"{{{namespace}}}t", {_SPACE: "preserve"})
    content.text = writable(words)
    text.insert(place, run)


def with_boxes(drawing: bytes | None, notes: Notes) -> bytes:
    """Return a drawing part with a hidden box for each of `notes`."""
    data = drawing if drawing is not None else _DRAWING.encode()
    end = data.rfind(b"</")
    if end < 0 or not all(f'"{uri}"'.encode() in data for uri in _PREFIXES.values()):
        raise UnfitError("has a damaged drawing of comments")
    shapes = [int(number) for number in re.findall(rb"_x0000_s(\d{1,9})\b", data)]
    first = max([_FIRST_SHAPE - 1, *shapes]) + 1
    boxes = (_box(first + i, *place, note) for i, (place, note) in enumerate(notes.items()))
    shape_type = "" if b'id="_x0000_t202"' in data else _SHAPE_TYPE
    return edited(data, [Edit(end, end, (shape_type + "".join(boxes)).encode())])


def _box(number: int, row: int, column: int, note: str) -> str:
    lines = sum(len(line) // _LINE + 1 for line in note.split("\n"))
    bottom = row + min(lines, _MOST_LINES) + 1
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 5}, 15, {bottom}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1"'
        ' style="position:absolute;width:240pt;height:90pt;z-index:1;visibility:hidden"'
        ' o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    )
