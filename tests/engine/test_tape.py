from __future__ import annotations

from fractions import Fraction
from math import exp, log, sqrt, tanh
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.engine import loss_at, train
from bpsheet.expression import Call, Expression, Name, Number, Operation, call, total
from bpsheet.parser import FUNCTIONS
from tests.engine.examples import computation, with_training

A, B, W, X, Y, LINE_BIAS = map(Name, ("a", "b", "w", "x", "y", "c"))


def slope_at(definition: Expression, a: float, b: float = 0.0) -> tuple[float, float]:
    """Return the derivatives of `definition` by a and b, as training finds them."""
    trace = train(computation(("L", definition), variables={"a": a, "b": b}))
    return float(trace.gradients[0, 0, 0]), float(trace.gradients[0, 0, 1])


@pytest.mark.parametrize(
    ("definition", "value", "slope"),
    [
        (A + 3, 3.7, 1),
        (A - 3, -2.3, 1),
        (5 - A, 4.3, -1),
        (A * A, 0.49, 1.4),
        (3 * A * A * A, 1.029, 4.41),
        (A / 4, 0.175, 0.25),
        (1 / A, 1 / 0.7, -1 / 0.49),
        (A**3, 0.343, 1.47),
        (A**-2, 1 / 0.49, -2 / 0.343),
        (A ** Number(Fraction(1, 2)), sqrt(0.7), 0.5 / sqrt(0.7)),
        (Operation("^", (Number(2), A)), 2**0.7, 2**0.7 * log(2)),
        (-A, -0.7, -1),
        (call("EXP", A), exp(0.7), exp(0.7)),
        (call("LN", A), log(0.7), 1 / 0.7),
        (call("SQRT", A), sqrt(0.7), 0.5 / sqrt(0.7)),
        (call("ABS", A), 0.7, 1),
        (call("ABS", -A), 0.7, 1),
        (call("MAX", A, 0.6), 0.7, 1),
        (call("MAX", A, 0.8), 0.8, 0),
        (call("MIN", A, 0.6), 0.6, 0),
        (call("MIN", A, 0.8), 0.7, 1),
        (call("MAX", 0.1, A, 0.2), 0.7, 1),
        (call("TANH", A), tanh(0.7), 1 - tanh(0.7) ** 2),
        (call("tanh", A), tanh(0.7), 1 - tanh(0.7) ** 2),
        (call("sigmoid", A), 1 / (1 + exp(-0.7)), exp(-0.7) / (1 + exp(-0.7)) ** 2),
        (call("relu", A), 0.7, 1),
        (call("relu", -A), 0.0, 0),
        (call("leaky-relu", -A), -0.007, -0.01),
        (call("linear", A), 0.7, 1),
    ],
)
def test_operations(definition: Expression, value: float, slope: float) -> None:
    trace = train(computation(("L", definition), variables={"a": 0.7}))
    assert trace.total[0, 0] == pytest.approx(value, rel=1e-14)
    assert trace.gradients[0, 0, 0] == pytest.approx(slope, rel=1e-14)


def test_every_function_that_can_be_written_is_known() -> None:
    for function in set(FUNCTIONS.values()):
        several = (A, B) if function in ("MAX", "MIN") else (A,)
        train(computation(("L", Call(function, several)), variables={"a": 0.7, "b": 0.6}))


@pytest.mark.parametrize(
    ("definition", "slopes"),
    [
        (call("relu", A), (0, 0)),
        (call("leaky-relu", A), (0.01, 0)),
        (call("ABS", A), (0, 0)),
        (call("MAX", A, B), (1, 0)),
        (call("MAX", B, A), (0, 1)),
        (call("MIN", A, B), (1, 0)),
        (call("MAX", 1 * A, 2 * B, 3 * A), (1, 0)),
        (A**0 + A**1 + A**2, (1, 0)),
    ],
)
def test_conventions_at_zero(definition: Expression, slopes: tuple[float, float]) -> None:
    assert slope_at(definition, 0.0, 0.0) == slopes


