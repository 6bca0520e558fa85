"""A page opened in a browser: what a reader does there, and what is to be seen."""

from __future__ import annotations

import re
from math import inf, nan
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Route

Shown = list[tuple[str, str]]
"""Names with the numbers beside them, as they are written."""

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

NETWORK = """() => [...document.querySelectorAll("#network .value")].map((value) => {
  const own = value.textContent;
  const name = value.parentElement.querySelector(":scope > .name");
  const line = value.closest("text").textContent;
  return [(name ? name.textContent : line.slice(0, -own.length)).trim(), own];
})"""

ROWS = """() => {
  const heads = [...document.querySelectorAll("#table th[data-place]")];
  const places = heads.map((head) => Number(head.dataset.place));
  return [...document.querySelectorAll("#table tr[data-row]")].map((row) => [
    Number(row.dataset.row),
    places.map((place, n) => [place, row.querySelectorAll("td[data-place]")[n].textContent]),
  ]);
}"""

DIALS = """(list) => [...document.querySelectorAll(list + " .dial")].map((dial) =>
  [dial.querySelector("dt").textContent, dial.querySelector("dd").textContent])"""

RESULTS = """(list) => [...document.querySelectorAll(list + " .result")].map((one) =>
  one.textContent.replace("=", "").trim())"""


# It is seen and pressed at once: a run may reach its goal between two commands.
LEARNED = """(rows) => {
  const pause = [...document.querySelectorAll("#trainer button")]
    .find((button) => button.textContent === "Pause");
  const step = document.querySelector("#trainer .dials dd");
  if (pause && Number(step.textContent) > rows) pause.click();
  return !pause;
}"""


class Opened:
    """A page that was opened from disk in a browser without a network.

    Attributes:
        page: Playwright's.
        data: what the page knows of its worked example.
        faults: what the page complained of: errors, warnings, refused promises.
        requests: the addresses that it asked for.
    """

    def __init__(
        self, browser: Browser, path: Path, link: str, data: dict[str, Any], options: dict[str, Any]
    ) -> None:
        self.data = data
        self.address = path.as_uri()
        self.faults: list[str] = []
        self.requests: list[str] = []
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options
        self.context = browser.new_context(**options)
        self.context.set_offline(True)
        self.context.route("**/*", self._only_the_file)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(self.address + (f"#{link}" if link else ""))
        self.page.wait_for_function("() => document.getElementById('proof').textContent")

    def _only_the_file(self, route: Route) -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning", "assert"):
            self.faults.append(message.text)

    def close(self) -> None:
        """Close the page."""
        self.context.close()

    def button(self, name: str) -> Locator:
        """Return one of the buttons of the controls."""
        return self.page.locator("#trainer").get_by_role("button", name=name, exact=True)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return int(self.page.locator("#table table").get_attribute("aria-rowcount") or 0) - 1

    @property
    def step(self) -> int:
        """The step that is looked at."""
        return int(dict(self.dials())["step"])

    def learn(self, rows: int) -> None:
        """Learn until there are so many rows at least, or the run ends by itself."""
        self.button("Learn").click()
        self.page.wait_for_function(LEARNED, arg=rows)

    def type(self, field: Locator, number: float) -> None:
        """Type a number into a field, and leave it."""
        field.fill(repr(number))
        field.press("Tab")

    def field(self, label: str) -> Locator:
        """Return the field of a number to change; its label may go on after a colon."""
        start = self.page.locator("#start")
        return start.get_by_label(re.compile(rf"^{re.escape(label)}(:|$)"))

    @property
    def rate(self) -> Locator:
        """The field of the learning rate."""
        return self.page.get_by_label("Learning rate", exact=False).and_(
            self.page.locator("input[type=number]")
        )

    def network(self) -> Shown:
        """Return the names in the picture of the network, each with its number."""
        return [(name, number) for name, number in self.page.evaluate(NETWORK)]

    def dials(self, part: str = "") -> Shown:
        """Return the dials; those of ``".parameters"`` are in the order of the parameters."""
        chosen = part or ":not(.parameters)"
        found = self.page.evaluate(DIALS, f".panels .dials{chosen}")
        return [(name, number) for name, number in found]

    def rows(self) -> dict[int, Shown]:
        """Return the rows of the training table that are in sight, by number."""
        names = [quantity["name"] for quantity in self.data["quantities"]]
        return {
            row: [(names[place], text) for place, text in cells]
            for row, cells in self.page.evaluate(ROWS)
        }

    def results(self, part: str) -> list[str]:
        """Return the results of the equations in a part of the page such as ``"#walk"``."""
        found: list[str] = self.page.evaluate(RESULTS, part)
        return found


def number_in(text: str) -> float:
    """Return the number that a page has written; NaN for what is not known yet.

    >>> number_in("−1.50000·10⁻⁵"), number_in("0.0500000")
    (-1.5e-05, 0.05)
    """
    if text == "–":
        return nan
    if text.endswith("∞"):
        return -inf if text.startswith("−") else inf
    return float(text.replace("−", "-").replace("·10", "e").translate(SUPERSCRIPTS))
