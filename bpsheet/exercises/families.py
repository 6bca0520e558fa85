"""Quantities that belong together, such as a parameter with its gradients."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.names import ExampleNames, mean_name, sequential_name, state_name
from bpsheet.template import Template

Family = tuple[str, ...]
"""The name of a unit, an input or a parameter, and the names of all that is only about it."""


def families_of(template: Template) -> tuple[tuple[Family, ...], ...]:
    """Return the families of a worked example in the groups that their columns may stand in.

    The groups are the inputs, the units of each layer, the last one first as error signals stand,
    the weights of each layer, and its biases; of a computation without layers, its inputs and its
    variables.

    >>> from bpsheet.catalogue import load_template
    >>> families_of(load_template("classic"))[1]
    (('o1', 'a_o1', 'δ_o1', 't1', 'E1'), ('o2', 'a_o2', 'δ_o2', 't2', 'E2'))
    """
    names = template.names
    groups = [
        tuple((name,) for name in names.inputs),
        *reversed(_units(names)),
        *(
            tuple(parameter_family(template, weight) for unit in layer.weights for weight in unit)
            for layer in names.layers
        ),
        *(
            tuple(parameter_family(template, bias) for bias in dict.fromkeys(layer.biases))
            for layer in names.layers
        ),
        tuple(parameter_family(template, variable) for variable in names.variables),
    ]
    return tuple(group for group in groups if group)


def output_families(template: Template, output: int) -> Iterator[Family]:
    """Yield the families that no other output has to do with.

    Arguments:
        template: a network.
        output: its place, from 0.
    """
    yield _units(template.names)[-1][output]
    layer = template.names.layers[-1]
    own = (*layer.weights[output], *layer.biases[output : output + 1])
    for parameter in own:
        if template.network.biases != "shared" or parameter not in layer.biases:
            yield parameter_family(template, parameter)


def parameter_family(template: Template, parameter: str) -> Family:
    """Return a parameter's name and those of its gradients and of what is remembered of it."""
    gradient = template.names.gradient(parameter)
    states = OPTIMIZERS[template.training.optimizer].states
    return (
        parameter,
        gradient,
        mean_name(gradient),
        sequential_name(gradient),
        *(state_name(symbol, parameter) for symbol in states),
    )


def _units(names: ExampleNames) -> list[tuple[Family, ...]]:
    """Return the units of each layer; those of the last have a target and an error as well."""
    units = []
    for layer in names.layers:
        own = (layer.pre_activations, layer.activations, layer.error_signals)
        further = (names.targets, names.errors) if layer is names.layers[-1] else ()
        units.append(tuple(zip(*own, *further, strict=True)))
    return units
