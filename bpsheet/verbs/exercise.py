"""The verb ``exercise``: worksheets with numbers of each student's own, and their keys."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from bpsheet.catalogue import load_template
from bpsheet.errors import InputError
from bpsheet.exercises.asked import whole_columns
from bpsheet.exercises.exercise import Exercise, Kind, Part, Student
from bpsheet.exercises.hand_out import check_numbers
from bpsheet.exercises.making import Assignment
from bpsheet.exercises.roster import read_roster
from bpsheet.exercises.secret import key_of
from bpsheet.exercises.variation import Variation
from bpsheet.sheet.workbook import Paper
from bpsheet.template import Template
from bpsheet.verbs.exercise_files import (
    WRITERS,
    Task,
    further_files,
    made_and_written,
    maker_of,
    refuse_others,
)

Format = Literal["xlsx", "ods", "moodle-xml"]

CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "blank": get_args(Part),
    "vary": get_args(Variation),
    "format": get_args(Format),
    "paper": get_args(Paper),
}
"""What each setting may be."""

SEED_BYTES = 16
SHORTEST_SEED = 8  # characters
VARIED: Mapping[Kind, tuple[Variation, ...]] = {
    "fill": (),
    "find-the-slip": ("numbering", "order"),
}
"""What differs between students unless it is said."""

ROWS_TO_SEARCH = 10
"""The rows of a table with a slip to find, unless more or fewer are asked for."""

FEW = 8
"""Up to so many students, more processes take longer than they save."""


@dataclass(frozen=True)
class HandedOut:
    """What was made for a class.

    Attributes:
        exercises: one per student, in the order of the roster.
        files: what was written, the manifest last.
        seed: what the exercises were drawn from; new where none was given.
        left_out: how many known slips cannot show in the rows that are asked for.
    """

    exercises: tuple[Exercise, ...]
    files: tuple[Path, ...]
    seed: str
    left_out: int


def exercise(
    template: str | Path | Template = "classic",
    output: str | Path = "exercises",
    *,
    kind: Kind = "fill",
    blank: Part = "all",
    rows: int | Literal["all"] | None = None,
    slips: int = 1,
    vary: Collection[Variation] | None = None,
    self_check: bool = False,
    seed: str | None = None,
    roster: str | Path | Sequence[Student] = (),
    formats: Sequence[Format] = ("xlsx",),
    paper: Paper = "A4",
    archive: bool = False,
    jobs: int = -1,
    on_student: Callable[[], None] | None = None,
) -> HandedOut:
    """Make a worksheet and its key for every student, with numbers of the student's own.

    The same template, seed and id always give the same files, whoever else is on the roster.

    Arguments:
        template: a bundled name, a path to a .toml file, or a template.
        output: the folder to write to: students' workbooks in ``students``, keys in ``keys``, and
            the manifest, which grading needs and no student may see.
        kind: ``"fill"`` for blanks, ``"find-the-slip"`` for a complete table with wrong formulas.
        blank: what is asked for: the forward pass, the gradients, the updates, or all.
        rows: how many rows show steps, or ``"all"`` for the template's own; one by default, ten
            with slips to find.
        slips: how many slips are hidden.
        vary: what differs between students beside the numbers: the ``"numbering"`` of weights and
            units, the ``"order"`` of columns, the ``"notation"``, and which ``"outputs"`` count.
            Left out, numbering and order with slips to find, where formulas are the same for all
            otherwise; nothing with blanks.
        self_check: whether gradients can be tried by a central difference in the sheet.
        seed: the teacher's secret; a new one is drawn where none is given.
        roster: a CSV file of the class, or its students; without any, one exercise is made.
        formats: of the workbooks; ``"moodle-xml"`` writes a question bank.
        paper: the size of the printed page.
        archive: whether the students' workbooks go into one zip in the layout of Moodle's feedback
            files.
        jobs: how many processes; −1 for as many as there are processors.
        on_student: called after each student.

    Returns:
        The exercises, the files written, and the seed.

    Raises:
        InputError: the template, the roster or a setting cannot be used, or no numbers of this
            template show every mistake.
        OutputError: a file cannot be written, or the folder holds other exercises.
    """
    settings = {"kind": (kind,), "blank": (blank,), "paper": (paper,), "format": formats}
    _check_choices({**settings, "vary": vary or ()})
    _check(formats, kind, self_check=self_check, archive=archive)
    secret = secrets.token_hex(SEED_BYTES) if seed is None else _strong(seed)
    task = Task(
        assignment=_assignment(template, kind, blank, rows, slips, vary),
        key=key_of(secret),
        folder=Path(output),
        formats=tuple(form for form in formats if form in WRITERS),
        questions="moodle-xml" in formats,
        archive=archive,
        self_check=self_check,
        paper=paper,
    )
    students = _students(roster)
    if archive:
        check_numbers(students)
    left_out = len(maker_of(task).drawing.left_out)
    refuse_others(task, students)
    made = []
    for one in made_and_written(task, students, 1 if len(students) <= FEW else jobs):
        made.append(one)
        if on_student is not None:
            on_student()
    return HandedOut(tuple(made), tuple(further_files(task, made)), secret, left_out)


def _assignment(
    template: str | Path | Template,
    kind: Kind,
    part: Part,
    rows: int | Literal["all"] | None,
    slips: int,
    vary: Collection[Variation] | None,
) -> Assignment:
    loaded = load_template(template)
    if slips < 1:
        raise InputError(f"{slips} slips cannot be hidden; use 1 or more", key="--slips")
    if rows is None:
        rows = 1 if kind == "fill" else min(ROWS_TO_SEARCH, whole_columns(loaded))
    count = whole_columns(loaded) if rows == "all" else rows
    if type(count) is not int:
        raise InputError(
            f'{rows!r} is no number of rows; use one such as 3, or "all"', key="--rows"
        )
    varied = VARIED[kind] if vary is None else tuple(vary)
    return Assignment(loaded, kind, part, count, varied, slips)


def _check_choices(settings: Mapping[str, Collection[str]]) -> None:
    for name, values in settings.items():
        for value in values:
            if value not in CHOICES[name]:
                choices = ", ".join(CHOICES[name])
                raise InputError(f"unknown {name} {value!r}; choose from {choices}")


def _check(formats: Sequence[Format], kind: Kind, *, self_check: bool, archive: bool) -> None:
    if kind == "find-the-slip" and self_check:
        raise InputError(
            "has no gradients to try in an exercise that is complete; leave it out",
            key="--self-check",
        )
    if kind == "find-the-slip" and "moodle-xml" in formats:
        raise InputError(
            "moodle-xml takes numbers only, no slips to find; use --kind fill", key="--format"
        )
    if archive and not WRITERS.keys() & set(formats):
        raise InputError("there are no workbooks to put into it; add --format xlsx", key="--zip")


def _strong(seed: str) -> str:
    """Return a seed that is not guessed at once."""
    if len(seed) < SHORTEST_SEED:
        raise InputError(
            f"the seed is too short to be a secret; use {SHORTEST_SEED} characters or more, such as"
            " four random words",
            key="--seed",
        )
    try:
        seed.encode()
    except UnicodeEncodeError as error:
        raise InputError("the seed is no text; write it as words", key="--seed") from error
    return seed


def _students(roster: str | Path | Sequence[Student]) -> Sequence[Student]:
    if isinstance(roster, str | Path):
        return read_roster(Path(roster))
    if len({student.id for student in roster}) < len(roster):
        raise InputError("two students of the roster have the same id; give each their own")
    return roster or (Student("exercise"),)
