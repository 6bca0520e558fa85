"""Hostile archives: each ends in one line, and none takes memory or writes a file."""

from __future__ import annotations

import os
import stat
import tracemalloc
from pathlib import Path
from zipfile import ZIP_LZMA

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpsheet.errors import InputError
from bpsheet.grading.submission import Submission
from bpsheet.grading.submissions import submissions_in
from bpsheet.grading.submissions.contents import LARGEST, MEGABYTE
from tests.grading.submissions.zips import (
    SHEET,
    written,
    zip_bytes,
    zip_with_entry,
    zip_with_overlaps,
    zip_with_twins,
)


def found(tmp_path: Path, content: bytes) -> list[Submission]:
    return list(submissions_in([written(tmp_path / "class.zip", content)]))


LINK = (stat.S_IFLNK | 0o777) << 16

HOSTILE = {
    "a bomb": (
        zip_bytes({"sheet.xlsx": bytes(10 * MEGABYTE)}),
        "unpacks to far more than its size, as attacks on readers do",
    ),
    "a size that is not true": (
        zip_with_entry({"file_size": 5}),
        "cannot be unpacked (Bad CRC-32",
    ),
    "a path out of the folder": (
        zip_bytes({"../../sheet.xlsx": SHEET}),
        "has a path that leads out of the archive",
    ),
    "a path out of the folder on Windows": (
        zip_bytes({"a\\..\\..\\sheet.xlsx": SHEET}),
        "has a path that leads out",
    ),
    "an absolute path": (zip_bytes({"/etc/sheet.xlsx": SHEET}), "has a path that leads out"),
    "a drive": (zip_bytes({"C:\\sheet.xlsx": SHEET}), "has a path that leads out"),
    "a share": (zip_bytes({"\\\\server\\sheet.xlsx": SHEET}), "has a path that leads out"),
    "a link": (zip_with_entry({"external_attr": LINK}), "is a link to another file"),
    "encrypted": (zip_with_entry({"flag_bits": 1}), "is encrypted; ask for it without a password"),
    "packed by something else": (
        zip_bytes({"sheet.xlsx": SHEET}, ZIP_LZMA),
        "is packed in a way that is not read",
    ),
    "packed by nothing known": (zip_with_entry({"compress_type": 99}), "is packed in a way"),
    "an archive in it": (
        zip_bytes({"more.zip": zip_bytes({"sheet.xlsx": SHEET})}),
        "is an archive inside of an archive; unpack it",
    ),
    "another place": (zip_with_entry({"header_offset": 7}), "cannot be unpacked (Bad magic"),
}


@pytest.mark.parametrize(("content", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_end_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    (submission,) = found(tmp_path, content)
    with pytest.raises(InputError) as raised:
        submission.read()
    assert raised.value.message.startswith(reason)
    assert str(raised.value).isprintable()
    assert str(raised.value).startswith(str(tmp_path / "class.zip: "))


DAMAGED = {
    "nothing": (b"", "is a damaged zip file"),
    "no archive": (b"%PDF-1.7", "is a damaged zip file"),
    "cut off": (zip_bytes({"sheet.xlsx": SHEET})[:-30], "is a damaged zip file"),
    "files that overlap": (zip_with_overlaps(300), "has files that overlap"),
}


@pytest.mark.parametrize(("content", "reason"), DAMAGED.values(), ids=DAMAGED)
def test_archives_that_are_not_opened(tmp_path: Path, content: bytes, reason: str) -> None:
    (submission,) = found(tmp_path, content)
    with pytest.raises(InputError) as raised:
        submission.read()
    assert raised.value.message.startswith(reason)


@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False)])
def test_the_largest_worksheet(tmp_path: Path, more: int, *, fits: bool) -> None:
    content = bytes(LARGEST + more)
    loose = written(tmp_path / "sheet.xlsx", content)
    archive = written(tmp_path / "class.zip", zip_bytes({"sheet.xlsx": content}, compression=0))
    for submission in submissions_in([loose, archive]):
        if fits:
            assert len(submission.read()) == LARGEST
        else:
            with pytest.raises(InputError, match="is larger than any worksheet"):
                submission.read()


def test_nothing_is_written_anywhere(tmp_path: Path) -> None:
    for content, _ in HOSTILE.values():
        for submission in found(tmp_path / "in" / "here", content):
            with pytest.raises(InputError):
                submission.read()
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "here", "class.zip"]


def test_all_files_of_one_name_are_there(tmp_path: Path) -> None:
    submissions = found(tmp_path, zip_with_twins("a/sheet.xlsx", b"one", b"two"))
    assert [one.source for one in submissions] == [
        str(tmp_path / "class.zip: a" / "sheet.xlsx"),
        str(tmp_path / "class.zip: a" / "sheet.xlsx (2)"),
    ]
    assert [one.read() for one in submissions] == [b"one", b"two"]


def test_a_good_file_beside_bad_ones_is_read(tmp_path: Path) -> None:
    content = zip_bytes({"../x.xlsx": SHEET, "a.xlsx": bytes(10 * MEGABYTE), "b.xlsx": SHEET})
    (good,) = (one for one in found(tmp_path, content) if one.name == "b.xlsx")
    assert good.read() == SHEET


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    noise = {f"{place:02}.xlsx": os.urandom(MEGABYTE) for place in range(40)}
    submissions = found(tmp_path, zip_bytes(noise, compression=0))
    tracemalloc.start()
    sizes = {len(submission.read()) for submission in submissions}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sizes == {MEGABYTE}
    assert peak < 8 * MEGABYTE


GOOD = zip_bytes({"Ada_17_assignsubmission_file_/sheet.xlsx": SHEET * 20, "b.ods": SHEET})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=12
    ),
    st.integers(0, len(GOOD)),
)
def test_no_damage_raises_anything_but_one_line(
    tmp_path: Path, changes: list[tuple[int, int]], cut: int
) -> None:
    content = bytearray(GOOD)
    for place, value in changes:
        content[place] = value
    for damaged in (bytes(content), bytes(content[:cut])):
        for submission in found(tmp_path, damaged):
            try:
                assert len(submission.read()) <= LARGEST
            except InputError as error:
                assert str(error).isprintable()
