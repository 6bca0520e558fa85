"""What bpsheet raises when it cannot do what was asked: one line, written for the user."""

from __future__ import annotations

from pathlib import Path


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
