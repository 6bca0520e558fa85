"""Numbers that others published, each worked out again by the engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from math import log
from typing import Any

import numpy as np
import pytest

from bpsheet.engine import train
from bpsheet.engine.tape import Tape
from bpsheet.expression import HALF, ONE, Expression, Name, call
from bpsheet.template import Computation, Data, Network, Parameters, Template, Training
from bpsheet.trace import Trace
from tests.engine.examples import MAZUR, computation, with_training
from tests.examples import CLASSIC
from tests.shared import shared

Values = dict[str, float]
W = Name("w")


def network(
    layers: tuple[int, ...],
    weights: list[float],
    inputs: list[list[float]],
    targets: list[list[float]],
    *,
    biases: tuple[float, ...] = (),
    activations: tuple[str, ...] = ("sigmoid", "sigmoid"),
    **training: Any,
) -> Template:
    """Return the network of an example, by default trained for one step at a rate of 1."""
    return Template(
        name="published",
        title="A published example",
        model=Network(layers, activations, "per unit" if biases else "none"),
        data=Data(tuple(map(tuple, inputs)), tuple(map(tuple, targets))),
        parameters=Parameters(tuple(weights), biases),
        training=Training(**({"learning_rates": (1.0,), "epochs": 1} | training)),
    )


def first_row(trace: Trace) -> Values:
    return {name: float(trace.column(name)[0, 0]) for name in trace.names_of_columns}


def signal(trace: Trace, unit: str) -> float:
    return float(trace.column(f"δ_{unit}")[0, 0])


def moves(trace: Trace) -> Values:
    """Return what the first update adds to each parameter."""
    change = (trace.final - trace.parameters[:, 0])[0].tolist()
    return dict(zip(trace.names.parameters, change, strict=True))


def played(given: Values, **steps: Expression) -> tuple[Values, Values]:
    """Return the value of every name and the last step's derivative by it."""
    tape = Tape(Computation(tuple(steps.items()), (), tuple(given)))
    values = tape.forward(map(np.array, given.values()))
    slopes = tape.backward(values)
    names = tape.places.items()
    return (
        {name: float(values[place]) for name, place in names},
        {name: float(slopes[place]) for name, place in names if place in slopes},
    )


def mazur() -> Values:
    trace = train(with_training(MAZUR, epochs=10_001), [0.5])
    row, after = first_row(trace), {name: trace.column(name)[0] for name in trace.names.weights}
    through = {1: "w5", 2: "w7"}
    by_output = {n: signal(trace, f"o{n}") * row[weight] for n, weight in through.items()}
    return {
        "net_h1": row["h1"],
        **{f"out_{unit}": row[f"a_{unit}"] for unit in ("h1", "h2", "o1", "o2")},
        "net_o1": row["o1"],
        **{"E_o1": row["E1"], "E_o2": row["E2"], "E_total": row["E_total"]},
        "dE_dout_o1": row["a_o1"] - row["t1"],
        "dout_o1_dnet_o1": signal(trace, "o1") / (row["a_o1"] - row["t1"]),
        **{"dE_dw5": row["∂E/∂w5"], "dE_dw1": row["∂E/∂w1"], "dEo1_dnet_o1": signal(trace, "o1")},
        **{f"{name}_new": float(values[1]) for name, values in after.items()},
        **{f"dEo{n}_dout_h1": value for n, value in by_output.items()},
        "dE_dout_h1": sum(by_output.values()),
        "dout_h1_dnet_h1": signal(trace, "h1") / sum(by_output.values()),
        "E_after_1": float(trace.total[0, 1]),
        "E_after_10000": float(trace.total[0, -1]),
        "o1_after_10000": float(trace.column("a_o1")[0, -1]),
        "o2_after_10000": float(trace.column("a_o2")[0, -1]),
    }


def tsai_without_biases() -> Values:
    row = first_row(train(CLASSIC))
    return row | {f"dE_dw{n}": row[f"∂E/∂w{n}"] for n in range(1, 9)}


def udacity_descent() -> Values:
    trace = train(
        network(
            (4, 1),
            [0.5, -0.5, 0.3, 0.1],
            [[1, 2, 3, 4]],
            [[0.5]],
            activations=("sigmoid",),
            learning_rates=(0.5,),
        )
    )
    row = first_row(trace)
    steps = {f"dw{n}": step for n, step in enumerate(moves(trace).values())}
    return {"out": row["a_o1"], "err": row["t1"] - row["a_o1"]} | steps


