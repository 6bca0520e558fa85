"""Progress on stderr: a line on a terminal, and only where work takes more than a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 1.0
"""How long work may go on, in seconds, before anything is shown."""


class Progress:
    """Shows the stage that long work is in; used as a context manager and called per stage."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._started = time.monotonic()
        self._status: Status | None = None

    def __call__(self, stage: str) -> None:
        """Show `stage`, if work has gone on for long enough and stderr is a terminal."""
        if not sys.stderr.isatty() or time.monotonic() - self._started < PATIENCE:
            return
        words = f"{self._name}: {stage}"
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status(words)
            self._status.start()
        self._status.update(words)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()
