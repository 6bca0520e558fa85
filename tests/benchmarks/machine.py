"""What the measurements were made on."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("numpy", "sympy", "mpmath", "XlsxWriter", "click", "openpyxl", "torch")
PROCESSORS = Path("/proc/cpuinfo")


def description() -> str:
    """Return the processor, the system, and the versions of Python and the libraries."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    system = f"{platform.system()} {platform.machine()}"
    cores = f"{os.cpu_count()} cores"
    versions = (f"{name} {_version(name)}" for name in LIBRARIES)
    return f"{_processor()}, {cores}, {system}; {python}; {', '.join(versions)}."


def _processor() -> str:
    if PROCESSORS.exists():
        found = re.search(r"model name\s*:\s*(.+)", PROCESSORS.read_text(encoding="utf-8"))
        if found:
            return found[1]
    return platform.processor() or "unknown processor"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"
