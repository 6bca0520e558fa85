"""Whose exercise a workbook is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bpsheet.checker.book import Book
from bpsheet.exercises.exercise import Answer, Exercise, Student
from bpsheet.exercises.hand_out import moodle_number
from bpsheet.grading.placing import id_in, placed_in
from bpsheet.grading.submission import Handed, System

LIKE = 1e-9
MOST_OTHER = 0.25
"""The share of given numbers that may differ in a workbook that has lost its id."""


@dataclass(frozen=True)
class Roll:
    """All exercises that were handed out, found again by what is known of a submission."""

    exercises: Sequence[Exercise]

    def handed_in_by(self, handed: Handed) -> Exercise | None:
        """Return the exercise of the person who handed a file in, as far as its name tells.

        The person is found by name where only one student has it, else by the platform's number.
        """
        parts = handed.person.split("-")  # a group's name may stand before the person's
        persons = ("-".join(parts[start:]) for start in range(len(parts)))
        known = (letters for letters in map(_letters, persons) if letters in self._by_name)
        found = self._by_name[next(known, "")]
        return found or self._by_identifier.get((handed.system, handed.identifier))

    def named_in(self, file_name: str) -> Exercise | None:
        """Return the exercise whose id a file's name has, as it had when it was handed out."""
        words = "".join(c if c.isalnum() else " " for c in file_name.casefold()).split()
        return next((self.by_id[word] for word in words if word in self.by_id), None)

    def shown_in(self, book: Book) -> Exercise | None:
        """Return the exercise that a workbook is, by its id, else by the numbers it was given."""
        return self.by_id.get(id_in(book).casefold()) or self._by_numbers(book)

    @cached_property
    def by_id(self) -> dict[str, Exercise]:
        """The exercises by their ids in small letters."""
        return {exercise.id.casefold(): exercise for exercise in self.exercises}

    @cached_property
    def _by_name(self) -> dict[str, Exercise | None]:
        """The exercises by the letters of a name; ``None`` where it tells nobody from others."""
        found: dict[str, Exercise | None] = {"": None}
        for exercise in self.exercises:
            name = _letters(exercise.student.name)
            found[name] = None if name in found else exercise
        return found

    @cached_property
    def _by_identifier(self) -> dict[tuple[System, str], Exercise]:
        found = {_identifier(exercise.student): exercise for exercise in self.exercises}
        return {identifier: exercise for identifier, exercise in found.items() if identifier[1]}

    def _by_numbers(self, book: Book) -> Exercise | None:
        for exercise in self.exercises:
            same = _same_numbers(book, exercise)
            if same and same.count(False) <= MOST_OTHER * len(same):
                return exercise
        return None


def _identifier(student: Student) -> tuple[System, str]:
    """Return the platform that knows a student by a number, and the number; empty without one.

    A number means something only where the roster is the platform's own.
    """
    if number := moodle_number(student):
        return "moodle", number
    from_canvas = "SIS Login ID" in student.further or "Section" in student.further
    return ("canvas", student.further.get("ID", student.id)) if from_canvas else ("", "")


def _letters(name: str) -> str:
    """Return a name's letters in the order of the alphabet: platforms turn names round.

    >>> _letters("Ada Lovelace") == _letters("lovelaceada")
    True
    """
    return "".join(sorted(letter for letter in name.casefold() if letter.isalnum()))


def _same_numbers(book: Book, exercise: Exercise) -> list[bool]:
    """Return of each initial parameter in the table whether it is the exercise's own."""
    template, placed = exercise.template, placed_in(book, exercise)
    start = (*template.parameters.weights, *template.parameters.biases)
    same = []
    for name, number in zip(template.names.parameters, start, strict=True):
        spot = placed.once.get(name) or placed.table.get(Answer(name, 0))
        cell = book[spot.sheet].cell(spot.row, spot.column) if spot else None
        if cell is not None and isinstance(cell.value, float):
            same.append(abs(cell.value - number) <= LIKE * abs(number))
    return same
