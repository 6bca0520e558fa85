"""What bpsheet raises when it cannot do what was asked: one line, written for the user."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb


class BpsheetError(Exception):
    """Base of all errors that bpsheet raises on purpose; its text is one line for the user."""


class InputError(BpsheetError):
    """A file or an argument that cannot be used.

    Arguments:
        message: what is wrong and how to mend it.
        file: the file it stands in, if any.
        line: its line there, counted from 1.
        key: the template key it is about, such as ``training.learning_rates``.
    """

    def __init__(
        self,
        message: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        key: str | None = None,
    ) -> None:
        self.message, self.file, self.line, self.key = message, file, line, key
        place = ":".join(_printable(str(part)) for part in (file, line) if part is not None)
        super().__init__(": ".join(part for part in (place, key, message) if part))


def _printable(text: str) -> str:
    return text if text.isprintable() else repr(text)


class OutputError(BpsheetError):
    """A file that cannot be written; nothing was changed."""


class ProofError(BpsheetError):
    """Formulas and engine disagree; no workbook is written. This is a fault of bpsheet."""


def fault_in_words(error: Exception) -> str:
    """Return in one line what bpsheet's authors need to know about a fault of its own."""
    place = extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"please report this fault of bpsheet ({where}: {what})"
