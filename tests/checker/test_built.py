"""Built workbooks are right: every template in both formats is judged, and nothing is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.checker.examine import examine
from bpsheet.checker.reading import read_book
from bpsheet.verbs.build import build
from bpsheet.verbs.check import check

EPOCHS = 5
"""How many epochs the workbooks of these tests show."""

Built = Callable[[str], dict[str, Path]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A bundled template's workbooks by format, of few epochs, built once."""

    @cache
    def files(name: str) -> dict[str, Path]:
        paths = build(name, tmp_path_factory.mktemp(name), epochs=EPOCHS).files
        return {path.suffix: path for path in paths}

    return files


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
@pytest.mark.parametrize("name", BUNDLED)
def test_nothing_is_found_in_a_built_workbook(name: str, suffix: str, built: Built) -> None:
    path, template = built(name)[suffix], load_template(name)
    report = check(path)
    tables = {sheet.name for sheet in read_book(path).sheets if sheet.name.startswith("lr ")}
    gradients = {template.names.gradient(parameter) for parameter in template.trained}
    placed = {(one.place.sheet, one.quantity) for one in report.placements}
    assert report.diagnostics == ()
    assert report.not_judged == ()
    assert len(tables) >= len(template.training.learning_rates)
    assert set(product(tables, gradients)) <= placed
    assert report.judged >= len(tables) * len(gradients) * EPOCHS


READ_OFF = (
    *("and-gate", "bce", "classic", "deep", "error-curve", "han-kamber", "line", "mazur"),
    *("mazur-sequential", "rgu", "softmax", "udacity", "udacity-gd", "xor"),
)
"""The templates whose workbooks are labelled as people label theirs."""


@pytest.mark.parametrize("name", READ_OFF)
def test_nothing_is_found_in_a_built_workbook_that_does_not_say_what_it_shows(
    name: str, built: Built
) -> None:
    book = replace(read_book(built(name)[".xlsx"]), template="")
    report = examine(book, None, {}, None)
    assert report.diagnostics == ()
    assert report.judged > 0
    assert report.example.endswith("read off its labels and numbers")
