"""The sheet "Data": the samples."""

from __future__ import annotations

from bpsheet.exercises.labels import DATA
from bpsheet.exercises.layout.places import DATA_TOP
from bpsheet.exercises.layout.plan import Plan
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.number_formats import GENERAL
from bpsheet.sheet.workbook import PrintSetup, Sheet


def samples_sheet(plan: Plan) -> Sheet:
    """Return the sheet of the samples; only where there are several."""
    assert plan.places.samples is not None
    canvas = Canvas(DATA)
    canvas.put(0, 0, "Data", style.TITLE)
    canvas.row_heights[0] = 28
    canvas.put(DATA_TOP - 1, 0, "sample", style.HEADER)
    for name, cells in plan.places.samples.items():
        quantity = plan.exercise.graph[name]
        look = style.name_style(quantity.role)
        canvas.put(DATA_TOP - 1, cells.left, name, look, note=quantity.meaning)
        number = style.value_style(quantity.role, GENERAL)
        for row, value in enumerate(plan.given.samples[name][0], start=DATA_TOP):
            canvas.put(row, cells.left, float(value), number)
            canvas.put(row, 0, row - DATA_TOP + 1, style.STEP)
    return canvas.sheet(
        frozen=(DATA_TOP, 1), tab_color=style.HEADING, print_setup=PrintSetup(landscape=False)
    )
