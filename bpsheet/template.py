"""A worked example as its author describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bpsheet.expression import Expression
from bpsheet.hyperparameters import settings_of
from bpsheet.names import Biases, ExampleNames, computation_names, network_names
from bpsheet.notations import Notation

Gradients = Literal["expanded", "staged"]
UpdateRule = Literal["simultaneous", "sequential"]
VIEWS = (
    "gates",
    "error-curve",
    "gradient-vector",
    "learning-panel",
    "cheat-sheet",
    "glossary",
)
"""The further sheets that a template may ask for, in the order of the workbook."""

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Network:
    """A layered network.

    Attributes:
        layers: the number of inputs, of units in each hidden layer, and of outputs.
        activations: one name per layer after the inputs.
        biases: whether units have a bias of their own, share one per layer, or have none.
        train_biases: whether updates change the biases.
        notation: the spelling of all names.
    """

    layers: tuple[int, ...]
    activations: tuple[str, ...]
    biases: Biases = "none"
    train_biases: bool = True
    notation: Notation = "hand-built"


@dataclass(frozen=True)
class Computation:
    """A computational graph without layers.

    Attributes:
        steps: each named quantity with its definition over earlier ones; the last is the loss.
        inputs: the variables that stay as they are, in the order of the data's inputs.
        variables: the variables that are trained, in the order of the parameters' weights.
    """

    steps: tuple[tuple[str, Expression], ...]
    inputs: tuple[str, ...]
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Samples:
    """Samples: `inputs` and `targets` hold one row each per sample."""

    inputs: Rows
    targets: Rows


@dataclass(frozen=True)
class Data(Samples):
    """What a worked example learns from.

    Attributes:
        validation: samples that are only looked at: their cost says when to stop.
    """

    validation: Samples | None = None


@dataclass(frozen=True)
class Parameters:
    """The initial values.

    Attributes:
        weights: in weight order; of a computation without layers, its trained variables.
        biases: per unit or, if shared, per layer.
        drawn: how they were drawn, in words; empty where they were given.
    """

    weights: tuple[float, ...]
    biases: tuple[float, ...] = ()
    drawn: str = ""


@dataclass(frozen=True)
class Training:
    """How the network is trained.

    Attributes:
        learning_rates: each is trained on its own from the same initial parameters.
        epochs: passes over all samples.
        batch: samples per update; ``"all"`` for one update per epoch.
        goal: the loss that counts as small enough, or ``None``.
        settings: the optimizer's hyper-parameters that differ from their defaults, by the names
            that a template writes (``momentum``, ``beta1`` …).
        update: all parameters at once, or the output layer first, with hidden gradients that see
            its new weights (the rule of some published examples, which is wrong).
    """

    learning_rates: tuple[float, ...]
    epochs: int
    loss: str = "half-squared-error"
    optimizer: str = "sgd"
    batch: int | Literal["all"] = 1
    goal: float | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    update: UpdateRule = "simultaneous"

    @property
    def hyperparameters(self) -> dict[str, float]:
        """Every hyper-parameter of the optimizer by name, as chosen or by default."""
        return settings_of(self.optimizer, self.settings)

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
        model: the network, or a computation without layers.
        gradients: written out in full, or in stages with error signals δ.
        views: further sheets, by name.
        renamed: names in place of the notation's, by the name that the notation has.
    """

    name: str
    title: str
    model: Network | Computation
    data: Data
    parameters: Parameters
    training: Training
    summary: str = ""
    gradients: Gradients = "expanded"
    views: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def layered(self) -> bool:
        """Whether the worked example is a layered network."""
        return isinstance(self.model, Network)

    @property
    def network(self) -> Network:
        """The layered network; only where the worked example is one."""
        assert isinstance(self.model, Network), f"{self.name} has no layers"
        return self.model

    @property
    def samples(self) -> int:
        """The number of samples it learns from."""
        return len(self.data.inputs)

    @property
    def several(self) -> bool:
        """Whether there are several samples, some of them perhaps for validation only."""
        return self.samples > 1 or self.data.validation is not None

    @property
    def trained(self) -> tuple[str, ...]:
        """The names of the parameters that updates change."""
        fixed = isinstance(self.model, Network) and not self.model.train_biases
        return self.names.weights if fixed else self.names.parameters

    @cached_property
    def names(self) -> ExampleNames:
        """The names of all quantities."""
        match self.model:
            case Network(layers, _, biases, _, notation):
                names = network_names(layers, biases, notation)
            case Computation(steps, inputs, variables):
                names = computation_names(tuple(name for name, _ in steps), inputs, variables)
        return names.renamed(self.renamed)
