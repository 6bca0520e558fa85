"""Each optimizer's formulas against a plain loop, after the algorithms of PyTorch's documentation.

Those stand on the page of each class of ``torch.optim`` (version 2), with weight decay, dampening
and the like at 0.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet import engine
from bpsheet.evaluate import evaluate
from bpsheet.expression import names_in
from bpsheet.hyperparameters import DEFAULTS, SETTINGS, settings_of
from bpsheet.model.optimizers import OPTIMIZERS, following_value, states_of
from bpsheet.names import previous_name, state_name
from bpsheet.notation.text import text

Settings = dict[str, float]


def sgd(w: float, gradients: list[float], rate: float, chosen: Settings) -> list[float]:
    followed = []
    for g in gradients:
        w = w - rate * g
        followed.append(w)
    return followed


def momentum(w: float, gradients: list[float], rate: float, chosen: Settings) -> list[float]:
    buffer, followed = None, []
    for g in gradients:
        buffer = g if buffer is None else chosen["momentum"] * buffer + g
        w = w - rate * buffer
        followed.append(w)
    return followed


def nesterov(w: float, gradients: list[float], rate: float, chosen: Settings) -> list[float]:
    buffer, followed = None, []
    for g in gradients:
        buffer = g if buffer is None else chosen["momentum"] * buffer + g
        w = w - rate * (g + chosen["momentum"] * buffer)
        followed.append(w)
    return followed


def adagrad(w: float, gradients: list[float], rate: float, chosen: Settings) -> list[float]:
    state_sum, followed = 0.0, []
    for g in gradients:
        state_sum = state_sum + g * g
        w = w - rate * g / (sqrt(state_sum) + chosen["epsilon"])
        followed.append(w)
    return followed


def rmsprop(w: float, gradients: list[float], rate: float, chosen: Settings) -> list[float]:
    square_average, followed = 0.0, []
    for g in gradients:
        square_average = chosen["rho"] * square_average + (1 - chosen["rho"]) * g * g
        w = w - rate * g / (sqrt(square_average) + chosen["epsilon"])
        followed.append(w)
    return followed


def adam(w: float, gradients: list[float], rate: float, chosen: Settings) -> list[float]:
    beta1, beta2 = chosen["beta1"], chosen["beta2"]
    m, v, followed = 0.0, 0.0, []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        w = w - rate * m_hat / (sqrt(v_hat) + chosen["epsilon"])
        followed.append(w)
    return followed


def adamax(w: float, gradients: list[float], rate: float, chosen: Settings) -> list[float]:
    beta1, beta2 = chosen["beta1"], chosen["beta2"]
    m, u, followed = 0.0, 0.0, []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        u = max(beta2 * u, abs(g) + chosen["epsilon"])
        w = w - rate * m / ((1 - beta1**t) * u)
        followed.append(w)
    return followed


LOOPS: dict[str, Callable[..., list[float]]] = {
    loop.__name__: loop for loop in (sgd, momentum, nesterov, adagrad, rmsprop, adam, adamax)
}


def by_formulas(
    name: str, w: float, gradients: list[float], rate: float, chosen: Settings
) -> list[float]:
    """Return the values of w by the rows of the table, update by update."""
    optimizer = OPTIMIZERS[name]
    states = dict(states_of(optimizer, "w", "g"))
    following = following_value(optimizer, "w", "g", "η")
    given = {"η": rate} | {SETTINGS[setting].symbol: value for setting, value in chosen.items()}
    before = {previous_name(state): 0.0 for state in states}
    followed = []
    for number, gradient in enumerate(gradients, start=1):
        values = given | before | {"w": w, "g": gradient, "t": float(number)}
        for state, value in states.items():
            values[state] = float(evaluate(value, values))
        before = {previous_name(state): values[state] for state in states}
        w = float(evaluate(following, values))
        followed.append(w)
    return followed


@pytest.mark.parametrize("name", OPTIMIZERS)
@given(data=st.data())
def test_formulas_follow_the_documented_algorithm(name: str, data: st.DataObject) -> None:
    gradients = data.draw(
        st.lists(st.floats(-2, 2).filter(lambda g: abs(g) > 1e-3), min_size=1, max_size=6)
    )
    shares = st.floats(0, 0.99)
    chosen = {
        setting: data.draw(shares if SETTINGS[setting].below_one else st.floats(1e-10, 0.1))
        for setting in DEFAULTS[name]
    }
    rate, w = data.draw(st.floats(0.001, 2)), data.draw(st.floats(-2, 2))
    found = by_formulas(name, w, gradients, rate, chosen)
    assert found == pytest.approx(LOOPS[name](w, gradients, rate, chosen), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_defaults_are_those_of_the_documentation(name: str) -> None:
    gradients = [0.3, -0.2, 0.05]
    chosen = settings_of(name, {})
    found = by_formulas(name, 1.0, gradients, 0.1, chosen)
    assert found == pytest.approx(LOOPS[name](1.0, gradients, 0.1, chosen), rel=1e-13)


def test_every_optimizer_of_the_engine_has_its_formulas() -> None:
    assert OPTIMIZERS.keys() == engine.OPTIMIZERS.keys() == DEFAULTS.keys() == LOOPS.keys()
    for name, row in OPTIMIZERS.items():
        assert tuple(row.states) == engine.OPTIMIZERS[name].symbols
        assert row.counts == engine.OPTIMIZERS[name].counts


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_formulas_mention_the_settings_that_the_optimizer_has(name: str) -> None:
    row = OPTIMIZERS[name]
    mentioned = {
        name for value in (*row.states.values(), row.following) for name in names_in(value)
    }
    symbols = {setting.symbol for setting in SETTINGS.values()}
    assert mentioned & symbols == {SETTINGS[setting].symbol for setting in DEFAULTS[name]}


@pytest.mark.parametrize(
    ("name", "following", "states"),
    [
        ("sgd", "w5 − η·g5", []),
        ("momentum", "w5 − η·v_w5", ["v_w5 = μ·v_w5⁻ + g5"]),
        ("nesterov", "w5 − η·(g5 + μ·v_w5)", ["v_w5 = μ·v_w5⁻ + g5"]),
        ("adagrad", "w5 − η·g5/(√G_w5 + ε₀)", ["G_w5 = G_w5⁻ + g5²"]),
        ("rmsprop", "w5 − η·g5/(√v_w5 + ε₀)", ["v_w5 = ρ·v_w5⁻ + (1 − ρ)·g5²"]),
        (
            "adam",
            "w5 − η·m̂_w5/(√v̂_w5 + ε₀)",
            [
                "m_w5 = β1·m_w5⁻ + (1 − β1)·g5",
                "v_w5 = β2·v_w5⁻ + (1 − β2)·g5²",
                "m̂_w5 = m_w5/(1 − β1^t)",
                "v̂_w5 = v_w5/(1 − β2^t)",
            ],
        ),
        (
            "adamax",
            "w5 − η/(1 − β1^t)·m_w5/u_w5",
            ["m_w5 = β1·m_w5⁻ + (1 − β1)·g5", "u_w5 = max(β2·u_w5⁻, |g5| + ε₀)"],
        ),
    ],
)
def test_formulas_read_as_textbooks_write_them(
    name: str, following: str, states: list[str]
) -> None:
    row = OPTIMIZERS[name]
    assert text(following_value(row, "w5", "g5", "η")) == following
    found = [f"{state} = {text(value)}" for state, value in states_of(row, "w5", "g5")]
    assert found == states


@pytest.mark.parametrize("parameter", ["g", "t", "m", "v", "η", "w"])
def test_a_parameter_may_be_called_what_the_table_calls_something_else(parameter: str) -> None:
    row = OPTIMIZERS["momentum"]
    followed = text(following_value(row, parameter, "∂L/∂x", "α"))
    assert followed == f"{parameter} − α·{state_name('v', parameter)}"
    states = [(name, text(value)) for name, value in states_of(row, parameter, "∂L/∂x")]
    assert states == [(f"v_{parameter}", f"μ·v_{parameter}⁻ + ∂L/∂x")]
