"""Submissions in files, folders and archives: none is dropped, in one order, whoever sends them."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from bpsheet.errors import InputError
from bpsheet.grading.submission import Handed, Submission
from bpsheet.grading.submissions import submissions_in
from tests.grading.submissions.zips import SHEET, written, zip_bytes, zip_with_raw_name

ADA, BOB = "Ada Lovelace_17_assignsubmission_file_", "Bob_9_assignsubmission_file"


def found(*paths: Path) -> list[Submission]:
    return list(submissions_in(paths))


def names(*paths: Path) -> list[str]:
    return [submission.name for submission in found(*paths)]


def why_not(submission: Submission) -> str:
    with pytest.raises(InputError) as raised:
        submission.read()
    assert str(raised.value).isprintable()
    assert submission.source in str(raised.value)
    return raised.value.message


def test_a_file(tmp_path: Path) -> None:
    path = written(tmp_path / "sheet.xlsx", SHEET)
    (submission,) = found(path)
    assert (submission.source, submission.name) == (str(path), "sheet.xlsx")
    assert submission.handed == Handed()
    assert submission.read() == submission.read() == SHEET


def test_files_of_moodles_folders_named_one_by_one(tmp_path: Path) -> None:
    paths = [written(tmp_path / folder / "sheet.xlsx", SHEET) for folder in (ADA, BOB)]
    assert [one.handed.person for one in found(*paths)] == ["Ada Lovelace", "Bob"]


def test_folders_are_searched_all_the_way_down_in_order(tmp_path: Path) -> None:
    for name in ("b/2.ods", "b/1.XLSX", "a/x/y/3.xlsm", "c.xlsx"):
        written(tmp_path / name, SHEET)
    assert names(tmp_path) == ["3.xlsm", "1.XLSX", "2.ods", "c.xlsx"]
    assert names(tmp_path / "c.xlsx", tmp_path / "a") == ["c.xlsx", "3.xlsm"]


def test_a_file_that_is_named_twice_is_there_once(tmp_path: Path) -> None:
    path = written(tmp_path / "a" / "sheet.xlsx", SHEET)
    assert names(tmp_path, path, tmp_path / "a" / ".." / "a") == ["sheet.xlsx"]


LITTER = (
    *("desktop.ini", "Thumbs.db", ".DS_Store", "~$sheet.xlsx", ".~lock.sheet.ods#", "._sheet.xlsx"),
    *("__MACOSX/._sheet.xlsx", "__MACOSX/sheet.xlsx", ".git/config", "onlinetext.html"),
    "Ada Lovelace_17_assignsubmission_onlinetext_/onlinetext.html",
    "Ada Lovelace_17_assignsubmission_onlinetext_onlinetext.html",
    "lovelaceada_4321_text.html",
)


@pytest.mark.parametrize("name", LITTER)
def test_litter_is_passed_over(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "class"
    written(folder / name, SHEET)
    written(folder / "sheet.xlsx", SHEET)
    archive = written(tmp_path / "class.zip", zip_bytes({name: SHEET, "sheet.xlsx": SHEET}))
    assert names(folder) == names(archive) == ["sheet.xlsx"]


OTHER = {
    "sheet.pdf": "is a .pdf file; ask for the worksheet as .xlsx, .xlsm or .ods",
    "sheet.xls": "is a .xls file",
    "sheet.csv": "is a .csv file",
    "lovelaceada_4321_link.html": "is a .html file",
    "sheet": "is a file of no known kind",
}


@pytest.mark.parametrize(("name", "reason"), OTHER.items())
def test_what_is_no_worksheet_is_not_dropped(tmp_path: Path, name: str, reason: str) -> None:
    path = written(tmp_path / name, SHEET)
    archive = written(tmp_path / "class.zip", zip_bytes({name: SHEET}))
    for submission in found(path, archive):
        assert why_not(submission).startswith(reason)


def test_an_archive_of_moodles(tmp_path: Path) -> None:
    content = zip_bytes({
        f"{BOB}/sheet.xlsx": b"bob",
        f"{ADA}/week 1/sheet.xlsx": b"ada",
        f"{ADA}/notes.pdf": b"",
    })  # fmt: skip
    path = written(tmp_path / "ML 1-Sheet-4711.zip", content)
    submissions = found(path)
    assert [(one.source, one.handed.identifier) for one in submissions] == [
        (f"{path}: {ADA}/notes.pdf", "17"),
        (f"{path}: {ADA}/week 1/sheet.xlsx", "17"),
        (f"{path}: {BOB}/sheet.xlsx", "9"),
    ]
    assert [one.read() for one in submissions[1:]] == [b"ada", b"bob"]


def test_an_archive_of_canvas(tmp_path: Path) -> None:
    content = zip_bytes({"ada_LATE_43_987_sheet-1.xlsx": b"a", "bob_44_988_x.ods": b"b"})
    first, second = found(written(tmp_path / "submissions.zip", content))
    assert (first.name, first.handed) == (
        "sheet-1.xlsx",
        Handed("canvas", "ada", "43", "", 1, True),
    )
    assert (second.name, second.read()) == ("x.ods", b"b")


def test_an_archive_in_a_persons_folder_is_all_that_persons(tmp_path: Path) -> None:
    content = zip_bytes({f"{BOB}/sheet.xlsx": SHEET, "bob_44_988_x.xlsx": SHEET})
    written(tmp_path / ADA / "work.zip", content)
    written(tmp_path / "lovelaceada_43_987_work.zip", content)
    people = [one.handed.person for one in found(tmp_path)]
    assert people == ["Ada Lovelace"] * 2 + ["lovelaceada"] * 2


def test_no_two_submissions_have_one_source(tmp_path: Path) -> None:
    for folder in (ADA, BOB):
        written(tmp_path / folder / "work.zip", zip_bytes({"sheet.xlsx": SHEET}))
    assert len({one.source for one in found(tmp_path)}) == 2


def test_a_workbook_in_text_typed_online_counts(tmp_path: Path) -> None:
    written(tmp_path / "Ada_17_assignsubmission_onlinetext_" / "sheet.xlsx", SHEET)
    assert [one.handed.person for one in found(tmp_path)] == ["Ada"]


def test_a_workbook_that_a_browser_calls_an_archive(tmp_path: Path) -> None:
    content = zip_bytes({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    (submission,) = found(written(tmp_path / ADA / "sheet.zip", content))
    assert submission.handed.person == "Ada Lovelace"
    assert submission.read() == content


def test_a_broken_archive_stops_nothing(tmp_path: Path) -> None:
    written(tmp_path / ADA / "a.zip", b"PK\x03\x04 and no more")
    written(tmp_path / BOB / "b.xlsx", SHEET)
    broken, fine = found(tmp_path)
    assert why_not(broken).startswith("is a damaged zip file")
    assert broken.handed.person == "Ada Lovelace"
    assert fine.read() == SHEET


def test_submissions_are_read_in_other_processes(tmp_path: Path) -> None:
    written(tmp_path / "a.zip", zip_bytes({"one.xlsx": SHEET, "one.pdf": SHEET}))
    written(tmp_path / "b.xlsx", SHEET)
    refused, *others = pickle.loads(pickle.dumps(found(tmp_path)))
    assert [one.read() for one in others] == [SHEET] * 2
    assert why_not(refused)


@pytest.mark.parametrize("name", ["missing.zip", "missing/", "a\0b", "a" * 999])
def test_paths_that_are_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="check the path"):
        found(tmp_path / name)


def test_links_in_folders_are_not_followed(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.xlsx", b"secret")
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "file.xlsx").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path)
    (folder / "loose.xlsx").symlink_to(tmp_path / "nowhere")
    assert [why_not(one) for one in found(folder)] == ["is a link; put the file itself there"] * 3


def test_a_link_hides_no_file(tmp_path: Path) -> None:
    written(tmp_path / "b.xlsx", SHEET)
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "b.xlsx")
    (tmp_path / "c.xlsx").symlink_to(tmp_path / "c.xlsx")
    link, file, circle = found(tmp_path)
    assert why_not(link) == why_not(circle)
    assert file.read() == SHEET


def test_links_that_the_teacher_names_are_followed(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    written(folder / "sheet.xlsx", SHEET)
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "link.xlsx").symlink_to(folder / "sheet.xlsx")
    assert [one.read() for one in found(tmp_path / "link")] == [SHEET]
    assert [one.read() for one in found(tmp_path / "link.xlsx")] == [SHEET]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sheet.xlsx")
    os.mkfifo(tmp_path / "sheet.zip")
    assert ["no regular file" in why_not(one) for one in found(tmp_path)] == [True] * 2


def test_a_file_that_is_gone_by_the_time_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "sheet.xlsx", SHEET)
    archive = written(tmp_path / "sheet.zip", zip_bytes({"sheet.xlsx": SHEET}))
    submissions = found(path, archive)
    path.unlink()
    archive.unlink()
    assert why_not(submissions[0]).startswith("cannot be opened")
    assert why_not(submissions[1]).startswith("cannot be unpacked")


def test_names_that_would_write_to_the_terminal(tmp_path: Path) -> None:
    written(tmp_path / "\x1b[2J.pdf", SHEET)
    (tmp_path / os.fsdecode(b"\xff.pdf")).write_bytes(SHEET)
    written(tmp_path / "a.zip", zip_bytes({"\x1b[2J_17_assignsubmission_file/x\n.pdf": SHEET}))
    for submission in found(tmp_path):
        assert why_not(submission)
        assert "".join((submission.name, submission.source, submission.handed.folder)).isprintable()


NAMES = {
    "UTF-8": "Zoë.xlsx",
    "UTF-8 that is not told of": "Zoë.xlsx".encode(),
    "letters taken apart": "Zoe\u0308.xlsx".encode(),
    "cp437": "Zoë.xlsx".encode("cp437"),
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_in_the_encodings_of_systems(tmp_path: Path, name: str | bytes) -> None:
    content = zip_bytes({name: SHEET}) if isinstance(name, str) else zip_with_raw_name(name)
    (submission,) = found(written(tmp_path / "class.zip", content))
    assert submission.name == "Zoë.xlsx"
    assert submission.read() == SHEET
