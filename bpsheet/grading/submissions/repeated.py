"""Of what one person handed in again and again, the last counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bpsheet.grading.marks import Fact
from bpsheet.grading.submission import Submission
from bpsheet.grading.submissions.platforms import without_number

Whose = tuple[str, ...]


def latest(
    submissions: Iterable[Submission],
) -> tuple[Sequence[Submission], Sequence[Submission]]:
    """Return the submissions that count, and the earlier attempts at the same files.

    Only names tell who handed in what and when; all files count whose names do not tell. A further
    file of the same person is no attempt at the first.
    """
    every = list(submissions)
    last: dict[Whose, int] = {}
    for one in every:
        last[_file_of(one)] = max(last.get(_file_of(one), 0), one.handed.attempt)
    counted = [one for one in every if one.handed.attempt == last[_file_of(one)]]
    earlier = [one for one in every if one.handed.attempt < last[_file_of(one)]]
    return counted, earlier


def repetitions(counted: Sequence[Submission], earlier: Sequence[Submission]) -> Mapping[str, Fact]:
    """Return what to tell of files that were handed in again, by the sources of the last ones."""
    before: dict[Whose, list[str]] = defaultdict(list)
    for one in earlier:
        before[_file_of(one)].append(one.source)
    return {
        one.source: Fact(
            "several-submissions",
            f"handed in again: this one counts, not {', '.join(before[_file_of(one)])}",
        )
        for one in counted
        if _file_of(one) in before
    }


def _file_of(submission: Submission) -> Whose:
    """Return what is the same for all attempts at one file."""
    handed = submission.handed
    if handed.system != "canvas":  # only Canvas counts attempts; Moodle hands out the last
        return (submission.source,)
    return handed.system, handed.identifier, handed.person, without_number(submission.name)
