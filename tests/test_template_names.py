"""Names that a template chooses, and that all names stay different."""

from __future__ import annotations

from typing import get_args

import pytest

from bpsheet.hyperparameters import DEFAULTS
from bpsheet.names import network_names
from bpsheet.notations import Notation
from bpsheet.template_names import check_different
from tests.templates import SMALL, SQUARE, parse, refusal, replaced

NAMES = """\
[names]
i1 = "x"
t2 = "y\u0302"
w4 = "θ"
h1 = "z"
a_h1 = "out"
E2 = "e"
E_total = "L"
C = "J"
"η" = "α"
"""


def test_names_stand_in_place_of_the_notations() -> None:
    names = parse(SMALL + NAMES).names
    assert names.inputs == ("x", "i2")
    assert names.targets == ("t1", "ŷ")
    assert names.weights == ("w1", "w2", "w3", "θ")
    assert names.layers[0].pre_activations == ("z",)
    assert names.layers[0].activations == ("out",)
    assert names.error_signal("z") == "δ_z"
    assert names.errors == ("E1", "e")
    assert (names.total, names.cost, names.learning_rate) == ("L", "J", "α")
    assert names.gradient("θ") == "∂L/∂θ"


def test_an_error_signal_can_have_a_name_of_its_own() -> None:
    names = parse(SMALL + '[names]\n"δ_h1" = "d"\nh1 = "z"').names
    assert names.error_signal("z") == "d"


def test_names_can_be_exchanged() -> None:
    names = parse(SMALL + '[names]\ni1 = "t1"\nt1 = "i1"').names
    assert (names.inputs, names.targets) == (("t1", "i2"), ("i1", "t2"))


REFUSALS = [
    ("names = 3", "10: training.names: this belongs at the top, before any [section]; move"),
    (
        '[names]\nj1 = "x"',
        "11: names.j1: there is no quantity of this name; choose from i1, i2, t1",
    ),
    (
        '[names]\nE_totl = "L"',
        "11: names.E_totl: there is no quantity of this name; did you mean E",
    ),
    ('[names]\n"∂E/∂w1" = "x"', "11: names.'∂E/∂w1': there is no quantity of this name;"),
    ("[names]\ni1 = 3", "11: names.i1: expected text, not 3; write it in quotes"),
    ('[names]\ni1 = ""', "11: names.i1: the text is empty;"),
    ('[names]\ni1 = "2x"', "11: names.i1: '2x' is no name: column 2: write an operator"),
    ('[names]\ni1 = "x y"', "11: names.i1: 'x y' is no name: column 3: write an operator"),
    ('[names]\ni1 = "x*y"', "11: names.i1: 'x*y' is no name: column 1: a name has letters"),
    ('[names]\ni1 = "∂x"', "11: names.i1: '∂x' is no name: column 1: "),
    ('[names]\ni1 = "x²"', "11: names.i1: 'x²' is no name: column 1: a name has"),
    ('[names]\ni1 = "exp"', "11: names.i1: 'exp' is no name: column 1: exp is a function"),
    (f'[names]\ni1 = "{"x" * 21}"', "11: names.i1: 21 characters are too many; use at most 20"),
    ("[[names]]", "10: names: expected a table, not a list; write i1 = "),
]

BOTH = "two quantities would be called"
COLLISIONS = [
    ('i1 = "w4"', f"11: names.i1: {BOTH} 'w4': an input and a parameter; choose another name"),
    ('i1 = "x"\nt1 = "x"', f"12: names.t1: {BOTH} 'x': an input and a target; choose"),
    ('i1 = "t1"', f"11: names.i1: {BOTH} 't1': an input and a target; choose"),
    ('w1 = "a_h1"', f"11: names.w1: {BOTH} 'a_h1': a parameter and an activation; choose"),
    ('w1 = "δ_o1"', f"11: names.w1: {BOTH} 'δ_o1': a parameter and an error signal; choose"),
    ('E1 = "E_total"', f"11: names.E1: {BOTH} 'E_total': an error and the loss; choose"),
    ('E_total = "C"', f"11: names.E_total: {BOTH} 'C': the loss and the cost; choose"),
    ('C = "η"', f"11: names.C: {BOTH} 'η': the cost and the learning rate; choose"),
    ('i1 = "step"', f"11: names.i1: {BOTH} 'step': an input and a counter; choose"),
    ('h1 = "h"\no1 = "h"', f"12: names.o1: {BOTH} 'h': a pre-activation and a pre-activation; ch"),
]

