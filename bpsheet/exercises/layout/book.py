"""The workbook that a student gets, and the one with the answers."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.exercises.exercise import Exercise
from bpsheet.exercises.layout.paper import paper_sheet
from bpsheet.exercises.layout.places import KEY, PAPER, SCRATCH
from bpsheet.exercises.layout.plan import Plan
from bpsheet.exercises.layout.practice import practice_sheet
from bpsheet.exercises.layout.samples import samples_sheet
from bpsheet.exercises.layout.statement import statement_sheet
from bpsheet.exercises.layout.worksheet import worksheet
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.workbook import Paper, PrintSetup, Sheet, Workbook

PROPERTY = "bpsheet exercise"
"""The document property that holds an exercise's id."""


def student_workbook(
    exercise: Exercise, *, self_check: bool = False, paper: Paper = "A4"
) -> Workbook:
    """Return the workbook that a student gets.

    Arguments:
        exercise: the student's exercise.
        self_check: whether a sheet says of each gradient if it agrees with a central difference.
        paper: what the sheets are printed on.

    Raises:
        InputError: the check of a gradient would be longer than a formula may be.
    """
    plan = Plan(exercise, answered=False, self_check=self_check)
    return _workbook(
        plan,
        paper,
        statement_sheet(plan),
        worksheet(plan),
        *([samples_sheet(plan)] if exercise.template.several else ()),
        *([practice_sheet(plan)] if self_check else ()),
        paper_sheet(plan, PAPER),
        scratch_sheet(),
    )


def key_workbook(exercise: Exercise, *, paper: Paper = "A4") -> Workbook:
    """Return the workbook with the right formulas and numbers of an exercise.

    Arguments:
        exercise: the student's exercise.
        paper: what the sheets are printed on.
    """
    plan = Plan(exercise, answered=True)
    return _workbook(
        plan,
        paper,
        statement_sheet(plan),
        worksheet(plan),
        *([samples_sheet(plan)] if exercise.template.several else ()),
        paper_sheet(plan, KEY),
    )


def scratch_sheet() -> Sheet:
    """Return the empty sheet that is the student's own."""
    canvas = Canvas(SCRATCH)
    canvas.put(0, 0, "This sheet is yours: nothing on it is marked.", style.REMARK)
    return canvas.sheet(print_setup=PrintSetup(), tab_color=style.RULE)


def _workbook(plan: Plan, paper: Paper, *sheets: Sheet) -> Workbook:
    template = plan.exercise.template
    return calculate(
        Workbook(
            sheets=tuple(_finished(sheet, plan, paper) for sheet in sheets),
            names={},
            title=template.title,
            subject="Exercise in back propagation",
            keywords="back propagation, exercise",
            properties={PROPERTY: plan.exercise.id},
        )
    )


def _finished(sheet: Sheet, plan: Plan, paper: Paper) -> Sheet:
    """Return a sheet for the paper, and, but for what is free or the key's, protected."""
    return replace(
        sheet,
        print_setup=replace(sheet.print_setup, paper=paper),
        protected=not plan.answered and sheet.name != SCRATCH,
    )
