"""TOML text as a document whose values know where they stand; every fault is one line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from bpsheet.errors import InputError
from bpsheet.template_checks import Entry, Source

_SYNTAX_ERROR = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_ENDLESS_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}"""
)


def read_toml(source: Source) -> Entry:
    """Return the table that a TOML text describes.

    Raises:
        InputError: one line that names file, line and column, and the remedy.
    """
    return Entry(_loaded(source), (), source)


def _loaded(source: Source) -> dict[str, Any]:
    # The standard library takes time and memory quadratic in the number of a key's parts.
    if endless := _ENDLESS_KEY.search(source.text):
        line = source.text.count("\n", 0, endless.start()) + 1
        raise InputError("a key has over 50 parts; shorten it", file=source.file, line=line)
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), source) from None
    except ValueError:
        raise InputError("a number has too many digits; shorten it", file=source.file) from None
    except RecursionError:
        message = "lists are nested too deeply; write inputs and targets as lists of rows"
        raise InputError(message, file=source.file) from None


def _syntax_error(complaint: str, source: Source) -> InputError:
    """Turn the standard library's complaint, which ends with its place, into one of ours."""
    last_line = source.text.count("\n") + 1
    match = _SYNTAX_ERROR.fullmatch(complaint)
    what, line, column = match.groups() if match else (complaint, None, None)
    place = f"column {column}" if column else "its end"
    remedy = "text stands in quotes, lists in [ ] with commas, each key once"
    message = f"not valid TOML at {place}: {what[0].lower()}{what[1:]}; mend this line ({remedy})"
    return InputError(message, file=source.file, line=int(line) if line else last_line)
