"""What notations and PyTorch call the same thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bpsheet.names import ExampleNames
from bpsheet.notations import Notation


@dataclass(frozen=True)
class Named:
    """A kind of quantity.

    Attributes:
        what: what it is.
        name: picks one of its kind out of an example's names.
        torch: what it is in a PyTorch program.
        needs: the fact about the example that it needs; see `facts.facts_of`.
    """

    what: str
    name: Callable[[ExampleNames], str]
    torch: str
    needs: str = ""


NOTATIONS: Mapping[str, Notation] = {
    "hand-built": "hand-built",
    "Mazur": "mazur",
    "indexed (Udacity)": "indexed",
    "z and a (Nielsen, Ng)": "z-a",
}

NAMED = (
    Named("an input", lambda names: names.inputs[0], "x[0]"),
    Named("the first weight", lambda names: names.weights[0], "weight[0, 0] of the first layer"),
    Named(
        "a weight into the first unit, from the last source",
        lambda names: names.layers[0].weights[0][-1],
        "weight[0, -1]: first the unit, then its source",
    ),
    Named("a bias", lambda names: names.biases[0], "bias[0] of the first layer", "biases"),
    Named(
        "the net input of a hidden unit",
        lambda names: names.layers[0].pre_activations[0],
        "what nn.Linear returns",
        "hidden",
    ),
    Named(
        "the activation of a hidden unit",
        lambda names: names.layers[0].activations[0],
        "what the activation returns",
        "hidden",
    ),
    Named("an output", lambda names: names.layers[-1].activations[0], "output[0]"),
    Named("its target", lambda names: names.targets[0], "target[0]"),
    Named("its error", lambda names: names.errors[0], "loss, with reduction='none'"),
    Named("the loss of a sample", lambda names: names.total, "loss"),
    Named(
        "the cost of an epoch",
        lambda names: names.cost,
        "the mean of the losses",
        "several samples",
    ),
    Named(
        "a gradient",
        lambda names: names.gradient(names.weights[-1]),
        "weight.grad[-1, -1] of the last layer",
    ),
    Named(
        "an error signal",
        lambda names: names.layers[-1].error_signals[0],
        "grad of what nn.Linear returns",
    ),
    Named("the learning rate", lambda names: names.learning_rate, "lr"),
)

TORCH_ACTIVATIONS = {
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "linear": "nothing: nn.Linear alone",
    "relu": "nn.ReLU()",
    "leaky-relu": "nn.LeakyReLU(0.01)",
    "softmax": "nn.Softmax(dim=-1), or inside nn.CrossEntropyLoss",
}
TORCH_LOSSES = {
    "half-squared-error": "0.5 * nn.MSELoss(reduction='sum')",
    "mean-squared-error": "nn.MSELoss()",
    "binary-cross-entropy": "nn.BCELoss(reduction='sum')",
    "cross-entropy": "nn.CrossEntropyLoss(), of pre-activations",
}
TORCH_OPTIMIZERS = {
    "sgd": "torch.optim.SGD",
    "momentum": "torch.optim.SGD with momentum",
    "nesterov": "torch.optim.SGD with momentum and nesterov=True",
    "adagrad": "torch.optim.Adagrad",
    "rmsprop": "torch.optim.RMSprop",
    "adam": "torch.optim.Adam",
    "adamax": "torch.optim.Adamax",
}
TORCH_VERBS = (
    ("a parameter", "a tensor with requires_grad=True"),
    ("the forward pass", "output = model(x); loss = loss_function(output, target)"),
    ("the backward pass", "loss.backward()"),
    ("a gradient", "parameter.grad"),
    ("the update", "optimizer.step()"),
    ("between two updates", "optimizer.zero_grad(), as backward() adds to what is there"),
)
