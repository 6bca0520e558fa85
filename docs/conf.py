"""How Sphinx builds the handbook: ``make docs``."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

import bpsheet

project = "bpsheet"
author = copyright = "The bpsheet authors"
version = release = bpsheet.__version__
language = "en"

extensions = ["myst_parser"]
exclude_patterns = ["generators"]
myst_heading_anchors = 4
smartquotes = False  # options such as --map stay as they are typed

html_theme = "furo"
html_title = f"bpsheet {release}"
html_show_sphinx = False
html_copy_source = False
html_theme_options: dict[str, list[str]] = {"top_of_page_buttons": []}
html_static_path = ["style"]
html_css_files = ["handbook.css"]


def add_sidebar(_app: Sphinx, document: str, source: list[str]) -> None:
    """Make the sidebar of the first page's sections and links; the page stays plain Markdown."""
    if document != "index":
        return
    _, *sections = re.split(r"^## (.+)$", source[0], flags=re.MULTILINE)
    for title, text in zip(sections[::2], sections[1::2], strict=True):
        pages = "\n".join(re.findall(r"^- \[.*?\]\((.+?)\.md\)", text, flags=re.MULTILINE))
        source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{pages}\n```\n"


def setup(app: Sphinx) -> None:
    """Prepare the first page before it is read."""
    app.connect("source-read", add_sidebar)


suppress_warnings = ["misc.highlighting_failure"]  # no highlighter knows CSV, which needs none
