"""Which of several attempts counts."""

from __future__ import annotations

import pytest

from bpsheet.grading.submission import Submission
from bpsheet.grading.submissions import latest, repetitions
from bpsheet.grading.submissions.platforms import handed_in


def submission(path: str) -> Submission:
    *folders, file = path.split("/")
    handed, name = handed_in(tuple(folders), file)
    return Submission(path, name, handed, lambda: b"")


FIRST, SECOND, THIRD = (
    f"lovelaceada_43_{number}_sheet{number}.xlsx".replace(f"t{number}", again)
    for number, again in (("987", "t"), ("988", "t-1"), ("989", "t-2"))
)
LATE = SECOND.replace("_43_", "_LATE_43_")

CASES = {
    "one": ([FIRST], [FIRST]),
    "two": ([FIRST, SECOND], [SECOND]),
    "three in another order": ([SECOND, THIRD, FIRST], [THIRD]),
    "the last is late": ([FIRST, LATE], [LATE]),
    "only a later one": ([THIRD], [THIRD]),
    "another file of the same person": (
        [FIRST, "lovelaceada_43_990_scan-1.xlsx"],
        [FIRST, "lovelaceada_43_990_scan-1.xlsx"],
    ),
    "another person": (
        [FIRST, "bob_44_988_sheet-1.xlsx"],
        [FIRST, "bob_44_988_sheet-1.xlsx"],
    ),
    "another anonymous person": (
        ["anon_aaaaa_987_s.xlsx", "anon_bbbbb_988_s-1.xlsx"],
        ["anon_aaaaa_987_s.xlsx", "anon_bbbbb_988_s-1.xlsx"],
    ),
    "the same anonymous person": (
        ["anon_aaaaa_987_s.xlsx", "LATE_anon_aaaaa_988_s-1.xlsx"],
        ["LATE_anon_aaaaa_988_s-1.xlsx"],
    ),
    "files in Moodle, which hands out the last attempt": (
        ["Ada_17_assignsubmission_file/week.xlsx", "Ada_17_assignsubmission_file/week-1.xlsx"],
        ["Ada_17_assignsubmission_file/week.xlsx", "Ada_17_assignsubmission_file/week-1.xlsx"],
    ),
    "files of nobody": (["week.xlsx", "week-1.xlsx"], ["week.xlsx", "week-1.xlsx"]),
}


@pytest.mark.parametrize(("paths", "expected"), CASES.values(), ids=CASES)
def test_the_last_attempt_counts(paths: list[str], expected: list[str]) -> None:
    counted, earlier = latest(map(submission, paths))
    assert [one.source for one in counted] == expected
    assert sorted(one.source for one in (*counted, *earlier)) == sorted(paths)


def test_the_teacher_is_told_of_earlier_attempts() -> None:
    counted, earlier = latest(map(submission, [FIRST, SECOND, THIRD, "bob_44_988_sheet.xlsx"]))
    facts = repetitions(counted, earlier)
    assert list(facts) == [THIRD]
    assert facts[THIRD].kind == "several-submissions"
    assert facts[THIRD].words.endswith(f"not {FIRST}, {SECOND}")
