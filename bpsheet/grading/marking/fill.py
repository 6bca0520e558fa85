"""Marks the answers of an exercise with blanks to fill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from bpsheet.checker.book import Cell, CellError
from bpsheet.exercises.exercise import Answer
from bpsheet.grading.marking.bench import Bench, shown
from bpsheet.grading.marking.explaining import mistakes_show, slip_of_formula, slips_of_numbers
from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.numbers import number_in
from bpsheet.grading.placing import Spot
from bpsheet.grading.scenarios import OWN
from bpsheet.notation.text import text

VISIBLE = 0.01
"""By how much of an answer a slip must change it to be seen."""

MOST_OTHERS = 2
"""Up to so many slips are named where a typed number could be any of them."""


def marks_of_answers(bench: Bench) -> tuple[Mark, ...]:
    """Return the marks of all answers, in their order."""
    marks = {answer: _Marking(bench, answer).mark() for answer in bench.exercise.answers}
    marks |= _explained(bench, marks)
    marks |= _late_rows(bench, marks)
    return tuple(marks.values())


class _Marking:
    """Marks one answer."""

    def __init__(self, bench: Bench, answer: Answer) -> None:
        self._bench, self._answer = bench, answer

    def mark(self) -> Mark:
        """Return the answer's mark."""
        spot = self._bench.placed.table.get(self._answer)
        if spot is None:
            words = f"no column is headed {self._answer.quantity}"
            return self._plain(Verdict.UNREADABLE, words)
        mark = self._judged(spot, self._bench.trial.cell(spot))
        return replace(mark, place=spot.place, found=self._bench.shown(spot))

    def _judged(self, spot: Spot, cell: Cell | None) -> Mark:
        if cell is None or (cell.formula is None and cell.value in (None, "")):
            return self._plain(Verdict.BLANK)
        if cell.formula is not None:
            return self._of_formula(spot)
        number = typed_number(cell)
        if number is None:
            return self._plain(Verdict.UNREADABLE, f"{shown(cell.value)!r} is no number")
        return self._of_number(number)

    def _of_formula(self, spot: Spot) -> Mark:
        bench, answer = self._bench, self._answer
        right = bench.right(answer)
        if bench.computes_right(spot, right):
            number = float(bench.own.table.columns[answer.quantity][OWN, answer.row])
            if bench.is_near(number, float(right[OWN]), bench.before(bench.key, answer)):
                return self._plain(Verdict.CORRECT)
            return self._plain(Verdict.FOLLOW_THROUGH, self._cause(), follows=True)
        if unread := bench.trial.unread(spot):
            return self._plain(Verdict.UNREADABLE, f"its formula has {unread}")
        computed = bench.trial.own_number(spot)
        if slip := slip_of_formula(bench.exercise, bench.key, answer, computed):
            return self._wrong(f"{answer.quantity} {slip.words}", slip.kind)
        number = float(bench.own.table.columns[answer.quantity][OWN, answer.row])
        if not np.isfinite(number):
            return self._wrong("its formula gives no number")
        mark = self._of_number(number)
        if mark.verdict is Verdict.TYPED:
            words = "its formula holds typed numbers: it is not right when given numbers change"
            return replace(mark, words=words)
        return replace(mark, typed=False)

    def _of_number(self, number: float) -> Mark:
        bench, answer = self._bench, self._answer
        if bench.is_near(number, bench.right_number(answer), bench.before(bench.key, answer)):
            return self._plain(Verdict.TYPED, typed=True)
        follows = float(bench.own.table.right(*answer)[OWN])
        if not bench.is_near(number, follows, bench.before(bench.own.table, answer)):
            return replace(self._wrong(), typed=True)
        own, key = bench.own.table, bench.key
        if mistakes_show(bench.exercise, own, key, answer, VISIBLE):
            words = self._cause()
            return self._plain(Verdict.TYPED, words, typed=True, follows=True)
        words = "it follows from numbers with which any mistake would give the same"
        return replace(self._wrong(words), typed=True, follows=True)

    def _cause(self) -> str:
        """Return which of the numbers that an answer is made of are not the right ones."""
        bench = self._bench
        own, key = bench.own.table, bench.key
        differing = dict.fromkeys(
            name
            for name, row in own.operands(*self._answer)
            if name in own.columns
            and not bench.is_near(
                float(own.columns[name][OWN, row]), float(key.columns[name][OWN, row])
            )
        )
        return f"follows from {_listed(differing)}" if differing else ""

    def _wrong(self, words: str = "", slip: str = "") -> Mark:
        return self._plain(Verdict.WRONG, words, slip=slip)

    def _plain(
        self,
        verdict: Verdict,
        words: str = "",
        *,
        slip: str = "",
        typed: bool = False,
        follows: bool = False,
    ) -> Mark:
        bench, (quantity, row) = self._bench, self._answer
        right = bench.right_number(self._answer)
        return Mark(
            quantity=quantity,
            row=row,
            verdict=verdict,
            right=right if np.isfinite(right) else None,
            expected=text(bench.key.made_of(quantity, row)[0]),
            slip=slip,
            words=words,
            typed=typed,
            follows=follows,
        )


