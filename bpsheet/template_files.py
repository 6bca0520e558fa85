"""Reading the text of a file that a person has written: not too large, and in UTF-8."""

from __future__ import annotations

from pathlib import Path

from bpsheet.errors import InputError


def read_text(path: Path, largest: int) -> str:
    """Return the text of a file, without a byte order mark.

    Arguments:
        path: the file.
        largest: the most bytes it may have.

    Raises:
        InputError: one line that names the file: it is too large, or no text.
        OSError: it cannot be read.
        ValueError: no file can have such a path.
    """
    with path.open("rb") as stream:
        content = stream.read(largest + 1)
    if len(content) > largest:
        raise InputError(f"over {largest:,} bytes are too many; shorten it", file=path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "not text in UTF-8; save it as text in that encoding"
        raise InputError(message, file=path, line=line) from None


def why_unreadable(error: OSError | ValueError) -> str:
    """Return in a few words why a file could not be opened."""
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "this is a directory"
    reason = error.strerror if isinstance(error, OSError) else error
    return f"cannot be read ({reason})"
