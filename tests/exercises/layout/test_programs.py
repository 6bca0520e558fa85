"""What spreadsheet programs make of the workbooks of exercises."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.exercises.exercise import Exercise
from bpsheet.exercises.layout import key_workbook, student_workbook
from bpsheet.exercises.layout.places import places_of
from bpsheet.exercises.runs import correct_runs, given_of
from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.workbook import Workbook
from tests.applications import (
    Values,
    differences,
    gnumeric_values,
    ironcalc_values,
    libreoffice_values,
    workbook_values,
)
from tests.exercises.layout.laid_out import filled_in, to_fill, to_find
from tests.office_files import poison

EXERCISES = {
    "blanks": to_fill("classic", "all", 2),
    "samples": to_fill("xor-tanh", "gradients", 6),
    "stages": to_fill("deep", "gradients", 1),
    "slips": to_find("softmax", count=2),
}


def with_answers(exercise: Exercise) -> Workbook:
    """Return a student's workbook in which the right numbers are typed."""
    given = given_of([exercise.template])
    columns = correct_runs(exercise.graph, exercise.table, exercise.count, given).columns
    places = places_of(exercise)
    entries = {
        places.cell(answer): float(columns[answer.quantity][0, answer.row])
        for answer in exercise.answers
    }
    return filled_in(student_workbook(exercise, self_check=bool(exercise.asked)), entries)


WORKBOOKS = {
    **{f"{name}-filled": with_answers(exercise) for name, exercise in EXERCISES.items()},
    **{f"{name}-key": key_workbook(exercise) for name, exercise in EXERCISES.items()},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    """The workbooks as files of both kinds, every stored value of a formula made wrong."""
    folder = tmp_path_factory.mktemp("exercises")
    found: dict[str, dict[str, Path]] = {}
    for kind, write in (("xlsx", write_xlsx), ("ods", write_ods)):
        found[kind] = {name: folder / f"{name}-poisoned.{kind}" for name in WORKBOOKS}
        for name, workbook in WORKBOOKS.items():
            built = folder / f"{name}.{kind}"
            write(workbook, built)
            poison(built, found[kind][name])
    return found


def shown(workbook: Workbook) -> Values:
    """Return the values of a workbook, but for empty cells and texts."""
    return _told(workbook_values(workbook))


def _told(found: Values) -> Values:
    return {
        sheet: {address: value for address, value in values.items() if value not in (None, "")}
        for sheet, values in found.items()
    }


@pytest.mark.parametrize("name", WORKBOOKS)
def test_ironcalc_agrees(name: str, files: dict[str, dict[str, Path]]) -> None:
    found = ironcalc_values(files["xlsx"][name])
    assert differences(found, shown(WORKBOOKS[name])) == []


@pytest.mark.parametrize("name", ["blanks-filled", "stages-filled", "slips-key"])
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_gnumeric_agrees(
    name: str, kind: str, files: dict[str, dict[str, Path]], tmp_path: Path
) -> None:
    found = _told(gnumeric_values(files[kind][name], tmp_path))
    assert differences(found, shown(WORKBOOKS[name])) == []


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_agrees(kind: str, files: dict[str, dict[str, Path]], tmp_path: Path) -> None:
    all_found = libreoffice_values(list(files[kind].values()), tmp_path)
    for name, found in zip(files[kind], all_found, strict=True):
        assert differences(_told(found), shown(WORKBOOKS[name])) == []
