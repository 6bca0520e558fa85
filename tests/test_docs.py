"""What README and docs say, held against the program."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner

from bpsheet.catalogue import BUNDLED
from bpsheet.checker.rules import RULES
from bpsheet.cli import program
from bpsheet.cli.check import check_command
from bpsheet.cli.exercise import exercise_command
from bpsheet.cli.grade import grade_command
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.grading.marks import Verdict
from bpsheet.grading.overrides import read_overrides
from bpsheet.grading.rubric import DEFAULT_RUBRIC
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.names import network_names
from bpsheet.notations import Notation
from bpsheet.parser import FUNCTIONS
from bpsheet.template import VIEWS, UpdateRule
from bpsheet.template_initial import HALF_WIDTHS
from bpsheet.template_keys import DOCUMENT, SECTIONS
from bpsheet.template_reader import read_template
from bpsheet.verbs.build import build
from bpsheet.verbs.templates import templates
from tests.checker.example_workbook import write_example

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEMPLATES = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
CHECKING = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
EXERCISES = (ROOT / "docs" / "exercises.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_every_command_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = [line[2:] for block in blocks("console") for line in block.splitlines()]
    assert len(commands) > 5
    for command in commands:
        name, *arguments = shlex.split(command, comments=True)
        assert name == "bpsheet"
        result = CliRunner().invoke(program, arguments, catch_exceptions=False)
        assert result.exit_code == 0, (command, result.output)


@pytest.mark.parametrize("document", [README, CHECKING], ids=["README", "checking"])
def test_the_report_that_is_shown_is_that_of_a_wrong_workbook(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_example(RULES["BP302"].bad, tmp_path / "wrong.xlsx")
    (shown,) = re.findall(r"```text\n\$ bpsheet (.*?)\n(.*?)```", document, flags=re.DOTALL)
    result = CliRunner().invoke(program, shlex.split(shown[0]), catch_exceptions=False)
    assert (result.exit_code, result.output) == (1, shown[1])


@pytest.mark.parametrize(
    ("command", "document"),
    [(check_command, CHECKING), (exercise_command, EXERCISES), (grade_command, EXERCISES)],
)
def test_the_options_of_a_command_are_documented(command: click.Command, document: str) -> None:
    options = [name for option in command.params for name in option.opts if "--" in name]
    assert [name for name in options if f"`{name}" not in document] == []


def test_the_choices_of_exercises_are_documented() -> None:
    choices = [
        choice
        for option in (*exercise_command.params, *grade_command.params)
        if isinstance(option.type, click.Choice)
        for choice in option.type.choices
    ]
    assert [choice for choice in choices if str(choice) not in EXERCISES] == []


def test_the_rubric_that_is_shown_is_the_one_that_holds() -> None:
    assert f"```toml\n{DEFAULT_RUBRIC}```" in EXERCISES


def test_the_decisions_that_are_shown_are_read(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```toml\n(\[\[cell.*?)```", EXERCISES, flags=re.DOTALL)
    path = tmp_path / "overrides.toml"
    path.write_text(shown, encoding="utf-8")
    assert [one.student for one in read_overrides(path)] == ["s017", "s004"]


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_documented(verdict: Verdict) -> None:
    words = verdict.value.split(", typed where")[0]
    assert words in EXERCISES


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "lesson" / "classic.xlsx").exists()


def test_the_templates_of_the_readme_build(tmp_path: Path) -> None:
    assert len(blocks("toml")) == 2
    for text in blocks("toml"):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        assert build(read_template(path), tmp_path).files[0].exists()


def test_the_readme_lists_every_worked_example() -> None:
    lines = [f"| `{example.name}` | {example.summary} |" for example in templates()]
    assert "\n".join(["|---|---|", *lines, ""]) in README


def test_the_readme_lists_every_view() -> None:
    table = README.split("| view |")[1].split("\n\n")[0]
    assert tuple(re.findall(r"^\| `([\w-]+)`", table, flags=re.MULTILINE)) == VIEWS


def documented_keys() -> dict[str, dict[str, str]]:
    """Return what docs/templates.md says: per section, the default of each key."""
    sections = re.split(r"^## ", TEMPLATES, flags=re.MULTILINE)[1:]
    return {
        section.splitlines()[0].strip("`[]"): dict(
            re.findall(r"^\| `(\w+)` \| (?:`(.*?)` )?\|", section, flags=re.MULTILINE)
        )
        for section in sections
    }


@pytest.mark.parametrize("name", ["At the top", *SECTIONS])
def test_every_template_key_is_documented_with_its_default(name: str) -> None:
    table = DOCUMENT if name == "At the top" else SECTIONS[name]
    expected = {key: row for key, row in table.items() if key not in SECTIONS}
    found = documented_keys()[name]
    assert set(found) == set(expected)
    for key, row in expected.items():
        default = tomllib.loads(f"value = {found[key]}")["value"] if found[key] else None
        assert default == row.default, key


@pytest.mark.parametrize(
    "choices",
    [ACTIVATIONS, LOSSES, DEFAULTS, HALF_WIDTHS, VIEWS, get_args(Notation), get_args(UpdateRule)],
)
def test_every_choice_of_a_key_is_documented(choices: Iterable[str]) -> None:
    for choice in choices:
        assert f'`"{choice}"`' in TEMPLATES, choice


def test_every_setting_of_an_optimizer_is_documented_with_its_default() -> None:
    for optimizer, defaults in DEFAULTS.items():
        (row,) = re.findall(rf'^\| `"{optimizer}"` \|.*', TEMPLATES, flags=re.MULTILINE)
        assert re.findall(r"`(\w+ = [^`]+)`", row) == [
            f"{name} = {default}" for name, default in defaults.items()
        ]


def documented_rows(heading: str) -> dict[str, list[str]]:
    """Return the rows of a table in docs/templates.md, by their first cells."""
    (table,) = re.findall(rf"^\| {heading} \|.*\n.*\n((?:\|.*\n)+)", TEMPLATES, flags=re.MULTILINE)
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()]
    return {first.strip('`"'): cells for first, *cells in rows}


def test_losses_are_documented_with_what_they_need() -> None:
    for name, (_, outputs, targets) in documented_rows("loss").items():
        assert re.findall(r'"([\w-]+)"', outputs) == list(LOSSES[name].outputs)
        assert targets == LOSSES[name].targets


@pytest.mark.parametrize("notation", get_args(Notation))
def test_notations_are_documented_as_they_spell(notation: Notation) -> None:
    names = network_names((2, 2, 2), notation=notation)
    hidden, output = names.layers
    units = (hidden.pre_activations, hidden.activations, output.pre_activations, output.activations)
    data, of_units, weights, loss_and_rate = documented_rows("notation")[notation]
    assert data == f"{names.inputs[0]}, {names.targets[0]}"
    assert of_units == ", ".join(unit[0] for unit in units)
    assert names.weights[1] in re.split("[,: ]+", weights)
    assert loss_and_rate == f"{names.total}, {names.learning_rate}"


def test_the_functions_of_an_expression_are_documented() -> None:
    (sentence,) = re.findall(r"and the functions (.*?)\.", TEMPLATES, flags=re.DOTALL)
    documented = re.findall(r"`(\w+)`", sentence)
    assert {FUNCTIONS[name] for name in documented} == set(FUNCTIONS.values())


def test_the_views_are_documented_in_the_order_of_the_workbook() -> None:
    assert tuple(documented_rows("view")) == VIEWS


def test_the_templates_that_show_something_are_there() -> None:
    for (examples,) in documented_rows("to see").values():
        assert set(re.findall(r"`([\w-]+)`", examples)) <= set(BUNDLED)


REST = {
    "[data]": "network.layers = [2, 1]\nparameters.weights = [1, 2]\n",
    "[expression]": "",
    "[names]": "network = {layers = [1, 1], biases = true}\n"
    "data = {inputs = [[1]], targets = [[1]]}\n"
    "parameters = {weights = [1], biases = [1]}\n",
}


@pytest.mark.parametrize("heading", REST)
def test_the_examples_of_the_templates_document_are_read(heading: str, tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", TEMPLATES, flags=re.DOTALL)
    assert len(examples) == len(REST)
    (example,) = (text for text in examples if text.startswith(heading))
    samples = "\n".join(["x1,x2,y", *["1,2,3"] * 11])
    (tmp_path / "points.csv").write_text(samples, encoding="utf-8")
    path = tmp_path / "documented.toml"
    path.write_text(f'title = "As documented"\n{REST[heading]}{example}', encoding="utf-8")
    assert read_template(path).title == "As documented"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_the_rooms_of_the_design_exist() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    tree = design.split("bpsheet/\n")[1].split("```")[0]
    rooms = re.findall(r"^  ([\w*]+(?:\.py|/))", tree, flags=re.MULTILINE)
    assert len(rooms) > 12
    for room in rooms:
        assert list((ROOT / "bpsheet").glob(room.rstrip("/"))), room


def test_every_module_stands_in_the_design() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    for path in (ROOT / "bpsheet").iterdir():
        name = "template_" if path.name.startswith("template_") else path.name
        if not path.name.startswith(("__", "py.typed")) and path.name != "templates":
            assert name in design, path.name
