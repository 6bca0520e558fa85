"""The verb ``exercise``: worksheets with numbers of each student's own, and their keys."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from bpsheet.catalogue import load_template
from bpsheet.errors import InputError, OutputError
from bpsheet.exercises.asked import whole_columns
from bpsheet.exercises.exercise import Exercise, Kind, Part, Student
from bpsheet.exercises.hand_out import check_numbers, file_name, hand_out
from bpsheet.exercises.layout import key_workbook, student_workbook
from bpsheet.exercises.making import Assignment, Maker
from bpsheet.exercises.manifest import read_manifest, write_manifest
from bpsheet.exercises.moodle_xml import moodle_xml
from bpsheet.exercises.roster import read_roster
from bpsheet.exercises.secret import key_of
from bpsheet.exercises.variation import Variation
from bpsheet.files import explained, replacing
from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.parallel import in_parallel
from bpsheet.sheet.workbook import Workbook
from bpsheet.template import Template

Format = Literal["xlsx", "ods", "moodle-xml"]
Paper = Literal["A4", "Letter"]

MANIFEST, QUESTIONS, STUDENTS, KEYS = "manifest.json", "questions.xml", "students", "keys"
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

QUESTION_TOLERANCE = 0.005
"""By how much of the right number an answer on a Moodle page may be off."""

_WRITERS: Mapping[str, Callable[[Workbook, Path], None]] = {"xlsx": write_xlsx, "ods": write_ods}


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


@dataclass(frozen=True)
class _Task:
    """How the files of one student are made, in any process.

    Attributes:
        assignment: what all students are asked.
        key: of the teacher's seed.
        folder: to write to.
        formats: of the workbooks.
        self_check: whether gradients can be tried in the sheet.
        paper: the size of the printed page.
    """

    assignment: Assignment
    key: bytes
    folder: Path
    formats: tuple[str, ...]
    self_check: bool
    paper: Paper

    def files_of(self, made: Exercise) -> Iterator[tuple[Path, Path]]:
        """Yield a student's workbook and its key in each format."""
        for form in self.formats:
            name = file_name(self.assignment.template.name, made.student, made.id)
            student = self.folder / STUDENTS / f"{name}.{form}"
            yield student, self.folder / KEYS / f"{name}-key.{form}"


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
    _check(formats, kind, self_check=self_check, archive=archive)
    secret = secrets.token_hex(SEED_BYTES) if seed is None else _strong(seed)
    task = _Task(
        assignment=_assignment(template, kind, blank, rows, slips, vary),
        key=key_of(secret),
        folder=Path(output),
        formats=tuple(form for form in formats if form in _WRITERS),
        self_check=self_check,
        paper=paper,
    )
    students = _students(roster)
    if archive:
        check_numbers(students)
    maker = _maker(task.assignment, task.key)
    left_out = len(maker.drawing.left_out)
    _refuse_others(task, students)
    made = _all_made(task, students, jobs, on_student or _silent)
    return HandedOut(made, tuple(_further_files(task, made, formats, archive)), secret, left_out)


def _assignment(
    template: str | Path | Template,
    kind: Kind,
    part: Part,
    rows: int | Literal["all"] | None,
    slips: int,
    vary: Collection[Variation] | None,
) -> Assignment:
    loaded = load_template(template)
    if rows is None:
        rows = 1 if kind == "fill" else min(ROWS_TO_SEARCH, whole_columns(loaded))
    count = whole_columns(loaded) if rows == "all" else rows
    varied = VARIED[kind] if vary is None else tuple(vary)
    return Assignment(loaded, kind, part, count, varied, slips)


def _check(formats: Sequence[Format], kind: Kind, *, self_check: bool, archive: bool) -> None:
    for form in formats:
        if form not in get_args(Format):
            raise InputError(f"unknown format {form!r}; choose from {', '.join(get_args(Format))}")
    if kind == "find-the-slip" and self_check:
        raise InputError(
            "has no gradients to try in an exercise that is complete; leave it out",
            key="--self-check",
        )
    if kind == "find-the-slip" and "moodle-xml" in formats:
        raise InputError(
            "moodle-xml takes numbers only, no slips to find; use --kind fill", key="--format"
        )
    if archive and not _WRITERS.keys() & set(formats):
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
    return roster or (Student("exercise"),)


def _refuse_others(task: _Task, students: Sequence[Student]) -> None:
    """Keep a manifest of exercises that students may have: without it they cannot be graded."""
    path = task.folder / MANIFEST
    if not path.exists():
        return
    maker = _maker(task.assignment, task.key)
    new = {maker.id_of(student) for student in students}
    if not {one.id for one in read_manifest(path).exercises} <= new:
        raise OutputError(
            f"{path}: holds other exercises, which cannot be graded without it; choose another"
            " folder with -o, or remove it"
        )


def _all_made(
    task: _Task, students: Sequence[Student], jobs: int, on_student: Callable[[], None]
) -> tuple[Exercise, ...]:
    """Make the exercises and write their workbooks; return them in the order of the roster."""
    items = ((task, student) for student in students)
    made = []
    for one in in_parallel(_make, items, jobs=1 if len(students) <= FEW else jobs):
        made.append(one)
        on_student()
    return tuple(made)


def _make(task: _Task, student: Student) -> Exercise:
    """Make the exercise of one student and write its workbooks."""
    made = _maker(task.assignment, task.key).exercise_of(student)
    sheet = student_workbook(made, self_check=task.self_check, paper=task.paper)
    key = key_workbook(made, paper=task.paper)
    for targets in task.files_of(made):
        with replacing(targets) as temporaries:
            for workbook, path, target in zip((sheet, key), temporaries, targets, strict=True):
                with explained(target):
                    _WRITERS[target.suffix.removeprefix(".")](workbook, path)
    return made


@lru_cache(maxsize=2)
def _maker(assignment: Assignment, key: bytes) -> Maker:
    """Return what makes the exercises of an assignment: its preparation is shared by students."""
    return Maker(assignment, key)


def _further_files(
    task: _Task, made: Sequence[Exercise], formats: Sequence[Format], archive: bool
) -> Iterator[Path]:
    """Write what is there once for the class, and yield all files, the manifest last."""
    sheets = {one.student: [sheet for sheet, _ in task.files_of(one)] for one in made}
    if archive and task.formats:
        target = task.folder / f"{STUDENTS}.zip"
        hand_out(sheets, target)
        yield target
        _remove([path for paths in sheets.values() for path in paths])
    else:
        yield from (path for paths in sheets.values() for path in paths)
    yield from (key for one in made for _, key in task.files_of(one))
    if "moodle-xml" in formats:
        questions = moodle_xml(made, lambda right: QUESTION_TOLERANCE * abs(right))
        with replacing([task.folder / QUESTIONS]) as (path,), explained(task.folder / QUESTIONS):
            path.write_text(questions, encoding="utf-8")
        yield task.folder / QUESTIONS
    write_manifest(made, task.folder / MANIFEST, key=task.key)
    yield task.folder / MANIFEST


def _remove(files: Sequence[Path]) -> None:
    """Remove files that are in an archive now, and their folder if nothing else is in it."""
    for file in files:
        file.unlink()
    with suppress(OSError):
        files[0].parent.rmdir()


def _silent() -> None:
    """Say nothing of a student."""
