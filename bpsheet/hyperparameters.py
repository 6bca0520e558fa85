"""The hyper-parameters of the optimizers: their names, symbols, meanings and defaults.

The defaults are PyTorch's (``torch.optim``, version 2), whose formulas the optimizers follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """A hyper-parameter.

    Attributes:
        name: as a template writes it.
        symbol: as formulas write it.
        meaning: in a few words.
        below_one: whether it is a share, from 0 to less than 1; otherwise it is 0 or above.
    """

    name: str
    symbol: str
    meaning: str
    below_one: bool = True


SETTINGS = {
    row.name: row
    for row in (
        Setting("momentum", "μ", "how much of the velocity is kept"),
        Setting("rho", "ρ", "how much of the mean square is kept"),
        Setting("beta1", "β1", "how much of the mean gradient is kept"),
        Setting("beta2", "β2", "how much of the mean square (Adamax: of the largest) is kept"),
        Setting("epsilon", "ε₀", "keeps the division from being one by 0", below_one=False),
    )
}

DEFAULTS: Mapping[str, Mapping[str, float]] = {
    "sgd": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9},
    "adagrad": {"epsilon": 1e-10},
    "rmsprop": {"rho": 0.99, "epsilon": 1e-8},
    "adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "adamax": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
}
"""Per optimizer, the hyper-parameters it has and what they are unless a template says otherwise."""


def settings_of(optimizer: str, chosen: Mapping[str, float]) -> dict[str, float]:
    """Return every hyper-parameter of an optimizer, as chosen or by default.

    >>> settings_of("rmsprop", {"rho": 0.9})
    {'rho': 0.9, 'epsilon': 1e-08}
    """
    return {name: chosen.get(name, default) for name, default in DEFAULTS[optimizer].items()}
