"""The judges are judged: a harness that cannot see a wrong value would prove nothing."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from bpsheet.expression import ZERO
from bpsheet.sheet.workbook import Block, Cell, CellError, RowKind, Sheet, Style, Value, Workbook
from tests.applications import (
    Values,
    differences,
    gnumeric_values,
    ironcalc_values,
    libreoffice_values,
    pictures,
    printed_words,
    program,
    round_trip,
    workbook_values,
)
from tests.office_contents import FileChart, FileSeries, charts, formulas, names, plain_address
from tests.office_files import edited, poison
from tests.shared import shared

FORMULAS: dict[str, dict[str, tuple[str, Value]]] = {
    "lr 0.1": {
        "B1": ("=A1/3", 0.05 / 3),
        "B2": ("=EXP(B1)*'a; b'!$A$1", 2.0337),
        "B3": ('="step "&FIXED(A2,0,TRUE())&"; a,b"', "step 7; a,b"),
        "B4": ("=A1<A2", True),
        "B5": ("=1/A3", CellError("#DIV/0!")),
    },
    "a; b": {"B1": ("=SUM('lr 0.1'!$A$1:$A$2,A1)", 9.05)},
}
CONSTANTS: dict[str, dict[str, Value]] = {
    "lr 0.1": {"A1": 0.05, "A2": 7.0, "A3": 0.0, "A4": "two  blanks"},
    "a; b": {"A1": 2.0},
}
CHART = FileChart("falling", (FileSeries("lr 0.1!A4", "lr 0.1!A1:A2", "lr 0.1!B1:B2"),))
RIGHT: Values = {
    sheet: CONSTANTS[sheet] | {address: value for address, (_, value) in cells.items()}
    for sheet, cells in FORMULAS.items()
}
RIGHT["lr 0.1"]["B2"] = 2 * 2.718281828459045 ** (0.05 / 3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("applications")


@pytest.fixture(scope="module")
def xlsx(folder: Path) -> Path:
    """A file whose formulas have number formats: LibreOffice trusts such cells' stored values."""
    path = folder / "sample.xlsx"
    with xlsxwriter.Workbook(path) as book:
        number = book.add_format({"num_format": "0.0000"})
        for name, cells in FORMULAS.items():
            page = book.add_worksheet(name)
            for address, constant in CONSTANTS[name].items():
                page.write(address, constant)
            for address, (formula, value) in cells.items():
                stored = value.code if isinstance(value, CellError) else value
                style = number if isinstance(value, float) else None
                page.write_formula(address, formula, style, stored)
        page = book.get_worksheet_by_name("lr 0.1")
        page.write_comment("B1", "a note")
        chart = book.add_chart({"type": "scatter", "subtype": "straight"})
        chart.add_series(
            {
                "name": "='lr 0.1'!$A$4",
                "categories": "='lr 0.1'!$A$1:$A$2",
                "values": "='lr 0.1'!$B$1:$B$2",
            }
        )
        chart.set_title({"name": "falling"})
        page.insert_chart("A7", chart, {"x_scale": 0.5, "y_scale": 0.5})
        book.define_name("epsilon", "='a; b'!$A$1")
        book.define_name("'lr 0.1'!learning_rate", "='lr 0.1'!$A$1")
    return path


@pytest.fixture(scope="module")
def ods(xlsx: Path, folder: Path) -> Path:
    return round_trip(xlsx, folder, ".ods")


