"""Dates and times as the numbers that spreadsheets count them in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_FIRST_DAY = datetime(1899, 12, 30)
_DURATION = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


def serial_day(date: datetime) -> float:
    """Return a date as days since the end of 1899, as cells hold it.

    >>> serial_day(datetime(2021, 5, 1, 12))
    44317.5
    """
    return (date.replace(tzinfo=None) - _FIRST_DAY) / timedelta(days=1)


def part_of_day(duration: str) -> float:
    """Return a time such as ``PT01H30M00S`` in days.

    Raises:
        ValueError: it is no such time.

    >>> part_of_day("PT12H00M00S")
    0.5
    """
    found = _DURATION.fullmatch(duration)
    if found is None:
        raise ValueError(duration)
    hours, minutes, seconds = (float(number or 0) for number in found.groups()[1:])
    days = (hours * 3600 + minutes * 60 + seconds) / 86400
    return -days if found[1] else days
