"""PyTorch's autograd and optimizers as a third opinion; skipped where it is not installed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from bpsheet.engine import train
from bpsheet.template import Template
from tests.engine.examples import random_template
from tests.engine.test_gradients import HIDDEN, PAIRS

pytestmark = pytest.mark.optional

OPTIMIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "adam": ("Adam", {}),
    "adamax": ("Adamax", {}),
}


@pytest.fixture(scope="module")
def torch() -> Any:
    return pytest.importorskip("torch", reason="needs PyTorch, which is not installed")


def functions(torch: Any) -> dict[str, Any]:
    functional = torch.nn.functional
    return {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "linear": lambda x: x,
        "relu": torch.relu,
        "leaky-relu": functional.leaky_relu,
        "softmax": lambda x: torch.softmax(x, dim=-1),
        "half-squared-error": lambda a, t: 0.5 * functional.mse_loss(a, t, reduction="sum"),
        "mean-squared-error": functional.mse_loss,
        "binary-cross-entropy": lambda a, t: functional.binary_cross_entropy(a, t, reduction="sum"),
        "cross-entropy": lambda a, t: -(t * torch.log(a)).sum(),
    }


def trained_by_torch(
    torch: Any, template: Template, rate: float, settings: dict[str, Any]
) -> tuple[list[float], list[float], list[float]]:
    """Return the losses and gradients of all rows in a line, and the parameters at the end."""
    network, training, known = template.network, template.training, functions(torch)
    weights = np.split(
        np.array(template.parameters.weights),
        np.cumsum([a * b for a, b in pairwise(network.layers)])[:-1],
    )
    biases = np.split(np.array(template.parameters.biases), np.cumsum(network.layers[1:])[:-1])
    shapes = [(units, sources) for sources, units in pairwise(network.layers)]
    tensors = [torch.tensor(w.reshape(shape)) for w, shape in zip(weights, shapes, strict=True)]
    tensors += [torch.tensor(bias) for bias in biases]
    for tensor in tensors:
        tensor.requires_grad_()
    name, fixed = OPTIMIZERS[training.optimizer]
    optimizer = getattr(torch.optim, name)(tensors, lr=rate, **(fixed | settings))
    size, depth = training.batch_size(template.samples), len(shapes)
    losses, gradients = [], []

    def line(values: list[Any]) -> list[float]:
        return np.concatenate([value.detach().numpy().ravel() for value in values]).tolist()

    for _ in range(training.epochs):
        for first in range(0, template.samples, size):
            batch = range(first, min(first + size, template.samples))
            optimizer.zero_grad()
            rows = []
            for sample in batch:
                values = torch.tensor(template.data.inputs[sample], dtype=torch.float64)
                for layer, activation in enumerate(network.activations):
                    values = known[activation](tensors[layer] @ values + tensors[depth + layer])
                targets = torch.tensor(template.data.targets[sample], dtype=torch.float64)
                loss = known[training.loss](values, targets)
                rows.append(loss)
                gradients += line(torch.autograd.grad(loss, tensors, retain_graph=True))
            losses += [loss.item() for loss in rows]
            torch.stack(rows).mean().backward()
            optimizer.step()
    return losses, gradients, line(tensors)


def agree(torch: Any, template: Template, settings: dict[str, Any] | None = None) -> None:
    trace = train(template)
    for number, rate in enumerate(template.training.learning_rates):
        losses, gradients, final = trained_by_torch(torch, template, rate, settings or {})
        assert trace.total[number] == pytest.approx(losses, rel=1e-9, abs=1e-12)
        assert trace.gradients[number].ravel() == pytest.approx(gradients, rel=1e-8, abs=1e-11)
        assert trace.final[number] == pytest.approx(final, rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_random_networks(torch: Any, hidden: str, output: str, loss: str) -> None:
    for seed in range(3):
        agree(torch, random_template(seed, (hidden, "tanh", output)[seed % 2 :], loss, batch=2))


@pytest.mark.parametrize("batch", [1, 2, "all"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_random_networks_under_every_optimizer(torch: Any, optimizer: str, batch: Any) -> None:
    training = {"optimizer": optimizer, "batch": batch, "learning_rates": (0.005, 0.02)}
    agree(torch, random_template(1, ("tanh", "sigmoid"), "binary-cross-entropy", **training))
    agree(torch, random_template(2, ("relu", "softmax"), "cross-entropy", **training))


@pytest.mark.parametrize(
    ("optimizer", "ours", "theirs"),
    [
        ("momentum", {"momentum": 0.3}, {"momentum": 0.3}),
        ("nesterov", {"momentum": 0.3}, {"momentum": 0.3}),
        ("adagrad", {"epsilon": 0.1}, {"eps": 0.1}),
        ("rmsprop", {"rho": 0.5, "epsilon": 1e-3}, {"alpha": 0.5, "eps": 1e-3}),
        ("adam", {"beta1": 0.5, "beta2": 0.8, "epsilon": 1e-2}, {"betas": (0.5, 0.8), "eps": 1e-2}),
        ("adamax", {"beta1": 0.5, "beta2": 0.8, "epsilon": 0.1}, {"betas": (0.5, 0.8), "eps": 0.1}),
    ],
)
def test_hyperparameters(
    torch: Any, optimizer: str, ours: dict[str, float], theirs: dict[str, Any]
) -> None:
    template = random_template(9, ("tanh", "linear"), optimizer=optimizer, settings=ours, batch=2)
    agree(torch, template, theirs)
