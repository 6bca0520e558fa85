"""A submission as it was handed in, before anything in it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

System = Literal["", "moodle", "canvas"]
"""The learning platform whose naming scheme a submission follows; empty for none."""


@dataclass(frozen=True)
class Handed:
    """Who handed in a file, as far as its name and folder tell.

    Attributes:
        system: the platform whose scheme the name follows.
        person: the name in it, such as ``Ada Lovelace``; of anonymous marking ``Participant 17``.
        identifier: the platform's number for the person (Moodle: that of the grading worksheet's
            Identifier column; Canvas: the user id); empty without one.
        group: of group submissions, the group's name; empty without one.
        attempt: of repeated submissions, the number of this one, from 0 for the first.
        late: whether the name says that it came late.
        folder: what the platform expects feedback files to be put into; empty without one.
    """

    system: System = ""
    person: str = ""
    identifier: str = ""
    group: str = ""
    attempt: int = 0
    late: bool = False
    folder: str = ""


@dataclass(frozen=True)
class Submission:
    """One file that was handed in.

    Attributes:
        source: as shown to the teacher: a path, or an archive with the path inside it
            (``class.zip: Ada Lovelace_17_assignsubmission_file_/sheet.xlsx``).
        name: the file's own name, such as ``sheet.xlsx``; never a path.
        handed: who handed it in.
        read: returns its content; bounded, and never called twice at the same time.

    Raises (by `read`):
        InputError: it cannot be read, or is larger than any worksheet.
    """

    source: str
    name: str
    handed: Handed
    read: Callable[[], bytes]
