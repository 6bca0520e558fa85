"""Render the pictures of README and docs from freshly built workbooks: ``make pictures``.

Needs LibreOffice (``soffice``), Poppler (``pdftotext``, ``pdftoppm``) and Chromium. Those of the
class of ten show what docs/example-class holds.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

import bpsheet
from bpsheet.checker.annotate import annotate

FOLDER = Path(__file__).parent / "pictures"
CLASS = Path(__file__).parent / "example-class"


@dataclass(frozen=True)
class Picture:
    """A part of a printed page.

    Attributes:
        name: of the file.
        template: the worked example whose workbook is printed.
        words: the first page that holds them is the one.
        resolution: dots per inch.
        crop: left, top, width and height, in dots.
        slip: whether a slip is planted in the workbook, found and coloured.
    """

    name: str
    template: str
    words: str
    resolution: int
    crop: tuple[int, int, int, int]
    slip: bool = False


PICTURES = (
    Picture(
        "overview", "classic", "Learning rates and what they came to", 130, (50, 50, 1200, 960)
    ),
    Picture("derivation", "classic", "how E_total changes with w6", 130, (50, 50, 1110, 880)),
    Picture("training", "classic", "when learning rate is 0.5", 200, (80, 90, 2180, 900)),
    Picture("compare", "classic", "Compare the learning rates", 130, (50, 50, 1420, 800)),
    Picture("gradient-check", "classic", "The forward passes, one", 130, (50, 50, 1420, 860)),
    Picture("gates", "gates", "The gates: read values", 150, (60, 60, 1640, 700)),
    Picture("error-curve", "error-curve", "along the chosen parameter", 130, (50, 50, 1420, 960)),
    Picture("line", "line", "when learning rate is 0.1", 160, (50, 60, 1740, 900)),
    Picture("learning-panel", "line", "Prediction against", 130, (50, 50, 760, 1200)),
    Picture("check", "classic", "when learning rate is 0.5", 200, (1296, 256, 965, 460), slip=True),
)


OF_THE_CLASS = (Picture("exercise", "student", "The yellow cells", 170, (60, 60, 1860, 230)),)


def main() -> None:
    """Build the worked examples, print them and cut the pictures out."""
    for program in ("soffice", "pdftotext", "pdftoppm", "chromium"):
        if shutil.which(program) is None:
            sys.exit(
                f"{program} is needed to render pictures; install LibreOffice, Poppler and Chromium"
            )
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for template, slip in dict.fromkeys((one.template, one.slip) for one in PICTURES):
            source = with_slip(template, Path(work)) if slip else built(template, Path(work))
            pdf = converted(source, "pdf")
            pages = pages_of(pdf)
            for picture in PICTURES:
                if (picture.template, picture.slip) == (template, slip):
                    page = next(n for n, text in pages.items() if picture.words in text)
                    cut(pdf, page, picture)
                    print(FOLDER / f"{picture.name}.png")
        for picture in OF_THE_CLASS:
            workbook = Path(shutil.copy(CLASS / f"{picture.template}.xlsx", work))
            pdf = converted(workbook, "pdf")
            page = next(n for n, text in pages_of(pdf).items() if picture.words in text)
            cut(pdf, page, picture)
            print(FOLDER / f"{picture.name}.png")
        photograph(f"{bpsheet.page('classic', work).file.resolve().as_uri()}#rate=2&row=40", "page")
        print(FOLDER / "page.png")
    photograph((CLASS / "summary.html").as_uri(), "summary", height=1500, width=960)
    print(FOLDER / "summary.png")


def built(template: str, work: Path) -> Path:
    """Return a built workbook."""
    return bpsheet.build(template, work, formats=["ods"]).files[0]


def with_slip(template: str, work: Path) -> Path:
    """Return the annotated copy of a workbook whose gradient of w3 uses a_h1 for a_h2."""
    (workbook,) = bpsheet.build(template, work, formats=["xlsx"]).files
    book = load_workbook(workbook)
    sheet = book["lr 0.5"]
    labels = {cell.value: cell for row in sheet.iter_rows(max_row=20) for cell in row}
    header, right, wrong = (labels[name] for name in ("∂E/∂w3", "a_h2", "a_h1"))
    for (cell,) in sheet.iter_rows(header.row + 1, None, header.column, header.column):
        if isinstance(cell.value, str):
            cell.value = re.sub(rf"\b{right.column_letter}(?=\d)", wrong.column_letter, cell.value)
    book.save(workbook)
    computed = converted(workbook, "ods")
    copy = work / "annotated.ods"
    annotate(bpsheet.check(computed), computed, copy)
    return copy


def converted(workbook: Path, suffix: str) -> Path:
    """Return a workbook as LibreOffice computes it and writes it under another suffix."""
    work = workbook.parent
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", work, workbook]
    subprocess.run(command, check=True, capture_output=True)
    return workbook.with_suffix(f".{suffix}")


def photograph(address: str, name: str, width: int = 1400, height: int = 960) -> None:
    """Write a picture of a page of HTML."""
    target = f"--screenshot={FOLDER / name}.png"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    window = f"--window-size={width},{height}"
    command = ["chromium", *options, window, target, address]
    subprocess.run(command, check=True, capture_output=True)


def pages_of(pdf: Path) -> dict[int, str]:
    """Return the text of each page by its number."""
    command = ["pdftotext", "-layout", pdf, "-"]
    text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return dict(enumerate(text.split("\f"), start=1))


def rendered(pdf: Path, page: int, resolution: int, target: Path) -> Path:
    """Return the picture of a whole page; `target` is its path without a suffix."""
    place = ["-f", str(page), "-l", str(page), "-r", str(resolution)]
    subprocess.run(["pdftoppm", *place, "-png", "-singlefile", pdf, target], check=True)
    return target.with_suffix(".png")


def cut(pdf: Path, page: int, picture: Picture) -> None:
    """Write one picture."""
    left, top, width, height = map(str, picture.crop)
    place = ["-f", str(page), "-l", str(page), "-x", left, "-y", top, "-W", width, "-H", height]
    options = ["-r", str(picture.resolution), "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *options, *place, pdf, FOLDER / picture.name], check=True)


if __name__ == "__main__":
    main()