def test_names_used_twice_gather_their_derivatives() -> None:
    shared = (("s", A * B), ("L", Name("s") ** 2 + 3 * Name("s") + A))
    trace = train(computation(*shared, variables={"a": 0.5, "b": 4.0}))
    assert trace.gradients[0, 0].tolist() == [(2 * 2 + 3) * 4 + 1, (2 * 2 + 3) * 0.5]
    assert trace.by_row["s"][0, 0] == 2.0


def test_a_step_that_only_renames_or_fixes_a_value_has_a_derivative_of_its_own() -> None:
    steps = (("p", A * B), ("q", Name("p")), ("r", Number(5)))
    loss = 3 * Name("p") + Name("q") * Name("r")
    trace = train(computation(*steps, ("L", loss), variables={"a": 0.5, "b": 4.0}))
    derivatives = {name: trace.column(f"∂L/∂{name}")[0, 0] for name in "pqr"}
    assert derivatives == {"p": 3 + 5, "q": 5, "r": 2}
    assert trace.gradients[0, 0].tolist() == [8 * 4, 8 * 0.5]


def test_steps_that_do_not_lead_to_the_loss_do_not_disturb_it() -> None:
    aside = (("r", call("LN", A - 1)), ("L", A**2))
    trace = train(computation(*aside, variables={"a": 0.5, "b": 1.0}))
    assert trace.gradients[0, 0].tolist() == [1.0, 0.0]


def test_a_negative_base_of_a_whole_power_has_a_slope() -> None:
    assert slope_at(A**3, -2.0) == (12.0, 0.0)
    assert np.isnan(slope_at(Operation("^", (A, B)), -2.0, 3.0)[1])


def test_what_is_no_part_of_a_computation_is_refused() -> None:
    with pytest.raises(KeyError, match="SIN"):
        train(computation(("L", call("SIN", A)), variables={"a": 1.0}))


LEAVES = st.sampled_from([A, B, Name("x"), Number(2), Number(0.5)])


def combined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    bounded = parts.map(lambda part: call("TANH", part))
    return st.one_of(
        st.tuples(parts, parts).map(lambda pair: pair[0] + pair[1]),
        st.tuples(parts, parts).map(lambda pair: pair[0] - pair[1]),
        st.tuples(bounded, bounded).map(lambda pair: pair[0] * pair[1]),
        st.tuples(bounded, bounded).map(lambda pair: pair[0] / (pair[1] + 2)),
        st.lists(parts, min_size=2, max_size=4).map(total),
        bounded.map(lambda part: call("EXP", part)),
        bounded.map(lambda part: call("SQRT", part + 2)),
        bounded.map(lambda part: call("LN", part + 2)),
        bounded.map(lambda part: -(part**2)),
        parts.map(lambda part: call("sigmoid", part)),
    )


@given(st.recursive(LEAVES, combined, max_leaves=8))
def test_gradients_equal_central_differences(definition: Expression) -> None:
    template = computation(
        ("s", definition),
        ("L", Name("s") * A),
        inputs={"x": (0.3, -0.8)},
        variables={"a": 0.4, "b": -0.6},
        batch="all",
    )
    trace, at = train(template), np.array([0.4, -0.6])
    nudges = 1e-4 * np.eye(2)
    for sample in range(2):
        differences = [
            loss_at(template, at + step, sample) - loss_at(template, at - step, sample)
            for step in (nudges, 2 * nudges)
        ]
        expected = (8 * differences[0] - differences[1]) / 12e-4
        assert trace.gradients[0, sample] == pytest.approx(expected, rel=1e-8, abs=1e-9)


XS, YS = (0.0, 1.0, 2.0, 4.0), (1.0, 2.0, 2.5, 7.0)


def line(**training: Any) -> Any:
    return computation(
        ("s", W * X + LINE_BIAS - Y),
        ("L", Name("s") ** 2),
        inputs={"x": XS, "y": YS},
        variables={"w": 0.63, "c": 0.44},
        **training,
    )


