"""Real spreadsheet programs as judges of built files.

Every function skips the calling test where its program is not installed. A file must be poisoned
before a program recalculates it, or the test compares stored values with themselves.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import ironcalc
import numpy as np
import pytest

from bpsheet.sheet.address import cell_name
from bpsheet.sheet.workbook import CellError, Sheet, Value, Workbook
from tests.office_files import MAIN, Element, read_part, sheet_parts

Values = dict[str, dict[str, Value]]
"""What a program shows: values by sheet and by address such as ``B14``; no empty cells."""

ABSOLUTE_TOLERANCE = 1e-13  # LibreOffice and Gnumeric take a sum near zero for zero
RELATIVE_TOLERANCE = 1e-11

SHARED_TEXTS = "xl/sharedStrings.xml"

Recalculation = Literal["always", "never"]

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}</oor:items>
"""
_SETTING = """<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>
"""


def program(name: str) -> str:
    """Return the path of an installed program, or skip the calling test."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"needs {name}, which is not installed")
    return path


def libreoffice_values(
    paths: list[Path], work: Path, recalculation: Recalculation = "always"
) -> list[Values]:
    """Return what LibreOffice calculates for each file, cut to the 15 digits that it saves.

    Arguments:
        paths: .xlsx and .ods files, opened in one run of the program.
        work: a folder to work in.
        recalculation: whether formulas are calculated on loading or their stored values kept.
    """
    return [_stored(path) for path in _converted(paths, ".xlsx", work, recalculation)]


def gnumeric_values(path: Path, work: Path) -> Values:
    """Return what Gnumeric calculates for a file, with all digits."""
    target = _folder(work) / "calculated.xlsx"
    _run([program("ssconvert"), "--recalc", "--export-type=Gnumeric_Excel:xlsx2", path, target])
    return _stored(target)


def ironcalc_values(path: Path) -> Values:
    """Return what IronCalc calculates for an .xlsx file, with all digits."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    sheets = [properties["name"] for properties in model.get_worksheets_properties()]
    found: Values = {name: {} for name in sheets}
    for cell in model.get_all_cells():
        value: Value = model.get_cell_value(*cell)
        if model.get_cell_type(*cell) == ironcalc.CellType.ErrorValue:
            value = CellError(str(value))
        if value not in (None, ""):
            address = f"{ironcalc.column_name_from_number(cell[2])}{cell[1]}"
            found[sheets[cell[0]]][address] = value
    return found


def workbook_values(workbook: Workbook) -> Values:
    """Return what a built file of `workbook` should show."""
    return {
        sheet.name: {cell_name(*place): value for place, value in _cells(sheet)}
        for sheet in workbook.sheets
    }


def differences(found: Values, right: Values) -> list[tuple[str, str, Value, Value]]:
    """Return sheet, address, found and right value of every cell in which the two differ."""
    return [
        (sheet, address, found.get(sheet, {}).get(address), right.get(sheet, {}).get(address))
        for sheet in sorted(found.keys() | right.keys())
        for address in sorted(found.get(sheet, {}).keys() | right.get(sheet, {}).keys())
        if not alike(found.get(sheet, {}).get(address), right.get(sheet, {}).get(address))
    ]


def alike(found: Value, right: Value) -> bool:
    """Return whether two values count as the same; programs name errors differently."""
    if isinstance(found, int | float) and isinstance(right, int | float):
        return abs(found - right) <= ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * abs(right)
    if isinstance(found, CellError) and isinstance(right, CellError):
        return True
    return found == right


def round_trip(path: Path, work: Path, suffix: str | None = None) -> Path:
    """Return the file as LibreOffice saves it after opening it, in its own format or another."""
    return _converted([path], suffix or path.suffix, work, "always")[0]


def saved_by_gnumeric(path: Path, work: Path, suffix: str) -> Path:
    """Return the file as Gnumeric saves it after opening it, in a format of its own or another."""
    target = _folder(work) / f"{path.stem}{suffix}"
    _run([program("ssconvert"), path, target])
    return target


