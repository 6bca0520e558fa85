"""Who handed in a file, by the naming schemes of Moodle and Canvas.

Moodle's "Download all submissions" names a folder per person,
``Ada Lovelace_1234_assignsubmission_file_/sheet.xlsx`` (some versions leave out the last ``_``), or
puts the same words in front of the file's name; 1234 is the number of the grading worksheet's
``Participant 1234``, which also stands for the name under anonymous marking. A group's name stands
before the person's with a ``-``. Feedback is handed back under the same names.

Canvas names a file ``lovelaceada_LATE_4321_98765_sheet-1.xlsx``: family name first, ``LATE`` if it
is, the user's and the file's number, and ``-1`` for the second attempt; under anonymous grading
``anon_x7Kp2_98765_sheet.xlsx``.
"""

from __future__ import annotations

import re

from bpsheet.grading.submission import Handed

_MOODLE = re.compile(
    r"(?P<person>.+?)_(?P<identifier>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL,
)
_CANVAS = re.compile(
    r"(?:anon_[A-Za-z0-9]{5}_(?P<anonymous_late>LATE_)?"
    r"|(?P<person>[^_]+)_(?P<late>LATE_)?(?P<identifier>\d+)_)\d+_(?P<file>.+)",
    re.DOTALL,
)
_ATTEMPT = re.compile(r"-(\d{1,3})$")


def handed_in(folder: str, name: str) -> tuple[Handed, str]:
    """Return who handed in a file, and the name that the file had before it was handed in.

    Arguments:
        folder: the name of the folder that it is in, not a path; empty for none.
        name: the file's.

    >>> handed_in("Ada Lovelace_17_assignsubmission_file_", "sheet.xlsx")[0].person
    'Ada Lovelace'
    >>> handed_in("", "lovelaceada_LATE_4321_98765_sheet-1.xlsx")[0].identifier
    '4321'
    """
    if match := _MOODLE.fullmatch(folder):
        return _by_moodle(match, folder), name
    if (match := _MOODLE.fullmatch(name)) and match["file"]:
        return _by_moodle(match, ""), match["file"]
    if match := _CANVAS.fullmatch(name):
        return _by_canvas(match)
    return Handed(), name


def is_text_typed_online(folder: str, name: str) -> bool:
    """Return whether a file is what Moodle makes of text that was typed into a page."""
    matches = (_MOODLE.fullmatch(folder), _MOODLE.fullmatch(name))
    return any(match is not None and match["plugin"] == "onlinetext" for match in matches)


def _by_moodle(match: re.Match[str], folder: str) -> Handed:
    identifier = match["identifier"]
    return Handed(
        system="moodle",
        person=match["person"],
        identifier=identifier,
        folder=folder or f"{match['person']}_{identifier}_assignsubmission_file_",
    )


def _by_canvas(match: re.Match[str]) -> tuple[Handed, str]:
    stem, dot, ending = match["file"].rpartition(".")
    stem = stem or ending
    attempt = _ATTEMPT.search(stem)
    handed = Handed(
        system="canvas",
        person=match["person"] or "",
        identifier=match["identifier"] or "",
        attempt=int(attempt[1]) if attempt else 0,
        late=bool(match["late"] or match["anonymous_late"]),
    )
    return handed, match["file"]
