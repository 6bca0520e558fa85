"""The bundled worked examples as pages have them, each made once."""

from __future__ import annotations

from functools import cache

from bpsheet.catalogue import load_template
from bpsheet.pages.document import PageParts, parts_of
from bpsheet.pages.proof import first_rows
from bpsheet.trace import Trace
from bpsheet.verbs.build import worked_example
from bpsheet.worked_example import WorkedExample


@cache
def example_of(name: str) -> WorkedExample:
    """Return a bundled worked example."""
    return worked_example(load_template(name))


@cache
def engine_rows(name: str) -> Trace:
    """Return the engine's first rows of a bundled worked example."""
    return first_rows(load_template(name))


@cache
def parts(name: str) -> PageParts:
    """Return the parts of a bundled worked example's page."""
    return parts_of(example_of(name), engine_rows(name))
