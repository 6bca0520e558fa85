"""What the document properties of an OpenDocument file say."""

from __future__ import annotations

from bpsheet.formats.ods.xml import document, element, plain
from bpsheet.sheet.workbook import Workbook

_GENERATOR = "bpsheet"
_DATE = "1980-01-01T00:00:00"
"""Fixed, so that the same workbook gives the same bytes."""


def meta_xml(workbook: Workbook) -> str:
    """Return the document meta.xml."""
    keywords = [keyword.strip() for keyword in workbook.keywords.split(",")]
    return document(
        "office:document-meta",
        element(
            "office:meta",
            None,
            element("meta:generator", None, _GENERATOR),
            element("dc:title", None, plain(workbook.title)),
            element("dc:subject", None, plain(workbook.subject)),
            *(element("meta:keyword", None, plain(keyword)) for keyword in keywords),
            element("meta:creation-date", None, _DATE),
            element("dc:date", None, _DATE),
            *(
                element("meta:user-defined", {"meta:name": name}, plain(value))
                for name, value in workbook.properties.items()
            ),
        ),
    )
