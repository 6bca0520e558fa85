"""The files of a class: its exercises are made and written, one student after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bpsheet.errors import OutputError
from bpsheet.exercises.exercise import Exercise, Student
from bpsheet.exercises.hand_out import file_name, hand_out
from bpsheet.exercises.layout import key_workbook, student_workbook
from bpsheet.exercises.making import Assignment, Maker
from bpsheet.exercises.manifest import read_manifest, write_manifest
from bpsheet.exercises.moodle_xml import moodle_xml
from bpsheet.files import explained, replacing
from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.parallel import in_parallel
from bpsheet.sheet.workbook import Paper, Workbook

MANIFEST, QUESTIONS, STUDENTS, KEYS = "manifest.json", "questions.xml", "students", "keys"

QUESTION_TOLERANCE = 0.005
"""By how much of the right number an answer on a Moodle page may be off."""

WRITERS: Mapping[str, Callable[[Workbook, Path], None]] = {"xlsx": write_xlsx, "ods": write_ods}


@dataclass(frozen=True)
class Task:
    """How the files of one student are made, in any process.

    Attributes:
        assignment: what all students are asked.
        key: of the teacher's seed.
        folder: to write to.
        formats: of the workbooks.
        questions: whether there is a question bank, too.
        archive: whether students' workbooks go into one zip.
        self_check: whether gradients can be tried in the sheet.
        paper: the size of the printed page.
    """

    assignment: Assignment
    key: bytes
    folder: Path
    formats: tuple[str, ...]
    questions: bool
    archive: bool
    self_check: bool
    paper: Paper

    def files_of(self, made: Exercise) -> Iterator[tuple[Path, Path]]:
        """Yield a student's workbook and its key in each format."""
        for form in self.formats:
            name = file_name(self.assignment.template.name, made.student, made.id)
            student = self.folder / STUDENTS / f"{name}.{form}"
            yield student, self.folder / KEYS / f"{name}-key.{form}"


def refuse_others(task: Task, students: Sequence[Student]) -> None:
    """Keep a manifest of exercises that students may have: without it they cannot be graded.

    Raises:
        InputError: what is there is no manifest.
        OutputError: it has exercises that these students do not get.
    """
    path = task.folder / MANIFEST
    if not path.exists():
        return
    maker = maker_of(task)
    new = {maker.id_of(student) for student in students}
    if not {one.id for one in read_manifest(path).exercises} <= new:
        raise OutputError(
            f"{path}: holds other exercises, which cannot be graded without it; choose another"
            " folder with -o, or remove it"
        )


def made_and_written(task: Task, students: Sequence[Student], jobs: int) -> Iterator[Exercise]:
    """Make the exercises, write their workbooks, and yield them in the order of the roster.

    Arguments:
        task: how.
        students: whose exercises.
        jobs: how many processes; −1 for as many as there are processors.

    Raises:
        InputError: no numbers or slips of a student's will do.
        OutputError: a file cannot be written.
    """
    return in_parallel(_make, ((task, student) for student in students), jobs=jobs)


def _make(task: Task, student: Student) -> Exercise:
    """Make the exercise of one student and write its workbooks."""
    made = maker_of(task).exercise_of(student)
    sheet = student_workbook(made, self_check=task.self_check, paper=task.paper)
    key = key_workbook(made, paper=task.paper)
    for targets in task.files_of(made):
        with replacing(targets) as temporaries:
            for workbook, path, target in zip((sheet, key), temporaries, targets, strict=True):
                with explained(target):
                    WRITERS[target.suffix.removeprefix(".")](workbook, path)
    return made


def maker_of(task: Task) -> Maker:
    """Return what makes the exercises of a task."""
    return _maker(task.assignment, task.key)


@lru_cache(maxsize=2)
def _maker(assignment: Assignment, key: bytes) -> Maker:
    """Return what makes the exercises of an assignment: its preparation is shared by students."""
    return Maker(assignment, key)


def further_files(task: Task, made: Sequence[Exercise]) -> Iterator[Path]:
    """Write what is there once for the class, and yield all files, the manifest last.

    Raises:
        InputError: a right answer is no number, so that no question bank can ask for it.
        OutputError: a file cannot be written.
    """
    sheets = {one.student: [sheet for sheet, _ in task.files_of(one)] for one in made}
    if task.archive:
        target = task.folder / f"{STUDENTS}.zip"
        hand_out(sheets, target)
        yield target
        _remove([path for paths in sheets.values() for path in paths])
    else:
        yield from (path for paths in sheets.values() for path in paths)
    yield from (key for one in made for _, key in task.files_of(one))
    if task.questions:
        yield _write_questions(made, task.folder / QUESTIONS)
    write_manifest(made, task.folder / MANIFEST, key=task.key)
    yield task.folder / MANIFEST


def _write_questions(made: Sequence[Exercise], target: Path) -> Path:
    questions = moodle_xml(made, lambda right: QUESTION_TOLERANCE * abs(right))
    with replacing([target]) as (path,), explained(target):
        path.write_text(questions, encoding="utf-8")
    return target


def _remove(files: Sequence[Path]) -> None:
    """Remove files that are in an archive now, and their folder if nothing else is in it."""
    for file in files:
        with explained(file):
            file.unlink()
    with suppress(OSError):
        files[0].parent.rmdir()
