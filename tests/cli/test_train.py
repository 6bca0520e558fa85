from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bpsheet import engine
from bpsheet.catalogue import load_template
from bpsheet.cli.train import print_csv, print_table
from bpsheet.expression import Name
from bpsheet.model.graph import Scope
from bpsheet.model.training import training_graph
from bpsheet.template import Samples, Template
from bpsheet.trace import Trace
from bpsheet.verbs.derive import derive
from tests.cli.result import Run
from tests.engine.examples import FIVE_SAMPLES, LINEAR_CHAIN, computation, with_training
from tests.examples import CLASSIC

DIVERGING = """
title = "A line"
network = {layers = [1, 1], activation = "linear"}
data = {inputs = [[10.0]], targets = [[0.0]]}
parameters.weights = [1.0]
training = {learning_rates = [0.001, 1.0], epochs = 200, goal = 5}
"""

SAMPLES = """
title = "Three samples"
network = {layers = [1, 1], activation = "linear"}
data = {inputs = [[1.0], [2.0], [3.0]], targets = [[2.0], [4.0], [6.0]]}
parameters.weights = [0.0]
training = {learning_rates = [0.05], epochs = 4, batch = "all"}
"""


@pytest.fixture
def diverging(tmp_path: Path) -> Path:
    path = tmp_path / "line.toml"
    path.write_text(DIVERGING)
    return path


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    path = tmp_path / "samples.toml"
    path.write_text(SAMPLES)
    return path


def columns(trace: Trace) -> list[str]:
    """The training table's order, as the graph of the example has it."""
    graph = training_graph(trace.template, derive(trace.template))
    return [quantity.name for quantity in graph if quantity.scope is not Scope.GIVEN]


def test_a_line_for_every_rate(run: Run) -> None:
    result = run("train")
    assert (result.status, result.errors) == (0, "")
    lines = [line.split() for line in result.output.splitlines() if line.strip()]
    assert lines[0] == CLASSIC.title.split()
    assert " ".join(lines[1]) == "rate η steps first loss lowest loss last loss steps to 0.01"
    assert [line[0] for line in lines[3:]] == ["0.1", "0.2", "0.5", "0.8", "1", "2"]
    assert lines[3] == ["0.1", "99", "0.24252", "0.134284", "0.134284", "not", "reached"]
    assert lines[-1] == ["2", "99", "0.24252", "0.00522548", "0.00522548", "59"]


