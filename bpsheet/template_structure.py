"""What a worked example is made of, without its numbers, as text that can be read back.

A built workbook carries it in its document properties, so that a check knows what its columns hold
however they are edited.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import count, takewhile
from typing import Any

from bpsheet.errors import InputError
from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.parser import FUNCTIONS
from bpsheet.template import Computation, Template
from bpsheet.template_reader import parse_template

PROPERTY = "bpsheet template"
"""What the document properties are called, with a number behind it."""

PIECE = 200  # characters
MOST_NUMBERS = 50_000
"""The inputs and targets of all samples beyond which a structure is not read."""

_TYPED = {function: typed for typed, function in reversed(FUNCTIONS.items())}


def structure_of(template: Template) -> str:
    """Return the structure of a worked example as JSON.

    It has the keys of a template, with the numbers of samples in place of data and parameters.
    """
    validation = template.data.validation
    sections: dict[str, Any] = {
        "title": template.name,
        "samples": template.samples,
        "validation": len(validation.inputs) if validation else 0,
        **(_network(template) if template.layered else _expression(template)),
        "training": _training(template),
        "sheets": {"gradients": template.gradients},
        "names": dict(template.renamed),
    }
    return json.dumps(sections, ensure_ascii=False, separators=(",", ":"))


def properties_of(template: Template) -> dict[str, str]:
    """Return the structure of a worked example in pieces that document properties have room for.

    >>> from bpsheet.catalogue import load_template
    >>> template = load_template("gates")
    >>> restored = structure_in(properties_of(template))
    >>> template_of(restored).model == template.model
    True
    """
    structure = structure_of(template)
    pieces = [structure[start : start + PIECE] for start in range(0, len(structure), PIECE)]
    return {f"{PROPERTY} {number}": piece for number, piece in enumerate(pieces, start=1)}


def structure_in(properties: Mapping[str, str]) -> str:
    """Return the structure that document properties hold; empty where there is none."""
    numbered = (f"{PROPERTY} {number}" for number in count(1))
    return "".join(properties[name] for name in takewhile(properties.__contains__, numbered))


def template_of(structure: str) -> Template:
    """Return the worked example that a structure describes; its numbers mean nothing.

    Raises:
        InputError: the text describes none.
    """
    try:
        sections = json.loads(structure)
        samples, validation = sections.pop("samples"), sections.pop("validation")
        layers = sections.get("network", {}).get("layers", ())
        if layers:
            if not 0 <= (samples + validation) * (layers[0] + layers[-1]) <= MOST_NUMBERS:
                raise ValueError(f"{samples} samples are too many")
            sections["data"] = _data(layers, samples, validation)
            sections["parameters"] = {"init": "xavier", "seed": 1}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"what the workbook says of its template cannot be read: {error}"
        ) from None
    return parse_template(_document(sections), "workbook")


def _network(template: Template) -> dict[str, Any]:
    network = template.network
    biases: object = {"none": False, "per unit": True}.get(network.biases, "shared")
    return {
        "network": {
            "layers": list(network.layers),
            "activation": list(network.activations),
            "biases": biases,
            "train_biases": network.train_biases,
            "notation": network.notation,
        }
    }


def _expression(template: Template) -> dict[str, Any]:
    computation = template.model
    assert isinstance(computation, Computation)
    *steps, (name, loss) = computation.steps
    variables = (*computation.inputs, *computation.variables)
    return {
        "expression": {
            "loss": _typed(loss),
            "name": name,
            "steps": [f"{step} = {_typed(value)}" for step, value in steps],
            "variables": dict.fromkeys(variables, 1),
            "trained": list(computation.variables),
        }
    }


def _training(template: Template) -> dict[str, Any]:
    training = template.training
    return {
        "optimizer": training.optimizer,
        **training.settings,
        **(
            {"loss": training.loss, "batch": training.batch, "update": training.update}
            if template.layered
            else {}
        ),
    }


def _data(layers: list[int], samples: int, validation: int) -> dict[str, Any]:
    """Return samples that any loss takes: of the outputs, the first one is meant."""
    number = samples + validation
    data = {
        "inputs": [[0.0] * layers[0]] * number,
        "targets": [[1.0] + [0.0] * (layers[-1] - 1)] * number,
    }
    return {**data, "validation_rows": validation} if validation else data


def _typed(value: Expression) -> str:
    """Return an expression as a person would type it, with every bracket."""
    match value:
        case Name(name):
            return name
        case Number(number):
            return str(Fraction(number)) if isinstance(number, int) else f"({Fraction(number)})"
        case Operation("negative", (operand,)):
            return f"(-{_typed(operand)})"
        case Operation(sign, operands):
            return "(" + f" {sign} ".join(map(_typed, operands)) + ")"
        case Call(function, arguments):
            return f"{_TYPED[function]}({', '.join(map(_typed, arguments))})"
    raise ValueError(f"no template writes {value!r}")


def _document(sections: dict[str, Any]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in sections.items())


def _value(value: Any) -> str:
    """Return a value as TOML writes it."""
    match value:
        case dict():
            parts = (
                f"{json.dumps(key, ensure_ascii=False)} = {_value(value[key])}" for key in value
            )
            return "{" + ", ".join(parts) + "}"
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)
