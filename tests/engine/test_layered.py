from __future__ import annotations

from math import exp

import numpy as np
import pytest
from openpyxl import load_workbook

from bpsheet.engine import train
from tests.engine.examples import LINEAR_CHAIN, MAZUR, with_network
from tests.examples import CLASSIC
from tests.shared import shared


def straight_line(rate: float, steps: int) -> list[dict[str, float]]:
    """Return the rows of the classic network, written out by hand."""
    i1, i2, t1, t2 = CLASSIC.data.inputs[0] + CLASSIC.data.targets[0]
    w = dict(zip(CLASSIC.names.weights, CLASSIC.parameters.weights, strict=True))
    rows = []
    for _ in range(steps):
        h1, h2 = w["w1"] * i1 + w["w2"] * i2, w["w3"] * i1 + w["w4"] * i2
        a_h1, a_h2 = 1 / (1 + exp(-h1)), 1 / (1 + exp(-h2))
        o1, o2 = w["w5"] * a_h1 + w["w6"] * a_h2, w["w7"] * a_h1 + w["w8"] * a_h2
        a_o1, a_o2 = 1 / (1 + exp(-o1)), 1 / (1 + exp(-o2))
        e1, e2 = (t1 - a_o1) ** 2 / 2, (t2 - a_o2) ** 2 / 2
        δ_o1, δ_o2 = (a_o1 - t1) * a_o1 * (1 - a_o1), (a_o2 - t2) * a_o2 * (1 - a_o2)
        δ_h1 = (δ_o1 * w["w5"] + δ_o2 * w["w7"]) * a_h1 * (1 - a_h1)
        δ_h2 = (δ_o1 * w["w6"] + δ_o2 * w["w8"]) * a_h2 * (1 - a_h2)
        inner = {"w1": δ_h1 * i1, "w2": δ_h1 * i2, "w3": δ_h2 * i1, "w4": δ_h2 * i2}
        outer = {"w5": δ_o1 * a_h1, "w6": δ_o1 * a_h2, "w7": δ_o2 * a_h1, "w8": δ_o2 * a_h2}
        gradients = inner | outer
        rows.append(
            w
            | {"i1": i1, "i2": i2, "t1": t1, "t2": t2, "E1": e1, "E2": e2, "E_total": e1 + e2}
            | {"h1": h1, "h2": h2, "o1": o1, "o2": o2}
            | {"a_h1": a_h1, "a_h2": a_h2, "a_o1": a_o1, "a_o2": a_o2}
            | {"δ_h1": δ_h1, "δ_h2": δ_h2, "δ_o1": δ_o1, "δ_o2": δ_o2}
            | {CLASSIC.names.gradient(name): gradient for name, gradient in gradients.items()}
        )
        w = {name: w[name] - rate * gradients[name] for name in w}
    return rows


@pytest.mark.parametrize("rate", CLASSIC.training.learning_rates)
def test_classic_equals_straight_line_code(rate: float) -> None:
    trace = train(CLASSIC)
    position = CLASSIC.training.learning_rates.index(rate)
    rows = straight_line(rate, CLASSIC.training.epochs)
    for name in rows[0]:
        expected = [row[name] for row in rows]
        assert trace.column(name)[position] == pytest.approx(expected, rel=1e-12, abs=1e-15), name


# What the hand-built worksheet prints in its first row (the values it has right).
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("h1", 0.0275),
        ("a_h1", 0.5068745668),
        ("h2", 0.0425),
        ("a_h2", 0.510623401),
        ("o1", 0.4325303572),
        ("a_o1", 0.6064777322),
        ("o2", 0.5342801539),
        ("a_o2", 0.6304808355),
        ("E1", 0.1778928425),
        ("E2", 0.06462701484),
        ("E_total", 0.2425198573),
        ("∂E/∂w1", 0.0001882556669),
        ("∂E/∂w2", 0.0003765113339),
        ("∂E/∂w7", -0.04245525009),
    ],
)
def test_first_row_of_the_hand_built_sheet(name: str, printed: float) -> None:
    assert train(CLASSIC).column(name)[:, 0] == pytest.approx([printed] * 6, rel=3e-10)


# Printed by Mazur for a learning rate of 0.5, to nine decimals; row 1 stands after the update.
@pytest.mark.parametrize(
    ("name", "row", "printed"),
    [
        ("h1", 0, 0.3775),
        ("a_h1", 0, 0.593269992),
        ("a_h2", 0, 0.596884378),
        ("o1", 0, 1.105905967),
        ("a_o1", 0, 0.75136507),
        ("a_o2", 0, 0.772928465),
        ("E1", 0, 0.274811083),
        ("E2", 0, 0.023560026),
        ("E_total", 0, 0.298371109),
        ("δ_o1", 0, 0.138498562),
        ("∂E/∂w5", 0, 0.082167041),
        ("∂E/∂w1", 0, 0.000438568),
        ("w1", 1, 0.149780716),
        ("w2", 1, 0.19956143),
        ("w3", 1, 0.24975114),
        ("w4", 1, 0.29950229),
        ("w5", 1, 0.35891648),
        ("w6", 1, 0.408666186),
        ("w7", 1, 0.511301270),
        ("w8", 1, 0.561370121),
        ("b1", 1, 0.35),
        ("b2", 1, 0.60),
    ],
)
def test_mazur(name: str, row: int, printed: float) -> None:
    assert train(MAZUR, [0.5]).column(name)[0, row] == pytest.approx(printed, abs=5.1e-9)


def test_hand_built_table_at_rate_one_and_a_half() -> None:
    path = shared("workbooks", "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx")
    table = load_workbook(path, data_only=True)["Sheet1"]["A33:AF133"]
    headers, *rows = [[cell.value for cell in row] for row in table]
    names = [h.strip().replace("E_Total", "E_total").replace("∂E_total", "∂E") for h in headers]
    values = dict(zip(names, np.array(rows, float).T, strict=True))
    trace = train(CLASSIC, [1.5])
    assert values.pop("Epoch") == pytest.approx(trace.step + 1)
    assert len(values) == 31
    for name, expected in values.items():
        assert trace.column(name)[0] == pytest.approx(expected, rel=1e-12, abs=1e-15), name


def test_layer_arrays_hold_what_the_columns_show() -> None:
    trace = train(LINEAR_CHAIN)
    middle = trace.layers[1]
    assert middle.weights.shape == middle.weight_gradients.shape == (1, 4, 2, 2)
    assert (middle.weights[..., 1, 0] == trace.column("w5")).all()
    assert (middle.weight_gradients[..., 1, 0] == trace.column("∂E/∂w5")).all()
    assert (middle.biases[..., 1] == trace.column("b4")).all()
    assert (middle.bias_gradients[..., 1] == trace.column("∂E/∂b4")).all()
    assert (middle.sources[..., 1] == trace.column("a_h1_2")).all()


def test_a_shared_bias_gathers_the_error_signals_of_its_layer() -> None:
    trace = train(with_network(MAZUR, train_biases=True), [0.5])
    for bias, units in (("b1", ("h1", "h2")), ("b2", ("o1", "o2"))):
        signals = sum(trace.column(f"δ_{unit}") for unit in units)
        assert trace.column(trace.names.gradient(bias)) == pytest.approx(signals, rel=1e-12)
        assert np.ptp(trace.column(bias)) > 0


def test_fixed_biases_keep_their_value_and_still_have_gradients() -> None:
    trace = train(MAZUR)
    assert (trace.column("b1") == 0.35).all()
    assert (trace.final[:, 8:] == [0.35, 0.60]).all()
    assert (trace.column("∂E/∂b1")[:, 0] != 0).all()
