"""An exercise as workbooks: the one that the student gets, and its key."""

from bpsheet.exercises.layout.book import key_workbook, student_workbook

__all__ = ["key_workbook", "student_workbook"]
