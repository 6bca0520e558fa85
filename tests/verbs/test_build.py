from __future__ import annotations

import csv
import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from bpsheet import engine
from bpsheet.errors import InputError, OutputError, ProofError
from bpsheet.expression import Name
from bpsheet.model.optimizers import OPTIMIZERS, Optimizer
from bpsheet.names import network_names
from bpsheet.template import Data, Network, Parameters, Samples, Template, Training
from bpsheet.verbs.build import build
from tests.examples import CLASSIC

WORKBOOKS = [".xlsx", ".ods"]


def network_example(network: Network, **changes: Any) -> Template:
    """Return a worked example of one sample, with as many parameters as `network` asks for."""
    names = network_names(network.layers, network.biases)
    numbers = np.linspace(-0.7, 0.9, len(names.parameters)).round(2).tolist()
    weights = len(names.weights)
    return replace(
        CLASSIC,
        name="small",
        model=network,
        data=Data(((0.5, 0.25)[: network.layers[0]],), ((0.2, 0.8)[: network.layers[-1]],)),
        parameters=Parameters(tuple(numbers[:weights]), tuple(numbers[weights:])),
        training=Training((0.1, 0.5), epochs=6),
        **changes,
    )


NETWORKS = {
    "no hidden layer": Network((2, 1), ("sigmoid",)),
    "one weight": Network((1, 1), ("linear",)),
    "a bias per unit": Network((2, 2, 2), ("sigmoid", "sigmoid"), "per unit"),
    "shared biases": Network((2, 2, 2), ("tanh", "sigmoid"), "shared"),
    "fixed biases": Network((2, 2, 1), ("sigmoid", "linear"), "per unit", train_biases=False),
    "fixed shared biases": Network((2, 2, 1), ("tanh", "tanh"), "shared", train_biases=False),
    "two hidden layers": Network((2, 3, 2, 1), ("sigmoid", "tanh", "sigmoid"), "per unit"),
}


