"""The worked examples that come with bpsheet, and finding one by name or path."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.template import Template
from bpsheet.template_checks import listing, shown, suggestion
from bpsheet.template_reader import read_template

BUNDLED = (
    "classic",
    # what a gradient is
    "gates",
    "error-curve",
    "line",
    # back propagation by hand, as published
    "mazur",
    "mazur-sequential",
    "rgu",
    "han-kamber",
    "udacity-gd",
    "udacity",
    "deep",
    # several samples
    "and-gate",
    "xor",
    "xor-tanh",
    "stopping-distance",
    # classes
    "bce",
    "softmax",
    # graphs without layers
    "cs231n-xyz",
    "cs231n-sigmoid",
    "micrograd",
    # optimizers
    "optimizer-sgd",
    "optimizer-momentum",
    "optimizer-nesterov",
    "optimizer-adagrad",
    "optimizer-rmsprop",
    "optimizer-adam",
    "optimizer-adamax",
)
"""The names of the bundled templates, in an order in which to teach them."""

DEFAULT = BUNDLED[0]

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = (_PACKAGE / "templates", _PACKAGE.parent / "templates")  # as installed; in a checkout


def bundled_path(name: str) -> Path:
    """Return the file of a bundled template.

    Raises:
        InputError: if there is none of that name.
    """
    if name not in BUNDLED:
        near = suggestion(name, BUNDLED)
        choices = f"choose from {listing(BUNDLED)}, or name a .toml file"
        raise InputError(f"there is no bundled template {shown(name)}; {near}{choices}")
    return _folder() / f"{name}.toml"


def bundled_data(name: str) -> Path | None:
    """Return the CSV file that a bundled template reads its samples from, if it does.

    Raises:
        InputError: if there is no template of that name.

    >>> bundled_data("stopping-distance").name
    'stopping-distance.csv'
    """
    path = bundled_path(name)
    file = tomllib.loads(path.read_text(encoding="utf-8")).get("data", {}).get("csv")
    return path.parent / file if file else None


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
