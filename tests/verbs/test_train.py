from __future__ import annotations

import pytest

from bpsheet import engine
from bpsheet.errors import InputError
from bpsheet.verbs.train import train
from tests.examples import CLASSIC


def test_the_numbers_are_the_engines() -> None:
    found, right = train("classic"), engine.train(CLASSIC)
    assert found.rates.tolist() == [0.1, 0.2, 0.5, 0.8, 1.0, 2.0]
    assert found.total.tolist() == right.total.tolist()
    assert found.column("∂E/∂w3").shape == (6, 100)


def test_settings_replace_those_of_the_template() -> None:
    trace = train(CLASSIC, rates=[0.3], epochs=5)
    assert trace.rates.tolist() == [0.3]
    assert trace.total.shape == (1, 5)
    assert trace.template.training.epochs == 5
    assert CLASSIC.training.epochs == 100


def test_no_rates_are_the_templates() -> None:
    assert train(CLASSIC, rates=[]).rates.tolist() == list(CLASSIC.training.learning_rates)


@pytest.mark.parametrize("rate", [0.0, -1.0, float("inf"), float("nan")])
def test_a_rate_must_be_a_positive_number(rate: float) -> None:
    with pytest.raises(InputError, match=r"^--rate: entry 1: "):
        train(CLASSIC, rates=[rate])


@pytest.mark.parametrize("epochs", [0, -3, 10**9])
def test_epochs_must_fit_into_a_sheet(epochs: int) -> None:
    with pytest.raises(InputError, match=r"^--epochs: "):
        train(CLASSIC, epochs=epochs)
