"""Dask clusters on this machine, and schedulers that are none.

A client that reaches no scheduler may hold up others of its process when it is collected: tests let
it fail in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import LocalCluster

IMPATIENT = """
import sys
import bpsheet.cli, bpsheet.parallel

bpsheet.parallel.PATIENCE = 0.5
bpsheet.cli.main()
"""


@contextmanager
def cluster(*, processes: bool) -> Iterator[str]:
    """Yield the address of a cluster of two workers, in processes or threads of their own."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=processes,
        dashboard_address=":0",  # any free port: other tests may have a cluster, too
        protocol="tcp",
    ) as local:
        yield local.scheduler_address


def run_impatiently(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run bpsheet in a folder, waiting for schedulers no longer than half a second."""
    return subprocess.run(
        [sys.executable, "-c", IMPATIENT, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
