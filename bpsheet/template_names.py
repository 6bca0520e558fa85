"""Names that a template gives to quantities, and whether all names stay different."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bpsheet.hyperparameters import DEFAULTS, SETTINGS
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.names import COUNTER, ExampleNames, state_name
from bpsheet.parser import ExpressionError, parse_name
from bpsheet.template_checks import Entry, line_of_text, listing, shown, suggestion

LONGEST_NAME = 20
NAMES_SHOWN = 12
COUNTING_COLUMNS = ("step", "epoch", "sample", "update", "validation")
"""The headings of a training table's columns that are not quantities."""


def new_name(entry: Entry) -> str:
    """Read a name of letters, digits and _, in the spelling that expressions have."""
    text: str = line_of_text(LONGEST_NAME)(entry)
    try:
        return parse_name(text)
    except ExpressionError as error:
        raise entry.error(f"{shown(text)} is no name: {error}") from None


def new_names(entry: Entry) -> dict[str, Entry]:
    """Read a table of new names by the names that they stand in place of."""
    if not isinstance(entry.value, dict):
        raise entry.error(f'expected a table, not {shown(entry.value)}; write i1 = "x"')
    parts = {old: entry.key(old) for old in entry.value}
    return {old: replace(part, value=new_name(part)) for old, part in parts.items()}


def check_replaced(names: ExampleNames, replaced: Mapping[str, Entry]) -> None:
    """Check that every name that is replaced exists.

    Arguments:
        names: the names as the notation has them.
        replaced: the new names by the old ones.

    Raises:
        InputError: naming a name that does not, or that a computation without layers gives itself.
    """
    known = _names_to_replace(names)
    for old, entry in replaced.items():
        if old not in known:
            choices = listing(known, most=NAMES_SHOWN)
            remedy = f"{suggestion(old, known)}choose from {choices}"
            raise entry.error(f"there is no quantity of this name; {remedy}")


def check_different(names: ExampleNames, optimizer: str, places: Mapping[str, Entry]) -> None:
    """Check that no two quantities have the same name.

    Arguments:
        names: the names as the worked example has them.
        optimizer: whose settings and states have names of their own.
        places: per name that the template has chosen, where it stands.

    Raises:
        InputError: naming what would have the same name.
    """
    seen: dict[str, str] = {}
    for kind, members in (_kinds(names) | _further_kinds(names, optimizer)).items():
        for name in members:
            if name in seen:
                both = f"two quantities would be called {shown(name)}: {seen[name]} and {kind}"
                raise places[name].error(f"{both}; choose another name")
            seen[name] = kind


def _names_to_replace(names: ExampleNames) -> list[str]:
    if names.steps:
        return [names.cost, names.learning_rate]
    return [name for members in _kinds(names).values() for name in members]


def _kinds(names: ExampleNames) -> dict[str, Sequence[str]]:
    """Return the names of a worked example by what they are names of."""
    layers = names.layers
    return {
        "an input": names.inputs,
        "a target": names.targets,
        "a parameter": names.parameters,
        "a pre-activation": [name for layer in layers for name in layer.pre_activations],
        "an activation": [name for layer in layers for name in layer.activations],
        "an error signal": [name for layer in layers for name in layer.error_signals],
        "an error": names.errors,
        "a step": names.steps[:-1],
        "the loss": [names.total],
        "the cost": [names.cost],
        "the learning rate": [names.learning_rate],
    }


def _further_kinds(names: ExampleNames, optimizer: str) -> dict[str, Sequence[str]]:
    """Return the names that no template replaces."""
    row = OPTIMIZERS[optimizer]
    states = [state_name(symbol, name) for symbol in row.states for name in names.parameters]
    return {
        "a counter": COUNTING_COLUMNS,
        f"a setting of {optimizer}": [SETTINGS[name].symbol for name in DEFAULTS[optimizer]],
        f"the update's number for {optimizer}": [COUNTER] * row.counts,
        f"what {optimizer} remembers": states,
    }
