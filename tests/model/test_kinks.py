from __future__ import annotations

from dataclasses import replace

import pytest

from bpsheet.evaluate import evaluate
from bpsheet.expression import Expression, Name, call
from bpsheet.model.graph import Graph
from bpsheet.model.kinks import distance_from_kink, kinks
from bpsheet.notation.text import text
from bpsheet.template import Network
from bpsheet.verbs.derive import derive
from tests.engine.examples import computation, with_training
from tests.examples import CLASSIC

A, B, C, X = (Name(name) for name in "abcx")


@pytest.mark.parametrize(
    ("part", "distance"),
    [
        (call("relu", A), A),
        (call("leaky-relu", A - B), A - B),
        (call("ABS", A * B), A * B),
        (call("MAX", A, B), A - B),
        (call("MIN", A, 0), A - 0),
        *((call(name, A), None) for name in ("sigmoid", "tanh", "linear", "EXP", "LN", "SQRT")),
        (call("softmax", A, A, B), None),
        (A - B, None),
    ],
)
def test_functions_with_a_kink(part: Expression, distance: Expression | None) -> None:
    assert distance_from_kink(part) == distance


@pytest.mark.parametrize("extreme", ["MAX", "MIN"])
@pytest.mark.parametrize(
    ("values", "tie_for"),
    [
        ((1.0, 2.0, 3.0), ""),
        ((3.0, 3.0, 1.0), "MAX"),
        ((3.0, 1.0, 3.0), "MAX"),
        ((1.0, 3.0, 3.0), "MAX"),
        ((1.0, 1.0, 3.0), "MIN"),
        ((1.0, 3.0, 1.0), "MIN"),
        ((3.0, 1.0, 1.0), "MIN"),
        ((2.0, 2.0, 2.0), "MAX and MIN"),
    ],
)
def test_of_several_arguments_the_foremost_two_count(
    extreme: str, values: tuple[float, ...], tie_for: str
) -> None:
    distance = distance_from_kink(call(extreme, A, B, C))
    assert distance is not None
    found = evaluate(distance, dict(zip("abc", values, strict=True)))
    assert (found == 0) == (extreme in tie_for)


def forward(network: Network, loss: str = "half-squared-error") -> Graph:
    return derive(with_training(replace(CLASSIC, model=network), loss=loss)).graph


@pytest.mark.parametrize(
    ("activations", "expected"),
    [
        (("sigmoid", "tanh"), []),
        (("relu", "linear"), ["h1", "h2"]),
        (("tanh", "leaky-relu"), ["o1"]),
        (("relu", "relu"), ["h1", "h2", "o1"]),
    ],
)
def test_every_unit_with_a_kink_has_one(activations: tuple[str, ...], expected: list[str]) -> None:
    assert list(map(text, kinks(forward(Network((2, 2, 1), activations))))) == expected


def test_a_computation_has_the_kinks_of_its_steps() -> None:
    template = computation(
        ("s", call("ABS", A - X) + call("MAX", A * X, 1)),
        ("L", call("relu", Name("s"))),
        inputs={"x": (2.0,)},
        variables={"a": 1.0},
    )
    assert list(map(text, kinks(derive(template).graph))) == ["a − x", "a·x − 1", "s"]


def on_a_kink(graph: Graph, values: dict[str, float]) -> bool:
    return any(evaluate(distance, values) == 0 for distance in kinks(graph))


@pytest.mark.parametrize("loss", ["half-squared-error", "mean-squared-error"])
def test_losses_without_logarithms_have_no_kink(loss: str) -> None:
    assert not kinks(forward(Network((1, 2), ("sigmoid",)), loss))


@pytest.mark.parametrize(
    ("target", "output", "guarded"),
    [
        (1.0, 0.5, False),
        (1.0, 1e-14, False),
        (1.0, 1e-15, True),
        (1.0, 0.0, True),
        (0.5, 0.0, True),
        (0.5, 1.0, True),
        (0.0, 1.0, True),
        # The logarithm has the factor 0.
        (0.0, 0.0, False),
        (1.0, 1.0, False),
    ],
)
def test_a_guarded_logarithm_is_flat(target: float, output: float, guarded: bool) -> None:
    binary = forward(Network((1, 1), ("sigmoid",)), "binary-cross-entropy")
    assert on_a_kink(binary, {"t1": target, "a_o1": output}) == guarded
    shares = forward(Network((1, 2), ("softmax",)), "cross-entropy")
    row = {"t1": target, "a_o1": output, "t2": 1 - target, "a_o2": 1 - output}
    assert on_a_kink(shares, row) == guarded
