from __future__ import annotations

import re
from collections import Counter

import pytest

from bpsheet.pages.bundle import PROGRAM, bundle, form, source_of, style
from tests.applications import program
from tests.javascript import run_in_node

FILES = sorted(
    path.name.removesuffix(".js") for path in PROGRAM.iterdir() if path.name.endswith(".js")
)
PRINTED = {
    "arithmetic": "export const arithmetic = {};\n",
    "gates": "export const gates = [];\n",
    "task": "export const task = {};\n",
}
DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:const|let|var|class|function\*?) ([\w$]+)", re.MULTILINE
)
DESTRUCTURED = re.compile(r"^(?:export )?(?:const|let|var) [\[{]([\w, $]+)[\]}] =", re.MULTILINE)
IMPORT = re.compile(r'^import \{ ([\w, $]+) \} from "(\./([\w-]+)\.js|node:fs)";$')


def imports(name: str) -> dict[str, list[str]]:
    """Return what a module imports, by module."""
    found: dict[str, list[str]] = {}
    for line in source_of(name).splitlines():
        match = IMPORT.match(line)
        if match:
            found[match[3] or match[2]] = match[1].split(", ")
    return found


def declared(module: str) -> list[str]:
    """Return the top-level names of a module."""
    source = source_of(module)
    together = ", ".join(DESTRUCTURED.findall(source))
    return DECLARED.findall(source) + re.findall(r"[\w$]+", together)


def reachable(entry: str) -> set[str]:
    """Return the modules that a module needs, itself among them; the printed ones are no files."""
    found: set[str] = set()
    pending = [entry]
    while pending:
        name = pending.pop()
        if name not in found and name in FILES:
            found.add(name)
            pending += imports(name)
    return found


@pytest.mark.parametrize("entry", ["main", "steps"])
def test_top_level_names_are_unique_among_the_modules_of_a_bundle(entry: str) -> None:
    names = Counter(name for module in reachable(entry) for name in declared(module))
    assert [name for name, count in names.items() if count > 1] == []
    assert not names.keys() & PRINTED.keys()
    assert {"example", "Run"} <= names.keys()


@pytest.mark.parametrize("module", FILES)
def test_no_top_level_name_escapes_the_test_of_names(module: str) -> None:
    lines = re.findall(r"^(?:export )?(?:const|let|var) .*", source_of(module), re.MULTILINE)
    assert all(DECLARED.match(line) or DESTRUCTURED.match(line) for line in lines)


def test_every_module_is_needed_by_the_page_or_by_its_proof() -> None:
    assert reachable("main") | reachable("steps") == set(FILES)


@pytest.mark.parametrize("module", FILES)
def test_every_import_is_one_line_of_names_that_its_module_exports(module: str) -> None:
    source = source_of(module)
    starts = [line for line in source.splitlines() if line.startswith(("import", "} from"))]
    assert all(IMPORT.match(line) for line in starts), starts
    for needed, names in imports(module).items():
        if needed != "node:fs":
            exported = PRINTED[needed] if needed in PRINTED else source_of(needed)
            for name in names:
                assert re.search(
                    rf"^export (async )?\w+ {re.escape(name)}\b", exported, re.MULTILINE
                )
    assert "export default" not in source
    assert "import(" not in source.replace("@import(", "")


@pytest.mark.parametrize("entry", ["main", "steps"])
def test_a_bundle_holds_every_module_once_after_those_it_needs(entry: str) -> None:
    written = bundle(entry, PRINTED)
    assert not re.search(r"^(import .* from \"\.|export )", written, re.MULTILINE)
    for module in reachable(entry):
        for name in DECLARED.findall(source_of(module)):
            assert (
                len(re.findall(rf"^(?:async )?\w+ {re.escape(name)}\b", written, re.MULTILINE)) == 1
            )
    if entry == "main":
        assert written.index("class Run") < written.index("class Session")
        assert written.index("const arithmetic") < written.index("new Session(")


def test_modules_that_import_each_other_end() -> None:
    printed = {
        "one": 'import { b } from "./two.js";\nexport const a = () => b;\n',
        "two": 'import { a } from "./one.js";\nexport const b = () => a;\n',
    }
    assert bundle("one", printed) == "const b = () => a;\n\nconst a = () => b;\n"


def test_an_export_inside_a_line_stays() -> None:
    text = 'const words = "export const x";\n'
    assert bundle("own", {"own": text}) == text


def test_comments_stay_behind_but_not_what_looks_like_one() -> None:
    source = '/**\n * import { a } from "./b.js";\n */\n// why\nconst a = "/** b */"; // c\n'
    assert bundle("own", {"own": source}) == 'const a = "/** b */"; // c\n'


@pytest.mark.parametrize("module", FILES)
def test_every_module_is_utf_8_and_ends_in_a_line(module: str) -> None:
    source = source_of(module)
    assert source.endswith("\n")
    assert "\r" not in source
    assert "</script" not in source.lower()
    assert "<!--" not in source


def test_the_style_and_the_form_are_whole() -> None:
    assert style().count("{") == style().count("}")
    assert "</style" not in style().lower()
    assert "@import" not in style()
    assert "url(" not in style()
    assert form().startswith("<!DOCTYPE html>")


def test_the_program_of_a_page_is_one_that_node_reads() -> None:
    program("node")
    assert run_in_node(f"const read = () => {{\n{bundle('main', PRINTED)}\n}};", "typeof read") == (
        '"function"'
    )
