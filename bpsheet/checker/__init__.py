"""Reads anyone's back-propagation workbook and says which cells are wrong, and what the slip is."""
