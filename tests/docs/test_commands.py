"""The runner of shown commands notices what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.commands import run_console


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "block",
    [
        "$ bpsheet --version\n",
        "$ bpsheet --version  # which one it is\nbpsheet 0.1.0\n",
        "$ bpsheet templates\n…\n",
        "$ bpsheet templates\n…\nmicrograd           micrograd's README example: 24.7041 and its"
        " derivatives\n…\n",
        "$ bpsheet check wrong.xlsx --format concise\nwrong.xlsx:Sheet1!AB4:AB8: BP302 "
        "swapped-operand: ∂E/∂w5 uses i1 where t1 belongs\n",
        "$ mkdir pile\n$ ls\npile\n",
        "$ bpsheet --version | wc -l\n1\n",
        "$ bpsheet \\\n--version\nbpsheet 0.1.0\n",
    ],
)
def test_what_is_right_passes(block: str, tmp_path: Path) -> None:
    shims = tmp_path.parent / f"{tmp_path.name}-shims"
    shims.mkdir()
    run_console(block, shims)


@pytest.mark.parametrize(
    "block",
    [
        "bpsheet --version\n",
        "$ bpsheet nothing\n",
        "$ bpsheet --version\nbpsheet 9.9\n",
        "$ bpsheet --version\n…\nbpsheet 0.1.0\nand more\n",
        "$ bpsheet templates\nnothing\n…\n",
        "$ bpsheet check missing.xlsx\n",
        "$ cat missing.csv\n",
    ],
)
def test_what_is_wrong_fails(block: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_console(block, tmp_path)
