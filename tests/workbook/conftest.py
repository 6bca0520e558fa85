"""Files that are built once, and programs that are started once, for all tests of workbooks."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

import pytest

from bpsheet.verbs.build import build
from tests.applications import Values, gnumeric_values, ironcalc_values, libreoffice_values
from tests.workbook.scenarios import CLASSIC, SCENARIOS, Scenario

FORMATS = (".xlsx", ".ods")


class Calculations:
    """What programs calculate for the scenarios' files, all stored values poisoned before.

    Attributes:
        folder: where the files are built.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = cache(self._files)
        self.values = cache(self._values)

    def _files(self, scenario: Scenario) -> dict[str, Path]:
        """Return a scenario's poisoned files by format."""
        folder = self.folder / scenario.name
        return scenario.typed_into(build(scenario.built, folder).files, folder)

    def _values(self, program: str, scenario: Scenario, suffix: str) -> Values:
        """Return what a program shows."""
        match program:
            case "IronCalc":
                return ironcalc_values(self.files(scenario)[suffix])
            case "Gnumeric":
                return gnumeric_values(self.files(scenario)[suffix], self.folder)
        return self._libreoffice[scenario, suffix]

    @cached_property
    def _libreoffice(self) -> dict[tuple[Scenario, str], Values]:
        """What LibreOffice shows for all files, opened in one run of it."""
        opened = [(scenario, suffix) for scenario in SCENARIOS for suffix in FORMATS]
        paths = [self.files(scenario)[suffix] for scenario, suffix in opened]
        return dict(zip(opened, libreoffice_values(paths, self.folder), strict=True))


@pytest.fixture(scope="session")
def calculations(tmp_path_factory: pytest.TempPathFactory) -> Calculations:
    return Calculations(tmp_path_factory.mktemp("calculations"))


@pytest.fixture(scope="session")
def classic(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks of the classic template by format."""
    files = build(CLASSIC, tmp_path_factory.mktemp("classic")).files
    return {path.suffix: path for path in files}
