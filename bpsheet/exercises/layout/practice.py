"""The sheet "Practice": whether each of the student's gradients agrees with a central difference.

It holds no gradient, only the question whether moving the parameter a little changes the loss by
what the student says. Hidden formulas are not secret: whoever unprotects the sheet can read them.
"""

from __future__ import annotations

from collections.abc import Mapping

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Answer
from bpsheet.exercises.labels import anchor_of
from bpsheet.exercises.layout.looks import VERDICT
from bpsheet.exercises.layout.places import PRACTICE
from bpsheet.exercises.layout.plan import Plan
from bpsheet.expression import Call, Expression, Text, call, compare, substitute
from bpsheet.model.graph import FORWARD, Graph, Role, Scope
from bpsheet.notation.formula import EXCEL, formula
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.passes import Values
from bpsheet.sheet.limits import LONGEST_FORMULA
from bpsheet.sheet.workbook import Highlight, PrintSetup, Sheet

TOP = 4
EPSILON = 1e-4
"""By how much a parameter is moved."""

TYPED, SHARE = 0.000051, 0.002
"""What a gradient may be off: half of the fourth decimal, as people type it, or so much of it."""

AGREES, NOT_YET = "agrees", "not yet"
MOST_NESTED = 64
"""The functions that may stand inside one another in Excel."""

EXPLANATION = (
    "Each of your gradients is compared with what the loss does when the parameter is moved up and"
    " down by 0.0001, everything else in the row as it stands. An empty cell waits for you."
)


def practice_sheet(plan: Plan) -> Sheet:
    """Return the sheet that judges the gradients asked for.

    Raises:
        InputError: a verdict would be longer than a formula may be, or none is asked for.
    """
    canvas, judged = Canvas(PRACTICE), _gradients(plan)
    canvas.put(0, 0, PRACTICE, style.TITLE)
    canvas.put(1, 0, EXPLANATION, style.WORDS, across=10)
    canvas.row_heights |= {0: 28, 1: 40}
    canvas.put(TOP - 1, 0, anchor_of(plan.exercise.template), style.HEADER)
    for column, gradient in enumerate(judged, start=1):
        canvas.put(TOP - 1, column, gradient, style.name_style(Role.GRADIENT))
        canvas.column_widths[column] = 90
    rows = [row for row in range(plan.exercise.rows) if _asked_in(plan, judged, row)]
    for line, row in enumerate(rows, start=TOP):
        canvas.put(line, 0, row, style.STEP)
        for column, (gradient, parameter) in enumerate(judged.items(), start=1):
            if Answer(gradient, row) in plan.asked:
                canvas.put(line, column, _verdict(plan, gradient, parameter, row), VERDICT)
    area = Range(TOP, 1, TOP + len(rows) - 1, len(judged))
    first = Reference(area.top, area.left, absolute=False)
    not_yet = compare(first, "=", Text(NOT_YET))
    canvas.highlights.append(Highlight(area, not_yet, color=style.FAULT, bold=True))
    return canvas.sheet(frozen=(TOP, 1), tab_color=style.EDITABLE, print_setup=PrintSetup())


def _gradients(plan: Plan) -> dict[str, str]:
    """Return the parameter of each gradient that is asked for."""
    exercise, names = plan.exercise, plan.exercise.template.names
    asked = set(exercise.asked)
    gradients = {names.gradient(parameter): parameter for parameter in exercise.template.trained}
    judged = {name: gradients[name] for name in exercise.order if name in gradients.keys() & asked}
    if not judged:
        raise InputError(
            "a self-check judges gradients; ask for gradients, or leave --self-check out"
        )
    return judged


def _asked_in(plan: Plan, judged: Mapping[str, str], row: int) -> bool:
    return any(Answer(gradient, row) in plan.asked for gradient in judged)


def _verdict(plan: Plan, gradient: str, parameter: str, row: int) -> Expression:
    """Return the formula that says whether the student's gradient agrees."""
    answer = plan.places.cell(Answer(gradient, row))
    cells: Values = {name: plan.places.cell(Answer(name, row)) for name in plan.exercise.order}
    loss, cell = _written_out(plan.exercise.graph), cells[parameter]
    up, down = [
        substitute(loss, {**cells, parameter: moved}) for moved in (cell + EPSILON, cell - EPSILON)
    ]
    near = call("ABS", answer - (up - down) / (2 * EPSILON))
    bound = call("MAX", TYPED, SHARE * call("ABS", answer))
    verdict = call("IF", compare(near, "<=", bound), Text(AGREES), Text(NOT_YET))
    return _fitting(call("IF", call("ISNUMBER", answer), verdict, Text("")), gradient)


def _written_out(graph: Graph) -> Expression:
    """Return the loss over what is given and the parameters."""
    known: dict[str, Expression] = {}
    for quantity in graph.of_role(*FORWARD):
        if quantity.scope is Scope.ROW and quantity.definition is not None:
            known[quantity.name] = substitute(quantity.definition, known)
    return known[graph.loss.name]


def _fitting(verdict: Expression, gradient: str) -> Expression:
    letters = len(formula(verdict, EXCEL))
    if letters > LONGEST_FORMULA or _nested(verdict) > MOST_NESTED:
        raise InputError(
            f"the self-check of {gradient} needs a formula of {letters:,} characters, more than the"
            f" {LONGEST_FORMULA:,} of a spreadsheet; leave --self-check out, or take a smaller"
            " network"
        )
    return verdict


def _nested(value: Expression) -> int:
    """Return how many functions stand inside one another."""
    return isinstance(value, Call) + max(map(_nested, value.children), default=0)
