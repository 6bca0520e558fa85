"""Progress on stderr: a line on a terminal, and only where work takes more than a second."""

from __future__ import annotations

import sys
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.status import Status

PATIENCE = 1.0
"""How long work may go on, in seconds, before anything is shown."""


class Patience:
    """Waits before it shows anything; a context manager around long work."""

    def __init__(self) -> None:
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def _show(self) -> None:
        """Begin to show the work."""
        raise NotImplementedError

    def _hide(self) -> None:
        """Take away what is shown, if anything is."""
        raise NotImplementedError

    def __enter__(self) -> Self:
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
        self._hide()


class Progress(Patience):
    """Shows the stage that long work is in; it is called at each stage."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._words = self._name = name
        self._status: Status | None = None

    def __call__(self, stage: str) -> None:
        """Say that `stage` begins."""
        self._words = f"{self._name}: {stage}"
        if self._status is not None:
            self._status.update(self._words)

    def _show(self) -> None:
        from rich.console import Console

        self._status = Console(stderr=True).status(self._words)
        self._status.start()

    def _hide(self) -> None:
        if self._status is not None:
            self._status.stop()


class ProgressBar(Patience):
    """Shows how many of a number of equal pieces of work are done; it is called after each.

    Arguments:
        words: what is done.
        total: how many pieces there are, where that is known before the first is done.
    """

    def __init__(self, words: str, total: int | None = None) -> None:
        super().__init__()
        self._words, self._total, self._done = words, total, 0
        self._bar: Bar | None = None

    def __call__(self, total: int | None = None) -> None:
        """Say that one more piece is done, of `total` if that was not known before."""
        self._done += 1
        self._total = total or self._total
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done, total=self._total)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.add_task(self._words, total=self._total, completed=self._done)
        bar.start()
        self._bar = bar

    def _hide(self) -> None:
        if self._bar is not None:
            self._bar.stop()
