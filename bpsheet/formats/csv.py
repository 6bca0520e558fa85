"""One learning rate's training table as a CSV file of values."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def write_csv(header: list[str], columns: Iterable[NDArray[np.float64]], path: Path) -> None:
    """Write a table of values.

    Arguments:
        header: the name of each column.
        columns: the values of each column, all of equal length; whole numbers are written as such,
            all others with every digit they have.
        path: the file.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(zip(*(column.tolist() for column in columns), strict=True))
