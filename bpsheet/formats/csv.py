"""One learning rate's training table as a CSV file of values."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path


def write_csv(header: list[str], columns: Iterable[Iterable[float]], path: Path) -> None:
    """Write a table of values.

    Arguments:
        header: the name of each column.
        columns: the numbers of each column, all of equal length, written with every digit.
        path: the file.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(zip(*columns, strict=True))
