"""The samples of a template: inline or from a file, some for validation, targets that fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.errors import InputError
from bpsheet.template import Data, Samples, Template
from bpsheet.template_reader import read_template
from tests.templates import SMALL, parse, refusal

POINTS = """\
x1;truth;weight (kg);x2
1;0;7;2

3;1;8;4
5;0;9;6
"""
TEMPLATE = """\
title = "Points"
[network]
layers = [2, 1]
[data]
csv = "points.csv"
inputs = ["x1", "x2"]
targets = ["truth"]
[parameters]
weights = [1, 2]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "points.csv").write_text(POINTS, "utf-8")
    return tmp_path


def read(folder: Path, old: str = "", new: str = "") -> Template:
    path = folder / "points.toml"
    path.write_text(TEMPLATE.replace(old, new), "utf-8")
    return read_template(path)


def refusal_of(folder: Path, old: str, new: str) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, old, new)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_a_file_is_read_from_the_folder_of_the_template(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    template = read(folder)
    assert template.data == Data(((1, 2), (3, 4), (5, 6)), ((0,), (1,), (0,)))
    assert template.names.inputs == ("x1", "x2")
    assert template.names.targets == ("truth",)
    absolute = read(folder, '"points.csv"', f'"{folder / "points.csv"}"')
    assert absolute == template


def test_names_stand_in_place_of_headings(folder: Path) -> None:
    names = '[names]\ni1 = "mass"\nw1 = "slope"\n[network]'
    template = read(folder, "[network]", names)
    assert template.names.inputs == ("mass", "x2")
    assert template.names.weights == ("slope", "w2")


def test_a_heading_that_is_no_name_needs_one(folder: Path) -> None:
    message = refusal_of(folder, '"x1"', '"weight (kg)"')
    assert message.startswith(
        f"{folder / 'points.toml'}:6: data.inputs: column 1: 'weight (kg)' is"
    )
    assert message.endswith('; write i1 = "…" below [names]')
    text = TEMPLATE.replace('"x1"', '"weight (kg)"')
    path = folder / "mine.toml"
    path.write_text(text + '[names]\ni1 = "mass"\n', "utf-8")
    assert read_template(path).names.inputs == ("mass", "x2")
    assert read_template(path).data.inputs == ((7, 2), (8, 4), (9, 6))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            '"points.csv"',
            '"pionts.csv"',
            "points.toml:5: data.csv: 'pionts.csv': there is no such file; write its path as seen",
        ),
        ('"points.csv"', '"."', "points.toml:5: data.csv: '.': this is a directory; write its"),
        ('"points.csv"', '"a\\u0000"', "points.toml:5: data.csv: the control character '\\x00'"),
        ('"points.csv"', '" "', "points.toml:5: data.csv: the text is empty; write"),
        ('"points.csv"', "3", "points.toml:5: data.csv: expected text, not 3;"),
        (
            '"points.csv"',
            f'"{"x" * 999}"',
            f"points.toml:5: data.csv: '{'x' * 40}…': cannot be read (File name too long); write",
        ),
        ('"truth"', '"truht"', "points.csv:1: there is no column 'truht'; did you mean truth? cho"),
        (
            '"truth"',
            '"x1"',
            "points.toml:7: data.targets: column 1: two quantities would be called 'x1': an input "
            "and a target; choose another name",
        ),
        (
            '["x1", "x2"]',
            '["x1", "x1"]',
            "points.toml:6: data.inputs: column 2: two quantities would be called 'x1': an input",
        ),
    ],
)
def test_what_of_a_file_is_refused(folder: Path, old: str, new: str, expected: str) -> None:
    assert refusal_of(folder, old, new).startswith(f"{folder}/{expected}")


def test_a_heading_may_not_be_the_name_of_something_else(folder: Path) -> None:
    (folder / "points.csv").write_text("o1,x2,truth\n1,2,3", "utf-8")
    assert refusal_of(folder, '"x1"', '"o1"').startswith(
        f"{folder}/points.toml:6: data.inputs: column 1: two quantities would be called 'o1': an "
        "input and a pre-activation; choose"
    )


THREE = SMALL.replace("[[1, 2]]", "[[1, 2], [3, 4], [5, 6]]").replace(
    "[[0, 1]]", "[[0, 1],\n[1, 0],\n[0, 0]]"
)


def test_the_last_rows_are_for_validation() -> None:
    template = parse(THREE.replace("[data]", "[data]\nvalidation_rows = 2"))
    validation = Samples(((3, 4), (5, 6)), ((1, 0), (0, 0)))
    assert template.data == Data(((1, 2),), ((0, 1),), validation)


def test_the_last_rows_of_a_file_are_for_validation(folder: Path) -> None:
    template = read(folder, "[data]", "[data]\nvalidation_rows = 1")
    assert template.data == Data(((1, 2), (3, 4)), ((0,), (1,)), Samples(((5, 6),), ((0,),)))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("3", "3 of 3 samples leave none to learn from; use fewer"),
        ("1000", "1,000 of 3 samples leave none to learn from; use fewer"),
        ("0", "0 is out of range; use 1 to"),
        ("-1", "-1 is out of range; use 1 to"),
        ("0.5", "expected a whole number, not 0.5;"),
    ],
)
def test_some_rows_must_be_left_to_learn_from(rows: str, expected: str) -> None:
    message = refusal(THREE.replace("[data]", f"[data]\nvalidation_rows = {rows}"))
    assert message.startswith(f"example.toml:5: data.validation_rows: {expected}")


@pytest.mark.parametrize(
    ("activation", "loss", "targets", "row"),
    [
        ("sigmoid", "binary-cross-entropy", "[[0, 1],\n[1, 1.01],\n[0, 0]]", 2),
        ("sigmoid", "binary-cross-entropy", "[[0, 1],\n[1, 1],\n[0, -1]]", 3),
        ("softmax", "cross-entropy", "[[0.5, 0.4],\n[1, 0],\n[0, 1]]", 1),
        ("softmax", "cross-entropy", "[[0, 1],\n[1, 0],\n[2, -1]]", 3),
        ("softmax", "cross-entropy", "[[0, 1],\n[0, 0],\n[0, 1]]", 2),
    ],
)
def test_targets_fit_the_loss(activation: str, loss: str, targets: str, row: int) -> None:
    text = THREE.replace("[[0, 1],\n[1, 0],\n[0, 0]]", targets)
    text = text.replace("[data]", f"activation = ['tanh', '{activation}']\n[data]")
    message = refusal(f"{text}loss = '{loss}'")
    assert message.startswith(f"example.toml:{row + 6}: data.targets: row {row}: {loss} needs tar")
    assert parse(text).training.loss == "half-squared-error"


@pytest.mark.parametrize("targets", ["[[0.3, 0.7]]", "[[0, 1]]", "[[0.3333333333, 0.6666666666]]"])
def test_shares_add_up_but_for_rounding(targets: str) -> None:
    text = SMALL.replace("[data]", "activation = ['tanh', 'softmax']\n[data]")
    text = text.replace("[[0, 1]]", targets)
    assert parse(f"{text}loss = 'cross-entropy'").training.loss == "cross-entropy"


def test_a_target_of_a_file_is_named_by_its_line(folder: Path) -> None:
    (folder / "points.csv").write_text(POINTS.replace("5;0;9;6", "5;2;9;6"), "utf-8")
    loss = '[training]\nloss = "binary-cross-entropy"\n[parameters]'
    assert refusal_of(folder, "[parameters]", loss) == (
        f"{folder}/points.csv:5: binary-cross-entropy needs targets that are from 0 to 1; "
        "mend them, or change the loss"
    )
