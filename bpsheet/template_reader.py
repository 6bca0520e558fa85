"""Reading a worked example from TOML; every refusal is one line with file, line, key and remedy."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from bpsheet.errors import InputError
from bpsheet.names import network_names
from bpsheet.template import Gradients, Network, Parameters, Template
from bpsheet.template_checks import Entry, Source, shown
from bpsheet.template_data import column_names, read_data
from bpsheet.template_expression import read_computation
from bpsheet.template_initial import drawn_parameters
from bpsheet.template_keys import DOCUMENT, EXPRESSION_DOCUMENT, section
from bpsheet.template_names import check_names
from bpsheet.template_shapes import check_shapes
from bpsheet.template_training import check_expression, check_network, read_training

LARGEST_FILE = 1_000_000  # bytes
LONGEST_NAME = 100
EXPANDED_UP_TO = 3  # layers; with each further one a gradient written out has twice the terms

_USABLE_NAME = re.compile(r"(?![. -])[\w .,+=()-]+(?<![. ])")
_RESERVED_NAME = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\..*)?", re.IGNORECASE)
_SYNTAX_ERROR = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_ENDLESS_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}"""
)


def read_template(path: Path) -> Template:
    """Read a worked example from a .toml file; it is named after the file.

    Raises:
        InputError: one line that names file, line, key and remedy.
    """
    file = str(path) if str(path).isprintable() else repr(str(path))
    content = _content(path, file)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        message = "not text in UTF-8; save a template as a .toml file in that encoding"
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(message, file=file, line=line) from None
    return parse_template(text, path.stem, file)


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
    source = Source(text.removeprefix("\ufeff"), file)
    document = Entry(_toml(source), (), source)
    if "expression" in document.value:
        return _computation(document, name)
    return _network(document, name)


def _network(document: Entry, name: str) -> Template:
    values = section(DOCUMENT)(document)
    network, parameters = values["network"], values["parameters"]
    layers = network["layers"]
    check_shapes(document, layers, network["biases"])
    training = read_training(document.key("training", {}), values["training"])
    model = Network(activations=_per_layer(network), **network)
    check_network(document, model.activations, training)
    data = document.key("data")
    plain = network_names(layers, model.biases, model.notation)
    columns = zip((plain.inputs, plain.targets), column_names(data, values["data"]), strict=True)
    headings = {old: new for pair in columns for old, new in zip(*pair, strict=False)}
    renamed = headings | values["names"]
    check_names(document.key("names", {}), plain, renamed)
    return _template(
        name,
        values,
        model=model,
        data=read_data(data, values["data"], training.loss),
        parameters=_parameters(parameters, layers, len(plain.biases)),
        training=training,
        gradients="expanded" if len(layers) <= EXPANDED_UP_TO else "staged",
        renamed=renamed,
    )


def _parameters(values: dict[str, Any], layers: tuple[int, ...], biases: int) -> Parameters:
    if "init" not in values:
        return Parameters(**values)
    given = values.get("biases", (0.0,) * biases)
    return drawn_parameters(values["init"], values["seed"], layers, given)


def _computation(document: Entry, name: str) -> Template:
    for heading in ("network", "data", "parameters"):
        if heading in document.value:
            message = f"an [expression] has its variables instead of [{heading}]; remove one"
            raise document.key(heading).error(message)
    values = section(EXPRESSION_DOCUMENT)(document)
    check_expression(document)
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
        renamed=values["names"],
    )
    names = replace(template, renamed={}).names
    check_names(document.key("names", {}), names, template.renamed)
    return template


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


def _per_layer(network: dict[str, Any]) -> tuple[str, ...]:
    """Take the activation out of the network's values, as one name per layer after the inputs."""
    chosen = network.pop("activation")
    return (chosen,) * (len(network["layers"]) - 1) if isinstance(chosen, str) else chosen


def _content(path: Path, file: str) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise InputError(_why_unreadable(error), file=file) from None
    if len(content) > LARGEST_FILE:
        message = f"over {LARGEST_FILE:,} bytes are too many for a template; shorten it"
        raise InputError(message, file=file)
    return content


def _why_unreadable(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file; check the path, or name one of `bpsheet templates`"
        case IsADirectoryError():
            return "this is a directory; name a .toml file in it"
    reason = error.strerror if isinstance(error, OSError) else error
    return f"cannot be read ({reason}); name a .toml file that can"


def _check_name(name: str, file: Path | str | None) -> None:
    if (
        not _USABLE_NAME.fullmatch(name)
        or _RESERVED_NAME.fullmatch(name)
        or len(name) > LONGEST_NAME
    ):
        message = f"{shown(name)} cannot name the files to be built; choose a name of letters, "
        raise InputError(message + f"digits, - and _, at most {LONGEST_NAME} characters", file=file)


def _toml(source: Source) -> dict[str, Any]:
    # The standard library takes time and memory quadratic in the number of a key's parts.
    if endless := _ENDLESS_KEY.search(source.text):
        line = source.text.count("\n", 0, endless.start()) + 1
        raise InputError("a key has over 50 parts; shorten it", file=source.file, line=line)
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), source) from None
    except ValueError:
        raise InputError("a number has too many digits; shorten it", file=source.file) from None
    except RecursionError:
        message = "lists are nested too deeply; write inputs and targets as lists of rows"
        raise InputError(message, file=source.file) from None


def _syntax_error(complaint: str, source: Source) -> InputError:
    """Turn the standard library's complaint, which ends with its place, into one of ours."""
    last_line = source.text.count("\n") + 1
    match = _SYNTAX_ERROR.fullmatch(complaint)
    what, line, column = match.groups() if match else (complaint, None, None)
    place = f"column {column}" if column else "its end"
    remedy = "text stands in quotes, lists in [ ] with commas, each key once"
    message = f"not valid TOML at {place}: {what[0].lower()}{what[1:]}; mend this line ({remedy})"
    return InputError(message, file=source.file, line=int(line) if line else last_line)
