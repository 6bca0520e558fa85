"""Reading single values of a template: each reader returns a checked value or raises one line.

A reader takes an `Entry`, a value together with the place it stands in, so that whatever is wrong
with it is reported with file, line and key.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bpsheet.errors import InputError
from bpsheet.names import rate_text
from bpsheet.toml_lines import KeyPath, key_lines, nearest_line

LARGEST_COUNT = 1_048_576  # the rows of a spreadsheet
LONGEST_SHOWN = 40
LARGEST_SEED = 1_000_000_000

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")

Reader = Callable[["Entry"], Any]


@dataclass(frozen=True)
class Source:
    """The text that a template is read from, and its file if it has one."""

    text: str = ""
    file: Path | str | None = None

    @cached_property
    def lines(self) -> dict[KeyPath, int]:
        """The line of every key and list entry."""
        return key_lines(self.text)


@dataclass(frozen=True)
class Entry:
    """A value of a template and where it stands.

    Attributes:
        value: as TOML gives it.
        path: its keys and places in lists.
        source: the text it stands in.
        place: its place in a list in words, such as ``"row 2: "``.
    """

    value: Any
    path: KeyPath
    source: Source
    place: str = ""

    def key(self, name: str, default: object = None) -> Entry:
        """Return the entry of a key of this table, with `default` where the table lacks it."""
        return Entry(self.value.get(name, default), (*self.path, name), self.source)

    def entries(self, noun: str) -> list[Entry]:
        """Return the entries of this list, called "`noun` 1", "`noun` 2" … in messages."""
        if not isinstance(self.value, list):
            raise self.error(f"expected a list, not {shown(self.value)}; write it in [ ]")
        outer = self.place.removesuffix(": ") + ", " if self.place else ""
        return [
            Entry(value, (*self.path, place), self.source, f"{outer}{noun} {place + 1}: ")
            for place, value in enumerate(self.value)
        ]

    def error(self, message: str) -> InputError:
        """Return the error that says `message` about this value."""
        return InputError(
            self.place + message,
            file=self.source.file,
            line=nearest_line(self.source.lines, self.path),
            key=".".join(_key_text(part) for part in self.path if isinstance(part, str)),
        )


def line_of_text(longest: int) -> Reader:
    """Return a reader of text without line breaks, at most `longest` characters."""

    def read(entry: Entry) -> str:
        value = entry.value
        if not isinstance(value, str):
            raise entry.error(f"expected text, not {shown(value)}; write it in quotes")
        if not value.strip():
            raise entry.error("the text is empty; write a few words")
        if len(value) > longest:
            raise entry.error(f"{len(value)} characters are too many; use at most {longest}")
        if found := _CONTROL.search(value):
            raise entry.error(f"the control character {found[0]!r} cannot be shown; remove it")
        return value

    return read


def number(entry: Entry) -> float:
    """Read a finite number."""
    value = entry.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise entry.error(f"expected a number, not {shown(value)}; write one such as 0.5")
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise entry.error(f"{shown(value)} is not a finite number; write one such as 0.5")
    return result


def positive_number(entry: Entry) -> float:
    """Read a finite number above zero."""
    result = number(entry)
    if result <= 0:
        raise entry.error(f"must be above 0, not {shown(entry.value)}; write one such as 0.5")
    return result


def not_negative(entry: Entry) -> float:
    """Read a finite number from 0 on."""
    result = number(entry)
    if result < 0:
        raise entry.error(f"must not be below 0, as {shown(entry.value)} is; write one such as 0.5")
    return result


def share(entry: Entry) -> float:
    """Read a number from 0 to less than 1."""
    result = number(entry)
    if not 0 <= result < 1:
        raise entry.error(f"{shown(entry.value)} is out of range; use 0 to less than 1, as 0.9")
    return result


def seed(entry: Entry) -> int:
    """Read a whole number from 0 to a billion."""
    return _whole_number(entry, 0, LARGEST_SEED)


def count(entry: Entry) -> int:
    """Read a whole number from 1 to the number of rows a spreadsheet has."""
    return _whole_number(entry, 1, LARGEST_COUNT)


def _whole_number(entry: Entry, least: int, most: int) -> int:
    value = entry.value
    if isinstance(value, bool) or not isinstance(value, int):
        raise entry.error(f"expected a whole number, not {shown(value)}; write one such as 2")
    if not least <= value <= most:
        raise entry.error(f"{shown(value)} is out of range; use {least} to {most:,}")
    return value


def truth(entry: Entry) -> bool:
    """Read ``true`` or ``false``."""
    if not isinstance(entry.value, bool):
        raise entry.error(f"expected true or false, not {shown(entry.value)}; write one of them")
    return entry.value


def choice(known: Collection[str]) -> Reader:
    """Return a reader of one of the names `known`."""
    remedy = f"choose from {listing(known)}"

    def read(entry: Entry) -> str:
        value = entry.value
        if not isinstance(value, str):
            raise entry.error(f"expected a name in quotes, not {shown(value)}; {remedy}")
        if value not in known:
            raise entry.error(f"unknown name {shown(value)}; {suggestion(value, known)}{remedy}")
        return value

    return read


def list_of(reader: Reader, noun: str = "entry", least: int = 1) -> Reader:
    """Return a reader of a list of at least `least` values."""

    def read(entry: Entry) -> tuple[Any, ...]:
        entries = entry.entries(noun)
        if len(entries) < least:
            raise entry.error(f"needs at least {least}, not {len(entries)}; add to the list")
        return tuple(reader(part) for part in entries)

    return read


def learning_rates(entry: Entry) -> tuple[float, ...]:
    """Read a list of numbers above zero, no two of which would name the same sheet."""
    rates: tuple[float, ...] = list_of(positive_number)(entry)
    names = [rate_text(rate) for rate in rates]
    for place, part in enumerate(entry.entries("entry")):
        if names[place] in names[:place]:
            first = names.index(names[place]) + 1
            raise part.error(
                f"names the same sheet as entry {first}: lr {names[place]}; remove one"
            )
    return rates


def shown(value: object) -> str:
    """Return a value as a message shows it: short and on one line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return repr(value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…")
        case int() if abs(value) >= 10**LONGEST_SHOWN:
            return f"a number of over {LONGEST_SHOWN} digits"
        case int() | float():
            return repr(value)
        case list():
            return "a list"
        case dict():
            return "a table"
    return "a date or a time"


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean …? `` for the known word nearest to `word`, or nothing."""
    near = difflib.get_close_matches(word[:LONGEST_SHOWN], known, 1)
    return f"did you mean {near[0]}? " if near else ""


def listing(words: Iterable[str], most: int | None = None) -> str:
    """Return words as a list in prose, cut off after `most` of them.

    >>> listing("abc"), listing("abc", most=2)
    ('a, b, c', 'a, b, …')
    """
    shown_words = list(words)
    cut = most is not None and len(shown_words) > most
    return ", ".join([*shown_words[:most], "…"] if cut else shown_words)


def _key_text(part: str) -> str:
    is_plain = _BARE_KEY.fullmatch(part) and len(part) <= LONGEST_SHOWN
    return part if is_plain else shown(part)
