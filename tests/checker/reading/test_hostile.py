"""Files made to break readers, and files that are no workbooks: refused in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bpsheet.checker.reading import read_book
from bpsheet.errors import InputError
from tests.checker.reading.packages import content_part, ods_parts, xlsx_parts, zipped

BOMB = "<row/>" * 4_000_000
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_book(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ") and "\n" not in message
    return message


def test_a_part_that_unpacks_to_far_more_than_it_is(tmp_path: Path) -> None:
    assert "times its size" in refused(zipped(tmp_path / "bomb.xlsx", xlsx_parts(BOMB)))


def test_a_size_that_is_declared_too_large(tmp_path: Path) -> None:
    path = zipped(tmp_path / "large.xlsx", xlsx_parts())
    content = path.read_bytes()
    entry = content.rindex(b"PK\x01\x02")
    path.write_bytes(content[: entry + 24] + b"\xff\xff\xff\x7f" + content[entry + 28 :])
    assert "unpacks to 2,048 MB" in refused(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_document_types_of_xlsx(tmp_path: Path, part: str) -> None:
    parts = xlsx_parts()
    parts[part] = ENTITIES + str(parts[part])
    assert "document type" in refused(zipped(tmp_path / "entities.xlsx", parts))


def test_document_types_of_ods(tmp_path: Path) -> None:
    parts = ods_parts()
    parts["content.xml"] = ENTITIES + str(parts["content.xml"])
    assert "document type" in refused(zipped(tmp_path / "entities.ods", parts))


@pytest.mark.parametrize(
    "filled", ['office:value-type="float" office:value="1"', 'table:formula="of:=1"']
)
def test_one_cell_repeated_over_the_whole_sheet(tmp_path: Path, filled: str) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        f'table:number-columns-repeated="16384" {filled}/></table:table-row>'
    )
    path = zipped(tmp_path / "repeated.ods", ods_parts(rows))
    assert "more than 2,500,000 filled cells" in refused(path)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFE1"><v>1</v></c>',
        '<c r="ZZZZ1"><v>1</v></c>',
        '<c r="B7"><v>1</v></c>',
        '<c r="é1"><v>1</v></c>',
        '<c r="A1"><c r="B1"/></c>',
        '<c r="A1" t="s"><v>7</v></c>',
    ],
)
def test_cells_where_none_can_be(tmp_path: Path, cell: str) -> None:
    book = read_book(zipped(tmp_path / "far.xlsx", xlsx_parts(f'<row r="1">{cell}</row>')))
    assert book.sheets[0].columns == {}
    assert "read only in part" in book.unread[0]


def test_rows_beyond_the_last(tmp_path: Path) -> None:
    rows = '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'
    assert read_book(zipped(tmp_path / "far.xlsx", xlsx_parts(rows))).unread


@pytest.mark.parametrize("name", ["book.xlsx", "book.ods"])
def test_nesting_without_end(tmp_path: Path, name: str) -> None:
    deep = "<a>" * 100_000
    if name.endswith(".ods"):
        parts = ods_parts() | {"content.xml": content_part(deep)[:200_000]}
        refused(zipped(tmp_path / name, parts))
    else:
        book = read_book(zipped(tmp_path / name, xlsx_parts(deep)))
        assert "read only in part" in book.unread[0]


def test_an_encrypted_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(1000))
    assert "is encrypted; save it without a password" in refused(path)


def test_an_encrypted_ods(tmp_path: Path) -> None:
    manifest = (
        '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    parts = ods_parts() | {"META-INF/manifest.xml": manifest}
    assert "is encrypted" in refused(zipped(tmp_path / "secret.ods", parts))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page or plain XML"),
        (b"%PDF-1.4\n\0\0", "is no workbook"),
        (b"PK\x03\x04 but not a zip file", "damaged zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read"),
    ],
)
def test_files_that_are_no_workbooks(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert message in refused(path)


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.bin"])
def test_other_packages(tmp_path: Path, part: str) -> None:
    assert "save it as .xlsx" in refused(zipped(tmp_path / "other.xlsx", {part: "x"}))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be opened" in refused(tmp_path / "absent.xlsx")


def test_the_content_counts_and_not_the_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "book.xls", ods_parts())
    assert [sheet.name for sheet in read_book(path).sheets] == ["Sheet1"]


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    relation = (
        '<Relationships xmlns="p"><Relationship Id="rId1" TargetMode="External" '
        'Type="x/drawing" Target="file:///etc/passwd"/></Relationships>'
    )
    parts = xlsx_parts() | {"xl/worksheets/_rels/sheet1.xml.rels": relation}
    book = read_book(zipped(tmp_path / "links.xlsx", parts))
    assert book.unread == ()


def test_no_more_tags_than_a_workbook_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpsheet.checker.reading.package.MOST_TAGS", 100)
    path = zipped(tmp_path / "tags.xlsx", xlsx_parts("<row/>" * 200))
    assert "more than a workbook needs" in refused(path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs the memory count of Linux")
def test_a_bomb_costs_little_memory(tmp_path: Path) -> None:
    cells = "".join(f'<c r="A1" t="str"><v>{n:x}</v></c>' for n in range(300_000))
    path = zipped(tmp_path / "same.xlsx", xlsx_parts(f'<row r="1">{cells}</row>'))
    script = (  # what getrusage tells of a process begins with what its parent had
        "import re, sys; from pathlib import Path;"
        "from bpsheet.checker.reading import read_book; read_book(Path(sys.argv[1]));"
        "print(re.search('VmHWM:\\s*([0-9]+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout) < 500_000
