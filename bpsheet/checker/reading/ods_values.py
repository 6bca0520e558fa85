"""What a cell of an .ods sheet holds, from its attributes and words."""

from __future__ import annotations

import re
from datetime import datetime

from bpsheet.checker.book import CellError
from bpsheet.checker.reading.serial import part_of_day, serial_day

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TABLE, TEXT, DRAW = (
    f"{_ODF}{part}:1.0}}" for part in ("office", "style", "table", "text", "drawing")
)
XLINK = "http://www.w3.org/1999/xlink}"
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"

FORMULA, KIND = f"{TABLE}formula", f"{OFFICE}value-type"

_ERROR = re.compile(r"#[A-Z/0-9]+[!?]?|Err:\d{3}")


def times(attributes: dict[str, str], name: str) -> int:
    """Return how often an element is repeated.

    >>> times({}, "repeated"), times({"repeated": "3"}, "repeated")
    (1, 3)
    """
    return max(1, int(attributes.get(name, 1)))


def stored_number(attributes: dict[str, str]) -> str | None:
    """Return the number of a cell as the file spells it; ``None`` where it holds none."""
    if attributes.get(f"{CALC}value-type") == "error":
        return None
    match attributes.get(KIND):
        case "float" | "percentage" | "currency":
            return attributes.get(f"{OFFICE}value")
        case "date":
            date = attributes.get(f"{OFFICE}date-value", "")
            return repr(serial_day(datetime.fromisoformat(date)))
        case "time":
            return repr(part_of_day(attributes.get(f"{OFFICE}time-value", "")))
    return None


def stored_other(attributes: dict[str, str], words: str) -> str | bool | CellError | None:
    """Return the text, truth value or error of a cell; ``None`` where it holds none.

    Arguments:
        attributes: of the cell.
        words: its paragraphs, joined.
    """
    if attributes.get(KIND) == "boolean":
        return attributes.get(f"{OFFICE}boolean-value") == "true"
    if attributes.get(f"{CALC}value-type") == "error":
        return CellError(words or "#N/A")
    if FORMULA in attributes and _ERROR.fullmatch(words):
        return CellError(words)
    text = attributes.get(f"{OFFICE}string-value", words)
    return text if text or attributes.get(KIND) == "string" else None
