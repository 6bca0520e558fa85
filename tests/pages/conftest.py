"""One browser for all tests of a process, and pages opened in it from disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bpsheet.pages.document import PageParts, page_of
from tests.applications import program
from tests.pages.opened import Opened
from tests.pages.worked_examples import parts

Opener = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run Debian's Chromium; the calling test is skipped where it is not installed."""
    path = program("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Return a function that opens the page of a bundled template, or of some parts.

    No page may ask for anything but itself, nor complain; both are checked at the end.
    """
    pages: list[Opened] = []

    def open_page(of: str | PageParts, link: str = "", **options: object) -> Opened:
        own = parts(of) if isinstance(of, str) else of
        path = tmp_path / f"page {len(pages)}.html"
        path.write_text(page_of(own), encoding="utf-8")
        pages.append(Opened(browser, path, link, own.data, options))
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()
    for page in pages:
        assert page.faults == []
        assert page.requests == [page.address]
