"""Workbooks in .xlsx and .xlsm: the package, its sheets, names and shared texts.

Styles are not needed and never looked at, so that broken ones stop nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from bpsheet.checker.book import Book, Sheet
from bpsheet.checker.reading.columns import Budget, Cells
from bpsheet.checker.reading.filled import Formulas, Names, Reader
from bpsheet.checker.reading.package import Package
from bpsheet.checker.reading.references import Target, named
from bpsheet.checker.reading.trouble import DamagedError, RefusedError
from bpsheet.checker.reading.xlsx_drawings import Drawings, read_drawings
from bpsheet.checker.reading.xlsx_sheet import read_sheet
from bpsheet.checker.reading.xlsx_texts import plain, shared_texts
from bpsheet.template_structure import structure_in

CUSTOM_PROPERTIES = "docProps/custom.xml"


@dataclass(frozen=True)
class _Tab:
    """A sheet as the workbook part lists it."""

    place: int
    name: str
    kind: str
    part: str
    visible: bool


class _Workbook:
    """An .xlsx package while it is read; `unread` grows."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.unread: list[str] = []
        self.part = _main_part(package)
        try:
            self.root = package.tree(self.part)
            self.related = package.related(self.part)
        except DamagedError as error:
            raise RefusedError(f"is damaged ({error}); open and save it again") from error
        self.texts = self._shared_texts()
        self.budget = Budget()
        self.reader = Reader()

    def tabs(self) -> Iterator[_Tab]:
        for place, sheet in enumerate(self.root.iter("sheet")):
            name, state = sheet.get("name", ""), sheet.get("state", "visible")
            found = self.related.get(sheet.get("id", ""))
            if found is None:
                self.unread.append(f"the sheet {name} is missing from the file")
            else:
                yield _Tab(place, name, found.kind, found.target, state == "visible")

    def sheet(self, tab: _Tab) -> Sheet:
        cells, formulas = Cells(self.budget), Formulas("xlsx")
        drawings = Drawings()
        try:
            if tab.kind == "worksheet":
                read_sheet(self.package.chunks(tab.part), self.texts, cells, formulas)
        except DamagedError as error:
            self.unread.append(f"the sheet {tab.name} was read only in part: {error}")
        try:
            drawings = read_drawings(self.package, tab.part)
        except DamagedError as error:
            self.unread.append(f"the drawings of the sheet {tab.name} were not read: {error}")
        self.unread.extend(f"on the sheet {tab.name}, {words}" for words in drawings.unread)
        found, places = formulas.read(self.names(tab.place), self.reader)
        return Sheet(
            tab.name,
            cells.columns(places),
            found,
            tuple(drawings.text_boxes),
            tuple(drawings.charts),
            tab.visible,
        )

    def names(self, place: int) -> Names:
        """Return what names stand for on the sheet at `place`: its own before the workbook's."""
        common: dict[str, Target] = {}
        own: dict[str, Target] = {}
        for name in self.root.iter("definedName"):
            found = named(name.text or "")
            scope = name.get("localSheetId")
            if found is not None and scope in {None, str(place)}:
                (common if scope is None else own)[name.get("name", "").casefold()] = found
        return common | own

    def _shared_texts(self) -> list[str]:
        for related in self.related.values():
            if related.kind == "sharedStrings":
                try:
                    return shared_texts(self.package.chunks(related.target))
                except DamagedError as error:
                    self.unread.append(f"the texts were not read: {error}")
        return []


def read_xlsx(path: Path) -> Book:
    """Return an .xlsx or .xlsm workbook.

    Raises:
        RefusedError: it cannot be read at all.
    """
    with Package(path) as package:
        workbook = _Workbook(package)
        sheets = tuple(workbook.sheet(tab) for tab in workbook.tabs())
        return Book(path, sheets, _template(package), tuple(workbook.unread))


def _main_part(package: Package) -> str:
    try:
        related = package.related("").values()
    except DamagedError:
        related = {}.values()
    return next(
        (part.target for part in related if part.kind == "officeDocument"), "xl/workbook.xml"
    )


def _template(package: Package) -> str:
    try:
        properties = package.tree(CUSTOM_PROPERTIES)
    except DamagedError:
        return ""
    return structure_in(
        {custom.get("name", ""): _value(custom) for custom in properties.iter("property")}
    )


def _value(custom: Element) -> str:
    """Return the text of a property; some programs break lines around the element inside it."""
    return plain("".join("".join(inside.itertext()) for inside in custom))
