"""Workbooks as .xlsx files, by way of XlsxWriter."""

from bpsheet.formats.xlsx.writer import write_xlsx

__all__ = ["write_xlsx"]
