"""The few forms of Markdown that the reference is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by `make reference`; change the code that it is read from. -->"


def page(title: str, *parts: str) -> str:
    """Return a page: its title, and its parts with an empty line between them."""
    return "\n\n".join([f"# {title}", NOTICE, *(part for part in parts if part)]) + "\n"


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table.

    >>> print(table(["name", "size"], [["|g|", "1"]]))
    | name | size |
    |---|---|
    | \\|g\\| | 1 |
    """
    cells = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in [list(heading), *cells]]
    return "\n".join([lines[0], "|---" * len(heading) + "|", *lines[1:]])


def code(text: str, language: str = "text") -> str:
    """Return a block of code."""
    return f"```{language}\n{text}\n```"


def joined(words: str) -> str:
    """Return words that were wrapped as one line.

    >>> joined("a sentence\\n   in two lines")
    'a sentence in two lines'
    """
    return " ".join(words.split())
