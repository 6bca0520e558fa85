"""Links lead somewhere, pictures are there and used, and every page can be found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, HANDBOOK, PAGES, anchors, name_of, prose

LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
PICTURES = sorted((DOCS / "pictures").rglob("*.*"))


def links(page: Path) -> list[tuple[str, str, str]]:
    """Return the links of a page: "!" for a picture, the words and the target."""
    return LINK.findall(prose(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for _, _, target in links(page):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        assert other.exists(), target
        if anchor:
            assert anchor in anchors(other.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("page", HANDBOOK, ids=name_of)
def test_pages_of_the_handbook_stay_in_it(page: Path) -> None:
    """A link to Markdown outside docs would lead nowhere in the handbook that Sphinx builds."""
    for _, _, target in links(page):
        path = target.partition("#")[0]
        if path.endswith(".md") and not target.startswith("https://"):
            assert (page.parent / path).resolve().is_relative_to(DOCS), target


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_picture_is_described(page: Path) -> None:
    for mark, words, target in links(page):
        assert not mark or len(words) > 10, target


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_every_picture_is_used(picture: Path) -> None:
    shown = ((page, target) for page in PAGES for mark, _, target in links(page) if mark)
    used = {(page.parent / target).resolve() for page, target in shown}
    assert picture.resolve() in used


def test_every_page_is_found_from_the_first() -> None:
    first = DOCS / "index.md"
    linked = {(DOCS / target).resolve() for _, _, target in links(first)}
    assert {page.resolve() for page in HANDBOOK if page != first} <= linked


@pytest.mark.parametrize("page", HANDBOOK, ids=name_of)
def test_pages_are_plain_markdown(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(r"^# ", prose(text), flags=re.MULTILINE)) == 1
    assert not re.search(r"^(```\{|:::)|\{(ref|doc|term)\}`", text, flags=re.MULTILINE)
