"""A class at a glance: points, slips, questions, and what waits for the teacher."""

from bpsheet.grading.summary.page import class_summary

__all__ = ["class_summary"]
