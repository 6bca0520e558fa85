"""A page of HTML that needs nothing else, in light or dark and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --muted: #5a6774; --rule: #cbd2d9;
  --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --muted: #9aa5b1; --rule: #3e4c59;
  --paper: #1f2933; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.muted { color: var(--muted); } .key { font-size: 1.8rem; font-weight: 700; margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid var(--rule); overflow-wrap: break-word; unicode-bidi: isolate; }
th[scope=row] { font-weight: 600; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font-size: .92em; overflow-wrap: anywhere; unicode-bidi: isolate; }
a { color: inherit; }
@media screen and (max-width: 34rem) {
  .stacked thead { display: none; }
  .stacked tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
  .stacked td, .stacked th { display: block; border: 0; padding: 0; overflow-wrap: anywhere; } }
@media print { body { font-size: 11pt; max-width: none; padding: 0; }
  tr, svg { break-inside: avoid; } }
"""


def html_page(title: str, parts: Iterable[str], style: str = "") -> str:
    """Return a page in light or dark, as the reader's system is set, that prints well, too.

    Arguments:
        title: as plain text.
        parts: HTML, from the top to the bottom.
        style: further rules for this page.
    """
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n<body>\n{body}\n"
        "</body>\n</html>\n"
    )
