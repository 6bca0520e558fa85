"""The pages of README and docs, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
HANDBOOK = sorted(DOCS.rglob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *HANDBOOK]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w.-]+)`:\s*\Z")


@dataclass(frozen=True)
class Block:
    """A block of code in a page.

    Attributes:
        language: as it is marked.
        text: what stands in it.
        file: the name that the words before it end with, as in "write `mine.toml`:"; or none.
    """

    language: str
    text: str
    file: str | None


def read(path: str) -> str:
    """Return the text of a page, by its path from the root."""
    return (ROOT / path).read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    """Return the path of a page from the root."""
    return page.relative_to(ROOT).as_posix()


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of code of a page, in order."""
    for found in _FENCE.finditer(text):
        file = _FILE.search(text, max(0, found.start() - 200), found.start())
        yield Block(found[1], found[2], file[1] if file else None)


def texts(page: str, language: str) -> list[str]:
    """Return what stands in the blocks of a language on a page."""
    return [block.text for block in blocks(read(page)) if block.language == language]


def prose(text: str) -> str:
    """Return a page without its blocks of code and its code in lines."""
    return re.sub(r"`[^`\n]*`", "`code`", _FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as code-hosting sites and the handbook make them."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), flags=re.MULTILINE)
    words = (re.sub(r"\[(.*?)\]\(.*?\)", r"\1", heading).strip().lower() for heading in headings)
    return {re.sub(r"[^\w\- ]", "", one).replace(" ", "-") for one in words}
