"""How the workbook is shown when it opens: the first sheet, no grid, frozen rows and columns."""

from __future__ import annotations

from bpsheet.formats.ods.xml import document, element, plain
from bpsheet.sheet.workbook import Sheet, Workbook

_FROZEN = 2
_LOWER_RIGHT = 3


def settings_xml(workbook: Workbook) -> str:
    """Return the document settings.xml."""
    tables = element(
        "config:config-item-map-named",
        {"config:name": "Tables"},
        *map(_table, workbook.sheets),
    )
    view = element(
        "config:config-item-map-entry",
        None,
        _item("ViewId", "string", "view1"),
        tables,
        _item("ActiveTable", "string", workbook.sheets[0].name),
        _item("ShowGrid", "boolean", "false"),
    )
    views = element("config:config-item-map-indexed", {"config:name": "Views"}, view)
    items = element("config:config-item-set", {"config:name": "ooo:view-settings"}, views)
    return document("office:document-settings", element("office:settings", None, items))


def _table(sheet: Sheet) -> str:
    rows, columns = sheet.frozen
    items = [_item("ShowGrid", "boolean", "false")]
    if columns:
        items += _split("Horizontal", "Right", columns)
    if rows:
        items += _split("Vertical", "Bottom", rows)
    if rows or columns:
        items.append(_item("ActiveSplitRange", "short", str(_LOWER_RIGHT)))
    return element("config:config-item-map-entry", {"config:name": sheet.name}, *items)


def _split(direction: str, far_side: str, position: int) -> list[str]:
    return [
        _item(f"{direction}SplitMode", "short", str(_FROZEN)),
        _item(f"{direction}SplitPosition", "int", str(position)),
        _item(f"Position{far_side}", "int", str(position)),
    ]


def _item(name: str, kind: str, value: str) -> str:
    return element("config:config-item", {"config:name": name, "config:type": kind}, plain(value))
