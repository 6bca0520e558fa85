"""Numbers of a student's own, with which every mistake shows."""

from bpsheet.exercise.numbers.drawing import Drawing, Drawn
from bpsheet.exercise.numbers.mistakes import LeftOut

__all__ = ["Drawing", "Drawn", "LeftOut"]
