"""The verb ``templates``: what comes with bpsheet."""

from __future__ import annotations

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.template import Template


def templates() -> tuple[Template, ...]:
    """Return the bundled worked examples in the order of teaching, the default first.

    >>> templates()[0].name
    'classic'
    """
    return tuple(load_template(name) for name in BUNDLED)