def pictures(path: Path, folder: Path, resolution: int = 60) -> list[Path]:
    """Write a picture of each printed page into `folder`; return their paths in order.

    Arguments:
        resolution: pixels per inch.
    """
    folder.mkdir(parents=True, exist_ok=True)
    [pages] = _converted([path], ".pdf", folder, "always")
    stem = folder / path.name.replace(".", "-")
    _run([program("pdftoppm"), "-png", "-r", str(resolution), pages, stem])
    return sorted(folder.glob(f"{stem.name}-*.png"))


def printed_words(paths: list[Path], work: Path) -> list[str]:
    """Return all that LibreOffice prints of each file, with the values that are stored in it.

    Arguments:
        paths: opened in one run of the program.
        work: a folder to work in.
    """
    pages = _converted(paths, ".pdf", work, "never")
    return [_run([program("pdftotext"), "-layout", page, "-"]) for page in pages]


def _converted(
    paths: list[Path], suffix: str, work: Path, recalculation: Recalculation
) -> list[Path]:
    """Convert files in one run of LibreOffice, with a profile of its own."""
    folder = _folder(work)
    inputs = [folder / f"{place}-{path.name}" for place, path in enumerate(paths)]
    for path, copy in zip(paths, inputs, strict=True):
        shutil.copy(path, copy)
    command: list[str | Path] = [
        program("soffice"),
        f"-env:UserInstallation={_profile(work, recalculation).as_uri()}",
        "--headless",
        *("--convert-to", suffix.removeprefix("."), "--outdir", folder / "converted"),
    ]
    _run([*command, *inputs])
    outputs = [folder / "converted" / f"{copy.stem}{suffix}" for copy in inputs]
    # the program reports success even for a file that it could not open
    missing = [path.name for path in outputs if not path.exists()]
    assert not missing, f"LibreOffice wrote no {', '.join(missing)}"
    return outputs


def _profile(work: Path, recalculation: Recalculation) -> Path:
    profile = work.resolve() / f"libreoffice-{recalculation}"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        value = {"always": 0, "never": 1}[recalculation]
        items = "".join(
            _SETTING.format(name=name, value=value) for name in ("OOXMLRecalcMode", "ODFRecalcMode")
        )
        settings = profile / "user" / "registrymodifications.xcu"
        settings.write_text(_SETTINGS.format(items=items), encoding="utf-8")
    return profile


def _folder(work: Path) -> Path:
    work.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=work))


def _run(command: list[str | Path]) -> str:
    """Run a program and return what it says."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, f"{command[0]} failed: {done.stderr}"
    return done.stdout


def _stored(path: Path) -> Values:
    """Return the stored values of an .xlsx file that a program has written.

    Read as XML: openpyxl takes ten times as long, and all tests together read millions of cells.
    """
    texts = _shared_texts(path)
    return {
        sheet: {
            cell.get("r", ""): value
            for cell in read_part(path, part).iter(MAIN + "c")
            if (value := _value(cell, texts)) not in (None, "")
        }
        for sheet, part in sheet_parts(path).items()
    }


def _shared_texts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        if SHARED_TEXTS not in archive.namelist():
            return []
    texts = read_part(path, SHARED_TEXTS).iter(MAIN + "si")
    return ["".join(part.text or "" for part in text.iter(MAIN + "t")) for text in texts]


def _value(cell: Element, texts: list[str]) -> Value:
    """Return the value of a cell; Gnumeric saves an overflow as a number."""
    content = cell.findtext(MAIN + "v")
    if content is None:
        return "".join(part.text or "" for part in cell.iter(MAIN + "t"))
    match cell.get("t", "n"):
        case "n":
            number = float(content)
            return number if math.isfinite(number) else CellError("#NUM!")
        case "s":
            return texts[int(content)]
        case "b":
            return content == "1"
        case "e":
            return CellError(content)
    return content


def _cells(sheet: Sheet) -> Iterator[tuple[tuple[int, int], Value]]:
    for place, cell in sheet.cells.items():
        if cell.value not in (None, ""):
            yield place, cell.value
    for block in sheet.blocks:
        for (row, column), value in np.ndenumerate(block.values):
            if block.kinds[block.kind_of_row[row]].formulas[column] is not None:
                place = block.top + row, block.left + column
                yield place, float(value) if np.isfinite(value) else CellError("#NUM!")
