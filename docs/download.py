"""Write a gallery to download: workbooks and pages of all worked examples, ``make gallery``.

It is for people who have no Python: a page lists everything, and one archive holds it all.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import bpsheet
from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.exercises.hand_out import entry_named
from bpsheet.html_page import html_page
from bpsheet.parallel import in_parallel

FOLDER = Path("build") / "gallery"
PICTURES = Path(__file__).parent / "pictures" / "gallery"
INDEX, ARCHIVE, SUFFIXES = "index.html", "gallery.zip", ("xlsx", "ods", "html")
TITLE = "Worked examples of back propagation"
WORDS = (
    "Each comes as a workbook of live formulas, for Excel (.xlsx) and for LibreOffice (.ods), and"
    " as a page to play with in a browser. Nothing has to be installed."
)
STYLE = """
body { max-width: 76rem; } h2 { margin: .6rem 0 .2rem; font-size: 1.05rem; } p { margin: .2rem 0; }
.examples { display: grid; gap: 1.5rem; padding: 0; list-style: none;
  grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); }
.examples img { width: 100%; aspect-ratio: 3 / 2; object-fit: cover; object-position: top left;
  border: 1px solid var(--rule); border-radius: .4rem; background: #fff; }
"""


def write_gallery(folder: Path, names: Sequence[str] = BUNDLED) -> Path:
    """Write the workbooks and pages of worked examples, a page that lists them, and an archive.

    Arguments:
        folder: to write to; what an earlier run left there is replaced.
        names: of bundled templates.

    Returns:
        The archive.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in in_parallel(_write, ((name, folder) for name in names)):
        print(name, file=sys.stderr)
        shutil.copy(PICTURES / f"{name}.png", folder)
    (folder / INDEX).write_text(_index(names), encoding="utf-8")
    return _archive(folder)


def _write(name: str, folder: Path) -> str:
    bpsheet.build(name, folder)
    bpsheet.page(name, folder)
    return name


def _index(names: Sequence[str]) -> str:
    items = "\n".join(map(_example, names))
    archive = f'<p><a href="{ARCHIVE}">All of it in one archive</a></p>'
    parts = [f"<h1>{TITLE}</h1>", f"<p>{WORDS}</p>", archive, f'<ul class="examples">{items}</ul>']
    return html_page(TITLE, parts, STYLE)


def _example(name: str) -> str:
    template = load_template(name)
    links = " · ".join(
        f'<a href="{name}.{suffix}">{"to play with" if suffix == "html" else f".{suffix}"}</a>'
        for suffix in reversed(SUFFIXES)
    )
    picture = f'<img src="{name}.png" alt="A sheet of the workbook {name}" loading="lazy">'
    heading = f"<h2>{escape(template.title)}</h2>"
    return f"<li>{picture}{heading}<p>{escape(template.summary)}</p><p>{links}</p></li>"


def _archive(folder: Path) -> Path:
    """Write everything into one archive, whose bytes depend on nothing but what is in it."""
    target = folder / ARCHIVE
    files = sorted(folder.iterdir())
    with ZipFile(target, "w") as archive:
        for file in files:
            archive.writestr(entry_named(f"bpsheet/{file.name}"), file.read_bytes(), ZIP_DEFLATED)
    return target


if __name__ == "__main__":
    print(write_gallery(FOLDER))
