"""Work in several processes or on a cluster comes to the same, in the same order, as a stream."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import NoReturn

import pytest
from distributed import default_client
from joblib import parallel_config
from joblib.parallel import get_active_backend

from bpsheet.errors import InputError
from bpsheet.parallel import in_parallel
from tests.clusters import cluster

MANY = 100


def product(one: int, other: int) -> int:
    return one * other


def slowly(one: int) -> int:
    sleep(0.25)  # quicker work is handed out in larger batches
    return one


def refused(one: int) -> int:
    if one == 3:
        raise InputError("is three", key="one")
    return one


def folder_of(one: int) -> Path:
    return Path.cwd()


def ended(one: int) -> int:
    if one == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return one


@pytest.mark.parametrize("jobs", [1, 2, -1])
def test_results_come_in_the_order_of_their_items(jobs: int) -> None:
    items = [(number, 2) for number in range(MANY)]
    assert list(in_parallel(product, items, jobs=jobs)) == [2 * number for number in range(MANY)]


def test_nothing_is_done_for_no_items() -> None:
    assert list(in_parallel(product, [])) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_items_are_taken_as_work_goes_on(jobs: int) -> None:
    taken: list[int] = []

    def items() -> Iterator[tuple[int]]:
        for number in range(12):
            taken.append(number)
            yield (number,)

    results = in_parallel(slowly, items(), jobs=jobs)
    assert taken == []
    assert next(results) == 0
    assert len(taken) < 12
    assert list(results) == [*range(1, 12)]
    assert len(taken) == 12


def test_a_process_that_the_system_ends_is_told_in_one_line() -> None:
    with pytest.raises(InputError, match=r"ended a process, .*; run the same command again"):
        list(in_parallel(ended, [(number,) for number in range(20)], jobs=2))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_out_as_it_is(jobs: int) -> None:
    with pytest.raises(InputError, match="one: is three"):
        list(in_parallel(refused, [(number,) for number in range(5)], jobs=jobs))


def test_no_processes_do_nothing() -> None:
    with pytest.raises(InputError, match="--jobs: 0 processes"):
        list(in_parallel(product, [(1, 2)], jobs=0))


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Return the address of a small cluster within this process."""
    with cluster(processes=False) as address:
        yield address


def test_a_cluster_gives_the_same_in_the_same_order(scheduler: str) -> None:
    items = [(number, 2) for number in range(MANY)]
    results = list(in_parallel(product, items, scheduler=scheduler))
    assert results == [2 * number for number in range(MANY)]


def test_after_work_on_a_cluster_all_is_as_it_was(scheduler: str) -> None:
    with parallel_config(backend="threading"):
        list(in_parallel(product, [(1, 2)], scheduler=scheduler))
        with pytest.raises(InputError, match="one: is three"):
            list(in_parallel(refused, [(3,)], scheduler=scheduler))
        backend, _ = get_active_backend()
    assert type(backend).__name__ == "ThreadingBackend"
    with pytest.raises(ValueError, match="No clients found"):
        default_client()


FAILURES = (
    OSError("Timed out trying to connect to tcp://nowhere:1"),
    TimeoutError(),
    ValueError("missing port number in address 'nowhere'"),
)


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
def test_no_scheduler_is_one_line_soon(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def client(address: str, *, timeout: float) -> NoReturn:
        assert timeout <= 10
        raise failure

    monkeypatch.setattr("distributed.Client", client)
    words = "--scheduler: there is no Dask scheduler at tcp://nowhere:1"
    with pytest.raises(InputError, match=words) as refusal:
        list(in_parallel(product, [(1, 2)], scheduler="tcp://nowhere:1"))
    assert str(failure) in str(refusal.value)
    assert not str(refusal.value).endswith("()")


def test_without_dask_there_is_a_word_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'bpsheet\[cluster\]'"):
        list(in_parallel(product, [(1, 2)], scheduler="tcp://127.0.0.1:1"))


def test_paths_are_those_of_the_folder_one_is_in_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.chdir(folder)
        found = in_parallel(folder_of, ((number,) for number in range(8)), jobs=2)
        assert set(found) == {folder}
