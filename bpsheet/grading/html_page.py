"""What the pages of grading share: their colours, and foreign text as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bpsheet import html_page as plain
from bpsheet.checker.report.words import shortened

COLORS = """
:root { --correct: #2f855a; --follow: #8fbf3f; --typed: #e0a82e; --wrong: #c53030;
  --blank: #b8c0c8; --open: #2b6cb0; }
@media (prefers-color-scheme: dark) { :root { --correct: #68d391; --follow: #b7d968;
  --typed: #f6c667; --wrong: #fc8181; --blank: #616e7c; --open: #90cdf4; } }
"""


def html_page(title: str, parts: Iterable[str], style: str = "") -> str:
    """Return a page with the colours of verdicts.

    Arguments:
        title: as plain text, however long.
        parts: HTML, from the top to the bottom.
        style: further rules for this page.
    """
    return plain.html_page(shortened(title), parts, COLORS + style)


def foreign(text: str) -> str:
    """Return text that others wrote as HTML that shows it, whatever it holds.

    >>> foreign("<b>Ada & Co" + chr(0))
    '&lt;b&gt;Ada &amp; Co�'
    """
    return escape(shortened(text))


def points_text(points: float) -> str:
    """Return points with up to two decimals.

    >>> points_text(79.999), points_text(12.5)
    ('80', '12.5')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")
