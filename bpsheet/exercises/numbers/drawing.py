"""Drawing numbers until they are fit; the same on every machine, for each student alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpsheet.errors import InputError
from bpsheet.exercises.numbers.mistakes import LeftOut, mistakes_of
from bpsheet.exercises.numbers.ranges import orders_of, ranges_of
from bpsheet.exercises.numbers.standard import Standard, standard_of
from bpsheet.exercises.numbers.trial import Trial
from bpsheet.exercises.secret import Choices
from bpsheet.template import Template

BATCHES = (16, 32, 64, 128, 256)
"""How many draws are judged at once, as long as one of them may be fit as it is."""

MOST_STARTS, DRAWS = 8, 256
"""How often the best of so many further draws is changed until it is fit."""

MOST_TURNS, CHANGES = 30, 64
"""How often one of its numbers is changed, and how many changes the best one is chosen from."""

PROBES, FEW_PROBES = 400, 60
"""How many fit draws tell which mistakes can show; how many, which order of samples is best."""


@dataclass(frozen=True)
class Drawn:
    """Numbers that are fit.

    Attributes:
        template: the worked example with these numbers and one learning rate.
        draws: how many draws it took.
    """

    template: Template
    draws: int


class Drawing:
    """Draws the numbers of students' exercises, so that mistakes show.

    In all numbers that it returns no unit is saturated; drawn parameters, inputs and targets each
    differ in size; each gradient that is asked for is at least 0.01 in its first row; and every
    known mistake, but for those `left_out`, moves the answer by at least 1 % in one of the first
    rows of its quantity.

    Several samples are kept; they are put in the order in which most mistakes show, the same for
    all students.

    Arguments:
        template: the worked example.
        asked: the names of the quantities that are asked for.
        rows: how many rows of the table show steps.

    Raises:
        InputError: no numbers are fit; the criterion that fails most often is named.

    >>> from bpsheet.catalogue import load_template
    >>> drawing = Drawing(load_template("gates"), ["ŷ", "s"], rows=1)
    >>> drawing.numbers(b"secret", "s001") == drawing.numbers(b"secret", "s001")
    True
    """

    def __init__(self, template: Template, asked: Sequence[str], rows: int) -> None:
        self._standard = _best_standard(template, tuple(asked), rows)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The mistakes that no numbers show, such as those in a momentum that is still 0."""
        return self._standard.left_out

    def numbers(self, key: bytes, *words: str) -> Drawn:
        """Return the first fit numbers of those that a key and some words lead to.

        Arguments:
            key: of the teacher's seed.
            words: what the numbers belong to, such as the exercise and the student's id.

        Raises:
            InputError: no fit numbers were found in many draws.
        """
        done = 0
        for size in BATCHES:
            templates = self._draws(key, words, range(done, done + size))
            fit = self._standard.first_fit(templates)
            if fit is not None:
                return Drawn(templates[fit], done + fit + 1)
            done += size
        for start in range(MOST_STARTS):
            templates = self._draws(key, (*words, f"start {start}"), range(DRAWS))
            mended, tried = self._mended(templates, key, (*words, f"changes {start}"))
            done += tried
            if mended is not None:
                return Drawn(mended, done)
        raise self._standard.given_up(done)

    def _draws(self, key: bytes, words: Sequence[str], places: range) -> list[Template]:
        """Return draws that have nothing to do with each other."""
        return [self._standard.ranges.drawn(Choices(key, *words, str(n))) for n in places]

    def _mended(
        self, templates: list[Template], key: bytes, words: Sequence[str]
    ) -> tuple[Template | None, int]:
        """Change the best of some draws, number by number, until it is fit.

        Returns:
            It, or ``None`` if it does not become fit; and how many draws and changes were tried.
        """
        tried, best, least = 0, templates[0], np.iinfo(np.int64).max
        for turn in range(MOST_TURNS):
            failures = self._standard.failures(templates)
            tried += len(templates)
            place = int(failures.argmin())
            if failures[place] == 0:
                return templates[place], tried
            if failures[place] <= least:
                best, least = templates[place], failures[place]
            places = range(CHANGES * turn, CHANGES * (turn + 1))
            templates = [
                self._standard.ranges.changed(best, Choices(key, *words, str(n))) for n in places
            ]
        return None, tried


def _best_standard(template: Template, asked: tuple[str, ...], rows: int) -> Standard:
    """Return the standard of the order of samples in which most mistakes show."""
    trials = [Trial(ordered, asked, rows) for ordered in orders_of(template)]
    ranges, names = ranges_of(template), tuple(trials[0].rows)
    mistakes = list(mistakes_of(trials[0].graph, names, ranges.rates))

    def hidden(trial: Trial) -> float:
        try:
            standard = standard_of(ranges_of(trial.template), trial, mistakes, FEW_PROBES)
        except InputError:
            return np.inf
        return len(standard.left_out)

    best = min(trials, key=hidden) if len(trials) > 1 else trials[0]
    return standard_of(ranges_of(best.template), best, mistakes, PROBES)
