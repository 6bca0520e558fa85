"""What a page knows of its worked example, as plain data; program/example.js says what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from math import isfinite
from typing import Any

from bpsheet.expression import names_in
from bpsheet.model.gates import Circuit
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.names import previous_name
from bpsheet.notation.mathml import mathml
from bpsheet.notation.mathml_names import mathml_name
from bpsheet.pages.circuits import circuit_data
from bpsheet.pages.drawing import network_data
from bpsheet.pages.walk import WalkPart, WalkStep
from bpsheet.template import Samples, Template
from bpsheet.trace import Trace
from bpsheet.verdicts import rule_in_words
from bpsheet.worked_example import WorkedExample

Data = dict[str, Any]
Places = Mapping[str, int]


def example_data(
    example: WorkedExample,
    places: Places,
    walk: tuple[WalkPart, ...],
    steps: tuple[WalkStep, ...],
    circuit: Circuit | None,
    engine_run: Trace,
) -> Data:
    """Return a worked example as the data of its page.

    Arguments:
        example: the worked example.
        places: the place of every name in the page's list of numbers.
        walk: what is explained.
        steps: all its steps, each once; the further functions of the arithmetic are theirs.
        circuit: the gates to draw, or ``None``.
        engine_run: the engine's first rows of it, for the page to compare itself with.
    """
    template, graph = example.template, example.graph
    numbers = {step: number for number, step in enumerate(steps)}
    return {
        **_words(template),
        **_places(example, places),
        **_numbers(template),
        "quantities": [_quantity(quantity) for quantity in graph],
        "before": [mathml_name(previous_name(one.name)) for one in _remembered(graph)],
        "steps": [_step(step, places) for step in steps],
        "walk": [_part(part, numbers, places) for part in walk],
        "network": network_data(template.names, places) if template.layered else None,
        "circuit": None if circuit is None else circuit_data(circuit, places),
        "expected": _expected(engine_run),
    }


def _words(template: Template) -> Data:
    loss, point = ("cost", "epoch") if template.several else ("loss", "step")
    return {
        "name": template.name,
        "title": template.title,
        "summary": template.summary,
        "views": list(template.views),
        "verdicts": rule_in_words(loss, point)[1],
    }


def _places(example: WorkedExample, places: Places) -> Data:
    graph, names = example.graph, example.template.names
    settings = (one.name for one in graph.of_role(Role.HYPERPARAMETER))

    return {
        "rate": places[names.learning_rate],
        "settings": [places[name] for name in settings if name != names.learning_rate],
        "inputs": [places[name] for name in names.inputs],
        "targets": [places[name] for name in names.targets],
        "parameters": [places[name] for name in names.parameters],
        "carried": [places[one.name] for one in graph if one.scope is Scope.CARRIED],
        "means": [
            [places[one.name], places[names_in(one.computation)[0]]]
            for one in graph
            if one.scope is Scope.BATCH
        ],
        "memory": [
            [places[one.name], places[previous_name(one.name)]] for one in _remembered(graph)
        ],
        "gradients": [places[names.gradient(name)] for name in example.derivation.parameters],
        "outputs": [places[name] for name in names.layers[-1].activations] if names.layers else [],
        "loss": places[graph.loss.name],
        "cost": places[names.cost] if names.cost in graph else None,
        "columns": [places[name] for name in example.trace.names_of_columns],
    }


def _remembered(graph: Graph) -> list[Quantity]:
    return [quantity for quantity in graph if quantity.scope is Scope.UPDATE]


def _numbers(template: Template) -> Data:
    training, validation = template.training, template.data.validation
    return {
        "samples": _samples(template.data),
        "validation": _samples(validation) if validation else [],
        "batch": training.batch_size(template.samples),
        "start": [*template.parameters.weights, *template.parameters.biases],
        "hyperparameters": list(training.hyperparameters.values()),
        "rates": list(training.learning_rates),
        "epochs": training.epochs,
        "goal": training.goal,
    }


def _samples(samples: Samples) -> list[list[float]]:
    """Return the inputs, then the targets, of each sample; a computation has no targets."""
    targets = samples.targets or ((),) * len(samples.inputs)
    return [[*row, *target] for row, target in zip(samples.inputs, targets, strict=True)]


def _quantity(quantity: Quantity) -> Data:
    return {
        "name": quantity.name,
        "role": quantity.role.value,
        "meaning": quantity.meaning,
        "mathml": mathml_name(quantity.name),
    }


def _part(part: WalkPart, numbers: Mapping[WalkStep, int], places: Places) -> Data:
    return {
        "heading": part.heading if part.quantity is None else mathml_name(part.heading),
        "quantity": None if part.quantity is None else places[part.quantity],
        "steps": [numbers[step] for step in part.steps],
        "paths": list(part.paths),
    }


def _step(step: WalkStep, places: Places) -> Data:
    def named(name: str) -> str:
        return f'<mi q="{places[name]}"/>'

    return {
        "left": mathml_name(step.left),
        "right": [mathml(value, named) for value in step.right],
        "why": step.why,
        "quantity": places[step.quantity],
        "uses": [places[name] for name in step.uses],
    }


def _expected(engine_run: Trace) -> list[list[float]]:
    """Return the engine's losses at each rate, up to the first that is no number."""
    return [list(takewhile(isfinite, losses)) for losses in engine_run.total.tolist()]
