"""The styles of an OpenDocument file that its content builds on: fonts, highlights and pages."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.formats.ods.rules import highlight_styles
from bpsheet.formats.ods.xml import document, element
from bpsheet.sheet.workbook import FONT, PrintSetup, Workbook

FONT_FACES = element(
    "office:font-face-decls",
    None,
    element("style:font-face", {"style:name": FONT, "svg:font-family": FONT}),
)
_SIDES = {"A4": ("210mm", "297mm"), "Letter": ("8.5in", "11in")}
"""The short and the long side of each paper."""


def styles_xml(workbook: Workbook) -> str:
    """Return the document styles.xml."""
    setups = {page_name(sheet.print_setup): sheet.print_setup for sheet in workbook.sheets}
    return document(
        "office:document-styles",
        FONT_FACES,
        element("office:styles", None, *_cell_defaults(), *highlight_styles(workbook)),
        element(
            "office:automatic-styles",
            None,
            *map(_footer_text_style, ("start", "end")),
            *map(_page_layout, setups.values()),
        ),
        element("office:master-styles", None, *map(_master_page, setups.values())),
    )


def page_name(setup: PrintSetup) -> str:
    """Return the name of the pages that sheets so set up are printed on."""
    orientation = "landscape" if setup.landscape else "portrait"
    paper = "" if setup.paper == "A4" else f"_{setup.paper}"
    return f"{orientation}_{setup.pages_wide}_by_{setup.pages_tall}{paper}"


def _cell_defaults() -> Iterator[str]:
    scripts = ("", "-asian", "-complex")
    fonts = {f"style:font-name{script}": FONT for script in scripts}
    sizes = {"fo:font-size": "10pt"} | {
        f"style:font-size{script}": "10pt" for script in scripts[1:]
    }
    text = element("style:text-properties", {**fonts, **sizes})
    yield element("style:default-style", {"style:family": "table-cell"}, text)
    yield element("style:style", {"style:name": "Default", "style:family": "table-cell"}, text)


def _page_layout(setup: PrintSetup) -> str:
    short, long = _SIDES[setup.paper]
    width, height = (long, short) if setup.landscape else (short, long)
    return element(
        "style:page-layout",
        {"style:name": f"layout_{page_name(setup)}"},
        element(
            "style:page-layout-properties",
            {
                "fo:page-width": width,
                "fo:page-height": height,
                "style:print-orientation": "landscape" if setup.landscape else "portrait",
                "style:first-page-number": "continue",
                "fo:margin-top": "0.5in",
                "fo:margin-bottom": "0.4in",
                "fo:margin-left": "0.4in",
                "fo:margin-right": "0.4in",
                "style:scale-to-X": setup.pages_wide or None,
                "style:scale-to-Y": setup.pages_tall or None,
                "style:print": "charts drawings objects zero-values",
            },
        ),
        element(
            "style:footer-style",
            None,
            element(
                "style:header-footer-properties",
                {
                    "fo:min-height": "0.3in",
                    "fo:margin-top": "0.1in",
                    "fo:margin-left": "0in",
                    "fo:margin-right": "0in",
                },
            ),
        ),
    )


def _footer_text_style(align: str) -> str:
    return element(
        "style:style",
        {"style:name": f"footer_{align}", "style:family": "paragraph"},
        element("style:paragraph-properties", {"fo:text-align": align}),
        element("style:text-properties", {"style:font-name": FONT, "fo:font-size": "8pt"}),
    )


def _master_page(setup: PrintSetup) -> str:
    page, pages = (element(f"text:page-{field}", None, "1") for field in ("number", "count"))
    return element(
        "style:master-page",
        {"style:name": page_name(setup), "style:page-layout-name": f"layout_{page_name(setup)}"},
        element("style:header", {"style:display": False}),
        element(
            "style:footer",
            None,
            _footer_region("left", "start", element("text:sheet-name", None, "sheet")),
            _footer_region("right", "end", "Page ", page, " of ", pages),
        ),
    )


def _footer_region(side: str, align: str, *content: str) -> str:
    paragraph = element("text:p", {"text:style-name": f"footer_{align}"}, *content)
    return element(f"style:region-{side}", None, paragraph)
