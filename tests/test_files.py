from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from bpsheet.errors import OutputError
from bpsheet.files import explained, replacing


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    """Two files with something in them already."""
    targets = [tmp_path / "a.xlsx", tmp_path / "b.ods"]
    for target in targets:
        target.write_text(f"old {target.name}")
    return targets


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


OLD = {"a.xlsx": "old a.xlsx", "b.ods": "old b.ods"}


def test_files_are_put_in_place_together(two: list[Path], tmp_path: Path) -> None:
    with replacing(two) as temporaries:
        for temporary in temporaries:
            temporary.write_text("new")
        assert {name: text for name, text in contents(tmp_path).items() if name in OLD} == OLD
    assert contents(tmp_path) == {"a.xlsx": "new", "b.ods": "new"}


@pytest.mark.parametrize("interruption", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_interruption_leaves_the_old_files_and_nothing_else(
    two: list[Path], tmp_path: Path, interruption: type[BaseException]
) -> None:
    def write() -> None:
        with replacing(two) as (first, _):
            first.write_text("half of the ne")
            raise interruption

    with pytest.raises(interruption):
        write()
    assert contents(tmp_path) == OLD


def test_messages_name_the_files_that_were_asked_for(two: list[Path], tmp_path: Path) -> None:
    with pytest.raises(OutputError) as error, replacing(two) as (_, second):
        raise OutputError(f"{second}: cannot be written (disk full)")
    assert str(error.value) == f"{two[1]}: cannot be written (disk full)"
    assert contents(tmp_path) == OLD


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (OSError("something odd"), "something odd"),
    ],
)
def test_what_the_system_says_is_explained(error: OSError, reason: str) -> None:
    with pytest.raises(OutputError) as explanation, explained(Path("a.csv")):
        raise error
    message = f"a.csv: cannot be written ({reason}); try another folder"
    assert str(explanation.value) == message


def test_folders_are_made(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "down" / "a.csv"
    with replacing([target]) as (temporary,):
        temporary.write_text("1,2")
    assert target.read_text() == "1,2"


def test_temporaries_stand_beside_their_targets(two: list[Path]) -> None:
    with replacing(two) as temporaries:
        assert [temporary.parent for temporary in temporaries] == [two[0].parent] * 2
        assert len({*temporaries, *two}) == 4


def test_no_files_at_all() -> None:
    with replacing([]) as temporaries:
        assert temporaries == []


def test_a_folder_in_the_way_is_an_error_before_the_work(tmp_path: Path) -> None:
    two = [tmp_path / "a.xlsx", tmp_path / "b.ods"]
    two[1].mkdir()
    with pytest.raises(OutputError) as error, replacing(two):
        pytest.fail("the work was begun")
    assert str(error.value) == (
        f"{two[1]}: cannot be written (a folder of that name is in the way); try another folder"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["b.ods"]


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")
    target = tmp_path / "output" / "a.xlsx"
    with pytest.raises(OutputError, match="cannot be written") as error, replacing([target]):
        pytest.fail("the work was begun")
    assert "\n" not in str(error.value)


def test_a_folder_without_permission_is_an_error(
    two: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)  # root may write everywhere
    with pytest.raises(OutputError) as error, replacing(two):
        pytest.fail("the work was begun")
    assert str(error.value) == (
        f"{two[0]}: cannot be written (permission denied); close it in other programs,"
        " or choose another folder with -o"
    )
    assert contents(tmp_path) == OLD


def test_a_file_that_cannot_be_replaced_is_an_error_and_stays(
    two: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    def write() -> None:
        with replacing(two) as temporaries:
            for temporary in temporaries:
                temporary.write_text("new")
            monkeypatch.setattr(Path, "replace", refuse)  # as where another program has it open

    with pytest.raises(OutputError, match=r"a\.xlsx: cannot be written \(permission denied\)"):
        write()
    assert contents(tmp_path) == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_files_are_as_readable_as_any_new_file(tmp_path: Path) -> None:
    target, ordinary = tmp_path / "a.xlsx", tmp_path / "ordinary"
    old_mask = os.umask(0o027)
    try:
        ordinary.touch()
        with replacing([target]):
            pass
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode) == 0o640
