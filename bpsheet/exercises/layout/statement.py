"""The sheet "Exercise": whose it is, what to do, and the numbers that it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bpsheet.exercises.exercise import Exercise
from bpsheet.exercises.labels import EXERCISE, EXERCISE_ID, WORKSHEET
from bpsheet.exercises.layout.looks import ANSWER
from bpsheet.exercises.layout.places import GIVEN_TOP, settings_of
from bpsheet.exercises.layout.plan import Plan
from bpsheet.exercises.layout.words import instructions
from bpsheet.model.graph import Quantity, Role
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.number_formats import GENERAL
from bpsheet.sheet.layout.wrapping import height_of
from bpsheet.sheet.workbook import PrintSetup, Sheet

WIDTHS = (250, 90, 96, 28, 250, 90, 96)
STUDENT_ROW, TASK_ROW = 2, 4
LEGEND = (
    (Role.INPUT, "given"),
    (Role.PARAMETER, "parameters"),
    (Role.ACTIVATION, "forward pass"),
    (Role.LOSS, "errors, loss and cost"),
    (Role.GRADIENT, "gradients, and what is made of them"),
)


def statement_sheet(plan: Plan) -> Sheet:
    """Return the sheet that says what the exercise is."""
    canvas, exercise = Canvas(EXERCISE), plan.exercise
    canvas.column_widths |= dict(enumerate(WIDTHS))
    _heading(canvas, exercise)
    lines = instructions(exercise, self_check=plan.self_check)
    for row, words in enumerate(lines, start=TASK_ROW):
        canvas.put(row, 0, words, style.WORDS, across=len(WIDTHS))
        canvas.row_heights[row] = height_of([(words, sum(WIDTHS))])
    canvas.put(TASK_ROW + len(lines), 0, f"→ {WORKSHEET}", style.LINK, link=WORKSHEET)
    settings, parameters = settings_of(exercise), exercise.graph.of_role(Role.PARAMETER)
    _numbers(canvas, plan, "Given", settings)
    _numbers(canvas, plan, "Initial parameters", parameters)
    _legend(canvas, GIVEN_TOP + max(len(settings), len(parameters)) + 1)
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup(landscape=False))


def _heading(canvas: Canvas, exercise: Exercise) -> None:
    canvas.put(0, 0, exercise.template.title, style.TITLE)
    canvas.row_heights[0] = 28
    canvas.put(1, 0, exercise.template.summary, style.SUBTITLE)
    canvas.put(STUDENT_ROW, 0, exercise.student.name or exercise.student.id, style.SECTION)
    canvas.put(STUDENT_ROW, 4, EXERCISE_ID, style.LABEL)
    canvas.put(STUDENT_ROW, 5, exercise.id, replace(style.PLAIN, indent=1))


def _numbers(canvas: Canvas, plan: Plan, title: str, quantities: Sequence[Quantity]) -> None:
    """Write what is given once: what it is, its name and its number."""
    if not quantities:
        return
    first = plan.places.given[quantities[0].name]
    canvas.put(first.row - 1, first.column - 2, title, style.SECTION)
    for quantity in quantities:
        name, place = quantity.name, plan.places.given[quantity.name]
        canvas.put(place.row, place.column - 2, quantity.meaning, style.LABEL)
        canvas.put(place.row, place.column - 1, name, style.name_style(quantity.role))
        numbers = plan.given.once if name in plan.given.once else plan.given.samples
        look = style.value_style(quantity.role, GENERAL)
        canvas.put(place.row, place.column, float(numbers[name].flat[0]), look)


def _legend(canvas: Canvas, row: int) -> None:
    """Say what the colours mean."""
    canvas.put(row, 0, "Colours", style.SECTION)
    canvas.put(row + 1, 0, "yours to fill in", replace(ANSWER, horizontal="center"))
    for line, (role, words) in enumerate(LEGEND, start=row + 2):
        canvas.put(line, 0, words, style.name_style(role))