@pytest.mark.parametrize("width", ["60", "100", "200"])
def test_the_table_fits_the_terminal_and_no_number_is_cut(
    run: Run, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    output = run("train").output
    assert all(len(line) <= int(width) for line in output.splitlines())
    assert "…" not in output
    for loss in engine.train(CLASSIC).total[:, -1]:
        assert f" {loss:.6g} " in output
    assert output.count("not reached") == 5


def test_in_a_very_narrow_terminal_digits_go_to_the_next_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert "…" not in run("train").output


def test_rates_and_epochs_replace_the_templates(run: Run) -> None:
    last = run("train", "classic", "--rate", "3", "--rate", "0.25", "--epochs", "7").output
    lines = [line.split() for line in last.splitlines() if line.strip()][3:]
    assert [line[:2] for line in lines] == [["3", "6"], ["0.25", "6"]]


def test_until_a_loss_is_reached(run: Run) -> None:
    trace = engine.train(CLASSIC, [2.0, 0.1])
    reached = int(np.flatnonzero(trace.total[0] <= 0.05)[0])
    output = run("train", "--until", "0.05", "--rate", "2", "--rate", "0.1").output
    lines = [line.split() for line in output.splitlines() if line.strip()]
    assert " ".join(lines[1]).endswith("steps to 0.05")
    assert lines[3] == [
        *("2", str(reached), "0.24252"),
        *[f"{trace.total[0, reached]:.6g}"] * 2,
        str(reached),
    ]
    assert lines[4][:2] == ["0.1", "99"]
    assert lines[4][-2:] == ["not", "reached"]


@pytest.mark.parametrize("until", [None, 0.05])
def test_csv_holds_every_number_up_to_the_goal(run: Run, until: float | None) -> None:
    options = ["--until", until] if until else []
    output = run("train", "--format", "csv", "--rate", "2", "--rate", "0.1", *options).output
    found = list(csv.DictReader(io.StringIO(output)))
    trace = engine.train(CLASSIC, [2.0, 0.1])
    names = columns(trace)
    assert list(found[0]) == ["rate", "step", "epoch", "sample", "update", *names]
    for number, rate in enumerate(["2.0", "0.1"]):
        rows = [row for row in found if row["rate"] == rate]
        steps = len(rows)
        assert [int(row["step"]) for row in rows] == list(range(steps))
        for name in names:
            values = [float(row[name]) for row in rows]
            assert values == trace.column(name)[number, :steps].tolist(), name
        losses = trace.total[number]
        reached = until is not None and bool((losses <= until).any())
        assert steps == (np.argmax(losses <= until) + 1 if reached else 100)


def test_json_holds_every_number(run: Run) -> None:
    document = json.loads(run("train", "--format", "json", "--rate", "0.5").output)
    trace = engine.train(CLASSIC, [0.5])
    assert document["template"] == "classic"
    (found,) = document["runs"]
    assert (found.pop("rate"), found.pop("diverged_at")) == (0.5, None)
    assert found.pop("step") == list(range(100))
    assert list(found) == columns(trace)
    for name, values in found.items():
        assert values == trace.column(name)[0].tolist(), name


def test_divergence_is_told_in_words_and_stops_nothing(run: Run, diverging: Path) -> None:
    trace = engine.train(load_template(diverging))
    output = run("train", diverging).output
    tame, wild = [" ".join(line.split()) for line in output.splitlines() if line.strip()][3:]
    last = f"{trace.total[0, -1]:.6g}"
    assert tame == f"0.001 199 50 {last} {last} {trace.steps_to_goal[0]}"
    assert wild == f"1 199 50 50 diverged at step {trace.diverged_at[1]} not reached"


def test_json_has_no_numbers_that_json_lacks(run: Run, diverging: Path) -> None:
    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is not JSON")

    output = run("train", diverging, "--format", "json").output
    tame, wild = json.loads(output, parse_constant=refuse)["runs"]
    assert tame["diverged_at"] is None
    assert None not in tame["E_total"]
    assert wild["E_total"].index(None) == wild["diverged_at"]


def lines_of(output: str) -> list[str]:
    return [" ".join(line.split()) for line in output.splitlines() if line.strip()]


def test_with_several_samples_costs_and_epochs_count(run: Run, samples: Path) -> None:
    trace = engine.train(load_template(samples))
    lines = lines_of(run("train", samples).output)
    assert lines[1] == "rate η epochs first cost lowest cost last cost epochs to goal"
    first, last = (f"{cost:.6g}" for cost in trace.cost[0, [0, -1]])
    assert lines[3] == f"0.05 3 {first} {last} {last} no goal"


def test_several_samples_go_on_to_the_end_of_the_epoch_that_is_good_enough(
    run: Run, samples: Path
) -> None:
    goal = float(engine.train(load_template(samples)).cost[0, 2])
    last = lines_of(run("train", samples, "--until", goal).output)[-1].split()
    assert (last[1], last[-1]) == ("2", "2")
    rows = run("train", samples, "--until", goal, "--format", "csv").output.splitlines()
    assert len(rows) == 1 + 3 * 3


def test_several_samples_diverge_in_an_epoch(run: Run, samples: Path) -> None:
    last = lines_of(run("train", samples, "--rate", "9", "--epochs", "300").output)[-1]
    trace = engine.train(with_training(load_template(samples), epochs=300), [9.0])
    assert trace.diverged_at[0] is not None
    assert f"diverged in epoch {trace.epoch[trace.diverged_at[0]]} no goal" in last


def test_samples_for_validation_say_when_to_stop(capsys: pytest.CaptureFixture[str]) -> None:
    unseen = Samples(inputs=((0.5, 0.5), (-1.0, 0.3)), targets=((0.3,), (0.9,)))
    template = replace(FIVE_SAMPLES, data=replace(FIVE_SAMPLES.data, validation=unseen))
    trace = engine.train(with_training(template, epochs=30))
    print_table(trace, None)
    lines = lines_of(capsys.readouterr().out)
    [rule] = [number for number, line in enumerate(lines) if line.startswith("──")]
    assert {"validation", "epoch"} <= set(" ".join(lines[:rule]).split())
    for number, line in enumerate(lines[rule + 1 :]):
        costs = trace.validation_cost[number]
        assert line.split()[5:7] == [f"{costs.min():.6g}", str(costs.argmin())]


def test_hyperparameters_stand_below_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    for training, last in (
        (
            {"optimizer": "adam", "settings": {"beta1": 0.5}},
            "adam: β1 = 0.5, β2 = 0.999, ε₀ = 1e-08",
        ),
        ({"optimizer": "momentum"}, "momentum: μ = 0.9"),
    ):
        print_table(engine.train(with_training(CLASSIC, **training)), None)
        assert lines_of(capsys.readouterr().out)[-1] == last


@pytest.mark.parametrize(
    "template",
    [
        with_training(FIVE_SAMPLES, batch=2, optimizer="adam", epochs=2),
        with_training(LINEAR_CHAIN, update="sequential"),
        replace(LINEAR_CHAIN, gradients="staged"),
        computation(
            ("s", Name("w") * Name("x")),
            ("L", Name("s") ** 2),
            inputs={"x": (1.0, 2.0)},
            variables={"w": 0.5},
        ),
    ],
    ids=["mini-batch", "sequential", "staged", "computation"],
)
def test_every_column_of_the_training_table_is_printed(
    template: Template, capsys: pytest.CaptureFixture[str]
) -> None:
    trace = engine.train(template)
    print_csv(trace, None)
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    counters = ["rate", "step", "epoch", "sample", "update"]
    assert list(found[0]) == [*counters, *columns(trace)]
    for name in columns(trace):
        values = [float(row[name]) for row in found]
        assert values == trace.column(name).ravel().tolist(), name


def test_the_validation_cost_is_the_last_column(capsys: pytest.CaptureFixture[str]) -> None:
    unseen = Samples(inputs=((0.5, 0.5),), targets=((0.3,),))
    template = replace(FIVE_SAMPLES, data=replace(FIVE_SAMPLES.data, validation=unseen))
    trace = engine.train(template, [0.3])
    print_csv(trace, None)
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(found[0])[-1] == "validation"
    values = [float(row["validation"]) for row in found]
    assert values == np.repeat(trace.validation_cost[0], 5).tolist()
