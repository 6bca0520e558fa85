from __future__ import annotations

from bpsheet.checker.report import markdown
from tests.checker.report.reports import CLEAN, FAULTY, HOSTILE

EXPECTED = r"""
## BackPropagation.ods

1 error, 1 warning, 1 note in the 682 cells judged. Taken for a 2-2-2 network of sigmoid units (sizes from the labels).

- **BP302 swapped-operand** `Sheet1!AB39:AB60`: ∂E/∂w5 uses i1 where t1 belongs
  - expected (a\_o1 − t1)·a\_o1·(1 − a\_o1)·a\_h1 = 0.07215707291 in AB39, found 0.067318195
  - formula: `=(R39-C39)*R39*(1-R39)*J39`
  - right: `=(R39-A39)*R39*(1-R39)*J39`
  - all 22 rows equal the expression with i1 for t1; no other of 181 edits does
  - w5 after row 39 follows from this
- **BP501 drifting-reference (warning)** `lr 0.5!E5:E9`: w1 reads B1 without a dollar sign
  - also in `lr 1!E5:E9, lr 2!E5:E9`
- **BP104 unused-rates (note)**: six learning rates are listed and one is run

| quantity | where | label | found | how sure |
|---|---|---|---|---|
| t1 | Sheet1!A39:A60 | t1 | by their labels | certain |
| w5 | Sheet1!M39:M60 | W 5 | by the formulas | likely |
| η | Sheet1!B1 |  | by the formulas | likely |

Not judged:

- the text box over Q2 holds no equation that can be read

"""  # noqa: E501


def test_a_report_with_all_that_there_can_be() -> None:
    assert "\n".join(markdown(FAULTY)) == EXPECTED.strip("\n") + "\n"


def test_of_a_right_workbook_there_is_a_line() -> None:
    assert list(markdown(CLEAN)) == [
        "## right.xlsx",
        "",
        "nothing wrong in the 1,240 cells judged. Taken for a 2-2-2 network of sigmoid units.",
        "",
    ]


def test_foreign_text_is_shown_as_it_stands() -> None:
    text = "\n".join(markdown(HOSTILE))
    assert "## two lines.xlsx\n" in text
    assert "h1 is �\\[link\\](http://example.org)" in text
    assert "`` a|b` !A1 ``" in text
    assert r"| w1 | a\|b\` !A1 | \<b\>w1\|\*\</b\> | by the numbers | guess |" in text
