"""What docs/design.md says of the rooms, held against the package."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT, read

DESIGN = read("docs/design.md")


def test_the_rooms_of_the_design_exist() -> None:
    tree = DESIGN.split("bpsheet/\n")[1].split("```")[0]
    rooms = re.findall(r"^  ([\w*]+(?:\.py|/))", tree, flags=re.MULTILINE)
    assert len(rooms) > 12
    for room in rooms:
        assert list((ROOT / "bpsheet").glob(room.rstrip("/"))), room


def test_every_module_stands_in_the_design() -> None:
    for path in (ROOT / "bpsheet").iterdir():
        name = "template_" if path.name.startswith("template_") else path.name
        if not path.name.startswith(("__", "py.typed")) and path.name != "templates":
            assert name in DESIGN, path.name
