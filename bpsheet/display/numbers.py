"""Traces in a notebook: what each learning rate came to, and its curve."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from bpsheet.names import rate_text
from bpsheet.shown import as_html
from bpsheet.trace import Array, Trace

WIDTH, HEIGHT, AIR = 160, 32, 2
POINTS = 80


@as_html.register
def trace_html(trace: Trace) -> str:
    """Return a table with a row per learning rate: its first, last and lowest loss, and a curve."""
    several, names = trace.template.several, trace.names
    losses = trace.cost if several else trace.total
    name, point = (names.cost, "epochs") if several else (names.total, "steps")
    heads = (
        names.learning_rate,
        f"first {name}",
        "last",
        "lowest",
        f"over {losses.shape[1]} {point}",
    )
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    body = "".join(map("<tr>{}</tr>".format, _rows(trace, losses)))
    title = escape(trace.template.title)
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead>{body}</table>"


def _rows(trace: Trace, losses: Array) -> Iterator[str]:
    for rate, curve, step in zip(trace.rates, losses, trace.diverged_at, strict=True):
        finite = curve[np.isfinite(curve)]
        last = f"{curve[-1]:.6g}" if step is None else f"diverged at step {step}"
        cells = (rate_text(rate), f"{curve[0]:.6g}", last, f"{finite.min(initial=np.inf):.6g}")
        yield "".join(f"<td>{cell}</td>" for cell in cells) + f"<td>{_curve(finite)}</td>"


def _curve(losses: Array) -> str:
    """Return a small picture of losses, the first at the left; it tells a shape, no numbers."""
    if losses.size < 2:
        return ""
    places = np.unique(np.linspace(0, losses.size - 1, POINTS).round().astype(int))
    span = np.ptp(losses) or 1.0
    across = AIR + places / (losses.size - 1) * (WIDTH - 2 * AIR)
    down = AIR + (losses.max() - losses[places]) / span * (HEIGHT - 2 * AIR)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
    return (
        f'<svg role="img" aria-label="loss curve" width="{WIDTH}" height="{HEIGHT}">'
        f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>'
    )
