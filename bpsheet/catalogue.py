"""The worked examples that come with bpsheet, and finding one by name or path."""

from __future__ import annotations

from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.template import Template
from bpsheet.template_checks import listing, shown, suggestion
from bpsheet.template_reader import read_template

DEFAULT = "classic"

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = (_PACKAGE / "templates", _PACKAGE.parent / "templates")  # as installed; in a checkout


def bundled_names() -> tuple[str, ...]:
    """Return the names of the bundled templates, the default first, the others by the alphabet."""
    names = (path.stem for path in _folder().glob("*.toml"))
    return tuple(sorted(names, key=lambda name: (name != DEFAULT, name)))


def bundled_path(name: str) -> Path:
    """Return the file of a bundled template.

    Raises:
        InputError: if there is none of that name.
    """
    if name not in bundled_names():
        near = suggestion(name, bundled_names())
        choices = f"choose from {listing(bundled_names())}, or name a .toml file"
        raise InputError(f"there is no bundled template {shown(name)}; {near}{choices}")
    return _folder() / f"{name}.toml"


def load_template(template: str | Path | Template = DEFAULT) -> Template:
    """Return a worked example.

    Arguments:
        template: a bundled name, a path to a .toml file, or a `Template`, which comes back as is.

    Raises:
        InputError: one line that names file, line, key and remedy.

    >>> load_template("classic").network.layers
    (2, 2, 2)
    """
    if isinstance(template, Template):
        return template
    if isinstance(template, str) and not _looks_like_a_path(template):
        return read_template(bundled_path(template))
    return read_template(Path(template))


def _looks_like_a_path(template: str) -> bool:
    return template.endswith(".toml") or Path(template).name != template


def _folder() -> Path:
    return next(folder for folder in _FOLDERS if folder.is_dir())
