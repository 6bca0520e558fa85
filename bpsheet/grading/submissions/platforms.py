"""Who handed in a file, by the naming schemes of Moodle and Canvas.

Moodle's "Download all submissions" names a folder per person,
``Ada Lovelace_17_assignsubmission_file_/sheet.xlsx`` (from 4.1 on without the last ``_``), or puts
the same words before the file's name; 17 is the number of the grading worksheet's ``Participant
17``, which stands for the name under anonymous marking. Where groups submit, versions before 4.1
put ``Group A-`` before the name; since then, the group's name and number take the person's place.

Canvas names a file ``lovelaceada_LATE_4321_98765_sheet-1.xlsx``: the name as it is sorted, or the
group's, ``LATE`` if it is, the numbers of the user and the file, and ``-1`` on the second file of
that name; under anonymous grading ``LATE_anon_x7Kp2_98765_sheet.xlsx``.
"""

from __future__ import annotations

import re
import unicodedata

from bpsheet.exercises.hand_out import PARTICIPANT
from bpsheet.grading.submission import Handed

_MOODLE = re.compile(
    r"(?P<whose>[^_]+)(_(?P<number>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(_(?P<file>.*))?",
    re.DOTALL,
)
_GROUP = re.compile(
    r"\b(group|team|gruppe|groupe|équipe|grupo|equipo|gruppo|groep)\b", re.IGNORECASE
)
_ANONYMOUS = re.compile(PARTICIPANT, re.IGNORECASE)

_CANVAS_PERSON = (
    r"((?P<person>(?!LATE_|anon_)[^\s!-/:-@\[-^`{-~]+?)_(?P<late>LATE_)?(?P<user>\d+)"
    r"|(?P<anonymous_late>LATE_)?anon_(?P<anonymous>[0-9A-Za-z]+))"
)
_CANVAS = re.compile(_CANVAS_PERSON + r"_\d{3,}_(?P<file>.+)", re.DOTALL)
_CANVAS_TEXT = re.compile(_CANVAS_PERSON + r"_text\.html")
_REPEATED = re.compile(r"(?P<stem>.*)-(?P<times>\d{1,2})(?P<ending>\.[^.]+)", re.DOTALL)


def handed_in(folders: tuple[str, ...], name: str) -> tuple[Handed, str]:
    """Return who handed in a file, and the name that the file had before it was handed in.

    The outermost folder tells: what is in it is a person's own, and may pretend anything.

    Arguments:
        folders: the names of the folders that it is in, the outermost first.
        name: the file's.

    >>> handed_in(("Ada Lovelace_17_assignsubmission_file_",), "sheet.xlsx")[0].person
    'Ada Lovelace'
    >>> handed, name = handed_in((), "lovelaceada_LATE_4321_98765_sheet-1.xlsx")
    >>> handed.identifier, handed.attempt, name
    ('4321', 1, 'sheet-1.xlsx')
    """
    for folder in folders:
        if match := _MOODLE.fullmatch(folder):
            return _by_moodle(match), name
    if (match := _MOODLE.fullmatch(name)) and match["file"]:
        return _by_moodle(match), match["file"]
    if match := _CANVAS.fullmatch(name):
        return _by_canvas(match), match["file"]
    return Handed(), name


def is_typed_online(folders: tuple[str, ...], name: str) -> bool:
    """Return whether a file is what a platform makes of text that was typed into its page.

    >>> is_typed_online((), "Ada Lovelace_17_assignsubmission_onlinetext_onlinetext.html")
    True
    """
    matches = map(_MOODLE.fullmatch, (*folders, name))
    plugins = {match["plugin"] for match in matches if match}
    return "onlinetext" in plugins or _CANVAS_TEXT.fullmatch(name) is not None


def without_number(name: str) -> str:
    """Return the name that a file had when it was handed in for the first time.

    >>> without_number("sheet-1.xlsx"), without_number("sheet.xlsx")
    ('sheet.xlsx', 'sheet.xlsx')
    """
    match = _REPEATED.fullmatch(name)
    return match["stem"] + match["ending"] if match else name


def _by_moodle(match: re.Match[str]) -> Handed:
    whose, number = match["whose"], match["number"] or ""
    folder = "_".join(filter(None, (whose, number, "assignsubmission_file_")))
    group, person = _group_and_person(unicodedata.normalize("NFC", whose))
    if not number or not person:  # a number is the group's then, and no person's
        return Handed("moodle", group=group or person, folder=folder)
    anonymous = f"{person} {number}" if _ANONYMOUS.fullmatch(person) else ""
    return Handed("moodle", anonymous or person, number, group, folder=folder)


def _group_and_person(whose: str) -> tuple[str, str]:
    """Return a group and a person, of whom one may be empty; names of persons may have hyphens."""
    group, _, person = whose.partition("-")
    if not _GROUP.search(whose):
        return "", whose
    if _GROUP.search(group) and any(letter.isalpha() for letter in person):
        return group, person
    return whose, ""


def _by_canvas(match: re.Match[str]) -> Handed:
    repeated = _REPEATED.fullmatch(match["file"])
    return Handed(
        system="canvas",
        person=unicodedata.normalize("NFC", match["person"] or ""),
        identifier=match["user"] or match["anonymous"],
        attempt=int(repeated["times"]) if repeated else 0,
        late=bool(match["late"] or match["anonymous_late"]),
    )
