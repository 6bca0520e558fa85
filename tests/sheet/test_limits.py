from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bpsheet.errors import InputError
from bpsheet.expression import Name
from bpsheet.sheet.layout.plan import make_plan
from bpsheet.sheet.limits import _columns, check_size
from bpsheet.template import Data, Gradients, Network, Samples, Template
from bpsheet.verbs.build import worked_example
from tests.engine.examples import computation, random_template, with_training
from tests.examples import CLASSIC


def network(
    layers: tuple[int, ...],
    gradients: Gradients = "staged",
    outputs: str = "sigmoid",
    **training: Any,
) -> Template:
    """Return a worked example with layers of these sizes; no numbers are needed for its size."""
    activations = (*["tanh"] * (len(layers) - 2), outputs)
    template = replace(CLASSIC, model=Network(layers, activations), gradients=gradients)
    return with_training(template, **training)


def with_samples(count: int, validation: int = 0, **training: Any) -> Template:
    looked_at = Samples(CLASSIC.data.inputs * validation, CLASSIC.data.targets * validation)
    data = Data(
        CLASSIC.data.inputs * count,
        CLASSIC.data.targets * count,
        looked_at if validation else None,
    )
    return with_training(replace(CLASSIC, data=data), **training)


def branching(levels: int, gradients: Gradients) -> Template:
    """Return a computation with 2 to the power of `levels` paths from the loss to its variable."""
    steps = [("s0", Name("w") * 2)]
    for number in range(levels):
        before = Name(f"s{number}")
        left, right = f"l{number}", f"r{number}"
        steps += [(left, before * 3), (right, before**2)]
        steps += [(f"s{number + 1}", Name(left) * Name(right))]
    return replace(computation(*steps, variables={"w": 1.0}), gradients=gradients)


ROWS = 1_048_576 - 20


@pytest.mark.parametrize(
    "template",
    [
        CLASSIC,
        with_samples(1, epochs=ROWS, learning_rates=(0.1,)),
        with_samples(10, epochs=ROWS // 10, learning_rates=(0.1,)),
        with_samples(10, batch=5, epochs=ROWS // 12, learning_rates=(0.1,)),
        with_samples(10, batch="all", validation=2, epochs=ROWS // 13, learning_rates=(0.1,)),
        with_training(CLASSIC, learning_rates=(1e-8, 1e6)),
        with_training(CLASSIC, learning_rates=tuple(0.01 * n for n in range(1, 101))),
        network((2, 2, 327), "expanded"),
        network((18, 18), "expanded", "softmax"),
        network((2, 300), "expanded", "softmax", loss="cross-entropy"),
        network((90, 80, 5)),
        network((819, 1)),
        computation(("L", Name("w") ** 2), variables={"w": 1.0}),
        branching(8, "expanded"),
        branching(2_000, "staged"),
    ],
    ids=lambda template: template.name,
)
def test_what_fits_passes(template: Template) -> None:
    check_size(template)


@pytest.mark.parametrize(
    ("template", "complaint", "key"),
    [
        (
            with_samples(1, epochs=ROWS + 1),
            "1,048,557 epochs need more rows than a spreadsheet has; use at most 1,048,556",
            "training.epochs",
        ),
        (
            with_samples(10, epochs=ROWS // 10 + 1),
            "104,856 epochs of 10 rows need more rows than a spreadsheet has; use at most 104,855",
            "training.epochs",
        ),
        (
            with_samples(10, batch=5, epochs=ROWS // 12 + 1),
            "87,380 epochs of 12 rows need more rows than a spreadsheet has; use at most 87,379",
            "training.epochs",
        ),
        (
            with_samples(10, batch="all", validation=2, epochs=ROWS // 13 + 1),
            "80,659 epochs of 13 rows need more rows than a spreadsheet has; use at most 80,658",
            "training.epochs",
        ),
        (
            with_samples(1_048_557, epochs=1),
            "1 epochs of 1,048,557 rows need more rows than a spreadsheet has; use fewer samples",
            "training.epochs",
        ),
        (
            with_samples(1, epochs=500_000),
            "7 tables of 19,000,000 cells are more than programs open (100,000,000 in all); use"
            " fewer epochs, samples or learning rates",
            "training.epochs",
        ),
        (
            network((90, 90)),
            "8,100 parameters, trained by sgd, need about 16,748 columns, more than the 16,384 of"
            " a spreadsheet; use smaller layers",
            "network.layers",
        ),
        (
            network((60, 60), optimizer="adam"),
            "3,600 parameters, trained by adam, need about 21,968 columns, more than the 16,384 of"
            " a spreadsheet; use smaller layers",
            "network.layers",
        ),
        (
            network((820, 1)),
            "a sum over 820 sources is longer than the 8,192 characters that a formula may have;"
            " use smaller layers",
            "network.layers",
        ),
        (
            with_training(CLASSIC, learning_rates=tuple(0.01 * n for n in range(1, 102))),
            "101 learning rates are too many for one workbook; use at most 100",
            "training.learning_rates",
        ),
        (
            with_training(CLASSIC, learning_rates=(0.1, 9e-9)),
            "9e-09 is no learning rate for a workbook; use one from 1e-08 to 1e+06",
            "training.learning_rates",
        ),
        (
            with_training(CLASSIC, learning_rates=(1.1e6,)),
            "1.1e+06 is no learning rate for a workbook; use one from 1e-08 to 1e+06",
            "training.learning_rates",
        ),
        (
            network((2, 2, 328), "expanded"),
            "gradients written out over 328 paths are longer than the 8,192 characters that a"
            ' formula may have; use gradients = "staged"',
            "sheets.gradients",
        ),
        (
            network((2, 3, 20, 20), "expanded"),
            "gradients written out over 400 paths are longer than the 8,192 characters that a"
            ' formula may have; use gradients = "staged"',
            "sheets.gradients",
        ),
        (
            branching(9, "expanded"),
            "gradients written out over 512 paths are longer than the 8,192 characters that a"
            ' formula may have; use gradients = "staged"',
            "sheets.gradients",
        ),
        (
            branching(2_000, "expanded"),
            "gradients written out over more than 1,000,000 paths are longer than the 8,192"
            ' characters that a formula may have; use gradients = "staged"',
            "sheets.gradients",
        ),
        (
            network((2, 2, 19), "expanded", "softmax"),
            "gradients written out over 361 paths are longer than the 8,192 characters that a"
            ' formula may have; use gradients = "staged"',
            "sheets.gradients",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_fit_is_refused_in_one_line(
    template: Template, complaint: str, key: str
) -> None:
    with pytest.raises(InputError) as error:
        check_size(template)
    assert str(error.value) == f"{key}: {complaint}"


@pytest.mark.parametrize("gradients", ["expanded", "staged"])
@pytest.mark.parametrize(
    "template",
    [
        CLASSIC,
        with_samples(3, optimizer="adam", batch=2, validation=1),
        with_samples(3, optimizer="adamax"),
        random_template(1, ("tanh", "tanh", "sigmoid"), update="sequential"),
        computation(("s", Name("w") * 2), ("L", Name("s") ** 2), variables={"w": 1.0}),
    ],
    ids=["classic", "adam", "adamax", "sequential", "computation"],
)
def test_the_table_has_a_few_columns_less_than_counted_at_most(
    template: Template, gradients: Gradients
) -> None:
    example = worked_example(
        with_training(replace(template, gradients=gradients), epochs=1, learning_rates=(0.1,))
    )
    table = make_plan(example).table
    there = len(table.columns) + len(table.counters)
    assert there <= _columns(example.template) <= 1.4 * there + 7
