"""The same worked example in another form for each student, so that pasted formulas do not fit.

The notation, the numbers of weights and hidden units, the order of the columns, and the output that
is asked about may differ. What is computed stays the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import Literal, get_args

from bpsheet.exercises.exercise import quantities_of
from bpsheet.exercises.families import Family, families_of, output_families
from bpsheet.exercises.secret import Choices
from bpsheet.expression import Call
from bpsheet.model.graph import Quantity, Role
from bpsheet.names import ExampleNames
from bpsheet.notations import SPELLINGS, Notation
from bpsheet.template import Template

Variation = Literal["notation", "numbering", "order", "outputs"]
"""What may differ between students."""


def varied(template: Template, choices: Choices, vary: Collection[Variation]) -> Template:
    """Return a worked example with other names; those that a template gives itself stay.

    Arguments:
        template: the worked example; without layers, it stays as it is.
        choices: by which to choose.
        vary: ``notation`` for another notation, ``numbering`` for other numbers of the weights and
            biases within each layer and of the hidden units, where the notation counts weights.

    >>> from bpsheet.catalogue import load_template
    >>> classic, choices = load_template("classic"), Choices(b"secret", "s001")
    >>> varied(classic, choices, ["numbering"]).names.weights
    ('w4', 'w3', 'w2', 'w1', 'w8', 'w5', 'w6', 'w7')
    """
    if not template.layered:
        return template
    if "notation" in vary and not template.renamed:
        notation = choices.of(get_args(Notation))
        template = replace(template, model=replace(template.network, notation=notation))
    if "numbering" in vary and "{number}" in SPELLINGS[template.network.notation].weight:
        own = replace(template, renamed={}).names
        renumbered = _renumbered(own, template.renamed, choices)
        template = replace(template, renamed={**renumbered, **template.renamed})
    return template


def order_of(template: Template, choices: Choices, vary: Collection[Variation]) -> tuple[str, ...]:
    """Return the names of all columns in an order that can still be read.

    The groups of columns stay in their places, layers apart, and an activation beside its
    pre-activation. Without ``order`` in `vary` the names of a group stand as their notation counts
    them.

    >>> from bpsheet.catalogue import load_template
    >>> classic, choices = load_template("classic"), Choices(b"secret", "s001")
    >>> order_of(classic, choices, ["order"])[:12]
    ('t2', 't1', 'i1', 'i2', 'w1', 'w3', 'w4', 'w2', 'h1', 'a_h1', 'h2', 'a_h2')
    """
    groups = _counted(template)
    columns: list[str] = []
    for _, band in groupby(quantities_of(template), key=_band):
        shown = map(choices.order, groups) if "order" in vary else groups
        families = enumerate(chain.from_iterable(shown))
        ranks = {name: rank for rank, family in families for name in family}
        names = [quantity.name for quantity in band]
        places = {name: ranks.get(name, -1) for name in names}
        columns += sorted(names, key=places.__getitem__)
    return tuple(columns)


def of_one_output(template: Template, asked: Sequence[str], choices: Choices) -> tuple[str, ...]:
    """Return the names asked for without those that belong to other outputs than a chosen one.

    >>> from bpsheet.catalogue import load_template
    >>> classic, choices = load_template("classic"), Choices(b"secret", "s001")
    >>> of_one_output(classic, ["a_h1", "o1", "a_o1", "o2", "a_o2", "E_total"], choices)
    ('a_h1', 'o2', 'a_o2', 'E_total')
    """
    if not template.layered:
        return tuple(asked)
    outputs = range(len(template.names.targets))
    chosen = choices.of(outputs)
    others = (output_families(template, output) for output in outputs if output != chosen)
    left_out = {name for families in others for family in families for name in family}
    return tuple(name for name in asked if name not in left_out)


def _renumbered(names: ExampleNames, kept: Collection[str], choices: Choices) -> Mapping[str, str]:
    """Return other names by those of the notation; a group with a name that is kept stays."""
    new: dict[str, str] = {}
    for group in _exchangeable(names):
        order = choices.order(range(len(group)))
        if not set(chain(*group)) & set(kept):
            for old, place in zip(group, order, strict=True):
                new |= zip(old, group[place], strict=True)
    return new


def _exchangeable(names: ExampleNames) -> Iterable[Sequence[Family]]:
    """Yield groups of names that may change places: weights, biases, and the hidden units."""
    for layer in names.layers:
        yield [(weight,) for unit in layer.weights for weight in unit]
        yield [(bias,) for bias in dict.fromkeys(layer.biases)]
    for layer in names.layers[:-1]:
        yield list(zip(layer.pre_activations, layer.activations, layer.error_signals, strict=True))


def _counted(template: Template) -> list[list[Family]]:
    """Return the families of a worked example, in each group as the notation counts them."""
    own = replace(template, renamed={}) if template.layered else template
    groups = families_of(template)
    here = {family[0]: place for place, family in enumerate(chain(*groups))}
    counted = {family[0]: place for place, family in enumerate(chain(*families_of(own)))}
    places = here | {name: place for name, place in counted.items() if name in here}
    return [sorted(group, key=lambda family: places[family[0]]) for group in groups]


def _band(quantity: Quantity) -> Role:
    """Return what neighbouring columns have in common that may change places.

    The activations of a layer that looks at all its units stand together; others beside their
    pre-activations.
    """
    match quantity.definition:
        case Call(_, (_,)) if quantity.role is Role.ACTIVATION:
            return Role.PRE_ACTIVATION
    return quantity.role
