"""Files that a reader is taken to have: a class, what it hands in, a workbook with a slip."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bpsheet.checker.rules import RULES
from tests.checker.example_workbook import write_example
from tests.docs.pages import DOCS

CLASS = "id,name\ns01,Amira Haddad\ns02,Ben Okafor\n"
HANDED_OUT = Path("exercises", "students")


def bring(words: Iterable[str]) -> None:
    """Make the files that the words of a command name and that are not there yet."""
    for word in words:
        if word in BROUGHT and not Path(word).exists():
            BROUGHT[word](Path(word))


def _written(path: Path) -> None:
    path.write_text(CLASS, encoding="utf-8")


def _copied(path: Path) -> None:
    shutil.copy(DOCS / "example-class" / path.name, path)


def _archived(path: Path) -> None:
    shutil.make_archive(path.stem, "zip", HANDED_OUT)


def _handed_in(path: Path) -> None:
    shutil.copytree(HANDED_OUT, path)


def _with_a_slip(path: Path) -> None:
    write_example(RULES["BP302"].bad, path)


BROUGHT: Mapping[str, Callable[[Path], object]] = {
    "wrong.xlsx": _with_a_slip,
    "class.csv": _written,
    "roster.csv": _copied,
    "rubric.toml": _copied,
    "overrides.toml": _copied,
    "downloads.zip": _archived,
    "in": _handed_in,
}
