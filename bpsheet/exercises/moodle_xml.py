"""Exercises as a question bank for Moodle: each becomes one question with a field per answer.

The file is in the "Moodle XML" format, its questions in the "cloze" syntax of embedded answers, in
which ``{1:NUMERICAL:=0.75:0.005}`` is a field worth one mark for 0.75, give or take 0.005.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.labels import EXERCISE_ID, anchor_of
from bpsheet.exercises.layout.places import settings_of
from bpsheet.exercises.layout.plan import Plan
from bpsheet.exercises.layout.words import model_in_words
from bpsheet.formats.ods.xml import element, plain
from bpsheet.model.graph import Quantity, Role, Scope

Tolerance = Callable[[float], float]

TASK = (
    "Fill in all fields, row by row. Compute with all digits and type at least six that count:"
    " each answer is compared with the right number, whatever you typed before it."
)
GIVEN_DIGITS, KNOWN_DIGITS, ALL_DIGITS = 15, 6, 17
NEGLIGIBLE = 0.001
"""By how much of its tolerance a right answer may be rounded."""

ROUNDING = 5e-6
"""By how much six digits that count may miss a number, relative to it."""

_BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})
_PENALTY = "0.3333333"


def moodle_xml(exercises: Sequence[Exercise], tolerance: Tolerance) -> str:
    """Return exercises with blanks to fill as a question bank in the format "Moodle XML".

    Each title becomes a category, each exercise a question that carries its id and tells nothing
    of the student.

    Arguments:
        exercises: whose answers are asked for.
        tolerance: by how much an answer may differ from a right number; of a parameter, by how much
            the step that an update takes may. Six digits that count are always enough.

    Raises:
        InputError: an exercise has slips to find, or a right answer is no number.
    """
    questions = (
        question
        for title, same in groupby(exercises, lambda exercise: exercise.template.title)
        for question in (_category(title), *(_question(one, tolerance) for one in same))
    )
    lines = "\n".join(("", *questions, ""))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{element("quiz", None, lines)}\n'


def _category(title: str) -> str:
    """Return what puts the questions after it into a category of the course."""
    # In a path of categories a slash that belongs to a name is doubled.
    path = f"$course$/ {title.replace('/', '//')} "
    return element("question", {"type": "category"}, element("category", None, _text(path)))


def _question(exercise: Exercise, tolerance: Tolerance) -> str:
    if exercise.kind != "fill":
        raise InputError(
            "slips to find cannot be asked for as Moodle questions, which take numbers only;"
            " use --kind fill, or leave --format moodle-xml out"
        )
    text = "\n".join(_paragraphs(Plan(exercise, answered=False), tolerance))
    name = f"{exercise.template.title} ({exercise.id})"
    return element(
        "question",
        {"type": "cloze"},
        element("name", None, _text(name)),
        element("questiontext", {"format": "html"}, _text(text)),
        element("generalfeedback", {"format": "html"}, _text("")),
        element("penalty", None, _PENALTY),
        element("hidden", None, "0"),
        element("idnumber", None, exercise.id),
    )


def _text(content: str) -> str:
    return element("text", None, plain(content))


def _paragraphs(plan: Plan, tolerance: Tolerance) -> Iterator[str]:
    """Yield the HTML of a question: the task, what is given, and the rows of the table."""
    exercise = plan.exercise
    yield _words("p", model_in_words(exercise.template))
    yield _words("p", TASK)
    yield _words("h4", "Given")
    given = (*settings_of(exercise), *exercise.graph.of_role(Role.PARAMETER))
    yield _table((each, _number(_right(plan, each.name, 0), GIVEN_DIGITS)) for each in given)
    for row in range(exercise.count):
        lines = list(_row(plan, row, tolerance))
        if lines:
            yield _words("h4", f"{anchor_of(exercise.template)} {row}")
            yield _table(lines)
    yield _words("p", f"{EXERCISE_ID} {exercise.id}")


def _row(plan: Plan, row: int, tolerance: Tolerance) -> Iterator[tuple[Quantity, str]]:
    """Yield what a row of the table asks for or tells, each quantity with a field or its number."""
    for name in plan.rows[row]:
        quantity, answer = plan.exercise.graph[name], Answer(name, row)
        told = name in plan.places.given and not plan.computes(quantity, row)
        if answer in plan.asked:
            yield quantity, _field(plan, answer, tolerance)
        elif answer not in plan.open_cells and not told:
            yield quantity, _number(_right(plan, name, row), KNOWN_DIGITS)


def _field(plan: Plan, answer: Answer, tolerance: Tolerance) -> str:
    """Return the field of an answer in the cloze syntax."""
    right = _right(plan, *answer)
    if not math.isfinite(right):
        raise InputError(
            f"{answer.quantity} in row {answer.row} of exercise {plan.exercise.id} is no number,"
            " so that Moodle cannot ask for it; ask for fewer rows, or use a lower learning rate"
        )
    within = max(tolerance(right - _before(plan, answer)), ROUNDING * abs(right))
    rounded = (_number(right, digits) for digits in range(1, ALL_DIGITS + 1))
    short = next(text for text in rounded if abs(float(text) - right) <= NEGLIGIBLE * within)
    return f"{{1:NUMERICAL:={short}:{_number(within, KNOWN_DIGITS)}}}"


def _before(plan: Plan, answer: Answer) -> float:
    """Return what an update moves a parameter away from; of anything else, 0."""
    name, row = answer
    return _right(plan, name, row - 1) if plan.exercise.graph[name].scope is Scope.CARRIED else 0.0


def _right(plan: Plan, name: str, row: int) -> float:
    return float(plan.runs.columns[name][0, row])


def _number(value: float, digits: int) -> str:
    return f"{value + 0.0:.{digits}g}"  # the sum is never −0


def _table(lines: Iterable[tuple[Quantity, str]]) -> str:
    """Return a table of names, what they mean, and their numbers or fields."""
    rows = (
        element(
            "tr",
            None,
            _words("th", quantity.name),
            _words("td", quantity.meaning),
            element("td", None, content),
        )
        for quantity, content in lines
    )
    return element("table", {"class": "generaltable"}, *rows)


def _words(name: str, words: str) -> str:
    """Return an element that holds words; no brace among them begins a field."""
    return element(name, None, plain(words).translate(_BRACES))
