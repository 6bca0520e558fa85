"""Reading a computation without layers: its steps, its variables, and which of them are trained."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from bpsheet.expression import Expression, names_in
from bpsheet.parser import ExpressionError, parse
from bpsheet.template import Computation, Data, Parameters
from bpsheet.template_checks import Entry, listing, shown, suggestion
from bpsheet.template_names import NAMES_SHOWN, new_name

Step = tuple[str, Expression]


def read_computation(entry: Entry, values: dict[str, Any]) -> tuple[Computation, Data, Parameters]:
    """Return a computation with the numbers of its variables.

    Arguments:
        entry: the section ``[expression]``.
        values: what its keys were read as.

    Raises:
        InputError: naming the step, and what does not fit.
    """
    variables, trained = values["variables"], values["trained"]
    _check_trained(entry.key("trained"), trained, variables)
    steps = tuple(_steps(entry, values["name"], variables))
    _check_use(entry, steps, variables)
    inputs = tuple(name for name in variables if name not in trained)
    return (
        Computation(steps, inputs, trained),
        Data((tuple(variables[name] for name in inputs),), ((),)),
        Parameters(tuple(variables[name] for name in trained)),
    )


def places_of_names(entry: Entry, computation: Computation) -> dict[str, Entry]:
    """Return where the section ``[expression]`` chooses each name of a computation."""
    *steps, (loss, _) = computation.steps
    entries = entry.key("steps", []).entries("step")
    variables = entry.key("variables")
    return {
        **{name: variables.key(name) for name in (*computation.inputs, *computation.variables)},
        **{name: part for (name, _), part in zip(steps, entries, strict=True)},
        loss: entry.key("name"),
    }


def _steps(entry: Entry, loss: str, variables: Collection[str]) -> Iterator[Step]:
    """Yield the steps in order, the loss last, each checked against what stands before it."""
    known = list(variables)
    for part in entry.key("steps", []).entries("step"):
        name, text = _sides(part)
        _check_new(part, name, known)
        yield name, _definition(part, text, known)
        known.append(name)
    _check_new(entry.key("name"), loss, known)
    yield loss, _definition(entry.key("loss"), entry.key("loss").value, known)


def _sides(entry: Entry) -> tuple[str, str]:
    """Return the name that a step defines, and what stands right of the equals sign."""
    name, equals, definition = entry.value.partition("=")
    if not equals:
        raise entry.error(f"{shown(entry.value)} has no =; write a step as s = w*x - y")
    return new_name(replace(entry, value=name.strip())), definition


def _check_new(entry: Entry, name: str, known: Sequence[str]) -> None:
    if name in known:
        raise entry.error(f"{shown(name)} stands for something already; choose another name")


def _definition(entry: Entry, text: str, known: Sequence[str]) -> Expression:
    try:
        definition = parse(text)
    except ExpressionError as error:
        raise entry.error(f"{shown(text.strip())}: {error}") from None
    for name in names_in(definition):
        if name not in known:
            remedy = "add it to the variables, or define it in a step before"
            problem = f"{shown(name)} is not known here"
            raise entry.error(f"{problem}; {suggestion(name, known)}{remedy}")
    return definition


def _check_use(entry: Entry, steps: Sequence[Step], variables: Collection[str]) -> None:
    """Refuse a variable or a step that nothing is made of."""
    used = {name for _, definition in steps for name in names_in(definition)}
    for name in variables:
        if name not in used:
            raise entry.key("variables").key(name).error("no step uses this variable; remove it")
    for (name, _), part in zip(steps, entry.key("steps", []).entries("step"), strict=False):
        if name not in used:
            raise part.error(f"nothing uses {shown(name)}; remove this step")


def _check_trained(entry: Entry, trained: Sequence[str], variables: Collection[str]) -> None:
    for part, name in zip(entry.entries("name"), trained, strict=True):
        if name not in variables:
            choices = f"choose from {listing(variables, most=NAMES_SHOWN)}"
            near = suggestion(name, variables)
            raise part.error(f"there is no variable {shown(name)}; {near}{choices}")
        if trained.count(name) > 1:
            raise part.error(f"{shown(name)} stands in the list twice; remove one")
