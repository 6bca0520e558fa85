import stat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from bpsheet.errors import InputError
from bpsheet.grading.submissions import latest, submissions_in
from bpsheet.grading.submissions.archives import LARGEST

FOLDER = "Ada Lovelace_17_assignsubmission_file_"


def archive_of(path: Path, *members: tuple[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_files_folders_and_archives_are_searched(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "b.xlsx").write_bytes(b"b")
    (tmp_path / "in" / "a.ods").write_bytes(b"a")
    archive_of(tmp_path / "in" / "c.zip", (f"{FOLDER}/z.xlsx", b"z"), ("x.xlsx", b"x"))
    found = list(submissions_in([tmp_path / "in"]))
    assert [(one.name, one.read()) for one in found] == [
        *(("a.ods", b"a"), ("x.xlsx", b"x"), ("z.xlsx", b"z"), ("b.xlsx", b"b")),
    ]
    assert found[2].source == f"c.zip: {FOLDER}/z.xlsx"
    assert found[2].handed.identifier == "17"


@pytest.mark.parametrize(
    "name",
    [
        "desktop.ini",
        "Thumbs.db",
        ".DS_Store",
        "~$sheet.xlsx",
        ".~lock.sheet.ods#",
        "__MACOSX/._sheet.xlsx",
        "Ada_17_assignsubmission_onlinetext_/onlinetext.html",
    ],
)
def test_litter_is_passed_over(name: str, tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "all.zip", (name, b"x"), ("sheet.xlsx", b"y"))
    assert [one.name for one in submissions_in([archive])] == ["sheet.xlsx"]


def test_what_is_no_workbook_is_not_dropped(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "all.zip", ("answers.pdf", b"%PDF"), ("inner.zip", b"PK"))
    assert [one.name for one in submissions_in([archive])] == ["answers.pdf", "inner.zip"]


@pytest.mark.parametrize(
    "name", ["../../evil.xlsx", "/etc/evil.xlsx", "C:\\temp\\evil.xlsx", "a/../../evil.xlsx"]
)
def test_paths_that_lead_elsewhere_are_cut(name: str, tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "all.zip", (name, b"x"))
    (found,) = submissions_in([archive])
    assert found.name == "evil.xlsx"
    assert ".." not in found.source


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "all.zip", ("bomb.xlsx", b"\0" * (LARGEST - 1)))
    (found,) = submissions_in([archive])
    with pytest.raises(InputError, match="packed as no workbook"):
        found.read()


def test_a_file_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "all.zip", ("big.xlsx", b"\0" * (LARGEST + 10)))
    content = archive.read_bytes()
    declared = (LARGEST + 10).to_bytes(4, "little")
    archive.write_bytes(content.replace(declared, (1000).to_bytes(4, "little")))
    (found,) = submissions_in([archive])
    with pytest.raises(InputError):
        found.read()


def test_links_are_not_followed(tmp_path: Path) -> None:
    info = ZipInfo("link.xlsx")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    (found,) = submissions_in([tmp_path / "all.zip"])
    with pytest.raises(InputError, match="link"):
        found.read()


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "all.zip", ("secret.xlsx", b"xyz"))
    content = bytearray(archive.read_bytes())
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(content)
    (found,) = submissions_in([archive])
    with pytest.raises(InputError, match="encrypted"):
        found.read()


def test_a_damaged_member_harms_no_other(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "all.zip", ("a.xlsx", b"a" * 500), ("b.xlsx", b"bcd" * 100))
    content = bytearray(archive.read_bytes())
    content[38] ^= 0xFF
    archive.write_bytes(content)
    damaged, sound = submissions_in([archive])
    with pytest.raises(InputError):
        damaged.read()
    assert sound.read() == b"bcd" * 100


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere: there is no such file"):
        list(submissions_in([tmp_path / "nowhere"]))


def test_the_last_attempt_counts(tmp_path: Path) -> None:
    names = ["lovelaceada_1_10_s.xlsx", "lovelaceada_1_11_s-1.xlsx", "turingalan_2_12_s.xlsx"]
    archive = archive_of(tmp_path / "all.zip", *((name, b"x") for name in names))
    counting, earlier = latest(submissions_in([archive]))
    assert [one.name for one in counting] == ["s-1.xlsx", "s.xlsx"]
    assert [one.name for one in earlier] == ["s.xlsx"]
