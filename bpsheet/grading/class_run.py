"""Marks all that a class has handed in, one file after another, on all processors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from bpsheet.exercises.exercise import Exercise
from bpsheet.grading.identification import Roll
from bpsheet.grading.journal import Journal, document_of, found_in, marking_key
from bpsheet.grading.marked_file import book_in, digest_of, marked_file, why_unmarked
from bpsheet.grading.marks import Fact, Marked, Verdict
from bpsheet.grading.rubric import Tolerance
from bpsheet.grading.submission import Submission
from bpsheet.parallel import in_parallel

NOBODY = "it cannot be told whose it is: it shows no exercise id of this manifest"


class Handed(NamedTuple):
    """What came of one submission."""

    submission: Submission
    marked: Marked


@dataclass(frozen=True)
class ClassRun:
    """How a class is marked.

    Attributes:
        roll: all exercises that were handed out.
        tolerance: for typed numbers.
        journal: what was marked before, and where marks are kept.
        jobs: how many processes; −1 for as many as there are processors.
        scheduler: the address of a Dask scheduler whose workers are used in their place.
    """

    roll: Roll
    tolerance: Tolerance
    journal: Journal
    jobs: int = -1
    scheduler: str | None = None

    def marked(self, submissions: Iterable[Submission]) -> Iterator[Handed]:
        """Yield what came of all submissions, in their order; whatever is wrong stays with one.

        Arguments:
            submissions: read one by one while others are marked.
        """
        waiting: list[Submission] = []
        items = self._items(submissions, waiting)
        results = in_parallel(_marked, items, jobs=self.jobs, scheduler=self.scheduler)
        for place, marked in enumerate(results):
            self._keep(marked)
            yield Handed(waiting[place], marked)

    def _items(
        self, submissions: Iterable[Submission], waiting: list[Submission]
    ) -> Iterator[tuple[Marked | None, str, bytes, Exercise | None, Tolerance]]:
        """Yield what has to be marked, and what is known already."""
        for submission in submissions:
            waiting.append(submission)
            source = submission.source
            exercise = self._exercise_by_name(submission)
            try:
                content = submission.read()
                exercise = exercise or self.roll.shown_in(book_in(content))
            except Exception as error:  # one broken file must not stop the class
                yield _failed(source, exercise, error), source, b"", None, self.tolerance
                continue
            if exercise is None:
                stray = Marked("", "", source, digest_of(content), failure=NOBODY)
                yield stray, source, b"", None, self.tolerance
                continue
            known = self._known(source, content, exercise)
            if known is not None:
                yield known, source, b"", None, self.tolerance
            else:
                yield None, source, content, exercise, self.tolerance

    def _known(self, source: str, content: bytes, exercise: Exercise) -> Marked | None:
        """Return what came of a file when it was marked before, by the same exercise."""
        digest = digest_of(content)
        found = found_in(self.journal.find(marking_key(digest, exercise, self.tolerance)))
        return found and Marked(exercise.id, exercise.student.id, source, digest, *found)

    def _keep(self, marked: Marked) -> None:
        """Keep what came of a file, so that interrupted work goes on behind it."""
        exercise = self.roll.by_id.get(marked.exercise.casefold())
        if exercise is not None and marked.digest:
            key = marking_key(marked.digest, exercise, self.tolerance)
            if self.journal.find(key) is None:
                self.journal.append(key, document_of(marked))

    def _exercise_by_name(self, submission: Submission) -> Exercise | None:
        """Return the exercise of the person who handed a file in, if its name tells."""
        roll = self.roll
        return roll.handed_in_by(submission.handed) or roll.named_in(submission.name)


def _failed(source: str, exercise: Exercise | None, error: Exception) -> Marked:
    """Return what came of a file that cannot be read."""
    student = exercise.student.id if exercise else ""
    return Marked(exercise.id if exercise else "", student, source, failure=why_unmarked(error))


def _marked(
    known: Marked | None, source: str, content: bytes, exercise: Exercise | None, near: Tolerance
) -> Marked:
    if known is not None or exercise is None:
        assert known is not None
        return known
    return marked_file(source, content, exercise, near)


def fullest(handed: Iterable[Handed]) -> Handed:
    """Return the submission, of several that one student handed in at once, with most answers."""
    several = list(handed)
    best = max(several, key=lambda one: (not one.marked.failure, _answered(one.marked)))
    if len(several) == 1:
        return best
    others = ", ".join(one.marked.source for one in several if one is not best)
    fact = Fact("several-submissions", f"of {len(several)} files this one counts, not {others}")
    return best._replace(marked=replace(best.marked, facts=(*best.marked.facts, fact)))


def _answered(marked: Marked) -> int:
    return sum(mark.verdict is not Verdict.BLANK for mark in marked.marks)
