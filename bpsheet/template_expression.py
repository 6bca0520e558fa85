"""Reading a computation without layers: its steps, its variables, and which of them are trained."""

from __future__ import annotations

from typing import Any

from bpsheet.expression import Expression, names_in
from bpsheet.hyperparameters import SETTINGS
from bpsheet.names import ExampleNames
from bpsheet.parser import ExpressionError, parse, parse_name
from bpsheet.template import Computation, Data, Parameters
from bpsheet.template_checks import Entry, listing, shown, suggestion

TAKEN = {"t", ExampleNames.cost, ExampleNames.learning_rate} | {
    setting.symbol for setting in SETTINGS.values()
}
"""Names that a worked example has of its own."""


def read_computation(entry: Entry, values: dict[str, Any]) -> tuple[Computation, Data, Parameters]:
    """Return a computation with the numbers of its variables.

    Arguments:
        entry: the section ``[expression]``.
        values: what its keys were read as.

    Raises:
        InputError: naming the step, and what does not fit.
    """
    variables: dict[str, float] = values["variables"]
    known = set(variables)
    for name in (*variables, values["name"]):
        if name in TAKEN:
            raise entry.key("variables").error(f"{shown(name)} has a meaning already; rename it")
    steps: list[tuple[str, Expression]] = []
    for part in entry.key("steps", []).entries("step"):
        name, definition = _step(part)
        _check_step(part, name, definition, known)
        steps.append((name, definition))
        known.add(name)
    loss = entry.key("loss")
    definition = _parsed(loss, loss.value)
    _check_step(loss, values["name"], definition, known)
    steps.append((values["name"], definition))
    _check_use(entry, steps, variables)
    trained = values["trained"]
    _check_trained(entry.key("trained"), trained, variables)
    inputs = tuple(name for name in variables if name not in trained)
    return (
        Computation(tuple(steps), inputs, trained),
        Data((tuple(variables[name] for name in inputs),), ((),)),
        Parameters(tuple(variables[name] for name in trained)),
    )


def _step(entry: Entry) -> tuple[str, Expression]:
    name, equals, definition = entry.value.partition("=")
    if not equals:
        raise entry.error(f"{shown(entry.value)} has no =; write a step as s = w*x - y")
    try:
        return parse_name(name), _parsed(entry, definition)
    except ExpressionError as error:
        raise entry.error(f"{shown(name.strip())} is no name: {error}") from None


def _parsed(entry: Entry, text: str) -> Expression:
    try:
        return parse(text)
    except ExpressionError as error:
        raise entry.error(f"{shown(text.strip())}: {error}") from None


def _check_step(entry: Entry, name: str, definition: Expression, known: set[str]) -> None:
    if name in known:
        raise entry.error(f"{shown(name)} is there already; choose another name")
    if name in TAKEN:
        raise entry.error(f"{shown(name)} has a meaning already; choose another name")
    for mentioned in names_in(definition):
        if mentioned not in known:
            near = suggestion(mentioned, known)
            remedy = f"{near}add it to the variables, or define it in a step before"
            raise entry.error(f"{shown(mentioned)} is not known here; {remedy}")


def _check_use(
    entry: Entry, steps: list[tuple[str, Expression]], variables: dict[str, float]
) -> None:
    """Refuse a variable or a step that nothing is made of."""
    used = {name for _, definition in steps for name in names_in(definition)}
    for key, names in (("variables", list(variables)), ("steps", [name for name, _ in steps[:-1]])):
        for name in names:
            if name not in used:
                raise entry.key(key).error(f"nothing uses {shown(name)}; remove it")


def _check_trained(entry: Entry, trained: tuple[str, ...], variables: dict[str, float]) -> None:
    for part, name in zip(entry.entries("name"), trained, strict=True):
        if name not in variables:
            near = suggestion(name, variables)
            raise part.error(f"no variable {shown(name)}; {near}choose from {listing(variables)}")
        if trained.count(name) > 1:
            raise part.error(f"{shown(name)} stands there twice; remove one")
