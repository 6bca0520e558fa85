"""Every definition is held against every number: no single slip of the pen goes unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bpsheet import engine
from bpsheet.errors import ProofError
from bpsheet.expression import Name, transform
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.model.graph import FORWARD
from bpsheet.proof import prove
from bpsheet.proof.definitions import check_start, compare_definitions, compare_validation
from bpsheet.template import Data, Network, Parameters, Samples, Template, Training
from tests.proof.examples import SHORT, SHORT_TRACE, altered, graph_of
from tests.proof.slips import slips

INPUTS = ((0.5, -0.3), (-0.2, 0.9), (0.7, 0.4))
TARGETS = ((0.25, 0.6, 0.15), (0.5, 0.3, 0.2), (0.1, 0.1, 0.8))


def several(
    activations: tuple[str, ...],
    layers: tuple[int, ...],
    weights: tuple[float, ...],
    **training: Any,
) -> Template:
    """Return a small worked example of three samples, the second for validation as well."""
    inputs = tuple(row[: layers[0]] for row in INPUTS)
    targets = tuple(row[: layers[-1]] for row in TARGETS)
    biases = tuple(0.1 + 0.25 * number for number in range(sum(layers[1:])))
    return Template(
        name="several",
        title="A few samples",
        model=Network(layers, activations, "per unit"),
        data=Data(inputs, targets, Samples(inputs[1:2], targets[1:2])),
        parameters=Parameters(weights, biases),
        training=Training((0.1, 0.7), **({"epochs": 3} | training)),
    )


def with_softmax(loss: str) -> Template:
    return several(("softmax",), (1, 3), (0.4, -0.6, 0.3), loss=loss)


KINDS = {
    **{
        optimizer: several(("tanh",), (1, 1), (0.6,), optimizer=optimizer, batch=2)
        for optimizer in DEFAULTS
    },
    "sequential": several(("tanh", "sigmoid"), (2, 1, 1), (-0.6, 0.8, 0.5), update="sequential"),
    "softmax": with_softmax("mean-squared-error"),
    "cross-entropy": with_softmax("cross-entropy"),
    "binary cross-entropy": several(("sigmoid",), (1, 1), (0.8,), loss="binary-cross-entropy"),
    "kinks": several(("relu", "leaky-relu"), (1, 1, 1), (1.0, -2.0)),
    "classic": SHORT,
    "in stages": replace(SHORT, gradients="staged"),
}


@pytest.mark.parametrize("template", KINDS.values(), ids=KINDS)
def test_every_single_slip_is_found(template: Template) -> None:
    trace = engine.train(template)
    found = 0
    for name, wrong in slips(graph_of(template)):
        expected = f"^(update of )?{name}: formula and engine differ"
        with pytest.raises(ProofError, match=expected), np.errstate(all="ignore"):
            list(compare_definitions(wrong, trace))
        found += 1
    assert found > 30


@pytest.mark.parametrize("kind", ["cross-entropy", "kinks", "binary cross-entropy"])
def test_every_number_for_validation_is_checked(kind: str) -> None:
    template = KINDS[kind]
    graph, trace = graph_of(template), engine.train(template)
    assert len(list(compare_validation(graph, trace))) == len(graph.of_role(*FORWARD))
    for name, values in trace.validation.items():
        for place in (0, -1):
            changed = values.copy()
            changed.flat[place] += 1e-9
            wrong = replace(trace, validation={**trace.validation, name: changed})
            with pytest.raises(ProofError, match="for validation: formula and engine differ"):
                list(compare_validation(graph, wrong))


def test_without_samples_for_validation_there_is_nothing_to_compare() -> None:
    assert not list(compare_validation(graph_of(SHORT), SHORT_TRACE))


def test_training_starts_where_the_template_says() -> None:
    weights = SHORT.parameters.weights
    other = replace(SHORT, parameters=Parameters((*weights[:-1], weights[-1] + 1e-9)))
    trace = replace(engine.train(other), template=SHORT)
    graph = graph_of(SHORT)
    assert list(compare_definitions(graph, trace))
    with pytest.raises(ProofError, match=r"^start of w8: formula and engine differ"):
        prove(graph, trace)


def test_what_is_not_trained_stays() -> None:
    fixed = replace(SHORT.network, biases="shared", train_biases=False)
    template = replace(SHORT, model=fixed, parameters=replace(SHORT.parameters, biases=(0.3, 0.6)))
    trace = engine.train(template)
    parameters = trace.parameters.copy()
    parameters[1, -1, -1] += 1e-9
    check_start(graph_of(template), trace)
    with pytest.raises(ProofError, match=r"^start of b2"):
        check_start(graph_of(template), replace(trace, parameters=parameters))


def test_the_slip_of_the_hand_built_sheets_is_found() -> None:
    """a_h1·(1 − a_h1) where a_h2·(1 − a_h2) belongs moves the gradient by 0.026 %."""
    graph = graph_of(SHORT)
    right = graph["∂E/∂w3"].definition
    assert right is not None
    wrong = transform(right, lambda part: Name("a_h1") if part == Name("a_h2") else None)
    with pytest.raises(ProofError, match=r"∂E/∂w3: .* nothing was written"):
        prove(altered(graph, "∂E/∂w3", definition=wrong), SHORT_TRACE)


def test_what_has_a_value_per_epoch_must_be_an_average() -> None:
    graph = altered(graph_of(KINDS["sgd"]), "C", definition=Name("E_total"))
    with pytest.raises(ValueError, match=r"^C is not an average"):
        list(compare_definitions(graph, engine.train(KINDS["sgd"])))
