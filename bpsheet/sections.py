"""Tables of keys: what a section of a file may hold, and what stands for what is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bpsheet.errors import InputError
from bpsheet.template_checks import Entry, Reader, listing, shown, suggestion


@dataclass(frozen=True)
class Key:
    """One key of a section.

    Attributes:
        read: its reader.
        default: what is read when it is left out, as the file would write it; ``None`` for
            nothing.
        missing: the remedy when it is left out, of a key that must not be.
    """

    read: Reader
    default: object = None
    missing: str = ""


Section = Mapping[str, Key]


def nowhere(_: str) -> str:
    """Say of an unknown key that no other section has it either."""
    return ""


def section(rows: Section, elsewhere: Callable[[str], str] = nowhere) -> Reader:
    """Return a reader of a table that has the keys `rows` and no others.

    What it returns holds a value for each key, except those left out that have no default.

    Arguments:
        rows: the keys.
        elsewhere: says of an unknown key where else it belongs; empty for nowhere.
    """

    def read(entry: Entry) -> dict[str, Any]:
        if not isinstance(entry.value, dict):
            raise _no_table(entry)
        for name in entry.value:
            if name not in rows:
                choices = f"{suggestion(name, rows)}choose from {listing(rows)}"
                raise entry.key(name).error(elsewhere(name) or f"unknown key; {choices}")
        values = {name: _read_key(entry.key(name, row.default), row) for name, row in rows.items()}
        return {name: value for name, value in values.items() if value is not None}

    return read


def table_of(reader: Reader, example: str) -> Reader:
    """Return a reader of a table with keys of the author's choice.

    Arguments:
        reader: of its values.
        example: shown to who writes something else.
    """

    def read(entry: Entry) -> dict[str, Any]:
        if not isinstance(entry.value, dict):
            raise entry.error(f"expected a table, not {shown(entry.value)}; write {example}")
        return {name: reader(entry.key(name)) for name in entry.value}

    return read


def _read_key(entry: Entry, row: Key) -> Any:
    if entry.value is not None:
        return row.read(entry)
    if row.missing:
        raise entry.error(f"missing; {row.missing}")
    return None


def _no_table(entry: Entry) -> InputError:
    name = entry.path[-1] if entry.path else "table"
    return entry.error(f"expected a table, not {shown(entry.value)}; head it [{name}]")
