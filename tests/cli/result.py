"""What a command of the command line leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What a command left: its exit status, and what it wrote to stdout and to stderr."""

    status: int
    output: str
    errors: str


Run = Callable[..., Result]
