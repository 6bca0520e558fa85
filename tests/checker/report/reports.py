"""Reports written by hand."""

from __future__ import annotations

from math import nan
from pathlib import Path

from bpsheet.checker.diagnostics import (
    Diagnostic,
    Evidence,
    Place,
    Placement,
    Report,
    Severity,
)

SWAPPED = Diagnostic(
    "BP302",
    Severity.ERROR,
    (Place("Sheet1", 38, 27, 59, 27),),
    "∂E/∂w5 uses i1 where t1 belongs",
    "∂E/∂w5",
    Evidence(
        Place("Sheet1", 38, 27, 38, 27),
        "(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1",
        0.07215707291213624,
        "0.067318195",
        "=(R39-C39)*R39*(1-R39)*J39",
        "=(R39-A39)*R39*(1-R39)*J39",
    ),
    (
        "all 22 rows equal the expression with i1 for t1; no other of 181 edits does",
        "w5 after row 39 follows from this",
    ),
)
DRIFTING = Diagnostic(
    "BP501",
    Severity.WARNING,
    (Place("lr 0.5", 4, 4, 8, 4), Place("lr 1", 4, 4, 8, 4), Place("lr 2", 4, 4, 8, 4)),
    "w1 reads B1 without a dollar sign",
    "w1",
)
LISTED = Diagnostic("BP104", Severity.NOTE, (), "six learning rates are listed and one is run")

FAULTY = Report(
    Path("lesson/BackPropagation.ods"),
    "a 2-2-2 network of sigmoid units (sizes from the labels)",
    (
        Placement("t1", Place("Sheet1", 38, 0, 59, 0), "t1", "label", "certain"),
        Placement("w5", Place("Sheet1", 38, 12, 59, 12), "W 5", "formula", "likely"),
        Placement("η", Place("Sheet1", 0, 1, 0, 1), "", "formula", "likely"),
    ),
    (SWAPPED, DRIFTING, LISTED),
    682,
    ("the text box over Q2 holds no equation that can be read",),
)
CLEAN = Report(Path("right.xlsx"), "a 2-2-2 network of sigmoid units", (), (), 1240)
EMPTY = Report(Path("shopping.csv"))

HOSTILE = Report(
    Path("two\nlines.xlsx"),
    "a network\x1b[31m",
    (Placement("w1", Place("a|b`\n", 0, 0, 0, 0), "<b>w1|*</b>", "numbers", "guess"),),
    (
        Diagnostic(
            "BP201",
            Severity.ERROR,
            (Place("a|b`\n", 0, 0, 0, 0),),
            "h1 is \x07[link](http://example.org)",
            "h1",
            Evidence(Place("a|b`\n", 0, 0, 0, 0), "w1·i1 + " * 200, nan, "\u202e0.1", "=`A1`"),
        ),
    ),
    1,
)
