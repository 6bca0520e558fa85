"""Whether the parts of a template fit each other: how many values each list must hold, and why."""

from __future__ import annotations

from itertools import pairwise

from bpsheet.names import Biases
from bpsheet.template_checks import Entry

TERMS_SHOWN = 5
PLURALS = {"column": "columns", "name": "names", "number": "numbers", "row": "rows"}


def check_shapes(document: Entry, layers: tuple[int, ...], biases: Biases) -> None:
    """Check that every list of a template is as long as its network asks.

    Arguments:
        document: the whole template, each of whose values has been read already.
        layers: the number of inputs, of units in each hidden layer, and of outputs.
        biases: whether units have a bias of their own, share one per layer, or have none.

    Raises:
        InputError: naming the list, how long it must be, and why.
    """
    _check_activations(document.key("network").key("activation"), layers)
    _check_data(document.key("data"), layers)
    parameters = document.key("parameters", {})
    if parameters.key("init").value is None:
        _check_given(parameters, layers)
    else:
        _check_drawn(parameters)
    _check_biases(parameters, layers, biases)


def _check_activations(entry: Entry, layers: tuple[int, ...]) -> None:
    if isinstance(entry.value, list):
        _check_length(entry, len(layers) - 1, "name", "one per layer after the inputs")


def _check_data(data: Entry, layers: tuple[int, ...]) -> None:
    inputs, targets = data.key("inputs"), data.key("targets")
    from_file = data.key("csv").value is not None
    for entry, size, what in ((inputs, layers[0], "input"), (targets, layers[-1], "output")):
        _check_kind(entry, from_file=from_file)
        lists = [entry] if from_file else entry.entries("row")
        noun = "column" if from_file else "number"
        for part in lists:
            _check_length(part, size, noun, f"one per {what} of network.layers")
    if not from_file:
        _check_length(targets, len(inputs.value), "row", "one per sample, as in data.inputs")


def _check_kind(entry: Entry, *, from_file: bool) -> None:
    """Check that columns are named where there is a file, and numbers given where there is none."""
    named = isinstance(entry.value[0], str)
    if named and not from_file:
        raise entry.error('columns need a file; add csv = "…", or write rows of numbers')
    if from_file and not named:
        raise entry.error('the numbers stand in the CSV file; name its columns, as ["x"]')


def _check_given(parameters: Entry, layers: tuple[int, ...]) -> None:
    seed = parameters.key("seed")
    if seed.value is not None:
        remedy = 'add init = "xavier", or remove the seed'
        raise seed.error(f"a seed is for parameters drawn at random; {remedy}")
    _check_weights(parameters.key("weights"), layers)


def _check_drawn(parameters: Entry) -> None:
    weights, seed = parameters.key("weights"), parameters.key("seed")
    if weights.value is not None:
        raise weights.error("parameters.init draws the weights; remove one of the two")
    if seed.value is None:
        raise seed.error("missing; add seed = 1, so that the numbers can be drawn again")


def _check_weights(entry: Entry, layers: tuple[int, ...]) -> None:
    sizes = list(pairwise(layers))
    terms = [f"{sources}·{units}" for sources, units in sizes[:TERMS_SHOWN]]
    terms += ["…"] * (len(sizes) > TERMS_SHOWN)
    why = f"one per connection, {' + '.join(terms)}, in weight order"
    _check_length(entry, sum(sources * units for sources, units in sizes), "number", why)


def _check_biases(parameters: Entry, layers: tuple[int, ...], biases: Biases) -> None:
    units, entry = layers[1:], parameters.key("biases")
    if entry.value is None and parameters.key("init").value is not None:
        return  # biases that are not given begin with 0
    match biases:
        case "per unit":
            _check_length(entry, sum(units), "number", "one per unit after the inputs")
        case "shared":
            _check_length(entry, len(units), "number", "one per layer after the inputs")
        case "none" if entry.value is not None:
            raise entry.error("the network has no biases; remove these or set network.biases")


def _check_length(entry: Entry, expected: int, noun: str, why: str) -> None:
    needed = f"{expected:,} {noun if expected == 1 else PLURALS[noun]} ({why})"
    if entry.value is None:
        raise entry.error(f"missing; give {needed}")
    given = len(entry.value)
    if given != expected:
        remedy = f"add {expected - given:,}" if given < expected else f"remove {given - expected:,}"
        raise entry.error(f"expected {needed}, not {given:,}; {remedy}")
