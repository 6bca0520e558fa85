"""Charts as inline SVG: they print, and follow the page into the dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bpsheet.grading.html_page import points_text
from bpsheet.grading.marks import Verdict

BAR, GAP, HEIGHT, ABOVE, BELOW = 34, 6, 130, 18, 22
SHARE_WIDTH, SHARE_HEIGHT = 200, 12

PARTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.CORRECT: ("correct", "correct"),
    Verdict.FOLLOW_THROUGH: ("follow", "from own numbers"),
    Verdict.TYPED: ("typed", "typed, no formula"),
    Verdict.WRONG: ("wrong", "wrong"),
    Verdict.BLANK: ("blank", "blank"),
    Verdict.UNREADABLE: ("open", "to be read"),
}
"""The parts of a bar of shares, from left to right: a colour of the page and words for it."""

STYLE = """
.histogram { width: 100%; max-width: 34rem; display: block; }
.histogram rect { fill: var(--open); } .histogram line { stroke: var(--rule); }
.histogram text { font-size: 12px; fill: var(--ink); text-anchor: middle; }
.histogram .edge { fill: var(--muted); }
.shares { width: 100%; min-width: 6rem; height: .8rem; display: block; margin-top: .35rem; }
.legend span { white-space: nowrap; margin-right: .9rem; }
.legend svg { width: .8em; height: .8em; }
""" + "".join(f".part-{colour} {{ fill: var(--{colour}); }}\n" for colour, _ in PARTS.values())


def histogram_chart(counts: Sequence[int], maximum: float) -> str:
    """Return a histogram of points.

    Arguments:
        counts: how many students are in each bin; the bins are equally wide.
        maximum: the points where the last bin ends.
    """
    width = len(counts) * (BAR + GAP) + 2 * GAP
    described = ", ".join(
        f"{count} from {points_text(low)}"
        for count, low in zip(counts, _edges(counts, maximum), strict=False)
        if count
    )
    return (
        f'<svg class="histogram" viewBox="-12 0 {width + 24} {ABOVE + HEIGHT + BELOW}" role="img"'
        f' aria-label="students by points: {described}">{"".join(_bars(counts))}'
        f'<line x1="0" y1="{ABOVE + HEIGHT}" x2="{width}" y2="{ABOVE + HEIGHT}"/>'
        f"{''.join(_labels(counts, maximum))}</svg>"
    )


def _bars(counts: Sequence[int]) -> Iterator[str]:
    tallest = max(counts, default=0) or 1
    for place, count in enumerate(counts):
        if count:
            left, height = _left(place) + GAP / 2, HEIGHT * count / tallest
            top = ABOVE + HEIGHT - height
            yield f'<rect x="{left:g}" y="{top:.1f}" width="{BAR}" height="{height:.1f}" rx="2"/>'
            yield f'<text x="{left + BAR / 2:g}" y="{top - 5:.1f}">{count}</text>'


def _labels(counts: Sequence[int], maximum: float) -> Iterator[str]:
    for place, edge in enumerate(_edges(counts, maximum)):
        y = ABOVE + HEIGHT + 16
        yield f'<text class="edge" x="{_left(place):g}" y="{y}">{points_text(edge)}</text>'


def _edges(counts: Sequence[int], maximum: float) -> Iterator[float]:
    """Yield the points where bins begin, and where the last one ends."""
    return (maximum * place / len(counts) for place in range(len(counts) + 1))


def _left(place: int) -> int:
    return GAP + place * (BAR + GAP)


def shares_chart(verdicts: Mapping[Verdict, int]) -> str:
    """Return a bar whose parts are as wide as verdicts are frequent."""
    whole = sum(verdicts.values())
    described = ", ".join(
        f"{verdicts[verdict]} {words}" for verdict, (_, words) in PARTS.items() if verdicts[verdict]
    )
    return (
        f'<svg class="shares" viewBox="0 0 {SHARE_WIDTH} {SHARE_HEIGHT}" role="img"'
        f' preserveAspectRatio="none" aria-label="{described}"><title>{described}</title>'
        f"{''.join(_parts(verdicts, whole))}</svg>"
    )


def _parts(verdicts: Mapping[Verdict, int], whole: int) -> Iterator[str]:
    left = 0.0
    for verdict, (colour, _) in PARTS.items():
        if verdicts[verdict]:
            width = SHARE_WIDTH * verdicts[verdict] / whole
            yield (
                f'<rect class="part-{colour}" x="{left:.2f}" width="{width:.2f}"'
                f' height="{SHARE_HEIGHT}"/>'
            )
            left += width


def legend() -> str:
    """Return what the colours of bars of shares mean."""
    parts = (
        f'<span><svg viewBox="0 0 1 1"><rect class="part-{colour}" width="1" height="1"/></svg>'
        f" {words}</span>"
        for colour, words in PARTS.values()
    )
    return f'<p class="legend muted">{" ".join(parts)}</p>'
