"""Render the pictures of the gallery from freshly built workbooks: ``make pictures``.

Needs LibreOffice (``soffice``), Poppler (``pdftotext``, ``pdftoppm``) and Pillow.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from bpsheet.catalogue import BUNDLED
from docs.pictures import FOLDER, built, converted, pages_of, rendered

GALLERY = FOLDER / "gallery"
WIDTH, COLORS, AIR = 820, 40, 12
RESOLUTION = 110  # dots per inch
OVERVIEW, GATES = "Learning rates and what they came to", "The gates: read values"
COMPARE, CURVE = "Compare the learning rates", "along the chosen parameter"
SHOWN = {
    "gates": GATES,
    "error-curve": CURVE,
    "line": "Prediction against",
    "stopping-distance": "Prediction against",
    "cs231n-xyz": GATES,
    "cs231n-sigmoid": GATES,
    "micrograd": GATES,
    **{name: COMPARE for name in BUNDLED if name.startswith("optimizer-")},
}
"""What the sheet that tells most of a worked example says; the Overview unless it stands here."""


def main() -> None:
    """Render a sheet of every bundled template."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for name in BUNDLED:
            pdf = converted(built(name, Path(work)), "pdf")
            words = SHOWN.get(name, OVERVIEW)
            page = next(n for n, text in pages_of(pdf).items() if words in text)
            shrunk(rendered(pdf, page, RESOLUTION, Path(work) / name), GALLERY / f"{name}.png")
            print(GALLERY / f"{name}.png")


def shrunk(source: Path, target: Path) -> None:
    """Write a picture without its empty edges, no wider than the gallery."""
    picture = Image.open(source).convert("RGB")
    paper = Image.new("RGB", picture.size, "white")
    left, top, right, bottom = ImageChops.difference(picture, paper).getbbox() or (0, 0, 1, 1)
    inside = (max(left - AIR, 0), max(top - AIR, 0), right + AIR, bottom + AIR)
    cropped = picture.crop(inside)
    cropped.thumbnail((WIDTH, 2 * WIDTH), Image.Resampling.LANCZOS)
    cropped.quantize(COLORS).save(target, optimize=True)


if __name__ == "__main__":
    main()
