"""The automatic styles of the content: how cells, columns, rows, sheets and drawings look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bpsheet.formats.ods.address import inches
from bpsheet.formats.ods.grid import Grid
from bpsheet.formats.ods.numbers import number_style
from bpsheet.formats.ods.pages import page_name
from bpsheet.formats.ods.rules import Rules, sheet_rules
from bpsheet.formats.ods.xml import element
from bpsheet.sheet.workbook import FONT, Line, Sheet, Style, Workbook

CellLook = tuple[Style, tuple[str, ...], str | None]
"""A cell's style, the conditional styles that concern it, and the name of its validation.

The validation changes nothing to see, but Gnumeric gives it to all cells of an equal style.
"""

CHART_STYLE = "chart_frame"
NOTE_STYLE = "note"
NOTE_TEXT_STYLE = "note_text"
_INDENT = 9
_ALIGNMENTS = {None: None, "left": "start", "center": "center", "right": "end"}
_VERTICAL = {"top": "top", "center": "middle", "bottom": "bottom"}
_PROTECTIONS = {
    (True, False): None,
    (True, True): "protected formula-hidden",
    (False, False): "none",
    (False, True): "formula-hidden",
}
"""By whether a cell is locked and its formula hidden; ``None`` is what a cell has by itself."""


def cell_style_names(workbook: Workbook) -> dict[CellLook, str]:
    """Name each different look of the workbook's cells."""
    looks = dict.fromkeys(
        look for sheet in workbook.sheets for look in _looks(sheet, sheet_rules(sheet))
    )
    return {look: f"ce{number}" for number, look in enumerate(looks, start=1)}


def cell_look(rules: Rules, row: int, column: int, style: Style) -> CellLook:
    """Return how a cell of given style looks where it stands."""
    return style, rules.conditions(row, column), rules.validation(row, column)


def column_style_name(width: int) -> str:
    """Return the name of the style of columns `width` pixels wide."""
    return f"co{width}"


def row_style_name(height: int, grows: bool) -> str:
    """Return the name of the style of rows `height` pixels high, or more if they need it."""
    return f"ro{height}{'_or_more' if grows else ''}"


def sheet_style_name(number: int) -> str:
    """Return the name of the style of the sheet in that position, counted from 0."""
    return f"ta{number + 1}"


def line_style_name(line: Line) -> str:
    """Return the name of the style of lines that look like `line`."""
    return f"line_{line.color.strip('#')}_{line.width}"


def automatic_styles(workbook: Workbook, cells: Mapping[CellLook, str]) -> str:
    """Return the styles that the content refers to.

    Arguments:
        workbook: the workbook.
        cells: the name of each look of a cell.
    """
    grids = [Grid(sheet) for sheet in workbook.sheets]
    widths = {width for grid in grids for width in grid.widths()}
    heights = {height for grid in grids for height in grid.heights()}
    notations = dict.fromkeys(style.number_format for style, *_ in cells)
    numbers = {notation: f"nf{place}" for place, notation in enumerate(notations, start=1)}
    return element(
        "office:automatic-styles",
        None,
        *(number_style(notation, name) for notation, name in numbers.items()),
        *(_column_style(width) for width in sorted(widths)),
        *(_row_style(height, grows) for height, grows in sorted(heights)),
        *(_sheet_style(number, sheet) for number, sheet in enumerate(workbook.sheets)),
        *(_cell_style(name, look, numbers) for look, name in cells.items()),
        *_drawing_styles(workbook),
    )


def _looks(sheet: Sheet, rules: Rules) -> Iterator[CellLook]:
    for (row, column), cell in sheet.cells.items():
        yield cell_look(rules, row, column, cell.style)
    for block in sheet.blocks:
        rows = range(block.top, block.bottom + 1)
        bands = {rules.band(row): row for row in rows}
        for row in sorted(bands.values()):
            for kind in block.kinds:
                for column, style in enumerate(kind.styles, start=block.left):
                    yield cell_look(rules, row, column, style)


