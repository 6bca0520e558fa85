"""Annotating .xlsx and .xlsm files by editing the parts that have to change."""

from __future__ import annotations

from collections.abc import Mapping

from bpsheet.checker.annotate.marks import Notes, SheetMarks, notes_of
from bpsheet.checker.annotate.markup import tree
from bpsheet.checker.annotate.package import Package
from bpsheet.checker.annotate.relationships import (
    content_type,
    declare_extension,
    declare_part,
    relate,
    related,
    relationships,
)
from bpsheet.checker.annotate.unfit import UnfitError
from bpsheet.checker.annotate.xlsx_comments import with_boxes, with_notes
from bpsheet.checker.annotate.xlsx_sheet import marked_sheet, seen_sheet
from bpsheet.checker.annotate.xlsx_styles import CellStyles
from bpsheet.checker.annotate.xlsx_threads import answer_threads
from bpsheet.sheet.address import cell_name

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def workbook_part(package: Package) -> str | None:
    """Return the name of the part that lists the sheets; ``None`` where this is no such file."""
    return related(package, "", "officeDocument") if "[Content_Types].xml" in package else None


def suffix_of(package: Package, workbook: str) -> str:
    """Return how the name of such a file ends: with macros differently than without."""
    kind = content_type(package, workbook)
    return ".xlsm" if "macroenabled" in kind.casefold() else ".xlsx"


def annotate_xlsx(
    package: Package, workbook: str, marks: Mapping[str, SheetMarks]
) -> set[tuple[str, int]]:
    """Colour and comment the marked cells; return the marked sheets and rows that are not there."""
    styles_part = related(package, workbook, "styles")
    if styles_part is None:
        raise UnfitError("has no styles to add colours to")
    styles = CellStyles(package[styles_part])
    sheets = _worksheets(package, workbook)
    for name, sheet_marks in marks.items():
        if name in sheets:
            _annotate_sheet(package, workbook, *sheets[name], sheet_marks, styles)
    package[styles_part] = styles.part()
    return {(name, row) for name in marks.keys() - sheets.keys() for row in marks[name]}


def _worksheets(package: Package, workbook: str) -> dict[str, tuple[str, str]]:
    """Return by folded name each worksheet's part and the namespace of its pointers."""
    pointers = {pointer.identifier: pointer for pointer in relationships(package, workbook)}
    sheets = {}
    for element in tree(package[workbook]).iter("{*}sheet"):
        for key, identifier in element.items():
            pointer = pointers.get(identifier)
            if key.endswith("}id") and pointer and pointer.short_kind == "worksheet":
                namespace = key[1:].partition("}")[0]
                sheets[element.get("name", "").casefold()] = (pointer.target, namespace)
    return sheets


def _annotate_sheet(
    package: Package,
    workbook: str,
    part: str,
    relations: str,
    marks: SheetMarks,
    styles: CellStyles,
) -> None:
    data = package[part]
    seen = seen_sheet(data, marks, styles.coloured)
    notes = notes_of(marks)
    commented = _write_comments(package, part, relations, notes, seen.namespace)
    fresh = {place: note for place, note in notes.items() if cell_name(*place) not in commented}
    answer_threads(package, workbook, part, notes)
    pointer = _write_boxes(package, part, relations, fresh, seen.drawing) if fresh else None
    package[part] = marked_sheet(data, seen, (relations, pointer) if pointer else None)


def _write_comments(
    package: Package, sheet: str, relations: str, notes: Notes, namespace: str
) -> frozenset[str]:
    """Add the words of the comments; return the names of the cells that had a comment before."""
    held = related(package, sheet, "comments")
    comments = held or package.unused("xl/comments{}.xml")
    content, commented = with_notes(package[held] if held else None, namespace, notes)
    package[comments] = content
    if held is None:
        relate(package, sheet, f"{relations}/comments", comments)
        declare_part(package, comments, _COMMENTS_TYPE)
    return commented


def _write_boxes(
    package: Package, sheet: str, relations: str, notes: Notes, pointer: str | None
) -> str | None:
    """Add the boxes of new comments; return the pointer to a drawing the sheet has not had."""
    if pointer is not None:
        targets = {r.identifier: r.target for r in relationships(package, sheet)}
        drawing = targets.get(pointer, "")
        package[drawing] = with_boxes(package[drawing], notes)
        return None
    drawing = package.unused("xl/drawings/vmlDrawing{}.vml")
    package[drawing] = with_boxes(None, notes)
    declare_extension(package, "vml", _DRAWING_TYPE)
    return relate(package, sheet, f"{relations}/vmlDrawing", drawing)
