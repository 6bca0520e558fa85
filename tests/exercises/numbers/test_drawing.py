"""The numbers of an exercise: fit by another computation, and the same wherever they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from bpsheet import engine
from bpsheet.catalogue import load_template
from bpsheet.checker.slips import slips_of
from bpsheet.errors import InputError
from bpsheet.evaluate import ARRAYS, evaluate
from bpsheet.exercises.asked import asked_in, with_rows
from bpsheet.exercises.exercise import Part, graph_of
from bpsheet.exercises.numbers import Drawing
from bpsheet.exercises.numbers.drawing import BATCHES
from bpsheet.expression import names_in
from bpsheet.model.graph import Role, Scope
from bpsheet.template import Data, Template

KEY = b"a teacher's key"


@cache
def drawing_of(name: str, part: Part, rows: int) -> Drawing:
    template = load_template(name)
    return Drawing(template, asked_in(template, part, rows), rows)


def trained(template: Template) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return the engine's numbers of step 0, and those of step 1, by name."""
    trace = engine.train(with_rows(template, 1), template.training.learning_rates)
    once = {name: float(value[0, 0]) for name, value in trace.given_once.items()}
    names = [q.name for q in graph_of(template) if q.name not in once]
    columns = {name: np.asarray(trace.column(name))[0] for name in names}
    first, second = ({**once, **{n: float(c[row]) for n, c in columns.items()}} for row in (0, 1))
    return first, second


SINGLE: Sequence[tuple[str, Part]] = [
    ("classic", "all"),
    ("gates", "all"),
    ("error-curve", "all"),
    ("han-kamber", "all"),
    ("udacity", "gradients"),
    ("udacity-gd", "all"),
    ("deep", "updates"),
    ("softmax", "gradients"),
    ("cs231n-xyz", "all"),
    ("cs231n-sigmoid", "all"),
    ("micrograd", "all"),
    ("mazur", "all"),
    ("mazur-sequential", "gradients"),
    ("rgu", "updates"),
    ("optimizer-sgd", "all"),
]


@pytest.mark.parametrize(("name", "part"), SINGLE)
def test_mistakes_show_in_the_numbers_of_the_engine(name, part):
    """The engine computes the right answers, and `evaluate` the wrong ones, one at a time."""
    drawing = drawing_of(name, part, 1)
    left_out = {(one.quantity, one.words) for one in drawing.left_out}
    template = drawing.numbers(KEY, "s001").template
    (rate,) = template.training.learning_rates
    graph, (first, second) = graph_of(template), trained(template)
    hidden, looked_at = [], 0
    for quantity in (graph[name] for name in asked_in(template, part, 1)):
        carried = quantity.scope is Scope.CARRIED
        right = quantity.following if carried else quantity.definition
        answer = (second if carried else first)[quantity.name]
        size = abs(answer - first[quantity.name]) if carried else abs(answer)
        for slip in slips_of(quantity, right, graph):
            known = slip.effort > 1 or (quantity.name, slip.words) in left_out
            if known or not first.keys() >= set(names_in(slip.expression)):
                continue
            with np.errstate(all="ignore"):
                wrong = float(np.float64(evaluate(slip.expression, first, ARRAYS)))
            looked_at += 1
            is_rate = slip.words.startswith(f"uses {rate:g} as its learning rate")
            if not is_rate and abs(wrong - answer) < 0.0099 * size:
                hidden.append((quantity.name, slip.words))
    assert not hidden
    assert looked_at > 10


@pytest.mark.parametrize(
    "name", ["classic", "han-kamber", "cs231n-sigmoid", "micrograd", "softmax", "udacity-gd"]
)
def test_gradients_are_not_tiny_and_units_not_saturated(name):
    for student in ("s001", "s002", "s003"):
        template = drawing_of(name, "gradients", 1).numbers(KEY, student).template
        graph, (first, _) = graph_of(template), trained(template)
        assert min(abs(first[q.name]) for q in graph.of_role(Role.GRADIENT)) >= 0.01
        if template.layered:
            bounded = [q for q in graph.of_role(Role.ACTIVATION) if "relu" not in str(q.definition)]
            assert all(0.02 <= first[q.name] <= 0.98 for q in bounded)


@pytest.mark.parametrize(
    ("name", "part", "rows"),
    [
        ("line", "all", 11),
        ("xor", "all", 2),
        ("xor-tanh", "forward", 2),
        ("and-gate", "forward", 1),
        ("bce", "all", 9),
        ("stopping-distance", "forward", 1),
        ("optimizer-adagrad", "all", 2),
        ("optimizer-adam", "all", 2),
        ("mazur-sequential", "updates", 1),
    ],
)
def test_there_are_numbers(name, part, rows):
    drawn = drawing_of(name, part, rows).numbers(KEY, "s001")
    assert drawn.draws >= 1
    assert (
        sorted(drawn.template.data.inputs) == sorted(load_template(name).data.inputs)
        or not drawn.template.several
    )


def test_numbers_depend_on_key_and_words_alone():
    drawing = drawing_of("classic", "forward", 1)
    students = [f"s{number:03}" for number in range(30)]
    forwards = {student: drawing.numbers(KEY, student) for student in students}
    fresh = Drawing(load_template("classic"), asked_in(load_template("classic"), "forward", 1), 1)
    backwards = {student: fresh.numbers(KEY, student) for student in reversed(students)}
    assert forwards == backwards
    parameters = {drawn.template.parameters for drawn in forwards.values()}
    assert len(parameters) == len(students)
    assert drawing.numbers(b"another key", "s000") != forwards["s000"]


def test_numbers_stay_the_same_from_version_to_version():
    """Exercises that were handed out must be made again from their seed."""
    drawn = drawing_of("classic", "forward", 1).numbers(KEY, "s001")
    assert drawn.draws == 1
    assert drawn.template.parameters.weights == (-0.3, 0.7, -0.6, -0.1, -0.4, 0.2, -1.5, -1.4)
    assert drawn.template.data == Data(((0.2, 1.8),), ((0.4, 0.3),))
    assert drawn.template.training.learning_rates == (0.1,)


def test_a_search_that_ends_late_is_the_same_again():
    """So few draws of this one are fit that numbers are changed one by one."""
    drawing = drawing_of("mazur-sequential", "gradients", 1)
    drawn = drawing.numbers(KEY, "s001")
    assert drawn.draws > sum(BATCHES)
    assert drawn == drawing.numbers(KEY, "s001")


def test_what_cannot_show_is_left_out_and_told():
    """Of a momentum that is still 0 nobody sees whether it was kept."""
    first, second = (drawing_of("optimizer-momentum", "updates", rows) for rows in (1, 2))
    assert {one.quantity for one in first.left_out} <= {"v_θ1", "v_θ2", "θ1", "θ2"}
    assert any("μ" in one.words for one in first.left_out)
    assert second.left_out == ()
    assert all(one.share < 0.01 for one in first.left_out)


def test_a_template_without_fit_numbers_says_why():
    template = load_template("and-gate")
    nothing = Data(((0.0, 0.0), (0.0, 0.0)), ((0.0,), (1.0,)))
    with pytest.raises(InputError, match=r"and-gate: none of .* ∂E/∂w1 is smaller than 0.01"):
        Drawing(replace(template, data=nothing), ["∂E/∂w1"], 1)


def test_where_nothing_is_asked_for_no_mistake_must_show():
    drawing = Drawing(load_template("classic"), (), 1)
    assert drawing.left_out == ()
    assert drawing.numbers(KEY, "s001").draws < 10
