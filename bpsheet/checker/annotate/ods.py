"""Annotating .ods files by editing the marked rows and the styles of their content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from bpsheet.checker.annotate.marks import SheetMarks
from bpsheet.checker.annotate.markup import Edit, edited, scan, tag_name, tree
from bpsheet.checker.annotate.ods_rows import mark_row
from bpsheet.checker.annotate.ods_scan import OFFICE, ContentScan, MarkedRow
from bpsheet.checker.annotate.ods_styles import CellStyles
from bpsheet.checker.annotate.package import Package
from bpsheet.checker.annotate.unfit import UnfitError

_CONTENT = "content.xml"
_ROWS_AT_ONCE = 500
_NO_STYLES = f'<automatic-styles xmlns="{OFFICE}"/>'.encode()
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def is_ods(package: Package) -> bool:
    """Return whether a package is an OpenDocument spreadsheet."""
    return "mimetype" in package and package["mimetype"].strip() == _SPREADSHEET


def annotate_ods(package: Package, marks: Mapping[str, SheetMarks]) -> set[tuple[str, int]]:
    """Colour and comment the marked cells; return the marked sheets and rows that are not there."""
    data = package[_CONTENT]
    seen = ContentScan(data, marks)
    try:
        scan(data, seen)
    except ValueError as error:
        raise UnfitError("holds rows with damaged attributes") from error
    package[_CONTENT] = edited(data, _edits(data, seen, marks))
    return seen.missing


def _edits(data: bytes, seen: ContentScan, marks: Mapping[str, SheetMarks]) -> list[Edit]:
    if seen.styles is None:
        raise UnfitError("has a content without a body")
    start, end = seen.styles
    section = _fragment(seen.root, data[start:end] or _NO_STYLES)
    styles = CellStyles(section[0])
    edits = [
        _marked(data, seen.root, rows, marks[rows[0].sheet], styles) for rows in _runs(seen.rows)
    ]
    return [*edits, Edit(start, end, _inside(section))]


def _runs(rows: Sequence[MarkedRow]) -> Iterator[list[MarkedRow]]:
    """Yield rows that stand directly behind each other, not too many at once."""
    run: list[MarkedRow] = []
    for row in rows:
        if run and (run[-1].span[1] != row.span[0] or len(run) == _ROWS_AT_ONCE):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _marked(
    data: bytes, root: bytes, rows: Sequence[MarkedRow], marks: SheetMarks, styles: CellStyles
) -> Edit:
    """Return the edit that puts marked rows in the place of a run of rows."""
    start, end = rows[0].span[0], rows[-1].span[1]
    fragment = _fragment(root, data[start:end])
    for element, row in zip(list(fragment), rows, strict=True):
        mark_row(element, row, marks, styles.coloured)
    return Edit(start, end, _inside(fragment))


def _fragment(root: bytes, content: bytes) -> Any:
    """Return a part of the document beneath its root, which declares the namespaces."""
    return tree(root + content + b"</" + tag_name(root) + b">")


def _inside(root: Any) -> bytes:
    """Return what stands beneath a root; it need not declare the root's namespaces again."""
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return text[text.index(b">") + 1 : text.rindex(b"</")]
