"""The sheets "Paper" and "Key": the exercise as pages to print, and the same with its answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bpsheet.checker.slip import later
from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.labels import EXERCISE_ID
from bpsheet.exercises.layout.looks import BOX
from bpsheet.exercises.layout.places import settings_of
from bpsheet.exercises.layout.plan import Plan
from bpsheet.exercises.layout.words import model_in_words
from bpsheet.expression import Expression
from bpsheet.model.graph import Quantity, Role
from bpsheet.notation.text import equation
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.wrapping import height_of
from bpsheet.sheet.table_rows import Shows
from bpsheet.sheet.workbook import PrintSetup, Sheet, Style

PAGE_WIDTH = 660
"""The pixels between the margins of an upright page."""

LETTER, AIR, GAP = 7, 10, 8
BOX_HEIGHT, LINE_HEIGHT, NARROWEST = 32, 20, 92
MOST_PER_LINE, MOST_BOXES = 4, 200
"""How many names with their boxes stand side by side, and how many boxes are printed at all."""

NAME = replace(style.PLAIN, bold=True, horizontal="right")
ANSWER_LINE = replace(style.WORDS, border=style.MUTED, vertical="center")
ONLY_FIRST_ROWS = "Further rows are too many for boxes: print the Worksheet."


@dataclass(frozen=True)
class Item:
    """A name with its number, or with an empty box.

    Attributes:
        content: the number; ``None`` leaves the box empty.
    """

    name: str
    content: Expression | float | None
    look: Style


class Page:
    """Writes from the top down, as many names with their boxes side by side as there is room for.

    Arguments:
        names: all that will be written.
    """

    def __init__(self, canvas: Canvas, names: Iterable[str]) -> None:
        self.canvas, self.row = canvas, 0
        name_width = AIR + LETTER * max(map(len, names))
        self.per_line = max(1, min(MOST_PER_LINE, PAGE_WIDTH // (name_width + NARROWEST + GAP)))
        box_width = PAGE_WIDTH // self.per_line - name_width - GAP
        widths = (name_width, box_width, GAP) * self.per_line
        canvas.column_widths |= dict(enumerate(widths))
        self.width = sum(widths)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return 3 * self.per_line

    def heading(self, words: str) -> None:
        """Leave a line free and write a heading."""
        self.row += 1
        self.canvas.put(self.row, 0, words, style.SECTION)
        self.row += 1

    def words(self, words: str, look: Style = style.WORDS) -> None:
        """Write words over the whole width."""
        self.canvas.put(self.row, 0, words, look, across=self.columns)
        self.canvas.row_heights[self.row] = height_of([(words, self.width)])
        self.row += 1

    def items(self, items: Iterable[Item], height: int) -> None:
        """Write names with their numbers or boxes, in lines."""
        lines = list(items)
        for place, item in enumerate(lines):
            row, column = self.row + place // self.per_line, 3 * (place % self.per_line)
            self.canvas.row_heights[row] = height
            self.canvas.put(row, column, item.name, NAME)
            self.canvas.put(row, column + 1, item.content, item.look)
        self.row += -(-len(lines) // self.per_line)


def paper_sheet(plan: Plan, name: str) -> Sheet:
    """Return the pages to print; of a key with the answers in the boxes."""
    canvas, exercise = Canvas(name), plan.exercise
    given = (*settings_of(exercise), *exercise.graph.of_role(Role.PARAMETER))
    page = Page(canvas, [*exercise.order, *(quantity.name for quantity in given)])
    _heading(page, plan)
    page.heading("Given")
    page.items((_given(plan, quantity) for quantity in given), LINE_HEIGHT)
    if exercise.kind == "find-the-slip":
        _slips(page, plan)
    rows = _rows_with_room(plan)
    for row in range(rows):
        _row(page, plan, row)
    if rows < exercise.count:
        page.words(ONLY_FIRST_ROWS, style.REMARK)
    return canvas.sheet(
        print_setup=PrintSetup(landscape=False),
        tab_color=style.RULE,
    )


def _heading(page: Page, plan: Plan) -> None:
    exercise = plan.exercise
    student = exercise.student.name or exercise.student.id
    page.canvas.put(0, 0, exercise.template.title, replace(style.TITLE, size=14))
    page.canvas.row_heights[0] = 26
    page.row = 1
    page.words(f"{'Key for ' * plan.answered}{student}, {EXERCISE_ID} {exercise.id}", style.LABEL)
    page.words(model_in_words(exercise.template))


def _given(plan: Plan, quantity: Quantity) -> Item:
    look = replace(BOX, fill=style.fill_of(quantity.role))
    return Item(quantity.name, plan.places.given[quantity.name], look)


def _rows_with_room(plan: Plan) -> int:
    """Return how many rows of the table are printed, at least one."""
    boxes = 0
    for row, cells in enumerate(plan.rows):
        asked = [name for name in cells if Answer(name, row) in plan.asked]
        boxes += len(asked or cells)
        if boxes > MOST_BOXES:
            return max(row, 1)
    return plan.exercise.count


def _row(page: Page, plan: Plan, row: int) -> None:
    """Write a row of the table: what is known in it, and a box for each answer."""
    known: list[Item] = []
    boxes: list[Item] = []
    for name in plan.rows[row]:
        quantity, answer = plan.exercise.graph[name], Answer(name, row)
        cell, look = plan.places.cell(answer), replace(BOX, number_format=plan.formats[name])
        if answer in plan.asked:
            boxes.append(Item(name, cell if plan.answered else None, look))
        elif answer not in plan.open_cells and not _given_above(plan, quantity, row):
            look = replace(look, fill=style.fill_of(quantity.role))
            known.append(Item(name, cell, look))
    if known or boxes:
        page.heading(_row_name(plan.exercise, row))
        page.items(known, LINE_HEIGHT)
        page.items(boxes, BOX_HEIGHT)


def _given_above(plan: Plan, quantity: Quantity, row: int) -> bool:
    """Return whether the page has told a number already, or that it stays as it is."""
    return quantity.name in plan.places.given and not plan.computes(quantity, row)


def _row_name(exercise: Exercise, row: int) -> str:
    """Return what a row of the table is called."""
    rows = exercise.table
    if rows.single:
        return f"Step {row}" if row < exercise.rows else f"After the last update: step {row}"
    match rows.kinds[rows.kind_of_row[row]].shows:
        case Shows.UPDATE:
            return f"Row {row}: the means over the batch above"
        case Shows.VALIDATION:
            sample = rows.samples + rows.validated[row] + 1
            return f"Row {row}: sample {sample}, for validation"
    return f"Row {row}: sample {rows.step[row] % rows.samples + 1}"


def _slips(page: Page, plan: Plan) -> None:
    """Write room for what is wrong, and all formulas as they are planted."""
    exercise = plan.exercise
    for number, slip in enumerate(exercise.slips, start=1):
        page.heading(f"Slip {number}: which formula is wrong, and what is right?")
        page.words(_equation(exercise.graph[slip.quantity]) if plan.answered else "", ANSWER_LINE)
        page.canvas.row_heights[page.row - 1] = BOX_HEIGHT
    page.heading("The formulas of the table")
    for quantity in exercise.graph:
        if any(plan.computes(quantity, row) for row in range(exercise.count)):
            page.words(_equation(quantity, plan.planted.get(quantity.name)))


def _equation(quantity: Quantity, planted: Expression | None = None) -> str:
    value = planted or quantity.computation
    return equation(quantity.name if quantity.following is None else later(quantity.name), value)
