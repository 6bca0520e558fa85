"""What a rate's losses say, in words: one live rule, for the sheets and for their readers."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, Text, call, compare, join
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout.plan import Plan
from bpsheet.verdicts import rule_in_words

NEARLY_EQUAL = 1e-9
"""LibreOffice takes numbers for equal that differ in their last few bits."""


def rule(plan: Plan) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the rule in the words of the example: its heading, and each verdict with its case."""
    return rule_in_words(plan.curve_word.lower(), plan.point_name)


def verdict(plan: Plan, losses: Range) -> Expression:
    """Return the formula of the verdict on one rate (see ``verdicts.RULE``).

    Arguments:
        losses: the rate's losses by step, on the sheet that the formula stands on.
    """
    rows = plan.compare.rows
    first, last = losses.first, losses.last
    numbers = call("COUNT", losses)
    choices: list[tuple[Expression, Expression]] = [
        (compare(numbers, "<", rows), join(f"diverged at {plan.point_name} ", numbers)),
        (compare(last, ">", first), Text("diverged")),
        (_reached(plan, last), Text("learning")),
        (compare(_rises(losses) * 10, ">", rows), Text("oscillating")),
        (_stuck(losses, first, last, rows), Text("stuck")),
        (compare(last * 2, ">", first), Text("too slow")),
    ]
    if rows == 1:
        return Text("one row")
    words: Expression = Text("learning")
    for condition, answer in reversed(choices):
        words = call("IF", condition, answer, words)
    return words


def steps_to_goal(plan: Plan, number: int) -> Expression:
    """Return the formula of the first step whose loss has reached the goal."""
    lowest, goal = plan.compare.lowest(number), plan.overview.goal
    missed = compare(lowest.last, ">", goal)
    steps = call("SUMPRODUCT", compare(lowest, ">", goal) * 1)
    answer = call("IF", missed, Text("not reached"), steps)
    return call("IF", call("ISNUMBER", goal), answer, Text("no goal"))


def _reached(plan: Plan, last: Expression) -> Expression:
    goal = plan.overview.goal
    return call("AND", call("ISNUMBER", goal), compare(last, "<=", goal))


def _rises(losses: Range) -> Expression:
    """Return in how many steps the loss rose, by more than rounding makes of the first loss."""
    later = replace(losses, top=min(losses.top + 1, losses.bottom))
    earlier = replace(losses, bottom=max(losses.bottom - 1, losses.top))
    noise = NEARLY_EQUAL * call("ABS", losses.first)
    return call("SUMPRODUCT", compare(later, ">", earlier + noise) * 1)


def _stuck(losses: Range, first: Expression, last: Expression, rows: int) -> Expression:
    tenth = max(rows // 10, 1)
    before = max(losses.bottom - tenth, losses.top)
    gained = Reference(before, losses.left, losses.sheet) - last
    return call(
        "AND",
        compare(last * 100, ">", first),
        compare(gained * 100, "<=", last),
        compare(gained * 100, "<=", first - last),
    )
