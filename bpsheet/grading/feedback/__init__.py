"""What a student gets back: a page, and a copy of the workbook with marks in its cells."""

from bpsheet.grading.feedback.copy import marked_copy
from bpsheet.grading.feedback.page import feedback_page

__all__ = ["feedback_page", "marked_copy"]