@pytest.fixture(params=["xlsx", "ods"])
def sample(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def libreoffice(path: Path, work: Path) -> Values:
    [values] = libreoffice_values([path], work)
    return values


@pytest.mark.parametrize("judge", [libreoffice, gnumeric_values])
def test_values_after_poisoning(
    sample: Path, judge: Callable[[Path, Path], Values], tmp_path: Path
) -> None:
    poisoned = poison(sample, tmp_path / sample.name)
    assert not differences(judge(poisoned, tmp_path), RIGHT)


def test_ironcalc_values_after_poisoning(xlsx: Path, tmp_path: Path) -> None:
    assert not differences(ironcalc_values(poison(xlsx, tmp_path / "poisoned.xlsx")), RIGHT)


def test_without_recalculation_the_poison_shows(sample: Path, folder: Path, tmp_path: Path) -> None:
    poisoned = poison(sample, tmp_path / sample.name)
    [found] = libreoffice_values([poisoned], folder, "never")
    assert found["lr 0.1"]["B1"] == 777.125
    assert found["lr 0.1"]["B3"] == "poison"
    assert found["lr 0.1"]["A1"] == 0.05


def test_poison_leaves_no_right_value_and_touches_nothing_else(
    sample: Path, tmp_path: Path
) -> None:
    poisoned = poison(sample, tmp_path / sample.name)
    assert formulas(poisoned) == formulas(sample)
    with zipfile.ZipFile(sample) as before, zipfile.ZipFile(poisoned) as after:
        assert after.namelist() == before.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
        text = "".join(after.read(name).decode() for name in changed)
    assert all("worksheets/" in name or name == "content.xml" for name in changed)
    assert text.count("777.125") >= 3
    assert not any(stored in text for stored in ("0.01666", "2.0337", "step 7", "9.05"))


def test_several_files_of_one_name_in_one_run(xlsx: Path, ods: Path, tmp_path: Path) -> None:
    copies = [Path(shutil.copy(path, tmp_path / f"same{path.suffix}")) for path in (xlsx, ods)]
    for found in libreoffice_values(copies, tmp_path):
        assert not differences(found, RIGHT)


def test_an_edited_constant_is_followed(sample: Path, tmp_path: Path) -> None:
    changes = {("lr 0.1", "A1"): 0.2, ("a; b", "A1"): 3.0}
    target = edited(sample, tmp_path / f"edited{sample.suffix}", changes)
    found = libreoffice(poison(target, tmp_path / f"poisoned{sample.suffix}"), tmp_path)
    assert found["lr 0.1"]["A1"] == 0.2
    assert found["lr 0.1"]["B1"] == pytest.approx(0.2 / 3, rel=1e-14)
    assert found["a; b"]["B1"] == pytest.approx(10.2, rel=1e-14)


@pytest.mark.parametrize("place", [("lr 0.1", "B1"), ("lr 0.1", "Z9"), ("no sheet", "A1")])
def test_only_constant_cells_are_edited(
    sample: Path, place: tuple[str, str], tmp_path: Path
) -> None:
    with pytest.raises(KeyError):
        edited(sample, tmp_path / "edited", {place: 1.0})


def test_contents_are_spelled_alike_in_both_formats(sample: Path) -> None:
    written = {sheet: {a: f for a, (f, _) in cells.items()} for sheet, cells in FORMULAS.items()}
    assert formulas(sample) == written
    assert names(sample) == {(None, "epsilon"): "a; b!A1", ("lr 0.1", "learning_rate"): "lr 0.1!A1"}
    assert charts(sample) == [CHART]


def test_round_trip_keeps_the_format(sample: Path, tmp_path: Path) -> None:
    saved = round_trip(sample, tmp_path)
    assert saved.suffix == sample.suffix
    assert formulas(saved) == formulas(sample)
    assert charts(saved) == [CHART]


def test_pictures_show_every_page(sample: Path, tmp_path: Path) -> None:
    pages = pictures(sample, tmp_path / "pages")
    assert len(pages) == 2
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


def test_printed_words_show_what_has_no_room(folder: Path, tmp_path: Path) -> None:
    path = folder / "narrow.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write("A1", 1234.5)
        page.write("B1", 1234.5, book.add_format({"num_format": "0.000000"}))
    [words, _] = printed_words([path, path], tmp_path)
    assert words.split() == ["1234.5", "###"]


def test_a_file_that_cannot_be_opened_fails(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ods"
    broken.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(AssertionError, match=r"wrote no 0-broken.xlsx"):
        libreoffice_values([broken], tmp_path)


@pytest.mark.parametrize(
    ("found", "right", "differ"),
    [
        (0.1 + 0.2, 0.3, False),
        (5e-14, 0.0, False),
        (2e-13, 0.0, True),
        (1e6 * (1 + 0.5e-11), 1e6, False),
        (1e6 * (1 + 2e-11), 1e6, True),
        (1, True, False),
        (None, 0.0, True),
        ("3", 3.0, True),
        (CellError("#VALUE!"), CellError("#NUM!"), False),
        (CellError("#NUM!"), 0.0, True),
        ("#NUM!", CellError("#NUM!"), True),
    ],
)
def test_differences(found: Value, right: Value, differ: bool) -> None:
    assert bool(differences({"S": {"A1": found}}, {"S": {"A1": right}})) == differ


def test_differences_see_missing_and_surplus_cells_and_sheets() -> None:
    assert differences({"S": {"A1": 1}}, {"S": {"A2": 1}}) == [
        ("S", "A1", 1, None),
        ("S", "A2", None, 1),
    ]
    assert differences({"S": {}, "T": {"A1": 1}}, {"S": {}}) == [("T", "A1", 1, None)]


def test_workbook_values() -> None:
    kind = RowKind((ZERO, None, ZERO), (Style(),) * 3)
    values = np.array([[1.0, 0.0, np.nan]])
    block = Block(1, 1, (kind,), np.array([0]), values)
    cells = {(0, 0): Cell("title"), (0, 1): Cell(None), (0, 2): Cell("")}
    workbook = Workbook((Sheet("S", cells, (block,)),), {}, "", "", "")
    assert workbook_values(workbook) == {
        "S": {"A1": "title", "B2": 1.0, "D2": CellError("#NUM!")},
    }


def test_a_missing_program_skips() -> None:
    with pytest.raises(pytest.skip.Exception, match="needs no-such-program"):
        program("no-such-program")


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("Sheet1!$A$1:$A$9", "Sheet1!A1:A9"),
        ("'It''s'!A1", "It's!A1"),
        ("$'lr 0.1'.$A$14:.$A$113", "lr 0.1!A14:A113"),
        ("'lr 0.1'.A14:'lr 0.1'.A113", "lr 0.1!A14:A113"),
        ("Data.B2:Data.B2", "Data!B2"),
        (".B2", "B2"),
        (None, ""),
    ],
)
def test_plain_address(address: str | None, plain: str) -> None:
    assert plain_address(address) == plain


@pytest.mark.parametrize(
    "judge", [libreoffice, gnumeric_values, lambda path, _: ironcalc_values(path)]
)
def test_a_real_workbook_calculates_to_the_values_it_was_saved_with(
    judge: Callable[[Path, Path], Values], tmp_path: Path
) -> None:
    path = shared("workbooks", "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx")
    saved = {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in openpyxl.load_workbook(path, data_only=True).worksheets
    }
    assert sum(map(len, saved.values())) > 3000
    assert not differences(judge(poison(path, tmp_path / "poisoned.xlsx"), tmp_path), saved)
