from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bpsheet.checker.report import Unusable, json_document
from tests.checker.report.reports import CLEAN, FAULTY, HOSTILE

DOCUMENT = (Path(__file__).parents[3] / "docs" / "checking.md").read_text(encoding="utf-8")
UNUSABLE = Unusable(Path("broken.xlsx"), "broken.xlsx: is no workbook")

TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "number": (int, float),
    "number or null": (int, float, type(None)),
    "text or null": (str, type(None)),
    "list": list,
    "object": dict,
    "object or null": (dict, type(None)),
}


def written(*outcomes: Any) -> Any:
    return json.loads(json_document(outcomes))


def test_a_finding_has_all_that_is_known_of_it() -> None:
    (file,) = written(FAULTY)["files"]
    assert file["findings"][0] == {
        "code": "BP302",
        "name": "swapped-operand",
        "severity": "error",
        "places": [{"sheet": "Sheet1", "first": "AB39", "last": "AB60"}],
        "message": "∂E/∂w5 uses i1 where t1 belongs",
        "quantity": "∂E/∂w5",
        "evidence": {
            "cell": {"sheet": "Sheet1", "first": "AB39", "last": "AB39"},
            "expected": "(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1",
            "right": 0.07215707291213624,
            "found": "0.067318195",
            "formula": "=(R39-C39)*R39*(1-R39)*J39",
            "right_formula": "=(R39-A39)*R39*(1-R39)*J39",
        },
        "details": [
            "all 22 rows equal the expression with i1 for t1; no other of 181 edits does",
            "w5 after row 39 follows from this",
        ],
    }
    assert (file["errors"], file["warnings"], file["notes"]) == (1, 1, 1)


def test_files_stand_in_their_order_with_those_that_could_not_be_used() -> None:
    files = written(CLEAN, UNUSABLE, FAULTY)["files"]
    assert [file["file"] for file in files] == [
        "right.xlsx",
        "broken.xlsx",
        str(FAULTY.file),
    ]
    assert [file["problem"] for file in files] == [None, "broken.xlsx: is no workbook", None]


def test_what_json_has_no_number_for_is_null() -> None:
    assert written(HOSTILE)["files"][0]["findings"][0]["evidence"]["right"] is None


def test_every_key_is_documented_with_its_type_and_no_other() -> None:
    documented = {
        title: dict(re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", section, flags=re.MULTILINE))
        for title, section in re.findall(r"^### (.*?)\n(.*?)(?=^#|\Z)", DOCUMENT, re.M | re.S)
    }
    seen = set()
    for title, value in objects(written(FAULTY, CLEAN, HOSTILE, UNUSABLE)):
        keys = documented[title]
        if not (title == "A file" and value["problem"]):
            assert set(value) == set(keys), title
        for key in value:
            assert isinstance(value[key], TYPES[keys[key]]), (title, key)
        seen.add(title)
    assert seen == {"The document", "A file", "A finding", "The evidence", "A placement", "A place"}


def objects(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of a document with the heading that describes it."""
    yield "The document", document
    for file in document["files"]:
        yield "A file", file
        for finding in file.get("findings", ()):
            yield "A finding", finding
            yield from (("A place", place) for place in finding["places"])
            if finding["evidence"]:
                yield "The evidence", finding["evidence"]
        yield from (("A placement", placement) for placement in file.get("placements", ()))
