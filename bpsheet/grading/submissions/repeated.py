"""Of what one person handed in again and again, the last counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bpsheet.grading.submission import Submission


def latest(submissions: Iterable[Submission]) -> tuple[Sequence[Submission], Sequence[Submission]]:
    """Return the submissions that count, and the earlier attempts of the same persons.

    Only names tell who handed in what and when; files whose names do not tell all count.
    """
    every = list(submissions)
    last: dict[tuple[str, str, str], int] = {}
    for one in every:
        person = _person(one)
        last[person] = max(last.get(person, 0), one.handed.attempt)
    counts = [one.handed.attempt == last[_person(one)] for one in every]
    return (
        [one for one, is_last in zip(every, counts, strict=True) if is_last],
        [one for one, is_last in zip(every, counts, strict=True) if not is_last],
    )


def _person(submission: Submission) -> tuple[str, str, str]:
    handed = submission.handed
    if not handed.system:
        return "", "", submission.source
    return handed.system, handed.identifier, handed.person
