"""Write the pages of docs/reference again: ``make reference``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docs.generators.api import api_page
from docs.generators.commands import commands_page
from docs.generators.functions import functions_page
from docs.generators.gallery import gallery_page
from docs.generators.rules import rules_page

FOLDER = Path(__file__).parents[1] / "reference"


def pages() -> Mapping[str, str]:
    """Return the pages of the reference by the names of their files."""
    return {
        "command-line.md": commands_page(),
        "python.md": api_page(),
        "rules.md": rules_page(),
        "functions.md": functions_page(),
        "../gallery.md": gallery_page(),
    }


def main() -> None:
    """Write all pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        print(FOLDER / name)


if __name__ == "__main__":
    main()