def udacity_back_propagation() -> Values:
    weights = [0.5, 0.1, 0.1, -0.6, -0.2, 0.7, 0.1, -0.3]
    trace = train(network((3, 2, 1), weights, [[0.5, 0.1, -0.2]], [[0.6]], learning_rates=(0.5,)))
    places = ["ih00", "ih10", "ih20", "ih01", "ih11", "ih21", "ho0", "ho1"]
    return {f"dW{place}": step for place, step in zip(places, moves(trace).values(), strict=True)}


def han_and_kamber() -> Values:
    names = ["w14", "w24", "w34", "w15", "w25", "w35", "w46", "w56", "theta4", "theta5", "theta6"]
    trace = train(
        network(
            (3, 2, 1),
            [0.2, 0.4, -0.5, -0.3, 0.1, 0.2, -0.3, -0.2],
            [[1, 0, 1]],
            [[1]],
            biases=(-0.4, 0.2, 0.1),
            learning_rates=(0.9,),
        )
    )
    row = first_row(trace)
    units = {"4": "h1", "5": "h2", "6": "o1"}
    return {
        **{f"I{number}": row[unit] for number, unit in units.items()},
        **{f"O{number}": row[f"a_{unit}"] for number, unit in units.items()},
        **{f"err{number}": -signal(trace, unit) for number, unit in units.items()},
        **dict(zip(names, trace.final[0].tolist(), strict=True)),
    }


def rgu_chapter_3() -> Values:
    trace = train(
        network(
            (2, 2, 1), [0.1, 0.8, 0.4, 0.6, 0.3, 0.9], [[0.35, 0.9]], [[0.5]], update="sequential"
        )
    )
    row = first_row(trace)
    return {
        **{"h1": row["a_h1"], "h2": row["a_h2"], "out": row["a_o1"]},
        "delta": -signal(trace, "o1"),
        "delta1": -row["sequential ∂E/∂w1"] / row["i1"],
        **dict(zip(trace.names.weights, trace.final[0].tolist(), strict=True)),
    }


def relu_and_softmax() -> Values:
    trace = train(
        network(
            (2, 2, 3),
            [0.18, 0.1, 0.04, 0.22, 0.19, -0.02, -0.1, -0.01, 0.1, 0.04],
            [[16, -6]],
            [[0, 0, 1]],
            biases=(0.0,) * 5,
            activations=("relu", "softmax"),
            loss="cross-entropy",
        )
    )
    row = first_row(trace)
    return {
        **{"h0": row["a_h1"], "M1": row["h2"], "loss": row["E_total"]},
        **{f"s{n}": row[f"o{n + 1}"] for n in range(3)},
        **{f"dW2_0{n}": row[f"∂E/∂w{5 + 2 * n}"] for n in range(3)},
        **{f"db2_{n}": row[f"∂E/∂b{3 + n}"] for n in range(3)},
        **{"dW1_00": row["∂E/∂w1"], "dW1_10": row["∂E/∂w2"], "db1_0": row["∂E/∂b1"]},
    }


def single_weight() -> Values:
    x, y = Name("x"), Name("y")
    values, slopes = played(
        {"w": 1.0, "x": 1.0, "y": 2.0}, y_hat=W * x, s=Name("y_hat") - y, loss=Name("s") ** 2
    )
    return values | {"dloss_ds": slopes["s"], "dw": slopes["w"]}


def sigmoid_circuit() -> Values:
    given = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
    values, slopes = played(
        given,
        w0x0=Name("w0") * Name("x0"),
        w1x1=Name("w1") * Name("x1"),
        sum01=Name("w0x0") + Name("w1x1"),
        dot=Name("sum01") + Name("w2"),
        neg=-Name("dot"),
        exp=call("EXP", Name("neg")),
        one_plus=ONE + Name("exp"),
        f=ONE / Name("one_plus"),
    )
    derivatives = {f"d{name}": slopes[name] for name in given}
    derivatives |= {f"d_{name}": slopes[name] for name in ("dot", "neg", "exp")}
    return values | derivatives | {"d_oneplus": slopes["one_plus"]}


def product_of_a_sum() -> Values:
    values, slopes = played(
        {"x": -2.0, "y": 5.0, "z": -4.0}, q=Name("x") + Name("y"), f=Name("q") * Name("z")
    )
    return values | {f"d{name}": slopes[name] for name in "qxyz"}


