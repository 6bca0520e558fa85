"""Which part of bpsheet may import what, as data.

A module follows the row with the longest matching prefix. Modules of one row may import each other.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "bpsheet"

# What everything rests on.
VALUES = {"errors", "expression", "functions", "hyperparameters", "names", "notations", "template"}
READER = {
    *("template_checks", "template_csv", "template_data", "template_expression", "template_files"),
    *("template_initial", "template_keys", "template_names", "template_reader", "template_shapes"),
    *(
        "template_structure",
        "template_toml",
        "template_training",
        "toml_lines",
        "parser",
        "tokens",
    ),
    "sections",
}
BUILDING = {"catalogue", "engine", "evaluate", "formats", "model", "notation", "proof", "sheet"}

# What was read from a foreign workbook, and what was found in it.
FOUND = {
    *("checker.book", "checker.cells", "checker.diagnostics", "checker.located", "checker.slip"),
}

NOTATION = {"notation.formula", "notation.text", "sheet.address"}
SLIPS = {"checker.slip", "checker.slips"}

# What is needed to ask an exercise, and to mark what comes back.
EXERCISE = {"evaluate", "exercises", "model.graph", "model.optimizers", "notation.text"}
EXERCISE |= {"sheet.table_rows"} | SLIPS | READER | VALUES
GRADED = FOUND | {"checker.formulas", "checker.judge.rows", "checker.judge.shadow"}
GRADED |= {"checker.reading", "grading", "exercises", "model.graph"} | SLIPS | READER | VALUES

ALLOWED = {
    "": {"catalogue", "errors", "template", "verbs"},
    "__main__": {"cli"},
    "errors": set(),
    "expression": set(),
    "functions": {"expression"},
    "hyperparameters": set(),
    "notations": set(),
    "names": {"notations"},
    "template": {"expression", "hyperparameters", "names", "notations"},
    **dict.fromkeys(READER, VALUES | READER),
    "template_names": {"model.optimizers"} | VALUES | READER,
    "catalogue": VALUES | READER,
    "tokens": set(),
    "parser": {"expression", "tokens"},
    "shown": set(),
    "display.numbers": {"names", "shown", "trace"},
    "display.symbols": {"model", "notation", "shown"},
    "trace": {"errors", "hyperparameters", "names", "shown", "template"},
    "engine": {"names", "template", "trace"},
    "engine.tape": {"engine", "expression", "template", "trace"},
    "evaluate": {"expression", "functions"},
    "magnitude": {"evaluate", "expression", "functions"},
    "model": {"shown"} | VALUES,
    "proof": {"engine", "evaluate", "magnitude", "model", "trace"} | VALUES,
    "files": {"errors"},
    "notation": {"sheet.address"} | VALUES,
    "notation.document": {"model", "notation"} | VALUES,
    **dict.fromkeys(
        ("notation.writer", "notation.writers", "notation.html_writer"),
        {"html_page", "model", "notation"} | VALUES,
    ),
    "html_page": set(),
    "sheet.address": {"expression"},
    "sheet.workbook": {"expression", "sheet.address"},
    "sheet": {"expression", "functions"},
    "sheet.limits": {"model.optimizers", "sheet.table_rows"} | VALUES,
    "sheet.table_rows": VALUES,
    "sheet.layout": {"evaluate", "model", "notation", "sheet", "template_structure", "trace"}
    | {"gate_boxes", "layered", "verdicts", "worked_example"}
    | VALUES,
    "formats": {"notation", "sheet.address", "sheet.workbook"} | VALUES,
    "checker": set(),
    **dict.fromkeys(FOUND, FOUND | {"expression", "names", "sheet.address"}),
    "checker.formulas": FOUND | {"expression", "notation", "sheet.address"},
    "checker.reading": FOUND | {"checker.formulas", "errors", "template_structure"},
    "checker.rules": FOUND | {"errors", "model.graph", "sheet.address"},
    "checker.locate": FOUND | {"checker.formulas", "evaluate", "model"} | VALUES,
    "checker.slips": FOUND | {"evaluate", "model", "notation"} | VALUES,
    "checker.statements": FOUND | {"evaluate", "model.graph", "tokens"} | VALUES,
    "checker.charts": FOUND,
    "checker.example": FOUND | {"checker.locate", "evaluate"} | VALUES,
    "checker.judge": FOUND
    | {"checker.example", "checker.formulas", "checker.locate", "checker.rules", "checker.slips"}
    | {"engine", "evaluate", "magnitude", "model", "notation", "sheet.address"}
    | {"sheet.table_rows", "trace"}
    | VALUES,
    "checker.examine": FOUND
    | {"checker.charts", "checker.example", "checker.judge", "checker.locate", "checker.rules"}
    | {"checker.statements", "model", "template_structure"}
    | VALUES,
    "checker.report": FOUND | {"checker.rules", "sheet.address"},
    "checker.annotate": FOUND | {"errors", "files", "formats", "sheet.address", "sheet.workbook"},
    "parallel": {"errors"},
    "worked_example": {"model", "template", "trace"},
    "layered": set(),
    "gate_boxes": {"layered", "model.gates", "notation.text"},
    "verdicts": set(),
    "pages": {"gate_boxes", "layered", "model", "notation", "trace", "verdicts", "worked_example"}
    | VALUES,
    "pages.bundle": set(),
    "pages.document": {"__version__", "pages", "trace", "model.gates", "worked_example"},
    "pages.proof": {"engine", "errors", "pages.bundle", "template", "trace"},
    "exercises": EXERCISE,
    "exercises.labels": {"template"},
    "exercises.secret": set(),
    "exercises.exercise": {"model", "sheet.table_rows", "template_structure"} | VALUES,
    "exercises.runs": {"checker.judge.rows"} | EXERCISE,
    "exercises.layout": {"sheet.calculate", "sheet.layout", "sheet.limits", "sheet.workbook"}
    | EXERCISE
    | NOTATION
    | VALUES,
    "exercises.making": {"exercises", "template_structure"} | VALUES,
    "exercises.manifest": {"__version__", "exercises", "files", "template_files"} | READER | VALUES,
    "exercises.moodle_xml": {"exercises", "formats.ods.xml", "model.graph"} | VALUES,
    "exercises.hand_out": {"exercises", "files"} | VALUES,
    "grading": GRADED,
    "grading.marking": {"checker", "notation.text", "sheet.address"} | GRADED,
    "grading.journal": {"__version__", "files"} | GRADED,
    "grading.gradebook": {"files"} | GRADED,
    "grading.html_page": {"checker.report.words", "html_page"} | GRADED,
    "grading.feedback": {"checker.annotate"} | GRADED,
    "grading.handing_back": {"files", "parallel"} | GRADED,
    "grading.class_run": {"parallel"} | GRADED,
    "display": set(),
    "verbs": {
        "checker",
        "display",
        "exercises",
        "files",
        "grading",
        "parallel",
        "template_checks",
        "trace",
    }
    | {"pages", "worked_example"}
    | VALUES
    | BUILDING,
    "cli": {
        "__version__",
        "build",
        "catalogue",
        "checker",
        "exercises",
        "files",
        "grading",
        "page",
        "templates",
        "trace",
        "train",
        "verbs",
    }
    | VALUES,
}

LIBRARIES = {
    "distributed": {"parallel"},
    "joblib": {"parallel"},
    "click": {"cli"},
    "lxml": {"checker.annotate"},
    "mpmath": {"evaluate", "proof"},
    "pandas": {"trace"},
    "python_calamine": {"checker.reading"},
    "rich": {"cli"},
    "sympy": {"model"},
    "xlsxwriter": {"formats.xlsx"},
    "numpy": {
        "build",
        "checker",
        "display.numbers",
        "engine",
        "evaluate",
        "exercises",
        "formats",
        "grading",
        "magnitude",
        "pages.proof",
        "proof",
        "sheet",
        "trace",
    },
}

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    .removesuffix("__init__")
    .rstrip("."): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def imported(path: Path) -> Iterator[str]:
    """Yield the full names of all that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def row_of(module: str) -> str:
    return max((row for row in ALLOWED if row and inside(module, row)), key=len, default="")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_it_may(module: str) -> None:
    row = row_of(module)
    assert row or not module, f"{module} has no row in the table of allowed imports"
    for name in imported(MODULES[module]):
        if inside(name, "bpsheet"):
            target = name.removeprefix("bpsheet").removeprefix(".")
            permitted = ALLOWED[row] | ({row} if row else set())
            assert any(inside(target, part) for part in permitted), f"{module} imports {name}"


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_stays_in_its_place(library: str) -> None:
    users = {
        module
        for module, path in MODULES.items()
        if any(inside(name, library) for name in imported(path))
    }
    assert users, f"nothing imports {library}"
    strangers = {
        module for module in users if not any(inside(module, home) for home in LIBRARIES[library])
    }
    assert not strangers


@pytest.mark.parametrize(
    "statement",
    [
        "import bpsheet",
        "import bpsheet.catalogue",
        "from bpsheet.cli import program; program(['--help'], standalone_mode=False)",
        "from bpsheet.cli import program; program(['build', '--help'], standalone_mode=False)",
        "from bpsheet.cli import program; program(['check', '--help'], standalone_mode=False)",
        "from bpsheet.cli import program; program(['rules'], standalone_mode=False)",
    ],
)
def test_sympy_is_loaded_only_when_it_is_needed(statement: str) -> None:
    script = f"{statement}\nimport sys\nsys.exit('sympy' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=PACKAGE.parent, check=True)