OF_OPTIMIZERS = [
    ("momentum", "μ", "a setting of momentum"),
    ("adagrad", "ε₀", "a setting of adagrad"),
    ("rmsprop", "ρ", "a setting of rmsprop"),
    ("adam", "β1", "a setting of adam"),
    ("adam", "t", "the update's number for adam"),
    ("adam", "m_w2", "what adam remembers"),
    ("adamax", "t", "the update's number for adamax"),
    ("adamax", "u_w4", "what adamax remembers"),
]


@pytest.mark.parametrize(("lines", "expected"), REFUSALS)
def test_refusal(lines: str, expected: str) -> None:
    assert refusal(SMALL + lines).startswith(f"example.toml:{expected}")


@pytest.mark.parametrize(("lines", "expected"), COLLISIONS)
def test_no_two_quantities_have_the_same_name(lines: str, expected: str) -> None:
    assert refusal(f"{SMALL}[names]\n{lines}").startswith(f"example.toml:{expected}")


@pytest.mark.parametrize(("optimizer", "name", "what"), OF_OPTIMIZERS)
def test_names_of_an_optimizer_are_taken_where_it_is_used(
    optimizer: str, name: str, what: str
) -> None:
    names = f'[names]\ni1 = "{name}"'
    assert parse(SMALL + names).names.inputs == (name, "i2")
    message = refusal(f'{SMALL}optimizer = "{optimizer}"\n{names}')
    both = f"two quantities would be called '{name}': an input and {what}; choose another name"
    assert message == f"example.toml:12: names.i1: {both}"


@pytest.mark.parametrize("optimizer", DEFAULTS)
@pytest.mark.parametrize("notation", get_args(Notation))
def test_the_names_of_every_notation_are_different(notation: Notation, optimizer: str) -> None:
    for layers in ((1, 1), (3, 12, 2), (2, 3, 3, 2)):
        for biases in ("none", "per unit", "shared"):
            check_different(network_names(layers, biases, notation), optimizer, {})


EXPRESSIONS = [
    ("t", "adam", "the update's number for adam"),
    ("m_w", "adam", "what adam remembers"),
    ("C", "sgd", "the cost"),
    ("η", "sgd", "the learning rate"),
    ("epoch", "sgd", "a counter"),
]


@pytest.mark.parametrize(("name", "optimizer", "what"), EXPRESSIONS)
def test_what_an_expression_names_is_different_from_all_others(
    name: str, optimizer: str, what: str
) -> None:
    training = f'[training]\noptimizer = "{optimizer}"'
    variable = SQUARE.replace("[training]", training).replace("x = 1", f'"{name}" = 1')
    message = refusal(variable.replace("w*x", f"w*{name}"))
    assert message.startswith("example.toml:5: expression.variables.")
    assert f"two quantities would be called '{name}': an input and {what}; choose" in message
    step = SQUARE.replace("[training]", training).replace('"s = ', f'"{name} = ')
    message = refusal(step.replace('"s^2"', f'"{name}^2"'))
    assert message.startswith("example.toml:3: expression.steps: step 1: two quantities would be")
    loss = SQUARE.replace("[training]", f'name = "{name}"\n{training}')
    assert refusal(loss).startswith("example.toml:7: expression.name: two quantities would be")


def test_an_expression_may_call_its_target_t() -> None:
    assert parse(SQUARE.replace("y", "t")).names.inputs == ("x", "t")


def test_cost_and_learning_rate_of_an_expression_can_have_other_names() -> None:
    freed = replaced("[training]", '[names]\nC = "J"\n"η" = "α"', SQUARE).replace("y", "C")
    names = parse(freed).names
    assert (names.cost, names.learning_rate) == ("J", "α")
    assert names.inputs == ("x", "C")


def test_an_expression_names_the_rest_itself() -> None:
    message = refusal(f'{SQUARE}[names]\nx = "z"')
    assert message == (
        "example.toml:9: names.x: there is no quantity of this name; choose from C, η"
    )
    message = refusal(f'{SQUARE}[names]\nC = "s"')
    assert message.startswith("example.toml:9: names.C: two quantities would be called 's': a step")
