"""The same training the way PyTorch is usually written."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from bpsheet.template import Template


def train(template: Template) -> NDArray[np.float64]:
    """Return the weights after training each rate, (rates, weights)."""
    return np.array([_train(template, rate) for rate in template.training.learning_rates])


def _train(template: Template, rate: float) -> NDArray[np.float64]:
    inputs = torch.tensor(template.data.inputs[0], dtype=torch.float64)
    targets = torch.tensor(template.data.targets[0], dtype=torch.float64)
    weights = torch.tensor(template.parameters.weights, dtype=torch.float64).reshape(2, 2, 2)
    hidden, output = (layer.clone().requires_grad_() for layer in weights)
    optimizer = torch.optim.SGD([hidden, output], lr=rate)
    for _ in range(template.training.epochs):
        optimizer.zero_grad()
        outputs = torch.sigmoid(output @ torch.sigmoid(hidden @ inputs))
        loss = 0.5 * ((targets - outputs) ** 2).sum()
        loss.backward()
        optimizer.step()
    return np.concatenate([layer.detach().numpy().ravel() for layer in (hidden, output)])
