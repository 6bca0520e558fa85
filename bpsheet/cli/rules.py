"""``bpsheet rules``."""

from __future__ import annotations

from collections.abc import Iterator

import click


@click.command("rules")
def rules_command() -> None:
    """List all that `bpsheet check` can find."""
    from bpsheet.cli.terminal import show

    show(_lines())


def _lines() -> Iterator[str]:
    from bpsheet.checker.rules import GROUPS, RULES

    for number, (beginning, about) in enumerate(GROUPS.items()):
        if number:
            yield ""
        yield f"{beginning}: {about}"
        for rule in RULES.values():
            if rule.code.startswith(beginning):
                yield f"  {rule.code} {rule.name} ({rule.severity.name.lower()}): {rule.title}"