def test_a_line_follows_the_printed_gradients_of_its_cost() -> None:
    trace = train(line(batch="all", epochs=30, learning_rates=(0.01, 0.05)))
    x, y = np.array(XS), np.array(YS)
    w, c = np.full(2, 0.63), np.full(2, 0.44)
    for epoch in range(30):
        s = np.outer(w, x) + c[:, np.newaxis] - y
        rows = slice(4 * epoch, 4 * epoch + 4)
        assert trace.column("s")[:, rows] == pytest.approx(s, abs=1e-14)
        assert trace.cost[:, epoch] == pytest.approx((s**2).mean(axis=1))
        slopes = 2 * (s * x).mean(axis=1), 2 * s.mean(axis=1)
        assert trace.by_update["mean ∂L/∂w"][:, epoch] == pytest.approx(slopes[0])
        assert trace.by_update["mean ∂L/∂c"][:, epoch] == pytest.approx(slopes[1])
        w, c = w - trace.rates * slopes[0], c - trace.rates * slopes[1]
    assert trace.final == pytest.approx(np.array([w, c]).T)


@pytest.mark.parametrize("batch", [1, 3, "all"])
def test_rows_of_a_batch_are_computed_as_if_alone(batch: Any) -> None:
    trace = train(line(batch=batch, epochs=3, optimizer="adam"))
    for row, sample in enumerate(trace.sample.tolist()):
        w, c = trace.parameters[0, row].tolist()
        s = w * XS[sample] + c - YS[sample]
        assert trace.column("s")[0, row] == pytest.approx(s, abs=1e-15)
        assert trace.total[0, row] == pytest.approx(s**2, abs=1e-15)
        assert trace.gradients[0, row] == pytest.approx([2 * s * XS[sample], 2 * s])


def test_everything_has_a_column() -> None:
    trace = train(line(batch=2, optimizer="momentum", epochs=2))
    assert trace.names_of_columns == (
        *("x", "y", "w", "c", "s", "L", "∂L/∂w", "∂L/∂c"),
        *("mean ∂L/∂w", "mean ∂L/∂c", "v_w", "v_c", "C"),
    )
    assert {trace.column(name).shape for name in trace.names_of_columns} == {(1, 8)}
    assert trace.column("y")[0].tolist() == [*YS, *YS]
    assert (trace.column("L") == trace.total).all()
    assert (trace.layers, trace.errors.shape, trace.targets.shape) == ((), (1, 8, 0), (8, 0))


def test_losses_at_any_variables() -> None:
    at = np.array([[[0.0, 1.0], [2.0, -1.0]]])
    for sample, (x, y) in enumerate(zip(XS, YS, strict=True)):
        expected = [[(1 - y) ** 2, (2 * x - 1 - y) ** 2]]
        assert loss_at(line(), at, sample).tolist() == expected


def test_a_loss_without_variables_is_a_constant() -> None:
    trace = train(computation(("L", X * 2), inputs={"x": (3.0,)}, variables={"w": 1.0}))
    assert trace.total.tolist() == [[6.0]]
    assert trace.gradients.tolist() == [[[0.0]]]
    template = computation(("L", X * 2), inputs={"x": (3.0,)}, variables={"w": 1.0})
    assert loss_at(template, np.zeros((2, 5, 1)), 0).shape == (2, 5)


def test_a_diverging_rate_leaves_the_others_alone() -> None:
    parabola = computation(("L", W**4), variables={"w": 1.0}, learning_rates=(0.01, 2.0), epochs=20)
    trace = train(parabola)
    assert trace.diverged_at[0] is None
    assert trace.diverged_at[1] is not None
    alone = train(with_training(parabola, learning_rates=(0.01,)))
    assert (trace.total[0] == alone.total[0]).all()


def test_a_step_that_overflows_counts_as_divergence_though_the_loss_does_not() -> None:
    trace = train(computation(("s", call("EXP", W)), ("L", W**2), variables={"w": 800.0}))
    assert np.isfinite(trace.total).all()
    assert np.isfinite(trace.gradients).all()
    assert trace.diverged_at == (0,)
