"""The gallery: a picture and a place for every worked example, and what is there to download."""

from __future__ import annotations

import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest

from bpsheet.catalogue import BUNDLED, load_template
from docs.download import ARCHIVE, INDEX, SUFFIXES, write_gallery
from docs.generators.gallery import comment_of
from tests.docs.pages import DOCS

PICTURES = DOCS / "pictures" / "gallery"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
SMALLEST, LARGEST = 4_000, 90_000  # bytes; an empty sheet has fewer, a photograph more


class Links(HTMLParser):
    """Collects where a page leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.mark.parametrize("name", BUNDLED)
def test_every_worked_example_has_a_picture(name: str) -> None:
    content = (PICTURES / f"{name}.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", content[16:24])
    assert 300 < width <= 900
    assert 150 < height < 1400
    assert SMALLEST < len(content) < LARGEST


@pytest.mark.parametrize("name", BUNDLED)
def test_every_worked_example_stands_on_the_page(name: str) -> None:
    template = load_template(name)
    assert f"## {template.title}\n\n`{name}`: {template.summary}.\n" in PAGE
    assert f"(pictures/gallery/{name}.png)" in PAGE


def test_the_comment_of_a_template_is_its_first_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("# One\n# two.\n#\n# Three.\n\n# not this\ntitle = 1\n", encoding="utf-8")
    assert list(comment_of(path)) == ["One\ntwo.", "Three."]


def test_what_is_there_to_download(tmp_path: Path) -> None:
    folder = tmp_path / "gallery"
    names = ("gates", "optimizer-sgd")
    archive = write_gallery(folder, names)
    files = {f"{name}.{suffix}" for name in names for suffix in (*SUFFIXES, "png")}
    assert {path.name for path in folder.iterdir()} == {*files, INDEX, ARCHIVE}
    links = Links((folder / INDEX).read_text(encoding="utf-8")).found
    assert set(links) == {*files, ARCHIVE}
    with ZipFile(archive) as packed:
        assert {Path(name).name for name in packed.namelist()} == {*files, INDEX}
    written = archive.read_bytes()
    assert write_gallery(folder, names).read_bytes() == written
    assert not re.search(r"https?:", (folder / INDEX).read_text(encoding="utf-8"))
