"""The rules on what is written beside the numbers, and on charts."""

from __future__ import annotations

from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.rules.rule import Example, ExampleChart, Rule

WORD_RULES = (
    Rule(
        "BP601",
        "wrong-statement",
        Severity.NOTE,
        "A written derivation says something else than is true",
        "An equation written as text in a cell or text box does not hold.",
        "Readers learn the derivation from the text, and write their formulas after it.",
        bad=Example({"A11": "∂E_total/∂w5 = (a_o1 - t1) * a_o1 * (1 - a_o1) * h1"}),
        good=Example({"A11": "∂E_total/∂w5 = (a_o1 - t1) * a_o1 * (1 - a_o1) * a_h1"}),
    ),
    Rule(
        "BP602",
        "wrong-label",
        Severity.WARNING,
        "A column's label names another quantity than it holds",
        "The numbers of a column are right for another quantity than its label says.",
        "Readers take one quantity for another.",
        bad=Example({"X3": "∂E/∂w2", "Y3": "∂E/∂w1"}),
    ),
)
"""The rules BP6 by their codes."""

CHART_RULES = (
    Rule(
        "BP701",
        "chart-misses-rows",
        Severity.WARNING,
        "A chart leaves out rows of its table",
        "The range of a loss curve ends before the table does, or begins after it.",
        "The curve ends early, or its first and highest losses are not shown.",
        bad=Example(chart=ExampleChart("line", "W4:W7", name="W3")),
        good=Example(chart=ExampleChart("line", "W4:W8", name="W3")),
    ),
    Rule(
        "BP702",
        "chart-takes-row-as-name",
        Severity.WARNING,
        "A chart takes its first row of numbers for a name",
        "The name of a loss curve is the cell with the first loss.",
        "The first loss is missing from the curve, and the legend shows a number.",
        bad=Example(chart=ExampleChart("line", "W5:W8", name="W4")),
        good=Example(chart=ExampleChart("line", "W4:W8", name="W3")),
    ),
    Rule(
        "BP703",
        "chart-plots-losses-as-categories",
        Severity.WARNING,
        "A chart plots something over the losses",
        "The losses are the categories (the x axis) of a chart, not its curve.",
        "The picture looks like a loss curve and is none.",
        bad=Example(chart=ExampleChart("line", "U4:U8", categories="W4:W8", name="U3")),
        good=Example(chart=ExampleChart("line", "W4:W8", name="W3")),
    ),
)
"""The rules BP7 by their codes."""
