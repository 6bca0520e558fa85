"""Exercises: worksheets with blanks or planted slips, with numbers of each student's own."""
