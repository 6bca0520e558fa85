"""The same work for many items, on all processors or on a cluster, in a stream."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from joblib import Parallel, delayed, parallel_config

from bpsheet.errors import InputError

Item = TypeVar("Item", bound=tuple[Any, ...])
Result = TypeVar("Result")

PATIENCE = 10
"""How long, in seconds, a scheduler may take to answer."""

AHEAD = "3*n_jobs"
"""How much work is prepared while other work is done: memory does not grow with the class."""


def in_parallel(
    work: Callable[..., Result],
    items: Iterable[Item],
    *,
    jobs: int = -1,
    scheduler: str | None = None,
) -> Iterator[Result]:
    """Yield the results of some work, in the order of its items.

    Arguments:
        work: a function of a module; it is called with the parts of each item.
        items: taken one by one while the work goes on.
        jobs: how many processes; −1 for as many as there are processors.
        scheduler: the address of a Dask scheduler whose workers are used in place of processes.

    Raises:
        InputError: there is no such scheduler, Dask is not installed, there are 0 processes, or
            the system has ended one.
    """
    if jobs == 0:
        raise InputError("0 processes do nothing; use 1 or more, or -1 for all", key="--jobs")
    here = None if scheduler else Path.cwd()
    with ExitStack() as stack:
        stack.enter_context(_cluster(scheduler) if scheduler else nullcontext())
        parallel = Parallel(n_jobs=jobs, return_as="generator", pre_dispatch=AHEAD)
        try:
            yield from parallel(delayed(_in_folder)(here, work, *item) for item in items)
        except BrokenExecutor as error:
            message = "the system ended a process, perhaps for want of memory"
            raise InputError(f"{message}; run the same command again") from error


def _in_folder(folder: Path | None, work: Callable[..., Result], *parts: Any) -> Result:
    """Do some work in a folder: processes that are used again may stand in an earlier one."""
    if folder is not None and folder != Path.cwd():
        os.chdir(folder)
    return work(*parts)


def _cluster(scheduler: str) -> AbstractContextManager[None]:
    """Return a context in which work goes to a Dask cluster."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "Dask is not installed; pip install 'bpsheet[cluster]'", key="--scheduler"
        ) from None
    return _Cluster(scheduler, Client)


class _Cluster(AbstractContextManager[None]):
    """A client of a Dask scheduler for as long as there is work."""

    def __init__(self, scheduler: str, client: Any) -> None:
        try:
            self._client = client(scheduler, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            reason = str(error) or "no answer"
            raise InputError(
                f"there is no Dask scheduler at {scheduler} ({reason})", key="--scheduler"
            ) from error
        self._config = parallel_config(backend="dask")

    def __enter__(self) -> None:
        self._config.__enter__()

    def __exit__(self, *details: Any) -> None:
        self._config.__exit__(*details)
        self._client.close()
