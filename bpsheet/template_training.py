"""Whether network, loss, optimizer and update rule of a template go together, and why not."""

from __future__ import annotations

from typing import Any

from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS, SETTINGS
from bpsheet.template import Training
from bpsheet.template_checks import Entry, listing
from bpsheet.template_keys import FOR_LAYERS

_OF_NETWORKS = {
    "loss": "the loss is that of [expression]",
    "update": "an expression has no layers to update one after the other",
}


def read_training(entry: Entry, values: dict[str, Any]) -> Training:
    """Return the settings of the training, each of which its optimizer has.

    Arguments:
        entry: the section ``[training]``.
        values: what its keys were read as.

    Raises:
        InputError: naming the setting, and the optimizers that have it.
    """
    optimizer = values["optimizer"]
    settings = {name: value for name, value in values.items() if name in SETTINGS}
    for name in settings:
        if name not in DEFAULTS[optimizer]:
            owners = listing(other for other, has in DEFAULTS.items() if name in has)
            message = f"{optimizer} has no such setting; remove it, or choose from {owners}"
            raise entry.key(name).error(message)
    others = {name: value for name, value in values.items() if name not in SETTINGS}
    return Training(settings=settings, **others)


def check_network(document: Entry, activations: tuple[str, ...], training: Training) -> None:
    """Check that the parts of a layered network go together.

    Raises:
        InputError: naming what does not, and why.
    """
    _check_hidden(document.key("network").key("activation"), activations[:-1])
    section, loss = document.key("training", {}), LOSSES[training.loss]
    if loss.outputs and activations[-1] not in loss.outputs:
        needed = " or ".join(loss.outputs)
        remedy = f"make {needed} the last activation, or change the loss"
        message = f"{loss.name} takes logarithms of outputs that {needed} gives"
        raise section.key("loss").error(f"{message}; {remedy}")
    if training.update == "sequential":
        _check_sequential(section, len(activations), training)


def check_expression(document: Entry) -> None:
    """Check that a computation without layers asks for nothing that needs layers.

    Raises:
        InputError: naming the key.
    """
    for heading in FOR_LAYERS:
        if heading in document.value:
            message = f"an [expression] has its own variables; remove [{heading}] or [expression]"
            raise document.key(heading).error(message)
    training = document.key("training", {})
    if isinstance(training.value, dict):
        for key, reason in _OF_NETWORKS.items():
            if key in training.value:
                raise training.key(key).error(f"{reason}; remove this key")


def _check_hidden(entry: Entry, activations: tuple[str, ...]) -> None:
    for number, activation in enumerate(activations):
        if ACTIVATIONS[activation].cross is not None:
            place = entry.entries("entry")[number] if isinstance(entry.value, list) else entry
            remedy = "use another one in the layers before"
            raise place.error(f"{activation} turns the outputs into shares; {remedy}")


def _check_sequential(section: Entry, layers: int, training: Training) -> None:
    update = section.key("update")
    if layers == 1:
        raise update.error('there is one layer only, which nothing follows; use "simultaneous"')
    if training.optimizer != "sgd" or training.batch != 1:
        remedy = 'use optimizer = "sgd" and batch = 1'
        raise update.error(f"the sequential rule is one of plain gradient descent; {remedy}")
