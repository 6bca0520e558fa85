"""Writing files so that an interruption leaves the old ones or the new ones, never a half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bpsheet.errors import OutputError


@contextmanager
def replacing(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Give a temporary path for each of `targets`, and put them in their places at the end.

    If the work inside fails or is interrupted, nothing of it stays and the old files do. At the
    end each file is replaced whole, one after another.

    Raises:
        OutputError: a folder cannot be made, or a file cannot be written or replaced.

    >>> target = Path(tempfile.mkdtemp()) / "values.csv"
    >>> with replacing([target]) as (temporary,):
    ...     _ = temporary.write_text("1,2")
    >>> target.read_text()
    '1,2'
    """
    temporaries: list[Path] = []
    try:
        for target in targets:
            with explained(target):
                temporaries.append(_temporary_beside(target))
        with _named_as_asked(temporaries, targets):
            yield temporaries
        for temporary, target in zip(temporaries, targets, strict=True):
            with explained(target):
                temporary.replace(target)
    finally:
        for temporary in temporaries:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextmanager
def _named_as_asked(temporaries: Sequence[Path], targets: Sequence[Path]) -> Iterator[None]:
    """Let messages name the targets: those who write know only the temporary files."""
    try:
        yield
    except OutputError as error:
        message = str(error)
        for temporary, target in zip(temporaries, targets, strict=True):
            message = message.replace(str(temporary), str(target))
        raise OutputError(message) from error


def _temporary_beside(target: Path) -> Path:
    """Make an empty file in the target's folder, readable by whom the target would be."""
    if target.is_dir():
        raise IsADirectoryError(0, "a folder of that name is in the way")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".tmp", dir=target.parent)
    os.close(handle)
    mask = os.umask(0)
    os.umask(mask)
    temporary = Path(name)
    temporary.chmod(0o666 & ~mask)
    return temporary


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turn what the operating system says into one line that names the file and the remedy."""
    try:
        yield
    except PermissionError as error:
        raise OutputError(
            f"{target}: cannot be written (permission denied); close it in other programs,"
            " or choose another folder with -o"
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{target}: cannot be written ({reason}); try another folder") from error
