"""What single values of a template must be."""

from __future__ import annotations

import pytest

from bpsheet.template_checks import listing, shown, suggestion
from tests.templates import SMALL, parse, refusal, replaced

HUGE = "0x" + "f" * 5000

TEXT = [
    ("3", "1: title: expected text, not 3; write it in quotes"),
    ('" "', "1: title: the text is empty; write"),
    ('"' + "x" * 121 + '"', "1: title: 121 characters are too many; use at most 120"),
    ('"a\\u0007"', "1: title: the control character '\\x07' cannot be shown; remove"),
    ('"a\\nb"', "1: title: the control character '\\n' cannot"),
    ('"a"\nsummary = "\\u2028"', "2: summary: the text is empty"),
    ('"a"\nsummary = "b\\u2028"', "2: summary: the control character"),
    ('"a"\nsummary = "' + "x" * 201 + '"', "2: summary: 201 characters are too many"),
]

NUMBERS = [
    ("[[1, 2]]", "[[1, true]]", "5: data.inputs: row 1, number 2: expected a number, not true;"),
    ("[[1, 2]]", "[[1,\n'2']]", "6: data.inputs: row 1, number 2: expected a number, not '2';"),
    ("[[1, 2]]", "[[1, nan]]", "5: data.inputs: row 1, number 2: nan is not a finite number;"),
    ("[[1, 2]]", "[[-inf, 2]]", "5: data.inputs: row 1, number 1: -inf is not a finite number;"),
    ("[[1, 2]]", f"[[{HUGE}, 2]]", "row 1, number 1: a number of over 40 digits is not a finite"),
    ("[1, 2, 3, 4]", "[1, 2, 3, 2026-01-01]", "8: parameters.weights: number 4: expected a number"),
]

TRAINING = [
    ("goal = 0", "must be above 0, not 0; write one such as 0.5"),
    ("epochs = 0", "0 is out of range; use 1 to 1,048,576"),
    ("epochs = 1.0", "expected a whole number, not 1.0; write one such as 2"),
    ("epochs = true", "expected a whole number, not true;"),
    (f"epochs = {HUGE}", "a number of over 40 digits is out of range;"),
    ("loss = 1", "expected a name in quotes, not 1; choose from half-squared-error, mean-squared"),
    ("loss = 'half-squared'", "unknown name 'half-squared'; did you mean half-squared-error? cho"),
    ("optimizer = 'sdg'", "unknown name 'sdg'; did you mean sgd? choose from sgd, momentum, nest"),
    ("optimizer = 'Adam'", "unknown name 'Adam'; did you mean adam? choose from sgd"),
    ("update = 'none'", "unknown name 'none'; choose from simultaneous, sequential"),
    ("momentum = 1", "1 is out of range; use 0 to less than 1, as 0.9"),
    ("beta1 = -0.1", "-0.1 is out of range; use 0 to less than 1"),
    ("rho = '0.9'", "expected a number, not '0.9'; write one"),
    ("epsilon = -1e-9", "must not be below 0, as -1e-09 is;"),
    ("learning_rates = 0.1", "expected a list, not 0.1; write it in [ ]"),
    ("learning_rates = []", "needs at least 1, not 0; add"),
    ("learning_rates = [0.1, 0]", "entry 2: must be above 0, not 0; write"),
    ("learning_rates = [-0.5]", "entry 1: must be above 0, not -0.5;"),
    ("learning_rates = [0.1, 1, 0.5, 1.0]", "entry 4: names the same sheet as entry 2: lr 1;"),
    ("learning_rates = [0.1, 0.10000001]", "entry 2: names the same sheet as entry 1: lr 0.1;"),
]


@pytest.mark.parametrize(("new", "expected"), TEXT)
def test_text(new: str, expected: str) -> None:
    assert refusal(replaced('"Small"', new)).startswith(f"example.toml:{expected}")


@pytest.mark.parametrize(("old", "new", "expected"), NUMBERS)
def test_numbers(old: str, new: str, expected: str) -> None:
    assert expected in refusal(replaced(old, new))


@pytest.mark.parametrize(("line", "expected"), TRAINING)
def test_settings_of_the_training(line: str, expected: str) -> None:
    key = line.split(maxsplit=1)[0]
    place = f"example.toml:10: training.{key}: "
    assert refusal(SMALL + line).startswith(place + expected)


@pytest.mark.parametrize("seed", ["-1", "1.0", "true", "'1'", "1_000_000_001"])
def test_a_seed_is_a_whole_number(seed: str) -> None:
    message = refusal(replaced("weights = [1, 2, 3, 4]", f"init = 'he'\nseed = {seed}"))
    assert message.startswith("example.toml:9: parameters.seed: ")


def test_numbers_are_floats_and_counts_are_whole() -> None:
    template = parse(SMALL)
    numbers = (*template.data.inputs[0], *template.data.targets[0], *template.parameters.weights)
    assert {type(number) for number in numbers} == {float}
    assert {type(units) for units in template.network.layers} == {int}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        ("a\nb", r"'a\nb'"),
        ("x" * 41, "'" + "x" * 40 + "…'"),
        (10**40, "a number of over 40 digits"),
        (0.5, "0.5"),
        ([1], "a list"),
        ({}, "a table"),
    ],
)
def test_a_value_is_shown_on_one_line(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_the_nearest_word_is_suggested() -> None:
    assert suggestion("sigmod", ["tanh", "sigmoid"]) == "did you mean sigmoid? "
    assert suggestion("q", ["tanh", "sigmoid"]) == ""


@pytest.mark.parametrize(
    ("most", "expected"), [(None, "a, b, c"), (3, "a, b, c"), (2, "a, b, …"), (1, "a, …")]
)
def test_a_long_list_is_cut_off(most: int | None, expected: str) -> None:
    assert listing(iter("abc"), most) == expected
