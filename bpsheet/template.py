"""A worked example as its author describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bpsheet.names import Biases, NetworkNames, network_names

Gradients = Literal["expanded", "staged"]


@dataclass(frozen=True)
class Network:
    """A layered network.

    Attributes:
        layers: the number of inputs, of units in each hidden layer, and of outputs.
        activations: one name per layer after the inputs.
        biases: whether units have a bias of their own, share one per layer, or have none.
        train_biases: whether updates change the biases.
    """

    layers: tuple[int, ...]
    activations: tuple[str, ...]
    biases: Biases = "none"
    train_biases: bool = True
    notation: str = "hand-built"

    @property
    def names(self) -> NetworkNames:
        """The names of the network's quantities."""
        return network_names(self.layers, self.biases)


@dataclass(frozen=True)
class Data:
    """The samples: `inputs` and `targets` hold one row each per sample."""

    inputs: tuple[tuple[float, ...], ...]
    targets: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Parameters:
    """The initial values: weights in weight order, biases per unit or, if shared, per layer."""

    weights: tuple[float, ...]
    biases: tuple[float, ...] = ()


@dataclass(frozen=True)
class Training:
    """How the network is trained.

    Attributes:
        learning_rates: each is trained on its own from the same initial parameters.
        epochs: passes over all samples.
        batch: samples per update; ``"all"`` for one update per epoch.
        goal: the loss that counts as small enough, or ``None``.
    """

    learning_rates: tuple[float, ...]
    epochs: int
    loss: str = "half-squared-error"
    optimizer: str = "sgd"
    batch: int | Literal["all"] = 1
    goal: float | None = None

    def batch_size(self, samples: int) -> int:
        """Return how many of `samples` samples an update averages over."""
        return samples if self.batch == "all" else min(self.batch, samples)


@dataclass(frozen=True)
class Template:
    """A worked example.

    Attributes:
        name: what its files are called.
        title: the heading of the workbook.
        summary: one line for the list of templates.
        gradients: written out in full, or in stages with error signals δ.
    """

    name: str
    title: str
    network: Network
    data: Data
    parameters: Parameters
    training: Training
    summary: str = ""
    gradients: Gradients = "expanded"
    views: tuple[str, ...] = field(default=())
