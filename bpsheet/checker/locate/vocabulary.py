"""What the labels of a sheet may mean: the names of a known worked example, or common ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from bpsheet.checker.locate.compact import compact, forms
from bpsheet.checker.locate.labels import COUNTERS, read_label
from bpsheet.checker.slip import later
from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.names import (
    COUNTER,
    ExampleNames,
    mean_name,
    network_names,
    sequential_name,
    state_name,
)
from bpsheet.template import Template


class Kind(Enum):
    """What a quantity is to a training table."""

    CONSTANT = "a rate, a hyper-parameter"
    GIVEN = "an input, a target"
    PARAMETER = "a weight, a bias"
    SUM = "a pre-activation"
    ACTIVATION = "an activation"
    LOSS = "an error, a loss, a cost"
    BACKWARD = "a gradient, an error signal"
    OTHER = "anything else"


_KINDS = (
    (re.compile(r"[ημρ]|β[12]|ε₀"), Kind.CONSTANT),
    (re.compile(r"[it]\d+"), Kind.GIVEN),
    (re.compile(r"[wb]\d+(_\d+)*"), Kind.PARAMETER),
    (re.compile(r"[ho]\d+(_\d+)*"), Kind.SUM),
    (re.compile(r"a_[ho]\d+(_\d+)*"), Kind.ACTIVATION),
    (re.compile(r"E\d+|E_total|C"), Kind.LOSS),
    (re.compile(r"(mean )?[∂δ].*"), Kind.BACKWARD),
)


@dataclass(frozen=True)
class Vocabulary:
    """What labels may mean.

    Attributes:
        own: the names of the worked example, by their compact form; empty if it is not known.
        translations: from the spelling of hand-built worksheets to the worked example's.
        kinds: of the worked example's quantities.
        rate: the name of its learning rate.
        fewest_forward: how many kinds of forward quantity its training table has at the least.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    rate: str = "η"
    fewest_forward: int = 2

    def read(self, text: str) -> tuple[str, ...]:
        """Return the quantities that a label may stand for, likeliest first."""
        if not self.own:
            return read_label(text)
        own = (self.own[form] for form in forms(text) if form in self.own)
        common = (self._translated(name) for name in read_label(text))
        return tuple(dict.fromkeys(name for name in (*own, *common) if name))

    def kind(self, name: str) -> Kind:
        """Return what a quantity is to a training table."""
        if self.own:
            return self.kinds.get(name, Kind.OTHER)
        fitting = (kind for pattern, kind in _KINDS if pattern.fullmatch(name))
        return next(fitting, Kind.OTHER)

    def is_parameter(self, name: str) -> bool:
        """Return whether a quantity is a weight or a bias."""
        return self.kind(name) is Kind.PARAMETER

    def _translated(self, name: str) -> str:
        return self.translations.get(name, name if name in COUNTERS else "")


def vocabulary_of(template: Template | None) -> Vocabulary:
    """Return what the labels of a sheet may mean, of any worked example if none is known."""
    if template is None:
        return Vocabulary()
    kinds = dict(_kinds(template.names))
    counter = [COUNTER] if OPTIMIZERS[template.training.optimizer].counts else []
    return Vocabulary(
        own={compact(name): name for name in (*counter, *reversed(kinds))},
        translations=_translations(template),
        kinds=kinds,
        rate=template.names.learning_rate,
        fewest_forward=2 if template.layered else 1,
    )


def _translations(template: Template) -> dict[str, str]:
    names = [name for name, _ in _kinds(template.names)]
    if not template.layered:
        return dict(zip(names, names, strict=True)) | {"η": template.names.learning_rate}
    usual = network_names(template.network.layers, template.network.biases)
    return dict(zip((name for name, _ in _kinds(usual)), names, strict=True))


def _kinds(names: ExampleNames) -> Iterator[tuple[str, Kind]]:
    """Yield the names of all that a worked example may have, with what they are.

    The order is the same in every notation.
    """
    yield names.learning_rate, Kind.CONSTANT
    yield from ((setting.symbol, Kind.CONSTANT) for setting in SETTINGS.values())
    yield from ((name, Kind.GIVEN) for name in (*names.targets, *names.inputs))
    yield from ((name, Kind.PARAMETER) for name in names.parameters)
    for layer in names.layers:
        yield from ((name, Kind.SUM) for name in layer.pre_activations)
        yield from ((name, Kind.ACTIVATION) for name in layer.activations)
        yield from ((name, Kind.BACKWARD) for name in layer.error_signals)
        units = (*layer.pre_activations, *layer.activations)
        yield from ((names.derivative(unit), Kind.BACKWARD) for unit in units)
    yield from ((name, Kind.ACTIVATION) for name in names.steps[:-1])
    yield from ((names.derivative(name), Kind.BACKWARD) for name in names.steps[:-1])
    yield from ((name, Kind.LOSS) for name in (*names.errors, names.cost, names.total))
    for parameter in names.parameters:
        yield from _kinds_for_updates(names, parameter)


def _kinds_for_updates(names: ExampleNames, parameter: str) -> Iterator[tuple[str, Kind]]:
    gradient = names.gradient(parameter)
    yield gradient, Kind.BACKWARD
    yield mean_name(gradient), Kind.BACKWARD
    yield sequential_name(gradient), Kind.BACKWARD
    yield later(parameter), Kind.OTHER
    symbols = dict.fromkeys(symbol for kind in OPTIMIZERS.values() for symbol in kind.states)
    yield from ((state_name(symbol, parameter), Kind.OTHER) for symbol in symbols)
