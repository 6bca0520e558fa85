"""The rules on what was not judged, and on how a worked example is set up."""

from __future__ import annotations

from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.rules.rule import Example, ExampleChart, Rule

SET_UP_RULES = (
    Rule(
        "BP001",
        "unreadable-part",
        Severity.NOTE,
        "A part of the file cannot be read",
        "A chart, a drawing or another part of the file is damaged or of a kind that bpsheet does"
        " not read; the rest was checked.",
        "What cannot be read is not judged, so that mistakes in it are not found.",
        bad=Example(chart=ExampleChart("line", "W4:W8", name="W3"), damaged="xl/charts/chart1.xml"),
        good=Example(chart=ExampleChart("line", "W4:W8", name="W3")),
    ),
    Rule(
        "BP002",
        "no-table",
        Severity.WARNING,
        "No training table was found",
        "No sheet has a row (or column) of labels with at least four quantities of a network that"
        " bpsheet knows, and numbers beneath.",
        "Nothing in the workbook was judged. --map tells bpsheet where a quantity stands, such as"
        " --map w5=Sheet1!M4, and --template which worked example it is.",
        bad=Example(
            {"A1": "month", "B1": "rain", "A2": 1, "B2": 61.5, "A3": 2, "B3": 48.1}, sheet={}
        ),
    ),
    Rule(
        "BP003",
        "unread-formula",
        Severity.NOTE,
        "A formula that bpsheet does not compute with",
        "A formula has a function or a form that bpsheet does not know; its stored values were"
        " judged, its text was not.",
        "The numbers are checked all the same; whether they stay right when something else is"
        " entered is not.",
        bad=Example({"J4:J8": "=1/(1+EXP(-ERF(I4)/ERF(I4)*I4))"}),
    ),
    Rule(
        "BP004",
        "no-stored-value",
        Severity.NOTE,
        "A formula without a stored value",
        "A cell has a formula but the file holds no value for it, as files do that a program wrote"
        " and no spreadsheet has computed yet.",
        "bpsheet judges stored numbers and computes nothing in the workbook's place. Open the file"
        " in a spreadsheet program and save it.",
        bad=Example(stored={"U4:U8": None}),
    ),
    Rule(
        "BP005",
        "unjudged-quantity",
        Severity.NOTE,
        "A quantity that was not judged",
        "A column was found, but not all that its definition is made of: another column that it"
        " needs is missing, is not known, or holds no numbers.",
        "Mistakes in such a column are not found. --map tells bpsheet where a quantity stands.",
        bad=Example({"C3:D3": "", "C4:D8": ""}),
    ),
    Rule(
        "BP006",
        "unfitting-table",
        Severity.WARNING,
        "A table that is not of the network it was taken for",
        "The labels of a training table were read, but the sizes they tell do not fit together, or"
        " so many of its numbers are others than the network's that it must be of another one.",
        "Nothing in the table was judged. --map tells bpsheet where a quantity stands, and"
        " --template which worked example it is.",
        bad=Example(
            {
                "I4:I8": "=E4*C4+F4*D4+0.35*H4",
                "K4:K8": "=G4*C4+H4*D4+0.35*F4",
                "Q4:Q8": "=M4*J4+N4*L4+0.35*P4",
                "X4:AE8": "=0.013*E4+0.21*$R4",
            }
        ),
    ),
    Rule(
        "BP101",
        "wrong-rate-label",
        Severity.ERROR,
        "A label names another learning rate than the numbers have",
        "The name of a tab or a labelled cell says one learning rate, and the parameters were"
        " updated with another.",
        "Whoever compares learning rates by their labels compares the wrong curves.",
        bad=Example(tab="lr 0.1"),
        good=Example(tab="lr 0.6"),
    ),
    Rule(
        "BP102",
        "unused-rate-cell",
        Severity.WARNING,
        "The learning rate's cell is not the one the updates read",
        "A labelled learning rate stands on the sheet, but the formulas of the updates read another"
        " cell or have the number written into them.",
        "Whoever changes the labelled rate sees nothing change, or the wrong thing.",
        bad=Example({"A1": "", "D1": "η", "E1": 0.6}),
    ),
    Rule(
        "BP103",
        "changed-given",
        Severity.ERROR,
        "An input, target or fixed parameter changes between rows",
        "What should be the same in every row, or in every epoch, is not: often an input was filled"
        " down as a series 0.05, 1.05, 2.05 …",
        "From that row on the network learns something else.",
        bad=Example({"C7": 0.07}),
    ),
    Rule(
        "BP104",
        "unused-rates",
        Severity.NOTE,
        "Learning rates are listed but not run",
        "The workbook lists several learning rates, and has training tables for fewer.",
        "A comparison that is announced is not there.",
        bad=Example({"D1": "learning rates", "E1": 0.1, "F1": 0.2, "G1": 0.6, "H1": 0.8}),
    ),
)
"""The rules BP0 and BP1 by their codes."""