def _style(name: str, family: str, *properties: str, **attributes: str) -> str:
    """Return a style; the names of `attributes` are of the style namespace."""
    further = {f"style:{key.replace('_', '-')}": value for key, value in attributes.items()}
    return element(
        "style:style", {"style:name": name, "style:family": family, **further}, *properties
    )


def _column_style(width: int) -> str:
    width_only = element("style:table-column-properties", {"style:column-width": inches(width)})
    return _style(column_style_name(width), "table-column", width_only)


def _row_style(height: int, grows: bool) -> str:
    properties = {"style:row-height": inches(height), "style:use-optimal-row-height": grows}
    written = element("style:table-row-properties", properties)
    return _style(row_style_name(height, grows), "table-row", written)


def _sheet_style(number: int, sheet: Sheet) -> str:
    properties = {"table:display": True, "table:tab-color": sheet.tab_color}
    written = element("style:table-properties", properties)
    page = page_name(sheet.print_setup)
    return _style(sheet_style_name(number), "table", written, master_page_name=page)


def _cell_style(name: str, look: CellLook, numbers: Mapping[str, str]) -> str:
    style, conditions, _ = look
    return _style(
        name,
        "table-cell",
        _cell_properties(style),
        _paragraph_properties(style),
        _text_properties(style),
        *conditions,
        parent_style_name="Default",
        data_style_name=numbers[style.number_format],
    )


def _cell_properties(style: Style) -> str:
    return element(
        "style:table-cell-properties",
        {
            "fo:background-color": style.fill,
            "fo:border": f"0.75pt solid {style.border}" if style.border else None,
            "fo:wrap-option": "wrap" if style.wrap else None,
            "style:vertical-align": _VERTICAL[style.vertical],
            "style:text-align-source": "fix" if _alignment(style) else "value-type",
            "style:cell-protect": _PROTECTIONS[style.locked, style.hidden],
        },
    )


def _paragraph_properties(style: Style) -> str:
    indent = inches(_INDENT * style.indent) if style.indent else None
    properties = {"fo:text-align": _alignment(style), "fo:margin-left": indent}
    return element("style:paragraph-properties", properties)


def _alignment(style: Style) -> str | None:
    """Return where a cell's content stands; indented text stands on the left."""
    return _ALIGNMENTS[style.horizontal or ("left" if style.indent else None)]


def _text_properties(style: Style) -> str:
    # Greek letters and arrows may count as another script; they follow the same choices.
    choices = {
        "font-size": f"{style.size:g}pt",
        "font-weight": "bold" if style.bold else None,
        "font-style": "italic" if style.italic else None,
    }
    scripts = {
        f"style:{name}-{script}": value
        for name, value in choices.items()
        for script in ("asian", "complex")
    }
    underline = "solid" if style.underline else None
    return element(
        "style:text-properties",
        {
            "fo:color": style.color,
            **{f"fo:{name}": value for name, value in choices.items()},
            **scripts,
            "style:text-underline-style": underline,
        },
    )


def _drawing_styles(workbook: Workbook) -> Iterator[str]:
    chart = {"draw:stroke": "none", "draw:fill": "none"}
    note = {"draw:fill": "solid", "draw:fill-color": "#ffffe1", "draw:auto-grow-height": True}
    small = {"style:font-name": FONT, "fo:font-size": "9pt"}
    yield _style(CHART_STYLE, "graphic", element("style:graphic-properties", chart))
    yield _style(NOTE_STYLE, "graphic", element("style:graphic-properties", note))
    yield _style(NOTE_TEXT_STYLE, "paragraph", element("style:text-properties", small))
    lines = {line_style_name(line): line for sheet in workbook.sheets for line in sheet.lines}
    for name, line in lines.items():
        stroke = {
            "draw:stroke": "solid",
            "svg:stroke-width": f"{line.width:g}pt",
            "svg:stroke-color": line.color,
        }
        yield _style(name, "graphic", element("style:graphic-properties", stroke))
