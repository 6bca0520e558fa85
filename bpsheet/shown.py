"""How values show themselves in a notebook.

A value says that it can be shown by being ``Shown``; what it looks like is registered by the rooms
of ``bpsheet.display``, which know more than the value may.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any


@singledispatch
def as_html(value: Any) -> str | None:
    """Return `value` as HTML; ``None``, which shows its representation, where nobody said how."""
    return None


class Shown:
    """A value that shows itself in Jupyter and its like."""

    def _repr_html_(self) -> str | None:
        return as_html(self)
