"""Make the folder docs/example-class again: a class of ten, from roster to grades.

python docs/example_class.py
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import bpsheet

FOLDER = Path(__file__).parent / "example-class"
SEED = "an example for all to see, and therefore no secret"
SHOWN = "s02"
"""The student whose files are kept."""

Edit = Callable[["Answers"], None]


class Answers:
    """The answers of a key, which a student changes into other ones.

    Arguments:
        sheet: of the table, with formulas.
        numbers: the same, with numbers.
    """

    def __init__(self, sheet: Worksheet, numbers: Worksheet) -> None:
        self._sheet, self._numbers = sheet, numbers
        (header,) = (row for row in sheet.iter_rows() if row[0].value == "step")
        self._row = header[0].row + 1
        self._letters = {str(cell.value): cell.column_letter for cell in header}

    def __setitem__(self, quantity: str, content: Any) -> None:
        self._sheet[self._address(quantity)] = content

    def number(self, quantity: str) -> float:
        """Return the right number of a quantity."""
        return float(self._numbers[self._address(quantity)].value)

    def exchange(self, quantity: str, right: str, wrong: str) -> None:
        """Read one column in place of another in a quantity's formula."""
        cell = self._sheet[self._address(quantity)]
        cell.value = re.sub(
            rf"\b{self._letters[right]}(?=\d)", self._letters[wrong], str(cell.value)
        )

    def _address(self, quantity: str) -> str:
        return f"{self._letters[quantity]}{self._row}"


GRADIENTS = [f"∂E/∂w{number}" for number in range(1, 9)]


def careless(answers: Answers) -> None:
    """Make the slip of most public copies of this worksheet."""
    for gradient in ("∂E/∂w3", "∂E/∂w4"):
        answers.exchange(gradient, "a_h2", "a_h1")


def typist(answers: Answers) -> None:
    """Type numbers with four decimals, some with a comma."""
    for gradient in GRADIENTS[:4]:
        answers[gradient] = round(answers.number(gradient), 4)
    for gradient in GRADIENTS[4:]:
        answers[gradient] = f"{answers.number(gradient):.4f}".replace(".", ",")


def early_slip(answers: Answers) -> None:
    """Take the wrong input at the very beginning; all that follows is computed rightly."""
    answers.exchange("h1", "i2", "i1")


def unfinished(answers: Answers) -> None:
    """Leave the hidden layer's gradients out."""
    for gradient in GRADIENTS[:4]:
        answers[gradient] = None


def wordy(answers: Answers) -> None:
    """Write words where a number belongs, and use a function that is not computed."""
    answers["E2"] = "see my notes"
    answers["E_total"] = "=AGGREGATE(9,6,V7:W7)"


def together(answers: Answers) -> None:
    """Type numbers that a friend has found, for other given numbers."""
    for gradient, number in zip(GRADIENTS[4:], (0.0471, 0.0385, -0.0532, -0.0917), strict=True):
        answers[gradient] = number


def nothing_else(_: Answers) -> None:
    """Answer everything rightly."""


CLASS: dict[str, tuple[str, Edit | None]] = {
    "s01": ("Amira Haddad", nothing_else),
    "s02": ("Ben Okafor", careless),
    "s03": ("Chiara Conti", typist),
    "s04": ("Daniel Novák", early_slip),
    "s05": ("Elif Yılmaz", unfinished),
    "s06": ("Fatou Diop", wordy),
    "s07": ("Goran Petrović", together),
    "s08": ("Hana Sato", together),
    "s09": ("Ivan Marković", nothing_else),
    "s10": ("Jonas Lind", None),
}
"""The students, and what each does; the last hands nothing in."""

RUBRIC = """\
points = 27
typed = 0.5

[groups]
forward = 11
gradients = 8
updates = 8
"""

OVERRIDES = """\
[[cell]]
student = "s06"
quantity = "E_total"
credit = 1.0
reason = "AGGREGATE(9, …) adds, as SUM does"

[[student]]
student = "s09"
points = 1
reason = "found a mistake in the lecture notes"
"""


def make(folder: Path) -> None:
    """Write the class into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [f"{number},{name}" for number, (name, _) in CLASS.items()]
    (folder / "roster.csv").write_text("\n".join(["id,name", *rows, ""]), encoding="utf-8")
    (folder / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
    (folder / "overrides.toml").write_text(OVERRIDES, encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        made = bpsheet.exercise("classic", work, seed=SEED, roster=folder / "roster.csv")
        (work / "in").mkdir()
        for one in made.exercises:
            hand_in(one.student.id, work)
        bpsheet.grade(
            [work / "in"],
            work / "manifest.json",
            work / "grades.csv",
            rubric=folder / "rubric.toml",
            overrides=folder / "overrides.toml",
            feedback=work / "feedback",
        )
        keep(work, folder)


def hand_in(student: str, work: Path) -> None:
    """Write what a student hands in: the key, with other answers in places."""
    edit = CLASS[student][1]
    if edit is None:
        return
    (key,) = (work / "keys").glob(f"*-{student}-*")
    book, numbers = load_workbook(key), load_workbook(key, data_only=True)
    edit(Answers(book["Worksheet"], numbers["Worksheet"]))
    book.save(work / "in" / key.name.replace("-key", ""))


def keep(work: Path, folder: Path) -> None:
    """Copy what is shown."""
    kept = {
        "manifest.json": "manifest.json",
        "grades.csv": "grades.csv",
        "grades.html": "summary.html",
        f"students/*-{SHOWN}-*.xlsx": "student.xlsx",
        f"keys/*-{SHOWN}-*.xlsx": "key.xlsx",
        f"in/*-{SHOWN}-*.xlsx": "handed-in.xlsx",
        f"feedback/{SHOWN}/*-feedback.html": "feedback.html",
        f"feedback/{SHOWN}/*-marked.xlsx": "marked.xlsx",
    }
    for pattern, name in kept.items():
        (source,) = work.glob(pattern)
        shutil.copyfile(source, folder / name)


if __name__ == "__main__":
    make(FOLDER)
