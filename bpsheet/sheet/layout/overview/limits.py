"""What may be typed into the Overview's cells."""

from __future__ import annotations

from bpsheet.hyperparameters import Setting
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.workbook import Validation

LARGEST_NUMBER = 1e6
LARGEST_SHARE = 0.999999


def setting_limits(place: Reference, setting: Setting) -> Validation:
    """Return what a hyper-parameter may be."""
    largest = LARGEST_SHARE if setting.below_one else LARGEST_NUMBER
    return numbers_between(place.area, f"{setting.name}: {setting.meaning}.", 0, largest)


def any_number(area: Range, prompt: str) -> Validation:
    """Return that cells take any number of a sensible size."""
    return numbers_between(area, prompt, -LARGEST_NUMBER, LARGEST_NUMBER)


def numbers_between(area: Range, prompt: str, minimum: float, maximum: float) -> Validation:
    """Return that cells take the numbers between two limits, both included."""
    error = f"Type a number from {minimum:g} to {maximum:g}."
    return Validation(area, "decimal", prompt, error, minimum, maximum)
