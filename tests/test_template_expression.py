"""Computations without layers: steps, variables, and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.errors import InputError
from bpsheet.expression import Name
from bpsheet.notation.text import text
from bpsheet.template import Computation, Data, Parameters
from tests.templates import SQUARE, parse, refusal, replaced

X, Y, W, S = map(Name, "xyws")


def test_steps_are_read_in_order_the_loss_last() -> None:
    template = parse(SQUARE)
    assert template.model == Computation((("s", W * X - Y), ("E", S**2)), ("x", "y"), ("w",))
    assert template.data == Data(((1.0, 2.0),), ((),))
    assert template.parameters == Parameters((0.5,))
    assert template.names.total == "E"
    assert not template.layered


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('steps = ["s = w*x - y"]\nloss = "s^2"', 'loss = "(w*x - y)^2"', ["(w·x − y)²"]),
        ("s = w*x - y", "s=w · x−y", ["w·x − y", "s²"]),
        ('"s = w*x - y"', '"p = w*x", "s = p - y"', ["w·x", "p − y", "s²"]),
        ("s^2", "sigmoid(s) + max(s, 0)", ["w·x − y", "σ(s) + max(s, 0)"]),
    ],
)
def test_steps_in_other_spellings(old: str, new: str, expected: list[str]) -> None:
    model = parse(replaced(old, new, SQUARE)).model
    assert isinstance(model, Computation)
    assert [text(value) for _, value in model.steps] == expected


def test_a_hat_is_one_name_however_it_was_typed() -> None:
    changed = SQUARE.replace("s = w*x - y", "y\u0302 = w*x - y").replace("s^2", "ŷ^2")
    assert parse(changed).names.steps == ("ŷ", "E")


def test_variables_are_trained_in_the_order_asked_for() -> None:
    template = parse(replaced('["w"]', '["y", "w"]', SQUARE))
    assert template.names.variables == ("y", "w")
    assert template.parameters.weights == (2.0, 0.5)
    assert template.names.inputs == ("x",)
    assert template.data.inputs == ((1.0,),)


def test_all_variables_may_be_trained() -> None:
    assert parse(replaced('["w"]', '["w", "x", "y"]', SQUARE)).data == Data(((),), ((),))


@pytest.mark.parametrize(
    ("extra", "expected"),
    [("", "staged"), ("[sheets]\ngradients = 'expanded'", "expanded")],
)
def test_gradients_are_staged_where_there_are_steps(extra: str, expected: str) -> None:
    assert parse(SQUARE + extra).gradients == expected
    alone = SQUARE.replace('steps = ["s = w*x - y"]\n', "").replace("s^2", "(w*x - y)^2")
    assert parse(alone).gradients == "expanded"


STEP = "s = w*x - y"
VARIABLES = "{x = 1, y = 2, w = 0.5}"
REFUSALS = [
    # keys
    ('loss = "s^2"', "", "2: expression.loss: missing; add loss = "),
    (f"variables = {VARIABLES}", "", "2: expression.variables: missing; add variables = {w = 1"),
    ('trained = ["w"]', "", '2: expression.trained: missing; add trained = ["w"]'),
    ("steps", "step", "3: expression.step: unknown key; did you mean steps? choose from loss, na"),
    ('"s^2"', "2", "4: expression.loss: expected text, not 2; write it in quotes"),
    ('"s^2"', '"s^2"\nname = "E 1"', "5: expression.name: 'E 1' is no name: column 3: write an"),
    ('"s^2"', '"s^2"\nname = 1', "5: expression.name: expected text, not 1;"),
    # steps
    (STEP, "w*x - y", "3: expression.steps: step 1: 'w*x - y' has no =; write a step as s ="),
    (STEP, "= w*x - y", "3: expression.steps: step 1: the text is empty; write a few words"),
    (STEP, "s = ", "3: expression.steps: step 1: '': column 1: there is nothing to read; write"),
    (STEP, "s == w*x - y", "3: expression.steps: step 1: '= w*x - y': column 1: = has no place"),
    (STEP, "2s = w*x", "3: expression.steps: step 1: '2s' is no name: column 2: write an operator"),
    (STEP, "exp = w*x", "3: expression.steps: step 1: 'exp' is no name: column 1: exp is a func"),
    (STEP, "w = w*x - y", "3: expression.steps: step 1: 'w' stands for something already; choose"),
    (STEP, "s" * 21 + " = w*x", "3: expression.steps: step 1: 21 characters are too many; use at"),
    (f'"{STEP}"', '"s = w*x",\n"s = s - y"', "4: expression.steps: step 2: 's' stands for some"),
    (f'"{STEP}"', '"s = w*x + q",\n"q = w - y"', "3: expression.steps: step 1: 'q' is not known"),
    (f'"{STEP}"', '"s = w*x - y",\n"q = s + w"', "4: expression.steps: step 2: nothing uses 'q';"),
    (f'["{STEP}"]', f'"{STEP}"', "3: expression.steps: expected a list, not 's = w*x - y';"),
    (f'["{STEP}"]', "[1]", "3: expression.steps: step 1: expected text, not 1; write it"),
    # the loss
    ("s^2", "s^2 + z", "4: expression.loss: 'z' is not known here; add it to the variables, or"),
    ("s^2", "s^2 + E", "4: expression.loss: 'E' is not known here; add it to"),
    ("s^2", "ss^2", "4: expression.loss: 'ss' is not known here; did you mean s? add it to the va"),
    ("s^2", "s^^2", "4: expression.loss: 's^^2': column 3: a number, a name or a bracket should"),
    ("s^2", "log(s)", "4: expression.loss: 'log(s)': column 1: write ln for the natural logarithm"),
    ("s^2", "__import__('os')", "4: expression.loss: \"__import__('os')\": column 1: '_' has no"),
    ("s^2", "s.real", "4: expression.loss: 's.real': column 2: '.' has no place in an expression;"),
    ("s^2", "lambda: s", "4: expression.loss: 'lambda: s': column 7: ':' has no place"),
    ("s^2", "(" * 51 + "s" + ")" * 51, ": column 52: more than 50 operations stand inside each"),
    ("s^2", "s+" * 1000 + "s", "4: expression.loss: 2001 characters are too many; use at most"),
    ("s^2", "s + 1e999", "4: expression.loss: 's + 1e999': column 5: a number lies between 5e-324"),
    ('"s^2"', '"s^2"\nname = "s"', "5: expression.name: 's' stands for something already; choose"),
    ('"s^2"', '"s^2"\nname = "w"', "5: expression.name: 'w' stands for something already; choose"),
    # variables
    (VARIABLES, "[1]", "5: expression.variables: expected a table, not a list; write {w = 1, x ="),
    (VARIABLES, "{}", "5: expression.variables: the table is empty; write {w = 1, x = 2}"),
    ("w = 0.5", "w = '1'", "5: expression.variables.w: expected a number, not '1'; write one"),
    ("w = 0.5", "w = nan", "5: expression.variables.w: nan is not a finite number;"),
    ("w = 0.5", "w = [1]", "5: expression.variables.w: expected a number, not a list;"),
    ("w = 0.5", "w = 1, z = 1", "5: expression.variables.z: no step uses this variable; remove it"),
    ("x = 1", "x = 1, 'x y' = 1", "5: expression.variables.'x y': 'x y' is no name: column 3"),
    ("x = 1", "x = 1, '' = 1", "5: expression.variables.'': the text is empty;"),
    ("x = 1", "x = 1, ln = 1", "5: expression.variables.ln: 'ln' is no name: column 1: ln is a f"),
    ("x = 1", 'x = 1, "ŷ" = 1, "y\u0302" = 1', ": this variable stands there already; remove one"),
    # what is trained
    ('["w"]', "[]", "6: expression.trained: needs at least 1, not 0; add to the list"),
    ('["w"]', '"w"', "6: expression.trained: expected a list, not 'w'; write it in [ ]"),
    ('["w"]', '["v"]', "6: expression.trained: name 1: there is no variable 'v'; choose from x, y"),
    ('["w"]', '["w", "s"]', "6: expression.trained: name 2: there is no variable 's'; choose fr"),
    ('["w"]', '["w", "y", "w"]', "6: expression.trained: name 1: 'w' stands in the list twice;"),
    # names that the worked example has of its own
    ("w = 0.5", "w = 0.5, C = 1", "5: expression.variables.C: no step uses this variable"),
    (
        STEP,
        'C = w*x - y", "s = C',
        "3: expression.steps: step 1: two quantities would be called 'C'",
    ),
    # sections of networks
    ("[training]", "[data]\ninputs = [[1]]", "7: data: an [expression] has its own variables; rem"),
    ("[training]", "[parameters]", "7: parameters: an [expression] has its own variables; remove"),
    ("[training]", "[network]", "7: network: an [expression] has its own variables; remove [netw"),
]


@pytest.mark.parametrize(("old", "new", "expected"), REFUSALS)
def test_refusal(old: str, new: str, expected: str) -> None:
    message = refusal(replaced(old, new, SQUARE))
    assert message.startswith("example.toml:")
    assert expected in message


def test_an_expression_is_a_table() -> None:
    message = refusal('title = "T"\nexpression = "w^2"')
    assert message.startswith("example.toml:2: expression: expected a table, not 'w^2'; head it")


@given(
    st.sampled_from([STEP, "s^2", "x = 1", '"w"']),
    st.text("swxyE012.,+-*/^()=[]{}'\" \\\n") | st.text(),
)
def test_any_text_is_read_or_refused(old: str, new: str) -> None:
    try:
        parse(replaced(old, new, SQUARE))
    except InputError as error:
        assert str(error).isprintable()
