"""The rules on formulas: right today, or about to break."""

from __future__ import annotations

from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.rules.rule import Example, Rule

FORMULA_RULES = (
    Rule(
        "BP501",
        "drifting-reference",
        Severity.WARNING,
        "A reference drifts because a dollar sign is missing",
        "A reference to a single cell, such as the learning rate, moves along when the formula is"
        " filled down. It is an error where the cells it drifts to hold something else.",
        "The formula is right in its first row only, or as long as the cells below happen to hold"
        " the same.",
        bad=Example({"B2": 0.37, "E5:E6": "=E4-B1*X4"}),
    ),
    Rule(
        "BP502",
        "changed-formula",
        Severity.WARNING,
        "A column changes its formula half-way",
        "Some cells of a column have another formula than the rest, though their numbers are the"
        " right ones.",
        "The next one who fills the column down, or changes an input, gets other numbers in some"
        " of its rows.",
        bad=Example({"W6:W8": "=0.5*((A6-R6)^2+(B6-T6)^2)"}),
    ),
    Rule(
        "BP503",
        "pasted-constant",
        Severity.WARNING,
        "A number stands where formulas stand beside it",
        "A cell of a column of formulas holds its value as a plain number.",
        "It is right until an input, a weight or the learning rate is changed; then it stays as it"
        " was.",
        bad=Example({"U6": 0.16556048192119677}),
    ),
    Rule(
        "BP504",
        "stale-value",
        Severity.ERROR,
        "The stored value is not what the formula comes to",
        "The formula is right and gives another number than the file shows in its cell, as files do"
        " that were changed by a program which does not compute.",
        "The numbers shown are those of other inputs; they change as soon as a spreadsheet program"
        " computes them again.",
        bad=Example(stored={"U4": 0.2}),
    ),
    Rule(
        "BP505",
        "circular-reference",
        Severity.ERROR,
        "Formulas that read each other in a circle",
        "A formula reads its own cell, directly or through others.",
        "Spreadsheet programs show an error (Err:522 in LibreOffice) or 0, or iterate; the stored"
        " numbers are those of some earlier state.",
        bad=Example({"W4:W8": "=SUM(U4:W4)"}),
    ),
    Rule(
        "BP506",
        "error-value",
        Severity.ERROR,
        "A cell shows an error",
        "A formula comes to an error such as #DIV/0!, #NAME? or #NUM!.",
        "Everything computed from it is an error too. EXP overflows above 709.78, LN of 0 has no"
        " value, and a name may be misspelt.",
        bad=Example({"U4:U8": "=0.5*(A4-R4)^2/$B$2"}),
    ),
    Rule(
        "BP507",
        "pasted-values",
        Severity.NOTE,
        "A right table without formulas",
        "The numbers are right, and the whole table is pasted as values.",
        "Nobody can see how they were computed, and nothing follows when a number is changed.",
        bad=Example(values_only=True),
    ),
)
"""The rules BP5 by their codes."""
