"""Reading a worked example from TOML; every refusal is one line with file, line, key and remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bpsheet.errors import InputError
from bpsheet.names import network_names
from bpsheet.template import Gradients, Network, Parameters, Template
from bpsheet.template_checks import Entry, Source, shown
from bpsheet.template_data import names_from_headings, read_data
from bpsheet.template_expression import places_of_names, read_computation
from bpsheet.template_files import read_text, why_unreadable
from bpsheet.template_initial import drawn_parameters
from bpsheet.template_keys import DOCUMENT, EXPRESSION_DOCUMENT, template_section
from bpsheet.template_names import check_different, check_replaced
from bpsheet.template_shapes import check_shapes
from bpsheet.template_toml import read_toml
from bpsheet.template_training import check_expression, check_network, read_training

LARGEST_FILE = 1_000_000  # bytes
LONGEST_NAME = 100
EXPANDED_UP_TO = 3  # layers; with each further one a gradient written out has twice the terms

_USABLE_NAME = re.compile(r"(?![. -])[\w .,+=()-]+(?<![. ])")
_RESERVED_NAME = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\..*)?", re.IGNORECASE)


def read_template(path: Path) -> Template:
    """Read a worked example from a .toml file; it is named after the file.

    Raises:
        InputError: one line that names file, line, key and remedy.
    """
    try:
        text = read_text(path, LARGEST_FILE)
    except (OSError, ValueError) as error:
        remedy = "check the path, or name one of `bpsheet templates`"
        raise InputError(f"{why_unreadable(error)}; {remedy}", file=path) from None
    return parse_template(text, path.stem, path)


def parse_template(text: str, name: str, file: Path | str | None = None) -> Template:
    """Read a worked example from TOML text.

    Arguments:
        text: the template.
        name: what the files made from it are called.
        file: where the text stands, for messages.

    Raises:
        InputError: one line that names file, line, key and remedy.

    >>> parse_template(
    ...     '''
    ...     title = "One weight"
    ...     network.layers = [1, 1]
    ...     data = {inputs = [[1]], targets = [[0]]}
    ...     parameters.weights = [0.5]
    ...     ''',
    ...     "one-weight",
    ... ).training.learning_rates
    (0.1, 0.2, 0.5, 0.8, 1.0, 2.0)
    """
    _check_name(name, file)
    document = read_toml(Source(text.removeprefix("\ufeff"), file))
    if "expression" in document.value:
        return _computation(document, name)
    return _network(document, name)


def _network(document: Entry, name: str) -> Template:
    values = template_section(DOCUMENT)(document)
    network, data = values["network"], document.key("data")
    layers = network["layers"]
    check_shapes(document, layers, network["biases"])
    activations = _per_layer(network.pop("activation"), len(layers) - 1)
    model = Network(activations=activations, **network)
    training = read_training(document.key("training", {}), values["training"])
    check_network(document, activations, training)
    names = network_names(layers, model.biases, model.notation)
    template = _template(
        name,
        values,
        model=model,
        data=read_data(data, values["data"], training.loss),
        parameters=_parameters(values["parameters"], layers, len(names.biases)),
        training=training,
        gradients="expanded" if len(layers) <= EXPANDED_UP_TO else "staged",
    )
    headings = names_from_headings(data, names, values["names"])
    return _renamed(template, headings | values["names"], {})


def _computation(document: Entry, name: str) -> Template:
    check_expression(document)
    values = template_section(EXPRESSION_DOCUMENT)(document)
    expression = document.key("expression")
    computation, data, parameters = read_computation(expression, values["expression"])
    template = _template(
        name,
        values,
        model=computation,
        data=data,
        parameters=parameters,
        training=read_training(document.key("training", {}), values["training"]),
        gradients="staged" if len(computation.steps) > 1 else "expanded",
    )
    return _renamed(template, values["names"], places_of_names(expression, computation))


def _template(name: str, values: dict[str, Any], *, gradients: Gradients, **parts: Any) -> Template:
    sheets = values["sheets"]
    return Template(
        name=name,
        title=values["title"],
        summary=values.get("summary", ""),
        gradients=sheets.get("gradients", gradients),
        views=sheets["views"],
        **parts,
    )


def _renamed(
    template: Template, replaced: Mapping[str, Entry], chosen: Mapping[str, Entry]
) -> Template:
    """Return a template with some names replaced, all of which must stay different.

    Arguments:
        template: with the names of its notation.
        replaced: the new names by the old ones.
        chosen: where the template chooses other names.
    """
    check_replaced(template.names, replaced)
    renamed = replace(template, renamed={old: new.value for old, new in replaced.items()})
    places = {**chosen, **{new.value: new for new in replaced.values()}}
    check_different(renamed.names, template.training.optimizer, places)
    return renamed


def _parameters(values: dict[str, Any], layers: tuple[int, ...], biases: int) -> Parameters:
    if "init" not in values:
        return Parameters(**values)
    given = values.get("biases", (0.0,) * biases)
    return drawn_parameters(values["init"], values["seed"], layers, given)


def _per_layer(activation: str | tuple[str, ...], layers: int) -> tuple[str, ...]:
    return (activation,) * layers if isinstance(activation, str) else activation


def _check_name(name: str, file: Path | str | None) -> None:
    if (
        not _USABLE_NAME.fullmatch(name)
        or _RESERVED_NAME.fullmatch(name)
        or len(name) > LONGEST_NAME
    ):
        message = f"{shown(name)} cannot name the files to be built; choose a name of letters, "
        raise InputError(message + f"digits, - and _, at most {LONGEST_NAME} characters", file=file)
