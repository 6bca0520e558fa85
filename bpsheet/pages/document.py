"""A page: one HTML file that needs neither server nor network."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from html import escape
from string import Template as Form

from bpsheet import __version__
from bpsheet.model.gates import circuit_of
from bpsheet.pages.arithmetic import Arithmetic
from bpsheet.pages.bundle import bundle, form, style
from bpsheet.pages.circuits import MOST_GATES, circuit_arithmetic
from bpsheet.pages.example import Data, example_data
from bpsheet.pages.walk import walk_of
from bpsheet.trace import Trace
from bpsheet.worked_example import WorkedExample


@dataclass(frozen=True)
class PageParts:
    """What makes a page the page of one worked example.

    Attributes:
        title: in a few words.
        summary: in one line.
        data: what the program reads: program/example.js says what is in it.
        arithmetic: a JavaScript module, printed from the definitions.
        gates: another, of the gates.
    """

    title: str
    summary: str
    data: Data
    arithmetic: str
    gates: str


def parts_of(example: WorkedExample, engine_run: Trace) -> PageParts:
    """Return the parts of a worked example's page.

    Arguments:
        example: the worked example.
        engine_run: the engine's first rows of it, for the page to compare itself with.
    """
    walk = tuple(walk_of(example.derivation, example.graph))
    steps = tuple(dict.fromkeys(step for part in walk for step in part.steps))
    arithmetic = Arithmetic(example.graph, tuple(step.number for step in steps))
    circuit = circuit_of(example.derivation.graph)
    drawn = circuit if len(circuit.gates) <= MOST_GATES else None
    return PageParts(
        example.template.title,
        example.template.summary,
        example_data(example, arithmetic.places, walk, steps, drawn, engine_run),
        arithmetic.module(),
        circuit_arithmetic(drawn, arithmetic.places),
    )


def page_of(parts: PageParts) -> str:
    """Return a page as HTML.

    Nothing in it is run but its own program, whose hash the page carries; all text of the template
    is shown as text.
    """
    program = bundle("main", {"arithmetic": parts.arithmetic, "gates": parts.gates})
    looks = style()
    return Form(form()).substitute(
        title=escape(parts.title),
        summary=escape(parts.summary),
        version=__version__,
        style=looks,
        style_hash=_hash(looks),
        example=_embedded(parts.data),
        program=program,
        program_hash=_hash(f"\n{program}"),
    )


def _hash(text: str) -> str:
    """Return the hash by which a content security policy allows a part of a page."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _embedded(data: object) -> str:
    """Return data as JSON that can stand in a page: nothing in it ends the element it stands in."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return written.replace("</", "<\\/").replace("<!", "\\u003c!")
