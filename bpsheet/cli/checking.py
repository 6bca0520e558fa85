"""Checking many workbooks at once, on all processors."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bpsheet.checker.report.outcome import Outcome, Unusable
from bpsheet.errors import BpsheetError, InputError, fault_in_words
from bpsheet.template import Template


@dataclass(frozen=True)
class Request:
    """How every file is to be checked.

    Attributes:
        template: the worked example it should be; ``None`` where the file itself tells.
        sheet: the only sheet to look at, if any.
        asked: where quantities stand, by their names.
    """

    template: Template | None
    sheet: str | None
    asked: Mapping[str, str]


def checked(files: Sequence[Path], request: Request, on_file: Callable[[], None]) -> list[Outcome]:
    """Check all files, in several processes where there are several files.

    Arguments:
        files: the workbooks.
        request: how to check each.
        on_file: called after each.

    Returns:
        What came of each file, in their order.
    """
    one = partial(check_file, request=request)
    if len(files) == 1:
        return list(map(one, files))
    # A forked process would inherit the locks of NumPy's threads; a new one has none of them.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context, initializer=_end_silently) as pool:
        futures = {pool.submit(one, file): file for file in files}
        for _ in as_completed(futures):
            on_file()
        return [_outcome(file, future) for future, file in futures.items()]


def _end_silently() -> None:
    """Let an interruption from the keyboard end the process without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _outcome(file: Path, future: Future[Outcome]) -> Outcome:
    """Return what came of a file, even if its process died."""
    try:
        return future.result()
    except BrokenExecutor:
        return Unusable(file, f"{file}: a process that checked files was ended; check it alone")


def check_file(file: Path, request: Request) -> Outcome:
    """Check one file; whatever goes wrong with it must not stop the others."""
    from bpsheet.verbs.check import check

    try:
        return check(file, request.template, sheet=request.sheet, asked=request.asked)
    except InputError as error:
        return Unusable(file, str(error) if error.file else f"{file}: {error}")
    except BpsheetError as error:
        return Unusable(file, f"{file}: {error}")
    except MemoryError:
        return Unusable(file, f"{file}: there is not enough memory to check it")
    except Exception as error:
        return Unusable(file, f"{file}: could not be checked; {fault_in_words(error)}")
