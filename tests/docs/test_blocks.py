"""Every command and every block of Python in README and docs runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.docs.commands import run_console
from tests.docs.pages import HANDBOOK, ROOT, blocks, name_of

RUN = ("console", "python")
LANGUAGES = {"", "text", "toml", "csv", "json", "pycon", *RUN}
"""The languages that are marked; plain blocks show what is not run here, such as ``make``."""

LIVE = [
    page
    for page in (ROOT / "README.md", *HANDBOOK)
    if any(block.language in RUN for block in blocks(page.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("page", LIVE, ids=name_of)
def test_every_block_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page share a folder and their names, in order."""
    work, shims = tmp_path / "work", tmp_path / "shims"
    work.mkdir()
    shims.mkdir()
    monkeypatch.chdir(work)
    scope: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.file and block.language not in RUN:
            Path(block.file).write_text(block.text, encoding="utf-8")
        if block.language == "console":
            run_console(block.text, shims)
        elif block.language == "python":
            exec(compile(block.text, name_of(page), "exec"), scope)


def test_there_are_blocks_to_run() -> None:
    assert ROOT / "README.md" in LIVE


@pytest.mark.parametrize("page", [ROOT / "README.md", *HANDBOOK], ids=name_of)
def test_no_block_is_left_out(page: Path) -> None:
    """Commands are marked as console, and examples of docstrings are run where they stand."""
    generated = page.parent.name == "reference"
    for block in blocks(page.read_text(encoding="utf-8")):
        assert block.language in LANGUAGES
        if block.language not in RUN and not generated:
            assert not re.search(r"^(\$ )?bpsheet |^>>> ", block.text, flags=re.MULTILINE)


@pytest.mark.parametrize("page", [ROOT / "README.md", *HANDBOOK], ids=name_of)
def test_every_block_ends(page: Path) -> None:
    fences = [
        line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("```")
    ]
    assert len(fences) == 2 * len(list(blocks(page.read_text(encoding="utf-8"))))
