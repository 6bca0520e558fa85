"""Files that are built once for all tests of workbooks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bpsheet.verbs.build import build
from tests.applications import ironcalc_values
from tests.workbook.scenario import FORMATS, Calculated, Poisoned, Scenario
from tests.workbook.scenarios import CLASSIC


@pytest.fixture(scope="session")
def classic(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks of the classic template by format."""
    files = build(CLASSIC, tmp_path_factory.mktemp("classic")).files
    return {path.suffix: path for path in files}


@pytest.fixture(params=FORMATS)
def path(request: pytest.FixtureRequest, classic: dict[str, Path]) -> Path:
    """The workbook of the classic template in each format."""
    return classic[request.param]


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    """A scenario's files by format, typed into, with a wrong value beside every formula."""

    @cache
    def files(scenario: Scenario) -> dict[str, Path]:
        folder = tmp_path_factory.mktemp("scenario")
        return scenario.typed_into(build(scenario.built, folder).files, folder)

    return files


@pytest.fixture(scope="session")
def calculated(poisoned: Poisoned) -> Calculated:
    """What IronCalc calculates for a scenario."""
    return cache(lambda scenario: ironcalc_values(poisoned(scenario)[".xlsx"]))