def micrograd() -> Values:
    a, b, c, d, e, f = map(Name, "abcdef")
    values, slopes = played(
        {"a": -4.0, "b": 2.0},
        c0=a + b,
        d0=a * b + b**3,
        c1=Name("c0") + (Name("c0") + 1),
        c=Name("c1") + (1 + Name("c1") + -a),
        d1=Name("d0") + (Name("d0") * 2 + call("relu", b + a)),
        d=Name("d1") + (3 * Name("d1") + call("relu", b - a)),
        e=c - d,
        f=e**2,
        g=f / 2.0 + 10.0 / f,
    )
    return {"g": values["g"], "a_grad": slopes["a"], "b_grad": slopes["b"]}


def tanh_neuron() -> Values:
    bias = float(np.float32(6.881373587019543))  # the source's tensors begin as 32-bit numbers
    terms = [Name(f"x{n}") * Name(f"w{n}") for n in (1, 2)]
    values, slopes = played(
        {"x1": 2.0, "x2": 0.0, "w1": -3.0, "w2": 1.0, "b": bias},
        n=terms[0] + terms[1] + Name("b"),
        o=call("tanh", Name("n")),
    )
    return {"o": values["o"]} | {f"{name}_grad": slope for name, slope in slopes.items()}


def softmax_of_scores() -> Values:
    found: Values = {}
    for prefix, scores in (("", [1.0, -2.0, 0.0]), ("h", [0.5, -1.0, 0.0])):
        shares = network((1, 3), scores, [[1.0]], [[1.0, 0.0, 0.0]], activations=("softmax",))
        powers, _ = played(
            {"s1": scores[0], "s2": scores[1]},
            e1=call("EXP", Name("s1")),
            e2=call("EXP", Name("s2")),
        )
        row = first_row(train(with_training(shares, loss="cross-entropy")))
        found |= {f"{prefix}p{n}": row[f"a_o{n}"] for n in (1, 2, 3)}
        found |= {f"{prefix}{name}": powers[name] for name in ("e1", "e2")}
    return found


def mean_binary_cross_entropies() -> Values:
    def mean(targets: list[float], outputs: list[float]) -> float:
        weights = [log(output / (1 - output)) for output in outputs]
        example = network((1, 2), weights, [[1.0]], [targets], activations=("sigmoid",))
        return float(train(with_training(example, loss="binary-cross-entropy")).total[0, 0]) / 2

    return {"l0": mean([0, 1], [0.6, 0.4]), "l1": mean([0, 0], [0.4, 0.6])}


def mean_cross_entropy() -> Values:
    shares = [[0.1, 0.9], [0.9, 0.1], [0.8, 0.2], [0.35, 0.65]]
    example = network(
        (4, 2),
        np.log(shares).T.ravel().tolist(),
        np.eye(4).tolist(),
        [[0, 1], [1, 0], [1, 0], [0, 1]],
        activations=("softmax",),
        loss="cross-entropy",
        batch="all",
    )
    return {"loss": float(train(example).cost[0, 0])}


def first_step_of_adam() -> Values:
    example = computation(
        ("L", 4 * W), variables={"w": 0.0}, optimizer="adam", settings={"epsilon": 0.0}
    )
    row = first_row(trace := train(example))
    return {
        **{"m1": row["m_w"], "v1": row["v_w"], "mhat": row["m̂_w"], "vhat": row["v̂_w"]},
        "step": moves(trace)["w"],
    }


def half_square(start: float, **training: Any) -> list[float]:
    """Return what becomes of w, two steps down w²/2."""
    example = computation(("L", HALF * W**2), variables={"w": start}, epochs=2, **training)
    trace = train(example)
    return [*trace.column("w")[0, 1:].tolist(), trace.final[0, 0]]


def adam_of_keras() -> Values:
    return {"var1": half_square(10.0, optimizer="adam", settings={"epsilon": 1e-7})[0]}


def rmsprop_of_keras() -> Values:
    settings = {"rho": 0.9, "epsilon": 1e-7}
    return {"var1": half_square(10.0, optimizer="rmsprop", settings=settings)[0]}


def momentum_of_keras() -> Values:
    first, second = half_square(1.0, optimizer="momentum")
    return {"sgd": half_square(1.0)[0], "step1": 1.0 - first, "step2": first - second}


