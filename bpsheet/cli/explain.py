"""``bpsheet explain``."""

from __future__ import annotations

import click

from bpsheet.cli.shared import one_line_errors
from bpsheet.errors import InputError


@click.command("explain")
@click.argument("code")
def explain_command(code: str) -> None:
    """Say what a rule finds and why it matters, with an example.

    CODE is that of a finding, such as BP302; `bpsheet rules` lists them all.
    """
    from bpsheet.checker.rules import RULES
    from bpsheet.checker.rules.description import description
    from bpsheet.cli.terminal import show

    with one_line_errors():
        rule = RULES.get(code.upper())
        if rule is None:
            raise InputError(f"no rule has the code {code!r}; `bpsheet rules` lists them")
        show(description(rule))
