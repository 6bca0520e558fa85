"""What a student is told: what is computed, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.exercises.exercise import Exercise
from bpsheet.exercises.labels import WORKSHEET
from bpsheet.exercises.layout.places import PAPER, PRACTICE, SCRATCH
from bpsheet.functions import LEAK
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.notation.text import equation, text
from bpsheet.template import Computation, Network, Template

KINKED = {"relu": "ReLU", "leaky-relu": f"leaky ReLU (slope {text(LEAK)} below 0)"}


def model_in_words(template: Template) -> str:
    """Return what is computed, named where it has a name: what a student has to know of it."""
    training = template.training
    update = f"{OPTIMIZERS[training.optimizer].title}, {_when(template)}"
    if training.update == "sequential":
        update += ", the output layer first: the gradients before it see its new weights"
    return f"{_computed(template)} Update: {update}."


def _computed(template: Template) -> str:
    match template.model:
        case Computation(steps):
            return f"Computed: {'; '.join(equation(*step) for step in steps)}."
        case Network(layers, activations):
            sizes = "-".join(map(str, layers))
            *hidden, outputs = (KINKED.get(name, name) for name in activations)
            kinds = [f"hidden units: {', then '.join(dict.fromkeys(hidden))}"] if hidden else []
            kinds += [
                f"output units: {outputs}",
                f"loss: {template.training.loss.replace('-', ' ')}",
            ]
            return f"A {sizes} network; {'; '.join(kinds)}."


def _when(template: Template) -> str:
    size = template.training.batch_size(template.samples)
    if size == 1:
        return "after every sample" if template.several else "after every step"
    some = f"all {size}" if size == template.samples else f"every {size}"
    return f"after {some} samples by the mean of their gradients"


def instructions(exercise: Exercise, *, self_check: bool = False) -> tuple[str, ...]:
    """Return what is computed and what to do, a sentence or two for each line."""
    model = model_in_words(exercise.template)
    return (model, *_task(exercise), *_help(exercise, self_check=self_check))


def _task(exercise: Exercise) -> Iterator[str]:
    if exercise.kind == "fill":
        count = len(exercise.answers)
        yield (
            f"Fill in the {count} yellow cells of the sheet {WORKSHEET}, row by row. Write each as"
            " a formula over other cells, such as =A1*B2, not as a number."
        )
        yield (
            "Work from your own earlier cells: where one of them is wrong, what follows rightly"
            " from it still counts."
        )
        return
    count = len(exercise.slips)
    columns = "One column" if count == 1 else f"{count} columns"
    yield (
        f"{columns} of the sheet {WORKSHEET} hold{'s' * (count == 1)} a wrong formula in every"
        " row; what follows from it is wrong, too, though its own formulas are right."
    )
    yield (
        "Name a cell in which the slip is made, such as H14, and write the formula that belongs"
        " into that very cell, over the cells of the sheet."
    )


def _help(exercise: Exercise, *, self_check: bool) -> Iterator[str]:
    yield (
        f"The numbers are your own; all cells but the yellow ones are locked. {SCRATCH} is free for"
        f" trying things out, and {PAPER} is the same exercise to be printed."
    )
    if self_check:
        yield (
            f"The sheet {PRACTICE} says of each gradient whether it agrees with how the loss"
            " changes when the parameter is moved a little."
        )
