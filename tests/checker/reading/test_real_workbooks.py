"""Real workbooks of others: the same as independent readers find in them."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineWorkbook

from bpsheet.checker.book import Book, Sheet
from bpsheet.checker.formulas import canonical
from bpsheet.checker.reading import read_book
from tests.shared import shared

XLSX = [
    "VishakBharadwaj94__Deep_Learning_in_Excel__backprop.xlsx",
    "garima-mahato__END2__END2_S2_Backpropagation.xlsx",
    "pankaj90382__END-1.0__NN_Design.xlsx",
    "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx",
]
ODS = "kotalaraghava__END-2.0__BackPropagation.ods"


def cells_of(sheet: Sheet) -> dict[tuple[int, int], object]:
    return {
        (int(row), column): cell.value
        for column, held in sheet.columns.items()
        for row in held.rows
        if (cell := sheet.cell(int(row), column)) is not None and cell.value is not None
    }


def opened(path: Path, data_only: bool) -> openpyxl.Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, data_only=data_only)
    except (ValueError, IndexError, TypeError) as error:
        pytest.skip(f"openpyxl cannot open {path.name}: {error}")


@pytest.mark.parametrize("name", XLSX)
def test_values_are_those_of_openpyxl(name: str) -> None:
    path = shared("workbooks", name)
    book = read_book(path)
    assert book.unread == ()
    for sheet in opened(path, data_only=True).worksheets:
        expected = {
            (cell.row - 1, cell.column - 1): cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        assert cells_of(book[sheet.title]) == expected


@pytest.mark.parametrize("name", XLSX)
def test_formulas_are_those_of_openpyxl(name: str) -> None:
    path = shared("workbooks", name)
    book = read_book(path)
    for sheet in opened(path, data_only=False).worksheets:
        expected = {
            (cell.row - 1, cell.column - 1): canonical(
                cell.value, cell.row - 1, cell.column - 1, "xlsx", {}
            )
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and not isinstance(cell.value, ArrayFormula)
        }
        assert formulas_of(book[sheet.title]) == expected


def formulas_of(sheet: Sheet) -> dict[tuple[int, int], str]:
    return {
        (int(row), column): sheet.formulas[formula].text
        for column, held in sheet.columns.items()
        for row, formula in zip(held.rows, held.formulas, strict=True)
        if formula >= 0
    }


def test_values_of_ods_are_those_of_calamine() -> None:
    path = shared("workbooks", ODS)
    book = read_book(path)
    assert book.unread == ()
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        expected = {
            (row, column): value
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if value != ""
        }
        assert cells_of(book[name]) == expected


def test_what_stands_in_shapes_and_charts() -> None:
    vishak = read_book(shared("workbooks", XLSX[0]))["Sheet1"]
    assert "w5=0.4" in {box.text for box in vishak.text_boxes}
    (series,) = vishak.charts[0].series
    assert series.values is not None
    assert (series.values.first.row, series.values.last.row, series.values.first.column) == (
        35,
        66,
        22,
    )
    assert series.title == "E_total"


def test_pasted_numbers_keep_the_digits_they_were_pasted_with() -> None:
    sheet = read_book(shared("workbooks", ODS))["Sheet1"]
    assert not sheet.formulas
    digits = np.concatenate([held.significant for held in sheet.columns.values()])
    assert np.max(digits) <= 10


def test_sheets_in_the_order_of_their_tabs() -> None:
    book: Book = read_book(shared("workbooks", XLSX[1]))
    assert [sheet.name for sheet in book.sheets][:3] == ["LR=0.5", "Error_LR Graphs", "LR=0.1"]
    assert len(book["Error_LR Graphs"].charts) == 6