def typed_number(cell: Cell) -> float | None:
    """Return the number that was typed into a cell, as text perhaps; ``None`` where it is none."""
    if isinstance(cell.value, str) and not isinstance(cell.value, CellError):
        return number_in(cell.value)
    return cell.value if type(cell.value) is float else None


def _explained(bench: Bench, marks: dict[Answer, Mark]) -> dict[Answer, Mark]:
    """Return the marks of wrong numbers with the slip that explains all of a quantity's rows."""
    explained = {}
    for quantity in bench.exercise.asked:
        wrong = {
            answer: mark
            for answer, mark in marks.items()
            if answer.quantity == quantity and mark.verdict is Verdict.WRONG and not mark.words
        }
        slips = _words_for(bench, quantity, [answer.row for answer in wrong]) if wrong else None
        for answer, mark in wrong.items():
            kind, words = slips or ("", f"{quantity} is not {mark.expected}")
            explained[answer] = replace(mark, slip=kind, words=words)
    return explained


def _words_for(bench: Bench, quantity: str, rows: list[int]) -> tuple[str, str] | None:
    """Return the kind of slip that explains wrong numbers, and words for it."""
    numbers = {row: _number(bench, Answer(quantity, row)) for row in rows}
    decimals = {row: _decimals(bench, Answer(quantity, row)) for row in rows}
    for table in (bench.own.table, bench.key):
        slips = slips_of_numbers(bench.exercise, table, rows, quantity, numbers, decimals)
        if slips:
            words = dict.fromkeys(slip.words for slip in slips[: 1 + MOST_OTHERS])
            certain = "" if len(slips) == 1 else "perhaps "
            return slips[0].kind, f"{quantity} {certain}{', or '.join(words)}"
    return None


def _number(bench: Bench, answer: Answer) -> float:
    return float(bench.own.table.columns[answer.quantity][OWN, answer.row])


def _decimals(bench: Bench, answer: Answer) -> int:
    """Return how many digits behind the point an answer was typed with."""
    cell, spot = bench.cell(answer), bench.placed.table[answer]
    if cell is not None and cell.formula is None and type(cell.value) is float:
        column = bench.book[spot.sheet].columns[spot.column]
        return int(column.decimals[column.places(np.array([spot.row]))[0]])
    return 4


def _late_rows(bench: Bench, marks: dict[Answer, Mark]) -> dict[Answer, Mark]:
    """Return the marks of rows in which own numbers hide all mistakes, where earlier rows do not.

    A slip that drives a unit into saturation is judged on the rows before: what follows rightly
    there follows rightly later, too.
    """
    late = {}
    for quantity in bench.exercise.asked:
        own = [(a, m) for a, m in marks.items() if a.quantity == quantity and m.follows]
        earned = any(mark.verdict is Verdict.TYPED for _, mark in own)
        failed = any(
            m.verdict is Verdict.WRONG and not m.follows
            for a, m in marks.items()
            if a.quantity == quantity
        )
        for answer, mark in own if earned and not failed else ():
            if mark.verdict is Verdict.WRONG:
                words = "follows as in the rows above"
                late[answer] = replace(mark, verdict=Verdict.TYPED, words=words)
    return late


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"your {', '.join(first)} and {last}" if first else f"your {last}"