def sheet(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def table(path: Path, name: str) -> dict[str, list[Any]]:
    """Return the stored values of a rate's training table, by the headings of its columns."""
    rows = sheet(path, name)
    header = next(number for number, row in enumerate(rows) if row[0] == "step")
    columns = zip(*(row for row in rows[header + 1 :] if row[:2] != ["", ""]), strict=True)
    return {str(name): list(column) for name, column in zip(rows[header], columns, strict=False)}


@pytest.mark.parametrize("gradients", ["expanded", "staged"])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_small_networks_of_every_kind(network: Network, gradients: Any, tmp_path: Path) -> None:
    template = network_example(network, gradients=gradients)
    trace = engine.train(template)
    built = build(template, tmp_path)
    assert [path.name for path in built.files] == ["small.xlsx", "small.ods"]
    for path in built.files:
        for number, rate in enumerate(("lr 0.1", "lr 0.5")):
            columns = table(path, rate)
            assert columns.pop("step") == [0, 1, 2, 3, 4, 5]
            assert {
                f"∂E/∂{name}" for name in network_names(network.layers, network.biases).weights
            } < columns.keys()
            assert any(name.startswith("δ") for name in columns) == (gradients == "staged")
            for name, values in columns.items():
                right = trace.column(name)[number]
                assert values == pytest.approx(right.tolist(), rel=1e-12, abs=1e-15), name


DIVERGING = replace(
    network_example(NETWORKS["one weight"]),
    data=Data(((10.0,),), ((0.0,),)),
    parameters=Parameters((1.0,)),
    training=Training((0.001, 1.0), epochs=200),
)


@pytest.mark.parametrize("place", [0, 1], ids=WORKBOOKS)
def test_a_diverging_rate_has_numbers_up_to_where_it_diverges(place: int, tmp_path: Path) -> None:
    path = build(DIVERGING, tmp_path).files[place]
    trace = engine.train(DIVERGING)
    diverged = trace.diverged_at[1]
    assert diverged is not None
    losses = table(path, "lr 1")["E_total"]
    assert losses[:diverged] == pytest.approx(trace.total[1, :diverged].tolist())
    assert not any(isinstance(value, float) for value in losses[diverged:])
    for name, values in table(path, "lr 0.001").items():
        assert all(isinstance(value, float) for value in values), name
    summary = [cell for row in sheet(path, "lr 1")[:10] for cell in row]
    assert f"diverged at step {diverged}" in summary


@pytest.mark.parametrize("rates", [(0.001, 1.0), (1.0, 2.0)], ids=["one rate", "every rate"])
def test_divergence_stays_out_of_every_summary(rates: tuple[float, ...], tmp_path: Path) -> None:
    (path,) = build(DIVERGING, tmp_path, rates=rates, formats=["xlsx"]).files
    with_errors = {
        sheet.title
        for sheet in load_workbook(path, data_only=True)
        if any(cell.data_type == "e" for row in sheet.iter_rows() for cell in row)
    }
    diverged = {f"lr {rate:g}" for rate in rates if rate >= 1}
    assert with_errors == {*diverged, "lr yours", "Compare"}


def test_a_rate_may_diverge_in_the_first_epoch(tmp_path: Path) -> None:
    samples = tuple((10.0 + number,) for number in range(60))
    template = replace(
        DIVERGING,
        data=Data(samples, ((0.5,),) * 60),
        training=Training((0.001, 1e4), epochs=2),
    )
    assert engine.train(template).diverged_at == (None, 0)  # for the cost of the epoch
    path = build(template, tmp_path).files[0]
    summary = [cell for row in sheet(path, "lr 10000")[:10] for cell in row]
    assert "diverged at epoch 0" in summary
    assert all(isinstance(loss, float) for loss in table(path, "lr 10000")["E_total"][:20])


FEW = ((0.5, -0.3), (-0.2, 0.9), (0.7, 0.4))
SHARES = ((0.25, 0.75), (0.5, 0.5), (0.0, 1.0))
SEVERAL = replace(
    network_example(Network((2, 2, 2), ("tanh", "softmax"), "per unit")),
    data=Data(FEW, SHARES, Samples(FEW[:1], SHARES[:1])),
)


@pytest.mark.parametrize("gradients", ["expanded", "staged"])
@pytest.mark.parametrize(
    "changes",
    [
        {"loss": "cross-entropy", "optimizer": "adam", "batch": "all"},
        {"loss": "half-squared-error", "optimizer": "momentum", "batch": 2},
        {"loss": "mean-squared-error", "update": "sequential"},
    ],
    ids=["adam", "momentum", "sequential"],
)
def test_several_samples_with_every_way_of_training(
    changes: dict[str, Any], gradients: Any, tmp_path: Path
) -> None:
    template = replace(SEVERAL, gradients=gradients, training=Training((0.1, 0.5), 4, **changes))
    trace = engine.train(template)
    for path in build(template, tmp_path).files:
        for number, rate in enumerate(("lr 0.1", "lr 0.5")):
            found = filled(table(path, rate))
            for name, values in trace.validation.items():
                looked_at, learned = found[name][::4], trace.column(name)[number]
                assert looked_at == pytest.approx(values[number].ravel().tolist()), name
                del found[name][::4]
                assert found[name] == pytest.approx(learned.tolist()), name
            for name, updates in trace.by_update.items():
                assert found[name] == pytest.approx(updates[number].tolist()), name
            for name in (*map(trace.names.gradient, trace.names.parameters), *trace.by_row):
                assert found[name] == pytest.approx(trace.column(name)[number].tolist()), name
            assert found["C"] == pytest.approx(trace.cost[number].tolist())
            assert found["C validation"] == pytest.approx(trace.validation_cost[number].tolist())


def filled(columns: dict[str, list[Any]]) -> dict[str, list[float]]:
    """Return the numbers of every column; rows that only say an update leave many cells empty."""
    return {name: [v for v in values if v != ""] for name, values in columns.items()}


def test_a_file_of_values_for_every_rate(tmp_path: Path) -> None:
    built = build(CLASSIC, tmp_path, formats=["csv"], rates=[0.1, 2.0], epochs=3)
    assert [path.name for path in built.files] == ["classic-lr-0.1.csv", "classic-lr-2.csv"]
    assert sorted(tmp_path.iterdir()) == sorted(built.files)
    trace = engine.train(CLASSIC, [0.1, 2.0])
    for number, path in enumerate(built.files):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row.pop("step") for row in rows] == ["0", "1", "2"]
        assert list(rows[0])[:5] == ["t1", "t2", "i1", "i2", "w1"]
        for name in rows[0]:
            found = [float(row[name]) for row in rows]
            assert found == trace.column(name)[number, :3].tolist()


def test_formats_are_written_in_the_order_asked_for(tmp_path: Path) -> None:
    built = build(CLASSIC, tmp_path, formats=["csv", "ods", "xlsx"], rates=[0.5], epochs=2)
    names = ["classic-lr-0.5.csv", "classic.ods", "classic.xlsx"]
    assert [path.name for path in built.files] == names


