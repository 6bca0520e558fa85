"""How the parts of an Office Open XML package point to each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from bpsheet.checker.annotate.markup import serialised, tree
from bpsheet.checker.annotate.package import Package

_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY = f'<Relationships xmlns="{_NAMESPACE}"/>'.encode()
_TYPES = "[Content_Types].xml"


class Relationship(NamedTuple):
    """One pointer.

    Attributes:
        identifier: by which the pointing part names it.
        kind: the whole type, a web address.
        target: the name of the part it points to.
    """

    identifier: str
    kind: str
    target: str

    @property
    def short_kind(self) -> str:
        """The last word of the type, such as ``comments``."""
        return self.kind.rpartition("/")[2]


def relationships(package: Package, part: str) -> Iterator[Relationship]:
    """Yield what a part points to inside the package; ``""`` is the package itself."""
    name = _relationships_part(part)
    if name not in package:
        return
    for element in tree(package[name]).iterchildren(f"{{{_NAMESPACE}}}Relationship"):
        if element.get("TargetMode") != "External":
            target = posixpath.join("/", posixpath.dirname(part), element.get("Target", ""))
            kind, identifier = element.get("Type", ""), element.get("Id", "")
            yield Relationship(identifier, kind, posixpath.normpath(target).lstrip("/"))


def related(package: Package, part: str, short_kind: str) -> str | None:
    """Return the first part of a kind that `part` points to."""
    found = (r.target for r in relationships(package, part) if r.short_kind == short_kind)
    return next(found, None)


def relate(package: Package, part: str, kind: str, target: str) -> str:
    """Let `part` point to the part `target`; return the pointer's identifier."""
    name = _relationships_part(part)
    root = tree(package.get(name, _EMPTY))
    taken = {element.get("Id") for element in root}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    attributes = {"Id": f"rId{number}", "Type": kind, "Target": f"/{target}"}
    etree.SubElement(root, f"{{{_NAMESPACE}}}Relationship", attributes)
    package[name] = serialised(root)
    return f"rId{number}"


def _relationships_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def content_type(package: Package, part: str) -> str:
    """Return the content type that the package gives a part of its own; empty without one."""
    for known in tree(package[_TYPES]):
        if (known.get("PartName") or "").casefold() == f"/{part}".casefold():
            return str(known.get("ContentType"))
    return ""


def declare_part(package: Package, part: str, content_type: str) -> None:
    """Tell the package the content type of a new part."""
    _declare(package, "Override", "PartName", f"/{part}", content_type)


def declare_extension(package: Package, extension: str, content_type: str) -> None:
    """Tell the package the content type of parts whose name ends so, if it does not know it."""
    _declare(package, "Default", "Extension", extension, content_type)


def _declare(package: Package, element: str, key: str, value: str, content_type: str) -> None:
    root = tree(package[_TYPES])
    if any((known.get(key) or "").casefold() == value.casefold() for known in root):
        return
    declaration = etree.Element(
        f"{{{root.nsmap[None]}}}{element}", {key: value, "ContentType": content_type}
    )
    # Defaults stand before overrides in what Office writes.
    root.insert(0 if element == "Default" else len(root), declaration)
    package[_TYPES] = serialised(root)
