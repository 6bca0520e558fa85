"""Pages in a browser: what a reader waits for, and how smoothly they run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from bpsheet.verbs.page import page
from tests.benchmarks.measure import Row, factor, shown

SLOWED = 4
"""How many times slower the browser's processor is made, as on an old phone."""

RUNS, SECONDS = 5, 3
ROWS = 10_000
EMPTY = "<!DOCTYPE html><html lang=en><title>Empty</title><p>One line.</p></html>"

PAINT = """() => new Promise((resolve) => {
  const done = () => performance.getEntriesByName("first-contentful-paint")[0];
  const look = () => (done() ? resolve(done().startTime) : requestAnimationFrame(look));
  look();
})"""

PICTURES = """(milliseconds) => new Promise((resolve) => {
  const start = performance.now();
  let pictures = 0;
  const picture = () => {
    pictures += 1;
    const passed = performance.now() - start;
    if (passed < milliseconds) requestAnimationFrame(picture);
    else resolve((1000 * pictures) / passed);
  };
  requestAnimationFrame(picture);
})"""

SCROLL = """(pixels) => new Promise((resolve) => {
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries()))
    .observe({ type: "longtask" });
  const scroller = document.querySelector("#table .scroller");
  scroller.scrollIntoView();
  scroller.scrollTop = 0;
  let pictures = 0;
  const picture = () => {
    pictures += 1;
    scroller.scrollTop = pixels * pictures;
    if (pictures < 120) requestAnimationFrame(picture);
    else setTimeout(() => resolve(tasks.map((one) => one.duration)), 200);
  };
  setTimeout(() => { tasks.length = 0; requestAnimationFrame(picture); }, 500);
})"""


def pages() -> Iterator[Row]:
    """Measure the classic page; nothing without Chromium."""
    path = shutil.which("chromium")
    if path is None:
        return
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = page("classic", folder).file
        empty = Path(folder, "empty.html")
        empty.write_text(EMPTY, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield first_paint(browser, file, empty)
        yield steps(browser, file)
        yield learning(browser, file)
        yield scrolling(browser, file)
        browser.close()


@contextmanager
def opened(browser: Browser, address: str, slowed: int = SLOWED) -> Iterator[Page]:
    """Open a page with a processor that is so many times slower."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    tab.goto(address)
    yield tab
    context.close()


def first_paint(browser: Browser, file: Path, empty: Path) -> Row:
    """Compare when the first words are to be seen with a page of one line."""
    times = []
    for _ in range(RUNS):
        pair = []
        for path in (file, empty):
            with opened(browser, path.as_uri()) as tab:
                pair.append(tab.evaluate(PAINT) / 1000)
        times.append(pair)
    ours, other = (median(column) for column in zip(*times, strict=True))
    ratio = median(first / second for first, second in times)
    what = f"first paint of the classic page by the clock, processor {SLOWED} times slower"
    return Row(what, shown(ours), "a page of one line", shown(other), factor(ratio), "under 1 s")


def learning(browser: Browser, file: Path) -> Row:
    """Compare the pictures a second while it learns with those while it does nothing."""
    with opened(browser, file.as_uri()) as tab:
        idle = tab.evaluate(PICTURES, 2000)
        tab.get_by_role("slider", name="Speed").fill("6")
        tab.get_by_role("button", name="Learn", exact=True).click()
        learns = tab.evaluate(PICTURES, 3000)
    return Row(
        what="pictures a second while the classic page learns 100 rows a second, slowed as above",
        ours=f"{learns:.0f}",
        against="the same page at rest",
        other=f"{idle:.0f}",
        ratio=factor(learns / idle),
        goal="",
    )


def steps(browser: Browser, file: Path) -> Row:
    """Count the steps a second that a slow browser makes, of the hundred it is asked for."""
    found = []
    for slowed in (SLOWED, 1):
        with opened(browser, file.as_uri(), slowed=slowed) as tab:
            tab.get_by_role("slider", name="Speed").fill("6")
            tab.get_by_label("stop at the goal").uncheck()
            tab.get_by_role("button", name="Learn", exact=True).click()
            tab.wait_for_timeout(1000 * SECONDS)
            found.append(int(tab.locator("#trainer .dials dd").first.inner_text()) / SECONDS)
    slow, usual = found
    return Row(
        what="steps a second of the classic page, asked for 100, slowed as above",
        ours=f"{slow:.0f}",
        against="the same page, not slowed",
        other=f"{usual:.0f}",
        ratio=factor(slow / usual),
        goal="60",
    )


def scrolling(browser: Browser, file: Path) -> Row:
    """Count what keeps the browser busy for over 50 ms while the table is scrolled."""
    found = []
    for rows in (ROWS, 100):
        with opened(browser, f"{file.as_uri()}#row={rows - 1}", slowed=1) as tab:
            tab.wait_for_function("() => document.getElementById('proof').textContent")
            found.append(tab.evaluate(SCROLL, 60))
    ours, other = (f"{len(tasks)} (longest {max(tasks, default=0):.0f} ms)" for tasks in found)
    what = f"tasks over 50 ms while {ROWS:,} rows are scrolled, at full speed"
    return Row(what, ours, "100 rows", other, "", "none")