def test_settings_replace_those_of_the_template(tmp_path: Path) -> None:
    path = build("classic", tmp_path, rates=[0.3], epochs=4, gradients="staged").files[0]
    assert "lr 0.3" in CalamineWorkbook.from_path(path).sheet_names
    assert "lr 0.1" not in CalamineWorkbook.from_path(path).sheet_names
    columns = table(path, "lr 0.3")
    assert columns["step"] == [0, 1, 2, 3]
    assert "δ_o1" in columns


def test_the_same_input_makes_the_same_bytes(tmp_path: Path) -> None:
    first, second = (build(CLASSIC, tmp_path / name, epochs=3).files for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def old_files(folder: Path) -> dict[str, bytes]:
    for name in ("classic.xlsx", "classic.ods"):
        (folder / name).write_bytes(b"old")
    return {"classic.xlsx": b"old", "classic.ods": b"old"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_that_exist_are_replaced(tmp_path: Path) -> None:
    old = old_files(tmp_path)
    build(CLASSIC, tmp_path, epochs=2)
    found = contents(tmp_path)
    assert found.keys() == old.keys()
    assert b"old" not in found.values()


def test_files_that_exist_may_be_kept(tmp_path: Path) -> None:
    old = {"classic.ods": b"old"}
    (tmp_path / "classic.ods").write_bytes(b"old")
    with pytest.raises(OutputError, match=r"classic\.ods: exists already; leave out"):
        build(CLASSIC, tmp_path, epochs=2, overwrite=False)
    assert contents(tmp_path) == old


def test_what_is_not_proved_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = old_files(tmp_path)
    uphill = Optimizer("uphill", Name("w") + Name("η") * Name("g"))
    monkeypatch.setitem(OPTIMIZERS, "sgd", uphill)
    with pytest.raises(ProofError, match=r"^update of w1: formula and engine differ by"):
        build(CLASSIC, tmp_path)
    assert contents(tmp_path) == old


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, RuntimeError])
def test_an_interruption_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]
) -> None:
    def interrupted(*_: object) -> None:
        raise interruption

    old = old_files(tmp_path)
    monkeypatch.setitem(build.__globals__["_WRITERS"], "ods", interrupted)
    with pytest.raises(interruption):
        build(CLASSIC, tmp_path, epochs=2)
    assert contents(tmp_path) == old


def test_a_full_disk_is_one_line_that_names_the_file_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    old = old_files(tmp_path)
    monkeypatch.setitem(build.__globals__["_WRITERS"], "ods", full)
    with pytest.raises(OutputError) as error:
        build(CLASSIC, tmp_path, epochs=2)
    assert str(error.value) == (
        f"{tmp_path / 'classic.ods'}: cannot be written (No space left on device);"
        " try another folder"
    )
    assert contents(tmp_path) == old


@pytest.mark.parametrize(
    ("template", "settings", "complaint"),
    [
        ("clasic", {}, "there is no bundled template 'clasic'; did you mean classic?"),
        ("no/such.toml", {}, "no/such.toml: there is no such file; check the path"),
        (CLASSIC, {"rates": [0.1, -1]}, "--rate: entry 2: must be above 0"),
        (CLASSIC, {"rates": [float("nan")]}, "--rate: entry 1: nan is not a finite number"),
        (CLASSIC, {"rates": [0.5, 0.5]}, "--rate: entry 2"),
        (CLASSIC, {"epochs": 0}, "--epochs: 0 is out of range"),
        (CLASSIC, {"epochs": 1_048_557}, "training.epochs: 1,048,557 epochs need more rows"),
        (CLASSIC, {"formats": ["pdf"]}, "unknown format 'pdf'; choose from xlsx, ods, csv"),
        *(
            (
                replace(
                    DIVERGING,
                    data=Data(((1e200,),), ((0.0,),)),
                    parameters=Parameters((weight,)),
                    training=Training(rates, epochs=3),
                ),
                {},
                "parameters.weights: with these inputs and parameters the first step has no finite"
                " loss and gradients; use smaller ones",
            )
            for weight in (1.0, 1e-50)  # with the smaller one the loss is finite
            for rates in ((0.1,), (1e-8, 1.0))
        ),
    ],
)
def test_what_cannot_be_built_is_one_line(
    template: str | Template, settings: dict[str, Any], complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as error:
        build(template, tmp_path, **settings)
    assert str(error.value).startswith(complaint)
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())
