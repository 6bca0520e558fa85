"""New names for single quantities of a worked example."""

from __future__ import annotations

from collections.abc import Mapping

from bpsheet.hyperparameters import SETTINGS
from bpsheet.names import ExampleNames
from bpsheet.template_checks import Entry, listing, shown, suggestion

FEW = 12


def check_names(entry: Entry, names: ExampleNames, renamed: Mapping[str, str]) -> None:
    """Check that every name that is replaced exists, and that all names stay different.

    Arguments:
        entry: the section ``[names]``.
        names: the names as the notation has them.
        renamed: new names by old ones, those from a CSV file included.

    Raises:
        InputError: naming the name, and what it collides with.
    """
    known = _all_names(names)
    for name in entry.value or {}:
        if name not in known:
            near, few = suggestion(name, known), listing(known[:FEW])
            raise entry.key(name).error(f"there is no quantity of this name; {near}such as {few} …")
    seen: dict[str, str] = {setting.symbol: "a setting" for setting in SETTINGS.values()}
    seen["t"] = "the number of the update"
    for name in known:
        new = renamed.get(name, name)
        if new in seen and name in renamed:
            raise entry.key(name).error(f"{shown(new)} is {seen[new]} already; choose another name")
        if new in seen:
            culprit = next(old for old, chosen in renamed.items() if chosen == new)
            raise entry.key(culprit).error(f"{shown(new)} is {name} already; choose another name")
        seen[new] = name


def _all_names(names: ExampleNames) -> list[str]:
    units = [unit for layer in names.layers for unit in layer.pre_activations]
    outputs = [unit for layer in names.layers for unit in layer.activations]
    return [
        *(*names.inputs, *names.targets, *names.parameters, *units, *outputs, *names.errors),
        *(names.total, names.cost, names.learning_rate),
    ]
