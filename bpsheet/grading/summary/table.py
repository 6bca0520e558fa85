"""A table of HTML."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

MOST_ROWS = 500


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Collection[int] = (),
    name: str = "",
) -> Iterator[str]:
    """Yield a table line by line; of a very long one the beginning.

    Arguments:
        headings: of the columns, as plain text.
        rows: what stands below them, as HTML; the first entry of each names it.
        numbers: the columns that hold numbers, counted from 0.
        name: the class that the page's style knows it by.
    """
    kinds = [' class="number"' if place in numbers else "" for place in range(len(headings))]
    heads = zip(kinds, headings, strict=True)
    yield f'<table class="{name}"><thead><tr>' if name else "<table><thead><tr>"
    yield "".join(f'<th scope="col"{kind}>{heading}</th>' for kind, heading in heads)
    yield "</tr></thead><tbody>"
    for first, *others in rows[:MOST_ROWS]:
        entries = zip(kinds[1:], others, strict=True)
        cells = "".join(f"<td{kind}>{entry}</td>" for kind, entry in entries)
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody></table>"
    if len(rows) > MOST_ROWS:
        yield f'<p class="muted">and {len(rows) - MOST_ROWS:,} more</p>'
