from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bpsheet.engine import train
from bpsheet.expression import Name
from bpsheet.template import Samples, Template
from bpsheet.trace import Trace
from tests.engine.examples import (
    LINEAR_CHAIN,
    SINGLE_WEIGHT,
    computation,
    random_template,
    with_parameters,
    with_training,
)

SEEN = random_template(1, ("relu", "softmax"), "cross-entropy", batch=2)
UNSEEN = Samples(inputs=((0.5, -0.5), (1.0, 0.2)), targets=((1.0, 0.0, 0.0), (0.2, 0.3, 0.5)))


def with_validation(template: Template, samples: Samples) -> Template:
    return replace(template, data=replace(template.data, validation=samples))


def alone(template: Template, trace: Trace, rate: int, epoch: int) -> Trace:
    """Train on the samples for validation from the parameters an epoch begins with."""
    samples = template.data.validation
    assert samples is not None
    start = with_parameters(template, trace.parameters[rate, trace.epoch == epoch][0])
    start = replace(start, data=replace(start.data, inputs=samples.inputs, targets=samples.targets))
    return train(with_training(start, batch="all", epochs=1))


@pytest.mark.parametrize(
    ("template", "samples"),
    [
        (SEEN, UNSEEN),
        (with_training(LINEAR_CHAIN, epochs=5), Samples(((0.2,), (0.3,), (7.0,)), ((1.0,),) * 3)),
    ],
    ids=["softmax", "chain"],
)
def test_every_forward_quantity_at_the_first_parameters_of_an_epoch(
    template: Template, samples: Samples
) -> None:
    template = with_validation(template, samples)
    trace, names = train(template), template.names
    units = [(*layer.pre_activations, *layer.activations) for layer in names.layers]
    expected = {*names.inputs, *names.targets, *names.errors, names.total}.union(*units)
    assert trace.validation.keys() == expected
    for rate, epoch in np.ndindex(trace.cost.shape):
        again = alone(template, trace, rate, epoch)
        for name, values in trace.validation.items():
            assert values.shape == (*trace.cost.shape, len(samples.inputs))
            assert values[rate, epoch] == pytest.approx(again.column(name)[0]), name
        assert trace.validation_cost[rate, epoch] == pytest.approx(again.total[0].mean())


def test_training_does_not_see_them() -> None:
    plain, watched = train(SEEN), train(with_validation(SEEN, UNSEEN))
    assert not plain.validation
    assert (plain.final == watched.final).all()
    assert (plain.cost == watched.cost).all()


def test_steps_of_a_computation() -> None:
    s = Name("w") * Name("x") - Name("y")
    line = computation(
        ("s", s),
        ("L", Name("s") ** 2),
        inputs={"x": (1.0, 2.0), "y": (1.0, 3.0)},
        variables={"w": 0.5},
        epochs=3,
        batch="all",
    )
    trace = train(with_validation(line, Samples(((10.0, 1.0), (0.0, 4.0), (-1.0, 0.0)), ())))
    first = trace.column("w")[:, ::2]
    assert trace.validation["x"].tolist() == [[[10.0, 0.0, -1.0]] * 3]
    assert trace.validation["s"][..., 0] == pytest.approx(first * 10 - 1)
    assert trace.validation["s"][..., 1].tolist() == [[-4.0] * 3]
    assert trace.validation["L"][..., 2] == pytest.approx(first**2)


def test_validation_that_overflows_counts_as_divergence() -> None:
    template = with_training(SINGLE_WEIGHT, learning_rates=(0.005,), epochs=3)
    trace = train(with_validation(template, Samples(((1e200,),), ((0.0,),))))
    assert np.isfinite(trace.total).all()
    assert trace.diverged_at == (0,)
