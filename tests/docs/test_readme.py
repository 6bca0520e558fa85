"""What the README says, held against the program."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from bpsheet.template import VIEWS
from bpsheet.template_reader import read_template
from bpsheet.verbs.build import build
from bpsheet.verbs.templates import templates
from tests.docs.pages import ROOT, read, texts

README = read("README.md")


def test_the_templates_of_the_readme_build(tmp_path: Path) -> None:
    assert len(texts("README.md", "toml")) == 2
    for text in texts("README.md", "toml"):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        assert build(read_template(path), tmp_path).files[0].exists()


def test_the_readme_lists_every_worked_example() -> None:
    lines = [f"| `{example.name}` | {example.summary} |" for example in templates()]
    assert "\n".join(["|---|---|", *lines, ""]) in README


def test_the_readme_lists_every_view() -> None:
    table = README.split("| view |")[1].split("\n\n")[0]
    assert tuple(re.findall(r"^\| `([\w-]+)`", table, flags=re.MULTILINE)) == VIEWS


def test_every_program_that_is_needed_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["test"], *extras["docs"], *extras["cluster"]]
    names = [re.split(r"[<>=\[]", line)[0] for line in needed]
    table = README.split("## What it needs")[1].split("\n\n")[1].lower()
    assert [name for name in names if name != "bpsheet" and name.lower() not in table] == []


def test_every_target_of_make_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+):.*##", makefile, flags=re.MULTILINE)
    assert len(targets) > 7
    assert [name for name in targets if f"make {name}" not in README] == []
