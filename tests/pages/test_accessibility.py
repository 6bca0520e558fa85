"""Pages for everyone: axe-core finds nothing serious, and nothing is wider than a phone."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from bpsheet.catalogue import BUNDLED
from tests.pages.conftest import Opener

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
SERIOUS = ("serious", "critical")
KINDS = ("classic", "line", "xor", "softmax", "cs231n-sigmoid", "gates")
AUDIT = """async () => {
  const found = await axe.run({ resultTypes: ["violations"] });
  return [found.violations, found.passes.length];
}"""


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_serious_problem_in_light_and_dark_and_on_a_phone(
    opened: Opener, name: str
) -> None:
    page = opened(name, bypass_csp=True)
    page.button("Step").click()
    page.page.evaluate("document.querySelector('details:last-of-type').open = true")
    page.page.add_script_tag(content=AXE)
    light = serious_problems(page.page)
    page.page.emulate_media(color_scheme="dark")
    dark = serious_problems(page.page)
    page.page.set_viewport_size({"width": 360, "height": 740})
    phone = serious_problems(page.page)
    assert "; ".join({*light, *dark, *phone}) == ""


def serious_problems(page: Page) -> list[str]:
    violations, passes = page.evaluate(AUDIT)
    assert passes > 20
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['target']} ({len(one['nodes'])})"
        for one in violations
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("name", BUNDLED)
def test_a_page_is_as_wide_as_its_window(opened: Opener, name: str) -> None:
    page = opened(name)
    for width in (360, 1280, 1920):
        page.page.set_viewport_size({"width": width, "height": 800})
        assert page.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_picture_has_a_title_and_says_its_numbers(opened: Opener) -> None:
    page = opened("classic")
    picture = page.page.get_by_role("img", name="The network of")
    before = picture.locator("desc").text_content()
    assert before is not None
    assert before.startswith("At step 0: ")
    page.button("Step").click()
    after = picture.locator("desc").text_content()
    assert after is not None
    assert after.startswith("At step 1: ")


def test_nothing_chatters_while_it_learns(opened: Opener) -> None:
    """What is announced changes only when a reader does something, or a run ends."""
    page = opened("classic")
    page.page.evaluate(
        """() => {
          globalThis.said = 0;
          const heard = new MutationObserver((changes) => { globalThis.said += changes.length; });
          for (const live of document.querySelectorAll("[aria-live], [role=status], [role=alert]"))
            heard.observe(live, { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.learn(10)
    assert page.page.evaluate("globalThis.said") <= 2


def test_a_page_prints_without_its_controls(opened: Opener) -> None:
    page = opened("classic")
    page.page.emulate_media(media="print")
    assert not page.button("Learn").is_visible()
    assert page.page.locator("#derivation .result").first.is_visible()
