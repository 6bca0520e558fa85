"""bpsheet: spreadsheet worked examples of back propagation, every formula derived and proved.

Each verb of the command line is one function here::

    import bpsheet

    built = bpsheet.build("classic", "output")      # workbooks of live formulas
    derivation = bpsheet.derive("classic")          # the chain rule for every parameter
    trace = bpsheet.train("classic", rates=[0.5])   # every number of a training run
    report = bpsheet.check("worksheet.xlsx")        # what is wrong in anyone's workbook
    made = bpsheet.exercise("classic", roster="class.csv")  # a worksheet for each student
    graded = bpsheet.grade(["class.zip"], "manifest.json")  # and what came back
    page = bpsheet.page("classic", "output")        # to play with in a browser
    examples = bpsheet.templates()                  # what comes with bpsheet

What they need is loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bpsheet.catalogue import load_template
    from bpsheet.errors import BpsheetError, InputError, OutputError, ProofError
    from bpsheet.template import Template
    from bpsheet.verbs.build import build
    from bpsheet.verbs.check import check
    from bpsheet.verbs.derive import derive
    from bpsheet.verbs.exercise import exercise
    from bpsheet.verbs.grade import grade
    from bpsheet.verbs.page import page
    from bpsheet.verbs.templates import templates
    from bpsheet.verbs.train import train

__version__ = "0.1.0"

__all__ = [
    "BpsheetError",
    "InputError",
    "OutputError",
    "ProofError",
    "Template",
    "build",
    "check",
    "derive",
    "exercise",
    "grade",
    "load_template",
    "page",
    "templates",
    "train",
]

_HOMES = {
    "BpsheetError": "errors",
    "InputError": "errors",
    "OutputError": "errors",
    "ProofError": "errors",
    "Template": "template",
    "build": "verbs.build",
    "check": "verbs.check",
    "derive": "verbs.derive",
    "exercise": "verbs.exercise",
    "grade": "verbs.grade",
    "load_template": "catalogue",
    "page": "verbs.page",
    "templates": "verbs.templates",
    "train": "verbs.train",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
