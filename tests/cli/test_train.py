from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from bpsheet import engine
from bpsheet.catalogue import load_template
from bpsheet.model.graph import FORWARD, Role
from bpsheet.model.training import training_graph
from bpsheet.trace import Trace
from bpsheet.verbs.derive import derive
from tests.cli.result import Run
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


GIVEN = (Role.TARGET, Role.INPUT, Role.PARAMETER)


def columns(trace: Trace) -> list[str]:
    """The hand-built sheet's order, as the graph of the example has it."""
    graph = training_graph(trace.template, derive(trace.template))
    row = [quantity.name for quantity in graph.of_role(*FORWARD, *GIVEN)]
    return [*row, *map(trace.names.gradient, trace.names.parameters)]


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


def test_with_several_samples_the_cost_counts(run: Run, samples: Path) -> None:
    trace = engine.train(load_template(samples))
    output = run("train", samples).output
    lines = [" ".join(line.split()) for line in output.splitlines() if line.strip()]
    assert lines[1] == "rate η steps first cost lowest cost last cost steps to goal"
    first, last = (f"{cost:.6g}" for cost in trace.cost[0, [0, -1]])
    assert lines[3] == f"0.05 11 {first} {last} {last} no goal"
    goal = float(trace.cost[0, 2])
    output = run("train", samples, "--until", goal).output
    assert output.split()[-1] == "6"
    rows = run("train", samples, "--until", goal, "--format", "csv").output.splitlines()
    assert len(rows) == 1 + 6 + 1
