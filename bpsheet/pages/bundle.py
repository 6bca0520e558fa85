"""The program of a page: its JavaScript modules as one, so that a page needs no other file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

PROGRAM = files("bpsheet.pages") / "program"

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_COMMENT = re.compile(r"^ *(/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=const|let|class|function|async)", re.MULTILINE)


def bundle(entry: str, printed: Mapping[str, str]) -> str:
    """Return a module and all that it imports, each once and after those it needs.

    Comments that stand in lines of their own stay behind: a page is not where it is read.

    Modules import each other by name and export what they declare; names are unique among all of
    them, which a test holds.

    Arguments:
        entry: the module's name, such as ``main``.
        printed: modules that are no files, by name: the arithmetic of the worked example.
    """
    written: dict[str, str] = {}

    def add(name: str) -> None:
        if name in written:
            return
        source = printed[name] if name in printed else source_of(name)
        written[name] = ""  # two modules that import each other end here
        for needed in _IMPORT.findall(source):
            add(needed)
        del written[name]
        written[name] = _EXPORT.sub("", _IMPORT.sub("", _COMMENT.sub("", source)))

    add(entry)
    return "\n".join(written.values())


def source_of(name: str) -> str:
    """Return the source of a module of the program."""
    return (PROGRAM / f"{name}.js").read_text(encoding="utf-8")


def style() -> str:
    """Return the page's style sheet."""
    return (PROGRAM / "style.css").read_text(encoding="utf-8")


def form() -> str:
    """Return the page's HTML, with places for what belongs to a worked example."""
    return (PROGRAM / "page.html").read_text(encoding="utf-8")
