"""Words in cells that every spreadsheet program shows alike."""

from __future__ import annotations

from bpsheet.expression import Expression, Text, call, compare

MOST_DECIMALS = 12
NEARLY = 1e-12
"""What programs take for equal, relative to the number: they look at some 15 digits."""


def in_words(number: Expression) -> Expression:
    """Return a formula for a number as text, with as many decimals as it has, twelve at the most.

    Joined to text as they are, numbers come out differently: Gnumeric shows up to twenty digits.
    """
    words = call("FIXED", number, MOST_DECIMALS, call("TRUE"))
    for decimals in reversed(range(MOST_DECIMALS)):
        rest = call("ABS", call("ROUND", number, decimals) - number)
        exact = compare(rest, "<=", NEARLY * call("ABS", number))
        words = call("IF", exact, call("FIXED", number, decimals, call("TRUE")), words)
    return words


def number_or_words(value: Expression) -> Expression:
    """Return a formula for `value`, or words where it is no number: summaries show no errors."""
    return call("IF", call("ISNUMBER", value), value, Text("diverged"))
