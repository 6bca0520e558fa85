"""Which worked example a table shows."""

from __future__ import annotations

import numpy as np
import pytest

from bpsheet.checker.example import Seen, example_of, seen_in
from bpsheet.checker.locate import locate
from bpsheet.template import Network, Template
from tests.checker.books import Content, book_of, cells_of
from tests.checker.judge.classic import cells
from tests.checker.locate.hand_built import HAND_BUILT, ROWS


def shown(contents: dict[str, Content]) -> Template | None:
    """Return the worked example of the only table of a sheet."""
    book = book_of({"Sheet1": contents})
    (table,) = locate(book, None, {}, None)
    return example_of(table, seen_in(book, table))


def test_the_classic_worksheet() -> None:
    template = shown(cells())
    assert template is not None
    assert template.model == Network((2, 2, 2), ("sigmoid", "sigmoid"))
    assert template.data.inputs == ((0.05, 0.12),)
    assert template.data.targets == ((0.01, 0.99),)
    assert template.parameters.weights == (0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55)
    assert template.training.learning_rates == (0.6,)
    assert (template.training.loss, template.training.optimizer) == ("half-squared-error", "sgd")


ONE_UNIT = ("i1", "t1", "w1", "o1", "a_o1", "E1", "∂E/∂w1")


@pytest.mark.parametrize(
    ("numbers", "activation", "loss"),
    [
        ((2.0, 1.0, 0.5, 1.0, 0.7310585786, 0.0361647450), "sigmoid", "half-squared-error"),
        ((2.0, 1.0, 0.5, 1.0, 0.7615941560, 0.0284186732), "tanh", "half-squared-error"),
        ((2.0, 3.0, 0.5, 1.0, 1.0, 2.0), "linear", "half-squared-error"),
        ((2.0, 3.0, 0.5, 1.0, 1.0, 4.0), "linear", "mean-squared-error"),
        ((2.0, 1.0, 0.5, 1.0, 0.7310585786, 0.3132616875), "sigmoid", "binary-cross-entropy"),
    ],
)
def test_the_activation_and_the_loss_are_read_off_the_numbers(
    numbers: tuple[float, ...], activation: str, loss: str
) -> None:
    template = shown(cells_of([ONE_UNIT, (*numbers, -0.1), (*numbers, -0.1)]))
    assert template is not None
    assert template.network.activations == (activation,)
    assert template.training.loss == loss


@pytest.mark.parametrize("changed", ["w8", "t1 t2 o1 o2 a_o1 a_o2 E1 E2"])
def test_sizes_that_do_not_fit_together_are_no_network(changed: str) -> None:
    labels = ["" if label in changed.split() else label for label in HAND_BUILT]
    assert shown(cells_of([labels, *ROWS])) is None


def test_labels_without_numbers_are_no_network() -> None:
    book = book_of({"Sheet1": cells()})
    (table,) = locate(book, None, {}, None)
    empty = {name: np.full(5, np.nan) for name in table.columns}
    assert example_of(table, Seen(empty, {})) is None


SEQUENTIAL = ("i1", "w1", "h1", "a_h1", "w2", "o1", "a_o1", "t1", "E1", "∂E/∂w1", "∂E/∂w2")


@pytest.mark.parametrize(
    ("more", "update"), [("sequential ∂E/∂w1", "sequential"), ("mean ∂E/∂w1", "simultaneous")]
)
def test_the_order_of_updates_is_told_by_their_columns(more: str, update: str) -> None:
    numbers = (1.0, 0.5, 0.5, 0.5, 2.0, 1.0, 1.0, 0.0, 0.5, 2.0, 0.5, 1.5)
    template = shown(cells_of([(*SEQUENTIAL, more), numbers, numbers]))
    assert template is not None
    assert template.training.update == update


def test_inputs_without_a_column_are_told_by_the_weights() -> None:
    labels = ["" if label in ("i1", "i2") else label for label in HAND_BUILT]
    template = shown(cells_of([labels, *ROWS]))
    assert template is not None
    assert template.network.layers == (2, 2, 2)
