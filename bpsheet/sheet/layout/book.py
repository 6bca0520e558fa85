"""A worked example as a workbook: all its sheets, with every value computed."""

from __future__ import annotations

from collections.abc import Callable

from bpsheet.hyperparameters import SETTINGS
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.layout.cheat_sheet import cheat_sheet
from bpsheet.sheet.layout.compare import compare_sheet
from bpsheet.sheet.layout.data import data_sheet
from bpsheet.sheet.layout.derivation import derivation_sheet
from bpsheet.sheet.layout.error_curve import error_curve_sheet
from bpsheet.sheet.layout.gates import gates_sheet
from bpsheet.sheet.layout.glossary import glossary_sheet
from bpsheet.sheet.layout.gradient_check import gradient_check_sheet
from bpsheet.sheet.layout.gradient_vector import gradient_vector_sheet
from bpsheet.sheet.layout.learning_panel import learning_panel_sheet
from bpsheet.sheet.layout.overview import overview_sheet
from bpsheet.sheet.layout.plan import Plan, make_plan
from bpsheet.sheet.layout.training import training_sheet
from bpsheet.sheet.workbook import Sheet, Workbook
from bpsheet.template import VIEWS
from bpsheet.template_structure import properties_of
from bpsheet.worked_example import WorkedExample

VIEW_LAYOUTS: dict[str, Callable[[Plan], Sheet]] = {
    "gates": gates_sheet,
    "error-curve": error_curve_sheet,
    "gradient-vector": gradient_vector_sheet,
    "learning-panel": learning_panel_sheet,
    "cheat-sheet": cheat_sheet,
    "glossary": glossary_sheet,
}
"""The sheets that a template may ask for, in addition to those that every workbook has."""


def workbook_of(example: WorkedExample) -> Workbook:
    """Return the workbook of a worked example."""
    plan = make_plan(example)
    places = plan.overview
    return calculate(
        Workbook(
            sheets=(
                overview_sheet(plan),
                derivation_sheet(plan),
                *(training_sheet(plan, rate_sheet) for rate_sheet in plan.sheets),
                compare_sheet(plan),
                gradient_check_sheet(plan),
                *([data_sheet(plan)] if plan.data is not None else []),
                *(VIEW_LAYOUTS[view](plan) for view in VIEWS if view in example.template.views),
            ),
            names={
                "step_shown": places.step_shown,
                "rate_shown": places.rate_shown,
                "goal": places.goal,
                "epsilon": places.epsilon,
                **{
                    f"optimizer_{name}": places.given[SETTINGS[name].symbol]
                    for name in example.template.training.hyperparameters
                },
            },
            title=example.template.title,
            subject="Back propagation, worked step by step",
            keywords="back propagation, gradient descent, worked example",
            properties=properties_of(example.template),
        )
    )
