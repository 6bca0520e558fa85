"""Numbers of a student's own, with which every mistake shows."""

from bpsheet.exercises.numbers.drawing import Drawing, Drawn
from bpsheet.exercises.numbers.mistakes import LeftOut

__all__ = ["Drawing", "Drawn", "LeftOut"]
