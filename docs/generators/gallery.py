"""The gallery: every bundled worked example with a picture of its workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bpsheet.catalogue import BUNDLED, bundled_path, load_template
from docs.generators.markdown import code, page

INTRODUCTION = """\
Every worked example that comes with bpsheet. A picture shows the sheet of its workbook that tells
most. The first command writes the whole workbook, the second the same example as a page to play
with in a browser. `make gallery` writes both of all of them, with a page that lists them, for
people who have no Python."""
COMMANDS = "$ bpsheet build xor\n$ bpsheet page xor"


def gallery_page() -> str:
    """Return the page of all bundled templates, in the order of teaching."""
    return page(
        "Gallery",
        INTRODUCTION,
        code(COMMANDS, "console"),
        *(part for name in BUNDLED for part in _example(name)),
    )


def _example(name: str) -> Iterator[str]:
    template = load_template(name)
    yield f"## {template.title}"
    yield f"`{name}`: {template.summary}."
    yield f"![A sheet of the workbook {name}: {template.summary}](pictures/gallery/{name}.png)"
    yield from comment_of(bundled_path(name))


def comment_of(path: Path) -> Iterator[str]:
    """Yield the paragraphs of the comment that a template opens with."""
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    yield from "\n".join(lines).split("\n\n")
