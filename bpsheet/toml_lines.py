"""Where the keys and list entries of a TOML text stand; the standard library does not say."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]
"""Keys from the outermost to the innermost; a whole number is the place in a list, from 0."""

_TOKEN = re.compile(
    r"""
    (?P<string> \"{3} (?:\\.|[^\\])*? \"{3,5} | '{3} .*? '{3,5} | "(?:\\.|[^"\\])*" | '[^']*' )
    | (?P<comment> \#[^\n]* )
    | (?P<mark> [][{}=,.\n] )
    | (?P<bare> [^][{}=,.\#"'\s]+ )
    """,
    re.VERBOSE | re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    r"""Return the line, counted from 1, of every key, table and list entry.

    Arguments:
        text: valid TOML; anything may come out for a text that is not.

    >>> key_lines("[data]\ninputs = [[1],\n          [2]]")[("data", "inputs", 1)]
    3
    """
    scanner = _Scanner()
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "comment":
            scanner.take(match[0])
        scanner.line += match[0].count("\n")
    return scanner.lines


def nearest_line(lines: dict[KeyPath, int], path: KeyPath) -> int | None:
    """Return the line of a path or, where the text lacks it, of the nearest table around it."""
    around = (path[:length] for length in range(len(path), 0, -1))
    return next((lines[part] for part in around if part in lines), None)


@dataclass
class _Container:
    """A table or list that is being read, and the path of its current entry."""

    path: KeyPath
    entry: KeyPath
    reads_key: bool = True

    @classmethod
    def table(cls, path: KeyPath) -> _Container:
        return cls(path, path)

    @classmethod
    def list_of_values(cls, path: KeyPath) -> _Container:
        return cls(path, (*path, 0), reads_key=False)

    def next_entry(self) -> None:
        """Move on to what follows a comma, or to the document's next statement."""
        match self.entry[len(self.path) :]:
            case (int(place),):
                self.entry = (*self.path, place + 1)
            case _:
                self.entry, self.reads_key = self.path, True


@dataclass
class _Scanner:
    """Follows the tokens; the stack is explicit, so depth of nesting does not matter."""

    lines: dict[KeyPath, int] = field(default_factory=dict)
    line: int = 1
    open: list[_Container] = field(default_factory=lambda: [_Container.table(())])
    brackets: int = 0
    tables: Counter[KeyPath] = field(default_factory=Counter)

    def take(self, token: str) -> None:
        inner = self.open[-1]
        if token == "\n":
            if len(self.open) == 1:
                inner.next_entry()
        elif token == "}" or (token == "]" and not inner.reads_key):
            self.open.pop()
        elif inner.reads_key:
            self._take_key(token, inner)
        else:
            self._take_value(token, inner)

    def _take_key(self, token: str, inner: _Container) -> None:
        match token:
            case "=":
                self._record(inner.entry)
                inner.reads_key = False
            case "[":
                inner.entry, self.brackets = (), self.brackets + 1
            case "]":
                self._take_heading(inner)
            case ".":
                pass
            case _:
                inner.entry = (*inner.entry, _unquoted(token))

    def _take_heading(self, inner: _Container) -> None:
        """Open the table that a heading names, in the last of each list of tables around it."""
        if self.brackets:
            *around, last = inner.entry
            path = (*self._within(around), last)
            if self.brackets == 2:
                self.tables[path] += 1
            inner.path = inner.entry = self._within((last,), path[:-1])
            self._record(inner.path)
            self.brackets = 0

    def _within(self, keys: Iterable[str | int], path: KeyPath = ()) -> KeyPath:
        """Return the path of a table; of a list of tables, the last one is meant."""
        for key in keys:
            path = (*path, key)
            if path in self.tables:
                path = (*path, self.tables[path] - 1)
        return path

    def _take_value(self, token: str, inner: _Container) -> None:
        if token == ",":
            inner.next_entry()
            return
        self._record(inner.entry)
        if token == "[":
            self.open.append(_Container.list_of_values(inner.entry))
        elif token == "{":
            self.open.append(_Container.table(inner.entry))

    def _record(self, path: KeyPath) -> None:
        for length in range(1, len(path)):
            self.lines.setdefault(path[:length], self.line)
        self.lines[path] = self.line


def _unquoted(key: str) -> str:
    return str(tomllib.loads(f"key = {key}")["key"]) if key[0] in "\"'" else key
