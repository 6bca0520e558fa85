"""Lines of text on stdout: coloured and wrapped on a terminal, as they are in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

HANGING = 4
"""How much further the continuation of a wrapped line stands to the right."""

STYLES = {
    r"BP\d{3} [\w-]+(?=:|$)": "bold red",
    r"BP\d{3} [\w-]+ \(error\)": "bold red",
    r"BP\d{3} [\w-]+ \(warning\)": "bold yellow",
    r"BP\d{3} [\w-]+ \(note\)": "bold cyan",
    r"(?<=: )nothing wrong": "bold green",
}
"""How codes and names of rules look, by what is written after them, and what else stands out."""


def show(lines: Iterable[str]) -> None:
    """Print `lines`; what is wrapped on a terminal stands further to the right."""
    if not sys.stdout.isatty():
        for line in lines:
            click.echo(line)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        text = Text(line.lstrip())
        for pattern, style in STYLES.items():
            text.highlight_regex(pattern, style)
        indent = len(line) - len(line.lstrip())
        wrapped = text.wrap(console, max(console.width - indent - HANGING, 20))
        for number, part in enumerate(wrapped or [text]):
            part.rstrip()
            console.print(" " * (indent + HANGING * (number > 0)), part, sep="", soft_wrap=True)
