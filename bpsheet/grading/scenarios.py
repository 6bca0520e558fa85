"""The numbers that formulas are tried with: the student's own, and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bpsheet.exercises.exercise import Exercise
from bpsheet.exercises.runs import Given, Runs, correct_runs, given_of
from bpsheet.functions import LOSSES
from bpsheet.hyperparameters import SETTINGS
from bpsheet.template import Computation, Data, Rows, Samples, Template

OTHERS = 4
"""How many further sets of numbers every formula is tried with."""

OWN = 0
"""The run with the student's own numbers."""


def tried_with(exercise: Exercise) -> Given:
    """Return the numbers of the runs that formulas are tried in, the student's own first.

    All given numbers differ in the others, also those that are equal in the exercise, so that no
    formula is right by chance. Targets that a loss wants to be 0 or 1 stay.
    """
    own = exercise.template
    random = np.random.default_rng(7)
    others = [_moved(own, random) for _ in range(OTHERS)]
    given = given_of([own, *others])
    shares = np.concatenate([[1.0], random.uniform(0.6, 0.95, OTHERS)])
    settings = [SETTINGS[name].symbol for name in own.training.hyperparameters]
    return replace(given, once={**given.once, **{s: given.once[s] * shares for s in settings}})


def key_of(exercise: Exercise, given: Given) -> Runs:
    """Return the right number of every cell of an exercise in all runs."""
    return correct_runs(exercise.graph, exercise.table, exercise.count, given)


def _moved(template: Template, random: np.random.Generator) -> Template:
    """Return a worked example with other numbers of about the same size."""

    def others(numbers: Sequence[float]) -> tuple[float, ...]:
        shares = random.uniform(0.6, 1.4, len(numbers))
        nought = random.uniform(0.05, 0.3, len(numbers))
        values = np.array(numbers, float)
        return tuple(np.where(values == 0, nought, values * shares).tolist())

    def rows(numbers: Rows) -> Rows:
        return tuple(map(others, numbers))

    def samples(data: Samples) -> Samples:
        return Samples(rows(data.inputs), rows(data.targets) if free else data.targets)

    free = isinstance(template.model, Computation) or not LOSSES[template.training.loss].outputs
    learned, validation = samples(template.data), template.data.validation
    return replace(
        template,
        data=Data(learned.inputs, learned.targets, samples(validation) if validation else None),
        parameters=replace(
            template.parameters,
            weights=others(template.parameters.weights),
            biases=others(template.parameters.biases),
        ),
        training=replace(
            template.training, learning_rates=others(template.training.learning_rates)
        ),
    )
