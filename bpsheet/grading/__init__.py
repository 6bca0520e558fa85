"""Grading: from the workbooks that students hand in to marks, a gradebook and feedback."""
