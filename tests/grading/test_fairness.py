"""A right formula is right however it is written; what only looks like one earns nothing more."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.grading.marked_file import marked_file
from bpsheet.grading.marking import mark
from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.rubric import Tolerance
from tests.grading.answered import answered, exercise_of

CLASSIC = exercise_of("classic", "all", 1)
H1, A_H1, W5 = Answer("h1", 0), Answer("a_h1", 0), Answer("∂E/∂w5", 0)


def judged(answer: Answer, content: Any, exercise: Exercise = CLASSIC, **others: Any) -> Mark:
    marks, _ = mark(answered(exercise, {answer: content}, **others), exercise, Tolerance())
    return next(one for one in marks if (one.quantity, one.row) == answer)


@pytest.mark.parametrize(
    ("answer", "formula"),
    [
        (H1, "=SUMPRODUCT({w1}:{w2},{i1}:{i2})"),
        (H1, "=SUM({w1}*{i1},{w2}*{i2})"),
        (H1, "=MMULT({w1}:{w2},TRANSPOSE({i1}:{i2}))"),
        (H1, "=+{i2}*{w2}+{i1}*{w1}"),
        (A_H1, "=1/(1+EXP(-{h1}))"),
        (A_H1, "=EXP({h1})/(1+EXP({h1}))"),
        (A_H1, "=(1+EXP(-1*{h1}))^-1"),
        (A_H1, "=1/(1+2.71828^-{h1})"),
        (A_H1, "=POWER(1+EXP(-MAX(-700,MIN(700,{h1}))),-1)"),
        (A_H1, "=(1+TANH({h1}/2))/2"),
        (A_H1, "=IF({h1}>0,1/(1+EXP(-{h1})),EXP({h1})/(1+EXP({h1})))"),
        (W5, "=-({t1}-{a_o1})*{a_o1}*(1-{a_o1})*{a_h1}"),
        (W5, "=({a_o1}-{t1})*({a_o1}-POWER({a_o1},2))*{a_h1}"),
        (W5, "=PRODUCT({a_o1}-{t1},{a_o1},1-{a_o1},{a_h1})"),
        (W5, "=ROUND(({a_o1}-{t1})*{a_o1}*(1-{a_o1})*{a_h1},5)"),
        (W5, "=({a_o1}-{t1})*{a_o1}*100%*(1-{a_o1})*{a_h1}"),
        (W5, "=(1/(1+EXP(-{o1}))-{t1})*{a_o1}*(1-{a_o1})/(1+EXP(-{h1}))"),
    ],
)
def test_a_right_formula_is_right_however_it_is_written(answer: Answer, formula: str) -> None:
    found = judged(answer, formula)
    assert found.verdict is Verdict.CORRECT, found


def test_help_may_come_from_any_cell() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        letters = {c.value: c.coordinate for row in book["Worksheet"].iter_rows() for c in row}
        cell = {
            name: f"Worksheet!{letters[name].rstrip('0123456789')}{int(letters[name][-1]) + 1}"
            for name in ("a_o1", "t1", "a_h1")
        }
        scratch = book["Scratch"]
        scratch["B3"] = f"={cell['a_o1']}-{cell['t1']}"
        scratch["B4"] = f"=B3*{cell['a_o1']}*(1-{cell['a_o1']})"
        scratch["B5"] = f"=B4*{cell['a_h1']}"

    assert judged(W5, "=Scratch!B5", edit=edit).verdict is Verdict.CORRECT


def test_given_numbers_may_be_read_where_they_are_given() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        cells = (c for row in book["Exercise"].iter_rows() for c in row if c.value is not None)
        given = {cell.value: cell.offset(0, 1) for cell in cells}
        read = {name: f"Exercise!{given[name].coordinate}" for name in ("i1", "i2", "w1", "w2")}
        (header,) = (c for row in book["Worksheet"].iter_rows() for c in row if c.value == "h1")
        answer = header.offset(1, 0)
        answer.value = f"={read['w1']}*{read['i1']}+{read['w2']}*{read['i2']}"

    assert judged(H1, None, edit=edit).verdict is Verdict.CORRECT


RIGHT = 0.0719524534  # the right number of ∂E/∂w5


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (f"={RIGHT}", Verdict.TYPED),
        (f"={RIGHT}+0*{{h1}}", Verdict.TYPED),
        (f"=IF({{w1}}=0.15,{RIGHT},0)", Verdict.TYPED),
        (f"={RIGHT}*{{i1}}/0.05", Verdict.TYPED),
        ("=0*{a_h1}", Verdict.WRONG),
        ("={∂E/∂w5}", Verdict.WRONG),
        ("={a_h1}/0", Verdict.WRONG),
        ("=SUM({w1}:{∂E/∂w8})", Verdict.WRONG),
        ("=RAND()", Verdict.UNREADABLE),
        ("=NOW()*0+{a_h1}", Verdict.UNREADABLE),
        ('=REPT("x",1000000000)', Verdict.UNREADABLE),
        ("='[1]other'!A1", Verdict.UNREADABLE),
        ('=HYPERLINK("http://example.org",1)', Verdict.UNREADABLE),
        ('=INDIRECT("A1")', Verdict.UNREADABLE),
        ("=" + "(" * 200 + "1" + ")" * 200, Verdict.UNREADABLE),
        ("=" + "+".join(["1"] * 3000), Verdict.WRONG),
        ("<script>alert(1)</script>", Verdict.UNREADABLE),
        ("\u202e0.07", Verdict.UNREADABLE),
    ],
)
def test_what_only_looks_right_earns_nothing_more(content: str, verdict: Verdict) -> None:
    found = judged(W5, content)
    assert found.verdict is verdict, found


def test_a_formula_over_millions_of_cells_does_not_hold_up_the_class() -> None:
    found = judged(W5, "=SUM(A1:XFD1048576)*0+SUMPRODUCT(A1:A1048576,B1:B1048576)")
    assert found.verdict is Verdict.WRONG


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\0" * 1000, b"<html></html>", b"a,b\n1"])
def test_what_is_no_workbook_is_a_failure_and_no_crash(content: bytes) -> None:
    found = marked_file("in.xlsx", content, CLASSIC, Tolerance())
    blank = {one.verdict for one in found.marks} <= {Verdict.BLANK, Verdict.UNREADABLE}
    assert found.failure or blank


def test_numbers_that_others_follow_from_are_not_earned_by_constants() -> None:
    """Ones everywhere make every gradient 0: what follows from them earns nothing."""
    ones = {Answer(q, 0): 1 for q in ("h1", "a_h1", "h2", "a_h2", "o1", "a_o1", "o2", "a_o2")}
    zeros = {Answer(f"∂E/∂w{n}", 0): 0 for n in range(1, 9)}
    marks, _ = mark(answered(CLASSIC, {**ones, **zeros}), CLASSIC, Tolerance())
    earned = {one.quantity for one in marks if one.verdict is Verdict.TYPED}
    assert earned == set()
