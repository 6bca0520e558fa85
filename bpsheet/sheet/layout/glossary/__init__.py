"""Glossary: the words of the example with their rivals, and what other texts call the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bpsheet.names import network_names
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.glossary.facts import facts_of, places_of
from bpsheet.sheet.layout.glossary.names import (
    NAMED,
    NOTATIONS,
    TORCH_ACTIVATIONS,
    TORCH_LOSSES,
    TORCH_OPTIMIZERS,
    TORCH_VERBS,
)
from bpsheet.sheet.layout.glossary.words import WORDS
from bpsheet.sheet.layout.places import VIEW_SHEETS
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.wrapping import height_of
from bpsheet.sheet.workbook import PrintSetup, Sheet
from bpsheet.template import Template

GLOSSARY = VIEW_SHEETS["glossary"]

WIDTHS = (200, 120, 120, 120, 120, 120, 230)
ONE_BY_ONE = (1,) * len(WIDTHS)
WORD_SPANS, TORCH_SPANS = (1, 3, 3), (1, 3)
"""How many columns the cells of a line take."""

CELL = replace(style.WORDS, border=style.RULE, vertical="center", indent=1)
FIRST_CELL = replace(CELL, bold=True)
HEADING = replace(style.HEADER, wrap=True)

EXPLANATION = (
    "The words of this workbook, what they mean here, and where other texts mean something else by"
    " them. Names are those of this example."
)


def glossary_sheet(plan: Plan) -> Sheet:
    """Return the sheet that explains the words of a worked example."""
    canvas, template = Canvas(GLOSSARY), plan.example.template
    canvas.put(0, 0, GLOSSARY, style.TITLE)
    canvas.put(1, 0, EXPLANATION, style.SUBTITLE)
    row = _table(
        canvas,
        3,
        "Words and their rivals",
        (("word", "what it means here", "with care"), *_words(template)),
        WORD_SPANS,
    )
    if template.layered:
        headings = ("what", "this workbook", *NOTATIONS, "PyTorch")
        lines = (headings, *_names(template))
        row = _table(canvas, row + 1, "What other texts call it", lines, ONE_BY_ONE)
    lines = (("what", "PyTorch"), *_torch(template))
    _table(canvas, row + 1, "How PyTorch says it", lines, TORCH_SPANS)
    canvas.column_widths |= dict(enumerate(WIDTHS))
    canvas.row_heights[0] = 28
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup())


def _table(
    canvas: Canvas, top: int, title: str, lines: Iterable[tuple[str, ...]], spans: tuple[int, ...]
) -> int:
    """Write a title and below it lines of words, the first as headings.

    Arguments:
        spans: how many columns each cell of a line takes.

    Returns:
        The row after the table.
    """
    canvas.put(top, 0, title, style.SECTION)
    starts = [sum(spans[:place]) for place in range(len(spans))]
    widths = [sum(WIDTHS[start : start + span]) for start, span in zip(starts, spans, strict=True)]
    row = top
    for row, line in enumerate(lines, start=top + 1):
        for place, words in enumerate(line):
            look = FIRST_CELL if place == 0 else CELL
            look = HEADING if row == top + 1 else look
            canvas.put(row, starts[place], words, look, across=spans[place])
        canvas.row_heights[row] = height_of(zip(line, widths, strict=True))
    return row + 1


def _words(template: Template) -> Iterator[tuple[str, ...]]:
    facts, places = facts_of(template), places_of(template)
    for row in WORDS:
        if not row.needs or row.needs in facts:
            yield tuple(words.format_map(places) for words in (row.word, row.meaning, row.care))


def _names(template: Template) -> Iterator[tuple[str, ...]]:
    """Yield what each kind of quantity is called in this example and in every notation."""
    facts, network = facts_of(template), template.network
    spellings = [template.names]
    spellings += [
        network_names(network.layers, network.biases, notation) for notation in NOTATIONS.values()
    ]
    for row in NAMED:
        if not row.needs or row.needs in facts:
            yield (row.what, *map(row.name, spellings), row.torch)


def _torch(template: Template) -> Iterator[tuple[str, str]]:
    training = template.training
    if template.layered:
        for activation in dict.fromkeys(template.network.activations):
            yield f"the activation {activation}", TORCH_ACTIVATIONS[activation]
        yield f"the loss {training.loss}", TORCH_LOSSES[training.loss]
    yield f"the optimizer {training.optimizer}", TORCH_OPTIMIZERS[training.optimizer]
    yield from TORCH_VERBS
