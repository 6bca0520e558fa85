"""What drawn numbers are held to: which mistakes they must show, and which they cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpsheet.errors import InputError
from bpsheet.exercises.numbers.mistakes import LEAST_SHARE, LeftOut, Mistake
from bpsheet.exercises.numbers.ranges import Ranges
from bpsheet.exercises.numbers.trial import Trial, some
from bpsheet.exercises.runs import Runs
from bpsheet.exercises.secret import Choices
from bpsheet.template import Template

FEWEST_PROBES = 40
"""How many draws that are fit but for the mistakes must be found to tell which can show."""

MOST_PROBED, HOPELESS = 20_000, 2_000
"""How many draws are made to find them; how many, where not one is found."""

PROBE_KEY = b"numbers that no student gets"

HARDEST = 120
"""How many mistakes, those that hide most often, are looked at before the others."""


@dataclass(frozen=True)
class Standard:
    """What drawn numbers are held to.

    Attributes:
        ranges: what they are drawn from.
        trial: how they are judged.
        hardest: the mistakes that hide most often.
        others: the other mistakes that must show.
        left_out: the mistakes that no numbers show.
        most_hidden: in words, what fails most often.
    """

    ranges: Ranges
    trial: Trial
    hardest: tuple[Mistake, ...]
    others: tuple[Mistake, ...]
    left_out: tuple[LeftOut, ...]
    most_hidden: str

    def first_fit(self, templates: Sequence[Template]) -> int | None:
        """Return the place of the first of these draws that is fit in every way."""
        runs = self.trial.runs(templates)
        left = np.flatnonzero(self.trial.failures(runs) == 0)
        for mistakes in (self.hardest, self.others):
            if len(left) and mistakes:
                left = left[self._hidden(mistakes, runs, left) == 0]
        return int(left[0]) if len(left) else None

    def failures(self, templates: Sequence[Template]) -> NDArray[np.int64]:
        """Return how much is wrong with each of these draws; 0 with one that is fit.

        What is looked at first weighs most: the criteria, then the hardest mistakes, then the
        others; each in the draws alone that have nothing wrong before.
        """
        runs = self.trial.runs(templates)
        weight = len(self.others) + 1
        failures = self.trial.failures(runs) * weight * (len(self.hardest) + 1)
        for mistakes, each in ((self.hardest, weight), (self.others, 1)):
            left = np.flatnonzero(failures == 0)
            if len(left) and mistakes:
                failures[left] = self._hidden(mistakes, runs, left) * each
        return failures

    def given_up(self, draws: int) -> InputError:
        """Return the error that says that so many draws were made in vain."""
        return _given_up(self.trial, draws, self.most_hidden)

    def _hidden(
        self, mistakes: Sequence[Mistake], runs: Runs, places: NDArray[np.intp]
    ) -> NDArray[np.int64]:
        """Return how many of some mistakes do not show in each of some runs."""
        shares = self.trial.shares(mistakes, some(runs, places))
        return np.asarray((shares < LEAST_SHARE).sum(axis=0))


def standard_of(ranges: Ranges, trial: Trial, mistakes: Sequence[Mistake], probes: int) -> Standard:
    """Return what numbers can be held to, from draws that are the same for everyone.

    Arguments:
        ranges: what numbers are drawn from.
        trial: how they are judged.
        mistakes: those that should show, in the order of their quantities.
        probes: how many draws, fit but for the mistakes, tell which of these can.

    Raises:
        InputError: hardly any draws are fit, whatever mistakes they show.
    """
    shares = trial.shares(mistakes, _probes(ranges, trial, probes))
    most = np.fmax.reduce(shares, axis=1, initial=0.0)
    can_show = most >= LEAST_SHARE
    hidden = np.where(can_show, (shares < LEAST_SHARE).mean(axis=1), -1.0)
    order = np.argsort(-hidden, kind="stable")[: int(can_show.sum())]
    # Those of one quantity stay together.
    hardest, others = (
        tuple(mistakes[place] for place in np.sort(part)) for part in np.split(order, [HARDEST])
    )
    left_out = tuple(
        LeftOut(mistake.quantity, mistake.slip.kind, mistake.slip.words, float(share))
        for mistake, share in zip(mistakes, most, strict=True)
        if share < LEAST_SHARE
    )
    most_hidden = _in_words(mistakes[order[0]]) if len(order) else "nothing"
    return Standard(ranges, trial, hardest, others, left_out, most_hidden)


def _probes(ranges: Ranges, trial: Trial, wanted: int) -> Runs:
    """Return runs that are fit but for the mistakes."""
    found: list[Template] = []
    start = 0
    while len(found) < wanted and start < (MOST_PROBED if found else HOPELESS):
        places = range(start, start + wanted)
        templates = [ranges.drawn(Choices(PROBE_KEY, str(place))) for place in places]
        runs = trial.runs(templates)
        found += [templates[place] for place in np.flatnonzero(trial.failures(runs) == 0)]
        start += wanted
    if len(found) < FEWEST_PROBES:
        worst = max(trial.criteria(runs), key=lambda criterion: float(criterion[1].mean()))
        raise _given_up(trial, start, worst[0])
    return trial.runs(found[:wanted])


def _in_words(mistake: Mistake) -> str:
    return f"that {mistake.quantity} {mistake.slip.words} moves it by less than 1 %"


def _given_up(trial: Trial, draws: int, criterion: str) -> InputError:
    return InputError(
        f"{trial.template.name}: none of {draws:,} draws of its numbers is fit for an exercise; "
        f"what fails most often: {criterion}; ask for other quantities or more rows"
    )