CASES: dict[str, Callable[[], Values]] = {
    "mazur-2015": mazur,
    "tsai-nobias": tsai_without_biases,
    "single-weight-wx": single_weight,
    "cs231n-sigmoid": sigmoid_circuit,
    "cs231n-xyz": product_of_a_sum,
    "cs231n-softmax-demo": softmax_of_scores,
    "micrograd-readme": micrograd,
    "karpathy-neuron": tanh_neuron,
    "udacity-gd": udacity_descent,
    "udacity-backprop": udacity_back_propagation,
    "han-kamber": han_and_kamber,
    "rgu-chap3": rgu_chapter_3,
    "adam-q4quant": first_step_of_adam,
    "adam-keras": adam_of_keras,
    "rmsprop-keras": rmsprop_of_keras,
    "sgd-keras": momentum_of_keras,
    "bce-keras": mean_binary_cross_entropies,
    "logloss-sklearn": mean_cross_entropy,
    "two-layer-relu-softmax": relu_and_softmax,
}

WRONG_AT_SOURCE = {
    "mazur-2015": {
        "hidden weights were updated with output weights that were already new": (
            *("E_after_1", "E_after_10000", "o1_after_10000", "o2_after_10000"),
        ),
    },
    "tsai-nobias": {
        "a_h1·(1 − a_h1) stands where a_h2·(1 − a_h2) belongs": ("dE_dw3", "dE_dw4"),
        "a_o1 − i1 stands where a_o1 − t1 belongs": ("dE_dw5", "dE_dw6"),
    },
    "rgu-chap3": {"computed with δ rounded to three digits": ("w5", "w6")},
}


def cases() -> dict[str, dict[str, Any]]:
    file = shared("reference", "published_cases.json")
    return {case["id"]: case for case in json.loads(file.read_text(encoding="utf-8"))["cases"]}


def units_off(number: float, printed: str) -> float:
    """Return how far a number is from a printed one, in units of the last printed place.

    Some sources print as many digits as a float has: four of its own steps count as nothing.
    """
    place = int(Decimal(printed).as_tuple().exponent)
    distance = abs(Decimal(number) - Decimal(printed)) - Decimal(float(4 * np.spacing(abs(number))))
    return float(distance.scaleb(-place))


ALLOWED = {
    "yes": (-np.inf, 0.5),
    "truncated": (0.5, 1),
    "last digit": (0.5, 5),
    "NO": (0.5, np.inf),
}
"""How far a number may be off, by how the case is marked."""


def test_no_published_case_is_left_out() -> None:
    assert cases().keys() == CASES.keys()


@pytest.mark.parametrize("case", CASES)
def test_published_numbers_reproduce_where_they_are_right(case: str) -> None:
    ours = CASES[case]()
    wrong = {name for names in WRONG_AT_SOURCE.get(case, {}).values() for name in names}
    for value in cases()[case]["values"]:
        name, printed, number = value["name"], value["printed"], ours[value["name"]]
        assert number == pytest.approx(float(value["recomputed"]), rel=1e-9, abs=1e-15), name
        low, high = ALLOWED[value["reproduces"]]
        assert low <= units_off(number, printed) <= high, name
        assert (value["reproduces"] == "NO") == (name in wrong), name


def test_the_sequential_rule_explains_what_mazur_printed() -> None:
    trace = train(with_training(MAZUR, update="sequential", epochs=10_001), [0.5])
    values = {value["name"]: value["printed"] for value in cases()["mazur-2015"]["values"]}
    assert units_off(float(trace.total[0, 1]), values["E_after_1"]) <= 0.5
    for number in (1, 2):
        output = float(trace.column(f"a_o{number}")[0, -1])
        assert units_off(output, values[f"o{number}_after_10000"]) <= 0.5


def test_the_published_slips_explain_the_wrong_gradients() -> None:
    row = first_row(train(CLASSIC))
    values = {value["name"]: value["printed"] for value in cases()["tsai-nobias"]["values"]}
    slope = row["a_h1"] * (1 - row["a_h1"]) / (row["a_h2"] * (1 - row["a_h2"]))
    slips = {f"w{n}": slope for n in (3, 4)}
    slips |= {f"w{n}": (row["a_o1"] - row["i1"]) / (row["a_o1"] - row["t1"]) for n in (5, 6)}
    for weight, factor in slips.items():
        assert units_off(row[f"∂E/∂{weight}"] * factor, values[f"dE_d{weight}"]) <= 0.5
