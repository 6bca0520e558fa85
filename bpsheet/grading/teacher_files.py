"""Reading the small TOML files in which a teacher writes how to grade."""

from __future__ import annotations

from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.template_checks import Entry, Source
from bpsheet.template_files import read_text, why_unreadable
from bpsheet.template_toml import read_toml

LARGEST_FILE = 1_000_000  # bytes


def teacher_file(path: Path) -> Entry:
    """Return the table that a teacher's file holds, every value of which knows its line.

    Raises:
        InputError: one line that names the file and the remedy.
    """
    try:
        text = read_text(path, LARGEST_FILE)
    except (OSError, ValueError) as error:
        raise InputError(f"{why_unreadable(error)}; check the path", file=path) from None
    return read_toml(Source(text, path))
