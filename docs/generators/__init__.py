"""The reference of the handbook, written from the code: ``make reference``."""
