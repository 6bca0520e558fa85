"""The verb ``templates``: what comes with bpsheet."""

from __future__ import annotations

from bpsheet.catalogue import bundled_names, load_template
from bpsheet.template import Template


def templates() -> tuple[Template, ...]:
    """Return the bundled worked examples, the default first.

    >>> templates()[0].name
    'classic'
    """
    return tuple(load_template(name) for name in bundled_names())
