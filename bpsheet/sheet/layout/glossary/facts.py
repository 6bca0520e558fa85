"""What a glossary asks of an example: which words it needs, and which names stand in them."""

from __future__ import annotations

from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.template import Template

MOST_GRADIENTS = 3


def facts_of(template: Template) -> frozenset[str]:
    """Return the facts that decide which words of the glossary an example needs.

    The names of its loss and of its activations are among them.
    """
    training, samples = template.training, template.samples
    size, several = training.batch_size(samples), samples > 1
    facts = {
        "layers": template.layered,
        "no layers": not template.layered,
        "hidden": len(template.names.layers) > 1,
        "biases": bool(template.names.biases),
        "one sample": not several,
        "several samples": several,
        "averaged": several and size > 1,
        "one by one": several and size == 1,
        "part of the samples": several and size < samples,
        "all samples at once": several and size == samples,
        "validation": template.data.validation is not None,
        "no validation": template.data.validation is None,
        "drawn": bool(template.parameters.drawn),
        "another loss": training.loss != "mean-squared-error" or not template.layered,
        "plain gradient descent": training.optimizer == "sgd",
        "optimizer state": bool(OPTIMIZERS[training.optimizer].states),
    }
    known = {fact for fact, holds in facts.items() if holds}
    if template.layered:
        known |= {training.loss, *template.network.activations}
    return frozenset(known)


def places_of(template: Template) -> dict[str, str]:
    """Return the example's own names for the places that the glossary's words keep free."""
    names = template.names
    gradients = [names.gradient(name) for name in template.trained]
    shown = gradients if len(gradients) <= MOST_GRADIENTS else [*gradients[:2], "…", gradients[-1]]
    weight = names.layers[-1].weights[0][0] if names.layers else template.trained[0]
    places = {
        "loss": names.total,
        "error": names.error,
        "cost": names.cost,
        "rate": names.learning_rate,
        "optimizer": OPTIMIZERS[template.training.optimizer].title,
        "weight": weight,
        "gradient": names.gradient(weight),
        "gradients": f"({', '.join(shown)})",
        "local": f"∂{names.total}/∂{names.steps[-2]}"
        if names.steps[1:]
        else names.gradient(weight),
    }
    return places | _places_in_layers(template) if template.layered else places


def _places_in_layers(template: Template) -> dict[str, str]:
    names = template.names
    outputs = names.layers[-1]
    unit, activation = outputs.pre_activations[0], outputs.activations[0]
    return {
        "local": f"∂{activation}/∂{unit}",
        "unit": unit,
        "activation": activation,
        "target": names.targets[0],
        "output_error": names.errors[0],
        "signal": outputs.error_signals[0],
        "derivative": names.derivative(unit),
        "bias": names.biases[0] if names.biases else "",
    }
