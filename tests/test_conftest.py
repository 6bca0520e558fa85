from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SUITE = """
    import pytest

    def test_passes():
        pass

    def test_skips():
        pytest.skip("no office program here")

    @pytest.mark.skipif(True, reason="not on this system")
    def test_is_skipped():
        pass

    @pytest.mark.optional
    def test_may_skip():
        pytest.skip("no torch here")

    @pytest.mark.xfail
    def test_fails_as_expected():
        assert False
"""

MODULE = """
    import pytest

    pytest.importorskip("there_is_no_such_module")
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini("[pytest]\nmarkers = optional: may be skipped")
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(test_suite=SUITE, test_module=MODULE)
    return pytester


def test_forbidden_skips_fail_with_their_reason(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPSHEET_FORBID_SKIPS", "1")
    suite.runpytest_subprocess("test_module.py").assert_outcomes(errors=1)
    result = suite.runpytest_subprocess("test_suite.py")
    result.assert_outcomes(passed=1, failed=1, errors=1, skipped=1, xfailed=1)
    for reason in ("no office program here", "not on this system"):
        result.stdout.fnmatch_lines([f"*BPSHEET_FORBID_SKIPS is set: *{reason}"])


def test_skips_are_allowed_otherwise(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BPSHEET_FORBID_SKIPS", raising=False)
    suite.runpytest_subprocess("test_suite.py").assert_outcomes(passed=1, skipped=3, xfailed=1)
