"""Conversations in the cells of an .xlsx sheet, which newer programs show in place of comments."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from bpsheet.checker.annotate.marks import Notes
from bpsheet.checker.annotate.markup import serialised, tree, writable
from bpsheet.checker.annotate.package import Package
from bpsheet.checker.annotate.relationships import related
from bpsheet.sheet.address import cell_name

_NAME = "bpsheet"
_NAMESPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def answer_threads(package: Package, workbook: str, sheet: str, notes: Notes) -> None:
    """Add `notes` as replies where their cells hold conversations, which would hide comments."""
    part = related(package, sheet, "threadedComment")
    persons = related(package, workbook, "person")
    if part is None or persons is None:
        return
    root = tree(package[part])
    threads = {thread.get("ref"): thread for thread in reversed(root) if not thread.get("parentId")}
    answered = {
        cell_name(*place): note for place, note in notes.items() if cell_name(*place) in threads
    }
    if not answered:
        return
    person = _identifier("person")
    for name, note in answered.items():
        _reply(threads[name], f"{part} {name} {note}", person, note)
    package[part] = serialised(root)
    package[persons] = _with_person(package[persons], person)


def _reply(thread: Any, key: str, person: str, note: str) -> None:
    """Put a reply behind a conversation; it bears the date of the first word."""
    last = thread
    while (following := last.getnext()) is not None and following.get("parentId"):
        last = following
    attributes = {
        "ref": thread.get("ref"),
        **({"dT": thread.get("dT")} if thread.get("dT") else {}),
        "personId": person,
        "id": _identifier(key),
        "parentId": thread.get("id", ""),
    }
    reply = etree.Element(f"{{{_NAMESPACE}}}threadedComment", attributes)
    etree.SubElement(reply, f"{{{_NAMESPACE}}}text").text = writable(note)
    last.addnext(reply)


def _with_person(part: bytes, identifier: str) -> bytes:
    root = tree(part)
    if all(person.get("id") != identifier for person in root):
        attributes = {"displayName": _NAME, "id": identifier, "userId": _NAME, "providerId": "None"}
        etree.SubElement(root, f"{{{_NAMESPACE}}}person", attributes)
    return serialised(root)


def _identifier(key: str) -> str:
    return f"{{{str(uuid5(NAMESPACE_URL, f'bpsheet {key}')).upper()}}}"
