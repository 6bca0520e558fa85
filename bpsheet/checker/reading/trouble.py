"""How reading ends early: a part of the file is damaged, or the file asks for too much."""

from __future__ import annotations


class DamagedError(Exception):
    """A part that cannot be read any further; its text says why, without a full stop."""


class RefusedError(Exception):
    """A file that is not read at all; its text says why and what to do."""
