"""Gates: the computational graph down to single operations, with both numbers on every wire."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from bpsheet.expression import join
from bpsheet.model.gates import Circuit, circuit_of
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.gates.drawing import gate_drawing
from bpsheet.sheet.layout.gates.numbers import gate_formats
from bpsheet.sheet.layout.gates.picture import picture_widths, write_picture
from bpsheet.sheet.layout.gates.places import EXTRA_COLUMNS, EXTRA_WIDTH, gate_places
from bpsheet.sheet.layout.gates.table import GateTables
from bpsheet.sheet.layout.places import OVERVIEW, VIEW_SHEETS
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.layout.wrapping import height_of
from bpsheet.sheet.workbook import PrintSetup, Sheet

GATES = VIEW_SHEETS["gates"]
MOST_DRAWN, MOST_LISTED = 40, 500
WORDS_TOP, TOP = 3, 6
MARGIN, WORDS_WIDTH = 14, 860
FORWARD_AND_BACK = (
    "A formula is made of gates, and each gate knows one operation. Going forward, it computes its"
    " result from its inputs. Going back, it multiplies the gradient that arrives at its result by"
    " its local derivative and sends the product to the input; where a name is used several times,"
    " what comes back adds up."
)
KEY = (
    "In each box: on the right the value, the name and below them the gradient, the derivative of"
    " the loss by it; on the left what the gate does and, where a line comes in, the gradient that"
    " goes back along it."
)
NOT_DRAWN = "{count} gates are too many for a picture (at most {most}); the tables have them all."
NOT_LISTED = (
    "{count:,} gates are too many to list (at most {most}). The Derivation shows how their local"
    " derivatives multiply; a smaller example shows every gate."
)


def gates_sheet(plan: Plan) -> Sheet:
    """Return the sheet that shows the step shown as gates, with values and gradients."""
    canvas = Canvas(GATES)
    circuit = circuit_of(plan.example.derivation.graph)
    count = len(circuit.gates)
    if count > MOST_LISTED:
        _heading(canvas, plan, NOT_LISTED.format(count=count, most=MOST_LISTED), [MARGIN])
    else:
        _circuit(canvas, plan, circuit)
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup())


def _circuit(canvas: Canvas, plan: Plan, circuit: Circuit) -> None:
    """Write the picture, if the circuit is small enough for one, and the tables below it."""
    count, formats = len(circuit.gates), gate_formats(circuit, plan)
    drawing = gate_drawing(circuit, TOP) if count <= MOST_DRAWN else None
    widths = picture_widths(circuit, drawing, formats) if drawing else [MARGIN]
    top = drawing.bottom + 2 if drawing else TOP
    places = gate_places(circuit, top, widths)
    tables = GateTables(canvas, plan, circuit, places, formats)
    tables.write_given()
    tables.write_gates()
    if drawing:
        write_picture(canvas, plan, circuit, drawing, places, formats)
    words = KEY if drawing else NOT_DRAWN.format(count=count, most=MOST_DRAWN)
    _heading(canvas, plan, words, widths)


def _heading(canvas: Canvas, plan: Plan, words: str, widths: Sequence[int]) -> None:
    """Write the title and the explanations, over as many columns as make a line of words."""
    step, rate = plan.overview.step_shown, in_words(plan.rate_shown())
    canvas.put(0, 1, GATES, style.TITLE)
    canvas.put(1, 1, join("at step ", step, " of learning rate ", rate), style.SUBTITLE)
    remark = f"Step and rate are chosen on the {OVERVIEW}."
    canvas.put(2, 1, remark, style.REMARK)
    all_widths = (*widths[1:], *[EXTRA_WIDTH] * EXTRA_COLUMNS)
    across = next(n for n, width in enumerate(accumulate(all_widths), 1) if width >= WORDS_WIDTH)
    for row, paragraph in enumerate((FORWARD_AND_BACK, words), start=WORDS_TOP):
        canvas.put(row, 1, paragraph, style.WORDS, across=across)
        canvas.row_heights[row] = height_of([(paragraph, WORDS_WIDTH)])
    canvas.row_heights[0] = 28
    canvas.column_widths |= dict(enumerate((*widths, *[EXTRA_WIDTH] * EXTRA_COLUMNS)))
