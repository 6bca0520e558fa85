"""Progress on stderr: a line on a terminal, and only where work takes more than a second."""

from __future__ import annotations

import sys
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 1.0
"""How long work may go on, in seconds, before anything is shown."""


class Progress:
    """Shows the stage that long work is in; a context manager that is called at each stage."""

    def __init__(self, name: str) -> None:
        self._words = self._name = name
        self._status: Status | None = None
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __call__(self, stage: str) -> None:
        """Say that `stage` begins."""
        self._words = f"{self._name}: {stage}"
        if self._status is not None:
            self._status.update(self._words)

    def _show(self) -> None:
        from rich.console import Console

        self._status = Console(stderr=True).status(self._words)
        self._status.start()

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        if self._timer.is_alive():
            self._timer.join()
        if self._status is not None:
            self._status.stop()
