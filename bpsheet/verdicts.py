"""What a rate's losses say, in words: the rule that sheets and pages follow."""

from __future__ import annotations

RULE_HEADING = "The verdict follows from the {losses} alone; it is the first of these that holds:"
RULE = (
    ("diverged", "a {loss} is not a number, or the last {loss} is above the first"),
    ("learning", "the last {loss} has reached the goal"),
    ("oscillating", "the {loss} rose in more than one {point} in ten"),
    (
        "stuck",
        "more than 1 % of the first {loss} is left, and the last tenth of the {point}s took off"
        " less than 1 % of it, and less than 1 % of what all {point}s took off",
    ),
    ("too slow", "more than half of the first {loss} is left"),
    ("learning", "none of these"),
)


def rule_in_words(loss: str, point: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the rule in the words of an example: its heading, and each verdict with its case.

    Arguments:
        loss: what the curve shows: ``loss`` or ``cost``.
        point: what has one: ``step`` or ``epoch``.

    >>> rule_in_words("loss", "step")[1][2]
    ('oscillating', 'the loss rose in more than one step in ten')
    """
    words = {"loss": loss, "losses": "costs" if loss == "cost" else "losses", "point": point}
    return RULE_HEADING.format(**words), tuple((name, case.format(**words)) for name, case in RULE)
