"""The catalogue of all that a check can find."""

from __future__ import annotations

from collections.abc import Mapping

from bpsheet.checker.rules.formulas import FORMULA_RULES
from bpsheet.checker.rules.rule import Example, ExampleChart, Rule
from bpsheet.checker.rules.set_up import SET_UP_RULES
from bpsheet.checker.rules.sheet import CLASSIC
from bpsheet.checker.rules.slips import slip_code, slip_rules
from bpsheet.checker.rules.words_and_charts import CHART_RULES, WORD_RULES
from bpsheet.model.graph import Role

__all__ = ["CLASSIC", "GROUPS", "RULES", "Example", "ExampleChart", "Rule", "code_of"]

GROUPS: Mapping[str, str] = {
    "BP0": "not judged",
    "BP1": "set-up",
    "BP2": "forward pass",
    "BP3": "gradients",
    "BP4": "updates",
    "BP5": "formulas",
    "BP6": "notation",
    "BP7": "charts",
}
"""What the rules are about, by the beginnings of their codes."""

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (*SET_UP_RULES, *slip_rules(), *FORMULA_RULES, *WORD_RULES, *CHART_RULES)
}
"""All rules by their codes, in order."""

UPDATES = (Role.PARAMETER, Role.OPTIMIZER_STATE)
BACKWARD = (
    Role.ERROR_SIGNAL,
    Role.DERIVATIVE,
    Role.GRADIENT,
    Role.MEAN_GRADIENT,
    Role.SEQUENTIAL_GRADIENT,
)


def code_of(kind: str, role: Role) -> str:
    """Return the code of a kind of slip in a quantity of some role.

    Raises:
        KeyError: there is no such rule.

    >>> code_of("swapped-operand", Role.GRADIENT)
    'BP302'
    """
    part = 4 if role in UPDATES else 3 if role in BACKWARD else 2
    return RULES[slip_code(kind, part)].code
