"""Whose exercise a workbook is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bpsheet.checker.book import Book
from bpsheet.exercise.exercise import Answer, Exercise
from bpsheet.grading.placing import id_in, placed_in
from bpsheet.grading.submission import Handed

LIKE = 1e-9
MOST_OTHER = 0.25
"""The share of given numbers that may differ in a workbook that has lost its id."""


@dataclass(frozen=True)
class Roll:
    """All exercises that were handed out, found again by what is known of a submission."""

    exercises: Sequence[Exercise]

    def handed_in_by(self, handed: Handed) -> Exercise | None:
        """Return the exercise of the person who handed a file in, as far as its name tells.

        The person is found by name where only one student has it, else by the platform's identifier
        in a column of the roster.
        """
        parts = handed.person.split("-")  # a group's name may stand before the person's
        persons = ("-".join(parts[start:]) for start in range(len(parts)))
        by_name = (self._by_name.get(_letters(person)) for person in persons if person)
        found = next((exercise for exercise in by_name if exercise), None)
        return found or self._by_identifier.get(handed.identifier)

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
    def _by_name(self) -> dict[str, Exercise]:
        names = [_letters(exercise.student.name) for exercise in self.exercises]
        count = Counter(names)
        return {
            name: exercise
            for name, exercise in zip(names, self.exercises, strict=True)
            if name and count[name] == 1
        }

    @cached_property
    def _by_identifier(self) -> dict[str, Exercise]:
        found: dict[str, Exercise] = {}
        for exercise in self.exercises:
            for identifier in _identifiers(exercise):
                found.setdefault(identifier, exercise)
        return found

    def _by_numbers(self, book: Book) -> Exercise | None:
        for exercise in self.exercises:
            same = _same_numbers(book, exercise)
            if same and same.count(False) <= MOST_OTHER * len(same):
                return exercise
        return None


IDENTIFIERS = ("id", "identifier", "canvas user id", "canvas id", "user id")
"""What rosters head the column of a platform's identifiers with."""


def _identifiers(exercise: Exercise) -> Iterator[str]:
    """Yield what a platform may call a student: Moodle's worksheet writes ``Participant 17``."""
    further = exercise.student.further
    for heading, value in (("id", exercise.student.id), *further.items()):
        if heading.strip().casefold() in IDENTIFIERS:
            yield value.strip().removeprefix("Participant ")


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
