"""``bpsheet explain``."""

from __future__ import annotations

import click

from bpsheet.cli.shared import one_line_errors
from bpsheet.errors import InputError


@click.command("explain")
@click.argument("code")
def explain_command(code: str) -> None:
    """Say what a rule finds and why it matters, with an example.

    CODE is that of a finding, such as BP302, or a name, such as swapped-operand, which several
    rules may share; `bpsheet rules` lists them all.
    """
    from bpsheet.checker.rules import RULES
    from bpsheet.checker.rules.description import description
    from bpsheet.cli.terminal import show

    with one_line_errors():
        word = code.casefold()
        rules = [rule for rule in RULES.values() if word in (rule.code.casefold(), rule.name)]
        if not rules:
            raise InputError(f"no rule is called {code!r}; `bpsheet rules` lists them")
        for number, rule in enumerate(rules):
            show([*[""] * (number > 0), *description(rule)])
