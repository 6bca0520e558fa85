"""The teacher's decisions, which survive every re-grading."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.labels import slip_answers
from bpsheet.grading.marks import Mark
from bpsheet.grading.rubric import credit
from bpsheet.grading.teacher_files import teacher_file
from bpsheet.sections import Key, section
from bpsheet.template_checks import Entry, Reader, line_of_text, listing, number, shown, suggestion

NAMES_SHOWN = 12
LONGEST_REASON = 500


@dataclass(frozen=True)
class Override:
    """One decision of the teacher's.

    Attributes:
        student: the id of whom it is about.
        quantity: of the answers it is about; empty for all.
        row: of the only answer it is about, from 0; ``None`` for all rows.
        credit: what the answers are worth, from 0 to 1; ``None`` without such a decision.
        points: what is added to the whole, or taken off.
        reason: in words, as the student reads it.
        cell: where the only answer it is about was found, such as ``X14`` or ``Worksheet!X14``, in
            place of quantity and row.
    """

    student: str
    quantity: str = ""
    row: int | None = None
    credit: float | None = None
    points: float = 0.0
    reason: str = ""
    cell: str = ""

    def decides(self, mark: Mark) -> bool:
        """Return whether it says what an answer of its student is worth."""
        named = self.quantity in ("", mark.quantity) and self.row in (None, mark.row)
        return self.credit is not None and named and self._is_about_cell_of(mark)

    def _is_about_cell_of(self, mark: Mark) -> bool:
        if not self.cell:
            return True
        sheet, _, address = str(mark.place or "").rpartition("!")
        named, _, wanted = self.cell.replace("$", "").rpartition("!")
        return address == wanted.upper() and named.casefold() in ("", sheet.casefold())


def read_overrides(path: Path, exercises: Collection[Exercise] = ()) -> tuple[Override, ...]:
    """Read a teacher's decisions from a TOML file.

    Where several are about the same answer, the last one holds.

    Arguments:
        path: the file: a table ``[[cell]]`` for each decision about answers, a table
            ``[[student]]`` for points that are added or taken off.
        exercises: those that were handed out; a student or quantity that they lack is refused.

    Raises:
        InputError: one line that names file, line, key and remedy.
    """
    document = teacher_file(path)
    section({"cell": Key(_anything), "student": Key(_anything)})(document)
    known = {exercise.student.id: exercise for exercise in exercises}
    return tuple(_decisions(document, known))


def _decisions(document: Entry, known: dict[str, Exercise]) -> Iterator[Override]:
    for name, rows in (("cell", _CELL), ("student", _STUDENT)):
        for entry in document.key(name, []).entries("decision"):
            override = Override(**rows(entry))
            if known:
                _check_student(entry, override, known)
            if name == "cell":
                _check_answer(entry, override)
            yield override


def _check_student(entry: Entry, override: Override, known: dict[str, Exercise]) -> None:
    if override.student not in known:
        raise entry.key("student").error(_unknown(override.student, known, "student"))
    answers = _answers(known[override.student])
    names = tuple(dict.fromkeys(answer.quantity for answer in answers))
    if override.quantity and override.quantity not in names:
        raise entry.key("quantity").error(_unknown(override.quantity, names, "answer"))
    if override.quantity and override.row is not None:
        _check_row(entry.key("row"), Answer(override.quantity, override.row), answers)


def _check_row(entry: Entry, about: Answer, answers: Sequence[Answer]) -> None:
    if about not in answers:
        rows = ", ".join(str(row) for name, row in answers if name == about.quantity)
        raise entry.error(f"no answer stands in row {about.row}; {about.quantity} has {rows}")


def _check_answer(entry: Entry, override: Override) -> None:
    if bool(override.quantity) == bool(override.cell):
        raise entry.error('name what it is about by one of quantity = "∂E/∂w5" or cell = "X14"')
    if override.cell and override.row is not None:
        raise entry.key("row").error("a cell is in one row; remove row")


def _answers(exercise: Exercise) -> Sequence[Answer]:
    return exercise.answers or [Answer(name, 0) for name in slip_answers(len(exercise.slips))]


def _unknown(name: str, known: Collection[str], what: str) -> str:
    choices = f"choose from {listing(known, most=NAMES_SHOWN)}"
    return f"there is no {what} {shown(name)}; {suggestion(name, known)}{choices}"


def _anything(entry: Entry) -> Any:
    return entry.value


def _id(entry: Entry) -> str:
    """Read the id of a student, which may look like a number."""
    if type(entry.value) is int:
        return str(entry.value)
    text: str = _TEXT(entry)
    return text


def _row(entry: Entry) -> int:
    value = entry.value
    if type(value) is not int or value < 0:
        raise entry.error(f"expected a row from 0, not {shown(value)}; leave it out for all rows")
    return value


_TEXT: Reader = line_of_text(200)
_WHOSE = {
    "student": Key(_id, missing='add student = "…", the id in the roster'),
    "reason": Key(line_of_text(LONGEST_REASON), missing='add reason = "…", for the student'),
}
_CELL = section(
    {
        **_WHOSE,
        "quantity": Key(_TEXT),
        "cell": Key(_TEXT),
        "row": Key(_row),
        "credit": Key(credit, missing="add credit = 1, or less, down to 0"),
    }
)
_STUDENT = section({**_WHOSE, "points": Key(number, missing="add points = 2, or points = -2")})
