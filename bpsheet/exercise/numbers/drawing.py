"""Drawing numbers until they are fit; the same on every machine, for each student alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np

from bpsheet.errors import InputError
from bpsheet.exercise.numbers.mistakes import LEAST_SHARE, LeftOut, Mistake, mistakes_of, shares_of
from bpsheet.exercise.numbers.ranges import ranges_of
from bpsheet.exercise.numbers.trial import Trial, some
from bpsheet.exercise.runs import Array, Runs
from bpsheet.exercise.secret import Choices
from bpsheet.template import Template

MOST_DRAWS = 20_000
"""The draws after which a student's numbers are given up."""

BATCHES = (64, 128, 256)
"""How many draws are judged at once at first."""

LARGEST_BATCH = 512

PROBES, FEWEST_PROBES = 400, 40
"""How many draws that are fit but for the mistakes tell which mistakes can show."""

PROBE_KEY = b"numbers that no student gets"

HARDEST = 64
"""How many mistakes, those that hide most often, are looked at before the others."""


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

    Arguments:
        template: the worked example.
        asked: the names of the quantities that are asked for.
        rows: how many rows of the table show steps.

    Attributes:
        left_out: the mistakes that no numbers show, such as those in a momentum that is still 0.

    Raises:
        InputError: no numbers are fit; the criterion that fails most often is named.

    >>> from bpsheet.catalogue import load_template
    >>> drawing = Drawing(load_template("gates"), ["ŷ", "s"], rows=1)
    >>> drawing.numbers(b"secret", "s001") == drawing.numbers(b"secret", "s001")
    True
    """

    left_out: tuple[LeftOut, ...]

    def __init__(self, template: Template, asked: Sequence[str], rows: int) -> None:
        self._ranges = ranges_of(template)
        self._trial = Trial(template, tuple(asked), rows)
        graph, names = self._trial.graph, tuple(self._trial.rows)
        mistakes = list(mistakes_of(graph, names, self._ranges.rates))
        self._sort_out(mistakes, self._probes())

    def numbers(self, key: bytes, *words: str) -> Drawn:
        """Return the first fit numbers of those that a key and some words lead to.

        Arguments:
            key: of the teacher's seed.
            words: what the numbers belong to, such as the exercise and the student's id.

        Raises:
            InputError: none of the first 20,000 are fit.
        """
        done = 0
        for size in chain(BATCHES, repeat(LARGEST_BATCH)):
            if done >= MOST_DRAWS:
                raise self._given_up(done, self._most_hidden)
            templates = self._drawn(key, words, range(done, done + size))
            fit = self._fit(self._trial.runs(templates))
            if fit is not None:
                return Drawn(templates[fit], done + fit + 1)
            done += size
        raise AssertionError("batches never end")

    def _drawn(self, key: bytes, words: Sequence[str], places: range) -> list[Template]:
        return [self._ranges.drawn(Choices(key, *words, str(place))) for place in places]

    def _fit(self, runs: Runs) -> int | None:
        """Return the place of the first run that is fit."""
        left = np.flatnonzero(self._trial.awake(runs))
        for mistakes in (self._hardest, self._others):
            if len(left) and mistakes:
                hidden = self._shares(mistakes, some(runs, left)) < LEAST_SHARE
                left = left[~hidden.any(axis=0)]
        return int(left[0]) if len(left) else None

    def _shares(self, mistakes: Sequence[Mistake], runs: Runs) -> Array:
        return shares_of(mistakes, runs, self._trial.rows, self._trial.rates(runs))

    def _probes(self) -> Runs:
        """Return runs that are fit but for the mistakes, the same for every teacher."""
        found: list[Template] = []
        for start in range(0, MOST_DRAWS, PROBES):
            templates = self._drawn(PROBE_KEY, (), range(start, start + PROBES))
            runs = self._trial.runs(templates)
            found += [templates[place] for place in np.flatnonzero(self._trial.awake(runs))]
            if len(found) >= PROBES:
                break
        if len(found) < FEWEST_PROBES:
            worst = max(self._trial.unfit(runs), key=lambda criterion: criterion[1].mean())
            raise self._given_up(MOST_DRAWS, worst[0])
        return self._trial.runs(found[:PROBES])

    def _sort_out(self, mistakes: Sequence[Mistake], probes: Runs) -> None:
        """Leave out the mistakes that show in no probe, and find those that hide most often."""
        shares = self._shares(mistakes, probes)
        most = np.fmax.reduce(shares, axis=1, initial=0.0)
        can_show = most >= LEAST_SHARE
        self.left_out = tuple(
            LeftOut(one.quantity, one.slip.kind, one.slip.words, float(share))
            for one, share, shows in zip(mistakes, most, can_show, strict=True)
            if not shows
        )
        hidden = np.where(can_show, (shares < LEAST_SHARE).mean(axis=1), -1.0)
        order = np.argsort(-hidden, kind="stable")[: int(can_show.sum())]
        # Those of one quantity stay together.
        self._hardest, self._others = (
            [mistakes[place] for place in np.sort(part)] for part in np.split(order, [HARDEST])
        )
        self._most_hidden = _in_words(mistakes[order[0]]) if len(order) else "nothing"

    def _given_up(self, draws: int, criterion: str) -> InputError:
        return InputError(
            f"{self._ranges.template.name}: none of {draws:,} draws of its numbers is fit for an "
            f"exercise; what fails most often: {criterion}; ask for other quantities or more rows"
        )


def _in_words(mistake: Mistake) -> str:
    return f"that {mistake.quantity} {mistake.slip.words} moves it by less than 1 %"
