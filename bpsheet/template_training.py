"""Whether network, loss, optimizer and update rule of a template go together, and why not."""

from __future__ import annotations

from typing import Any

from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS, SETTINGS
from bpsheet.template import Training
from bpsheet.template_checks import Entry, listing, shown


def read_training(entry: Entry, values: dict[str, Any]) -> Training:
    """Return the settings of the training, each of which its optimizer has.

    Arguments:
        entry: the section ``[training]``.
        values: what its keys were read as.

    Raises:
        InputError: naming the setting, and the optimizers that have it.
    """
    optimizer = values["optimizer"]
    settings = {name: values.pop(name) for name in SETTINGS if name in values}
    for name in settings:
        if name not in DEFAULTS[optimizer]:
            owners = listing(shown(other) for other, has in DEFAULTS.items() if name in has)
            raise entry.key(name).error(f"{optimizer} has no such setting; {owners} have it")
    return Training(settings=settings, **values)


def check_network(document: Entry, activations: tuple[str, ...], training: Training) -> None:
    """Check that the parts of a layered network go together.

    Raises:
        InputError: naming what does not, and why.
    """
    chosen, loss = document.key("network", {}).key("activation"), LOSSES[training.loss]
    for activation in activations[:-1]:
        if ACTIVATIONS[activation].cross is not None:
            reason = "turns the last layer into shares; use another one before it"
            raise chosen.error(f"{activation} {reason}")
    section = document.key("training", {})
    if loss.outputs and activations[-1] not in loss.outputs:
        needed = " or ".join(loss.outputs)
        reason = f"takes logarithms of outputs between 0 and 1, which {needed} gives"
        remedy = "change the last activation or the loss"
        raise section.key("loss").error(f"{loss.name} {reason}; {remedy}")
    if training.update == "sequential":
        _check_sequential(section, len(activations), training)


def check_expression(document: Entry) -> None:
    """Check that a computation without layers asks for nothing that needs layers.

    Raises:
        InputError: naming the key.
    """
    section = document.key("training", {})
    for key, remedy in (
        ("loss", "the loss of an expression is the expression; remove this key"),
        ("update", "an expression has no layers to update one after the other; remove this key"),
    ):
        if section.key(key).value is not None:
            raise section.key(key).error(remedy)


def _check_sequential(section: Entry, layers: int, training: Training) -> None:
    update = section.key("update")
    if layers == 1:
        raise update.error("a single layer has nothing to update first; use \"simultaneous\"")
    if training.optimizer != "sgd" or training.batch != 1:
        remedy = "use optimizer = \"sgd\" and batch = 1"
        raise update.error(f"the sequential rule is one of plain gradient descent; {remedy}")
