"""What programs and libraries that calculate nothing see in a built file."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pandas
import pytest

from bpsheet.verbs.build import build
from tests.applications import round_trip
from tests.formats import test_ods, test_xlsx
from tests.office_contents import charts, names
from tests.office_files import MAIN, TABLE, ods_cells, read_part, sheet_parts
from tests.workbook.grid import Grid
from tests.workbook.scenario import FORMATS
from tests.workbook.scenarios import BUILT, SHORT
from tests.workbook.stored import stored_formulas, stored_values

TRACE = BUILT[0].trace
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
RATE_SHEETS = ["lr 0.1", "lr 0.2", "lr 0.5", "lr 0.8", "lr 1", "lr 2", "lr yours"]

NUMERAL = re.compile(r"(?<![\w.$])\d[\d.]*(?:[eE][-+]?\d+)?")


def assert_engine_s(table: dict[str, list[float]], number: int) -> None:
    """Check a rate's table, to the last digit."""
    assert table.pop("step") == list(range(100))
    assert len(table) == 31
    for name, values in table.items():
        assert values == TRACE.column(name)[number].tolist(), name


@pytest.mark.parametrize(("number", "name"), list(enumerate(RATE_SHEETS)))
def test_calamine_sees_every_digit(path: Path, number: int, name: str) -> None:
    assert_engine_s(Grid(stored_values(path)[name]).table("step"), number)


@pytest.mark.parametrize(("number", "name"), list(enumerate(RATE_SHEETS)))
def test_pandas_sees_every_digit(path: Path, number: int, name: str) -> None:
    header = Grid(stored_values(path)[name]).find("step").row - 1
    frame = pandas.read_excel(path, sheet_name=name, header=header, engine="calamine")
    assert set(frame.dtypes.map(str)) <= {"int64", "float64"}
    assert_engine_s({name: column.tolist() for name, column in frame.items()}, number)


def test_openpyxl_sees_every_digit(classic: dict[str, Path]) -> None:
    workbook = openpyxl.load_workbook(classic[".xlsx"], data_only=True)
    for number, name in enumerate(RATE_SHEETS):
        cells = (cell for row in workbook[name] for cell in row if cell.value is not None)
        sheet = Grid({cell.coordinate: cell.value for cell in cells})
        assert_engine_s(sheet.table("step"), number)


def test_no_formula_is_without_its_value(classic: dict[str, Path]) -> None:
    sheets = sheet_parts(classic[".xlsx"]).values()
    cells = (cell for part in sheets for cell in read_part(classic[".xlsx"], part).iter(MAIN + "c"))
    values = [
        (cell.get("t", "n"), cell.findtext(MAIN + "v"))
        for cell in cells
        if cell.find(MAIN + "f") is not None
    ]
    assert len(values) > 22_000
    assert all(text is not None for _, text in values)
    cells = (cell for _, _, cell in ods_cells(read_part(classic[".ods"], "content.xml")))
    kinds = [cell.get(OFFICE + "value-type") for cell in cells if cell.get(TABLE + "formula")]
    assert len(kinds) == len(values)
    assert set(kinds) == {"float", "string"}


def test_every_part_is_valid_against_the_standard(classic: dict[str, Path]) -> None:
    test_xlsx.test_every_part_is_valid_against_the_standard(classic[".xlsx"])
    test_ods.test_every_part_is_valid_against_the_standard(classic[".ods"])


@pytest.mark.office
@pytest.mark.parametrize("suffix", FORMATS)
def test_formulas_names_and_charts_survive_libreoffice(suffix: str, tmp_path: Path) -> None:
    [before] = build(SHORT, tmp_path, formats=[suffix[1:]]).files
    after = round_trip(before, tmp_path)
    assert len(charts(before)) == 8
    assert plainly(stored_formulas(after)) == plainly(stored_formulas(before))
    assert names(after) == names(before)
    assert charts(after) == charts(before)


def plainly(written: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return formulas with their numbers spelled alike: 1e-12 is 0.000000000001 to LibreOffice."""
    return {
        sheet: {
            address: NUMERAL.sub(lambda numeral: repr(float(numeral[0])), formula)
            for address, formula in cells.items()
        }
        for sheet, cells in written.items()
    }
