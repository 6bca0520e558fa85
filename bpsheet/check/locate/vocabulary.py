"""What the labels of a sheet may mean: the names of a known worked example, or common ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bpsheet.check.locate.compact import compact, forms
from bpsheet.check.locate.labels import COUNTERS, read_label
from bpsheet.check.slip import later
from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.names import COUNTER, ExampleNames, mean_name, network_names, sequential_name, state_name
from bpsheet.template import Template

_PARAMETER = re.compile(r"[wb]\d+(_\d+)*")


@dataclass(frozen=True)
class Vocabulary:
    """What labels may mean.

    Attributes:
        own: the names of the worked example, by their compact form; empty if it is not known.
        translations: from the spelling of hand-built worksheets to the worked example's.
        parameters: the weights and biases of the worked example.
        rate: the name of its learning rate.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()
    rate: str = "η"

    def read(self, text: str) -> tuple[str, ...]:
        """Return the quantities that a label may stand for, likeliest first."""
        if not self.own:
            return read_label(text)
        own = (self.own[form] for form in forms(text) if form in self.own)
        common = (self._translated(name) for name in read_label(text))
        return tuple(dict.fromkeys(name for name in (*own, *common) if name))

    def is_parameter(self, name: str) -> bool:
        """Return whether a quantity is a weight or a bias."""
        return name in self.parameters if self.own else bool(_PARAMETER.fullmatch(name))

    def _translated(self, name: str) -> str:
        return self.translations.get(name, name if name in COUNTERS else "")


def vocabulary_of(template: Template | None) -> Vocabulary:
    """Return what the labels of a sheet may mean, of any worked example if none is known."""
    if template is None:
        return Vocabulary()
    names = template.names
    return Vocabulary(
        own={compact(name): name for name in _own_names(template)},
        translations=_translations(template),
        parameters=frozenset(names.parameters),
        rate=names.learning_rate,
    )


def _own_names(template: Template) -> Iterator[str]:
    if OPTIMIZERS[template.training.optimizer].counts:
        yield COUNTER
    yield from reversed(_all_names(template.names))


def _translations(template: Template) -> dict[str, str]:
    names = template.names
    if not template.layered:
        return {name: name for name in _all_names(names)} | {"η": names.learning_rate}
    network = template.network
    usual = network_names(network.layers, network.biases)
    return dict(zip(_all_names(usual), _all_names(names), strict=True))


def _all_names(names: ExampleNames) -> list[str]:
    """Return the names of all that a worked example may have, always in the same order."""
    return [*_forward_names(names), *_backward_names(names)]


def _forward_names(names: ExampleNames) -> Iterator[str]:
    yield names.learning_rate
    yield from (setting.symbol for setting in SETTINGS.values())
    yield from (*names.targets, *names.inputs, *names.parameters)
    for layer in names.layers:
        yield from (*layer.pre_activations, *layer.activations)
    yield from (*names.steps, *names.errors, names.cost, names.total)


def _backward_names(names: ExampleNames) -> Iterator[str]:
    for layer in names.layers:
        yield from layer.error_signals
        yield from map(names.derivative, (*layer.pre_activations, *layer.activations))
    yield from map(names.derivative, names.steps)
    symbols = dict.fromkeys(symbol for kind in OPTIMIZERS.values() for symbol in kind.states)
    for parameter in names.parameters:
        gradient = names.gradient(parameter)
        yield from (later(parameter), gradient, mean_name(gradient), sequential_name(gradient))
        yield from (state_name(symbol, parameter) for symbol in symbols)
