"""What a reader does with a page, by mouse, keyboard and link."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

from bpsheet import engine
from bpsheet.catalogue import load_template
from tests.engine.examples import with_training
from tests.pages.conftest import Opener
from tests.pages.opened import Opened

KEEP = "() => { navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }; }"
CLASSIC_START = "0.15 0.2 0.25 0.3 0.4 0.45 0.5 0.55"


def test_learn_pauses_and_goes_on(opened: Opener) -> None:
    page = opened("classic")
    page.learn(3)
    rows = page.count
    assert rows > 3
    assert page.button("Learn").is_enabled()
    page.learn(rows)
    assert page.count > rows


def test_learn_stops_at_the_goal_and_says_when_it_was_reached(opened: Opener) -> None:
    page = opened("mazur")
    page.page.get_by_role("slider", name="Speed").fill("8")
    page.learn(10_000)
    losses = engine.train(with_training(load_template("mazur"), epochs=page.count)).total
    rates = load_template("mazur").training.learning_rates
    goal = load_template("mazur").training.goal
    assert goal is not None
    reached = int(np.argmax(losses[len(rates) // 2] <= goal))
    assert page.count == reached + 1
    assert f"reached at step {reached}" in dict(page.dials())["goal"]


def test_learning_as_fast_as_it_goes_begins_whatever_the_clocks_say(opened: Opener) -> None:
    """A browser may draw its first picture with the time of before the press."""
    page = opened("classic")
    page.page.evaluate(
        """() => {
          const now = performance.now.bind(performance);
          performance.now = () => now() + 50;
        }"""
    )
    page.page.get_by_role("slider", name="Speed").fill("8")
    page.learn(50)
    assert page.count > 50


def test_an_epoch_is_all_samples_and_has_its_cost(opened: Opener) -> None:
    page = opened("xor")
    page.button("Epoch").click()
    samples = load_template("xor").samples
    assert page.count == samples
    page.button("Epoch").click()
    assert page.count == 2 * samples


def test_a_rate_that_diverges_says_so_and_ends(opened: Opener) -> None:
    page = opened("line")
    page.type(page.rate, 1e100)
    page.learn(100)
    assert "diverged at step" in page.page.locator("#trainer").inner_text()
    expect(page.button("Learn")).to_be_disabled()
    expect(page.button("Step")).to_be_disabled()
    page.type(page.rate, 0.1)
    expect(page.button("Learn")).to_be_enabled()


@pytest.mark.parametrize("typed", ["", "-1", "0", "1e999"])
def test_a_rate_that_is_none_changes_nothing(opened: Opener, typed: str) -> None:
    page = opened("classic")
    page.button("Step").click()
    page.rate.fill(typed)
    page.rate.press("Tab")
    assert page.rate.get_attribute("aria-invalid") == "true"
    assert page.count == 2


def test_a_number_that_is_none_changes_nothing(opened: Opener) -> None:
    page = opened("classic")
    page.button("Step").click()
    page.field("w1").fill("")
    page.field("w1").press("Tab")
    assert page.field("w1").get_attribute("aria-invalid") == "true"
    assert page.page.locator("#start").get_by_role("alert").inner_text() != ""
    assert page.count == 2


def test_other_rates_are_laid_over_the_curve(opened: Opener) -> None:
    page = opened("classic")
    drawn = page.page.locator("#curve svg polyline")
    page.learn(5)
    before = drawn.count()
    page.page.locator("#curve").get_by_label("0.1", exact=True).check()
    assert drawn.count() > before


def test_the_table_is_copied_as_csv_with_all_digits(opened: Opener) -> None:
    page = opened("classic")
    for _ in range(3):
        page.button("Step").click()
    page.page.evaluate(KEEP)
    page.page.get_by_role("button", name="Copy as CSV").click()
    page.page.wait_for_function("() => globalThis.copied !== undefined")
    head, *rows = csv.reader(io.StringIO(page.page.evaluate("globalThis.copied")))
    rate = load_template("classic").training.learning_rates[3]
    trace = engine.train(with_training(load_template("classic"), learning_rates=(rate,), epochs=4))
    assert head == ["step", *trace.names_of_columns]
    numbers = np.array(rows, float)
    right = [trace.step, *(trace.column(name)[0] for name in trace.names_of_columns)]
    assert numbers == pytest.approx(np.transpose(right), rel=1e-13)


def test_where_the_clipboard_is_refused_the_table_is_saved(opened: Opener) -> None:
    page = opened("classic")
    page.page.evaluate(
        "() => { navigator.clipboard.writeText = async () => { throw new Error(); }; }"
    )
    with page.page.expect_download() as download:
        page.page.get_by_role("button", name="Copy as CSV").click()
    assert download.value.suggested_filename == "training.csv"
    page.requests[1:] = []


# Keys.


def test_space_learns_and_pauses(opened: Opener) -> None:
    page = opened("classic")
    page.page.keyboard.press("Space")
    page.page.wait_for_function(
        "() => document.querySelector('#trainer .dials dd').textContent > 0"
    )
    page.page.keyboard.press("Space")
    expect(page.button("Learn")).to_be_visible()
    rows = page.count
    page.page.wait_for_timeout(200)
    assert page.count == rows > 1


def test_space_in_a_field_or_on_a_button_keeps_its_meaning(opened: Opener) -> None:
    page = opened("classic")
    page.button("Step").focus()
    page.page.keyboard.press("Space")
    assert page.count == 2
    page.rate.focus()
    page.page.keyboard.press("Space")
    assert page.button("Pause").count() == 0


def test_arrow_keys_walk_where_the_walk_has_the_focus(opened: Opener) -> None:
    page = opened("classic")
    walk = page.page.locator("#walk")
    words = walk.get_by_role("status")
    first = words.inner_text()
    walk.get_by_role("button", name="Next").focus()
    page.page.keyboard.press("ArrowRight")
    second = words.inner_text()
    assert first != second
    assert second.startswith("Step 2 of ")
    page.page.keyboard.press("ArrowLeft")
    assert words.inner_text() == first
    page.page.keyboard.press("ArrowLeft")
    assert words.inner_text() == first


def test_the_walk_goes_through_all_its_steps(opened: Opener) -> None:
    page = opened("classic")
    count = sum(len(part["steps"]) for part in page.data["walk"])
    walk = page.page.locator("#walk")
    pressed = page.page.evaluate(
        """() => {
          const next = [...document.querySelectorAll("#walk button")]
            .find((button) => button.textContent === "Next");
          let pressed = 0;
          while (!next.disabled) { next.click(); pressed += 1; }
          return pressed;
        }"""
    )
    assert pressed == count - 1
    assert walk.get_by_role("status").inner_text().startswith(f"Step {count} of {count}: ")


def test_the_walk_points_at_what_it_speaks_of(opened: Opener) -> None:
    page = opened("classic")
    marked = "[...document.querySelectorAll('#network .main .name')].map((one) => one.textContent)"
    assert page.page.evaluate(marked) == ["h1"]
    page.page.locator("#walk").get_by_role("button", name="Next").click()
    assert page.page.evaluate(marked) == ["a_h1"]
    assert page.page.locator("#table td.main").count() == page.count


def test_arrow_keys_choose_a_row_of_the_table(opened: Opener) -> None:
    page = opened("classic")
    for _ in range(4):
        page.button("Step").click()
    page.page.locator("#table").get_by_role("region").focus()
    steps = []
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "Home", "ArrowUp", "End", "ArrowDown"):
        page.page.keyboard.press(key)
        steps.append(page.step)
    assert steps == [3, 2, 3, 0, 0, 4, 4]
    assert page.page.locator("#table tr[aria-selected=true]").get_attribute("data-row") == "4"


def test_everything_is_reached_by_tab_and_shows_where_the_focus_is(opened: Opener) -> None:
    page = opened("classic")
    seen: list[str] = []
    for _ in range(40):
        page.page.keyboard.press("Tab")
        found = page.page.evaluate(
            """() => {
              const at = document.activeElement, style = getComputedStyle(at);
              const words = at.getAttribute("aria-label") || at.textContent || at.id;
              return [words.trim(), style.outlineStyle !== "none" && style.outlineWidth !== "0px"];
            }"""
        )
        assert found[1] or found[0] == "", f"{found[0]}: no focus is to be seen"
        seen.append(found[0])
    for name in ("Learn", "Step", "Reset", "Next", "rate"):
        assert name in seen


# Links.


def test_a_link_leads_to_settings_and_row(opened: Opener) -> None:
    start = CLASSIC_START.replace("0.15", "0.75")
    link = f"rate=0.3&start={start}&samples=0.2 0.1 0.01 0.99&row=3".replace(" ", "+")
    page = opened("classic", link)
    assert (page.count, page.step) == (4, 3)
    assert page.rate.input_value() == "0.3"
    assert page.field("w1").input_value() == "0.75"
    assert page.field("i1 of sample 1").input_value() == "0.2"


def test_what_is_changed_can_be_linked_to(opened: Opener) -> None:
    page = opened("classic")
    page.type(page.rate, 0.3)
    page.button("Step").click()
    page.page.evaluate(KEEP)
    page.page.get_by_role("button", name="link").click()
    page.page.wait_for_function("() => globalThis.copied !== undefined")
    address = page.page.evaluate("globalThis.copied")
    other = opened("classic", address.split("#")[1])
    assert (other.count, other.rate.input_value()) == (2, "0.3")


@pytest.mark.parametrize(
    "link",
    [
        "rate=<script>alert(1)</script>",
        "rate=-1",
        "rate=0",
        "rate=NaN",
        "rate=Infinity",
        "start=1e999+0.2+0.25+0.3+0.4+0.45+0.5+0.55",
        "start=1+2+3",
        "start=" + "+".join(["1"] * 9),
        "start=1++2+3+4+5+6+7",
        "samples=1+2+3",
        "samples=a+b+c+d",
        "hyperparameters=1",
        "row=-3",
        "row=1.5",
        "row=<img>",
        "%",
        "%E0%A4%A",
        "__proto__=1&constructor=2",
        "=&&=&rate",
    ],
)
def test_a_link_that_does_not_fit_is_ignored(opened: Opener, link: str) -> None:
    page = opened("classic", link)
    usual = page.data["rates"][len(page.data["rates"]) // 2]
    assert page.count == 1
    assert float(page.rate.input_value()) == usual
    assert page.field("w1").input_value() == "0.15"
    assert page.field("i1 of sample 1").input_value() == "0.05"


def test_a_link_to_a_row_far_away_ends_where_runs_end(opened: Opener) -> None:
    page = opened("classic", "row=1000000000")
    assert 1_000 <= page.count <= 20_000
    assert page.step == page.count - 1


# What a template says is text.

HOSTILE = '</script><img src=x onerror="globalThis.ran=1">\'$program ${a} \u2028 <b>&amp;'


def test_what_a_template_says_is_shown_as_text(opened: Opener) -> None:
    from tests.pages.worked_examples import parts  # noqa: PLC0415

    own = parts("classic")
    data = {**own.data, "title": HOSTILE, "summary": HOSTILE}
    data["quantities"] = [
        {**one, "name": f"{number}{HOSTILE}", "meaning": HOSTILE}
        for number, one in enumerate(own.data["quantities"])
    ]
    page = opened(replace(own, title=HOSTILE, summary=HOSTILE, data=data))
    assert page.page.title().startswith(HOSTILE[:40])
    assert page.page.locator("h1").text_content() == HOSTILE
    page.button("Step").click()
    page.page.locator("#walk").get_by_role("button", name="Next").click()
    assert page.page.locator("img, b, script:not([type])").count() == 0
    assert page.page.evaluate("globalThis.ran") is None
    assert (
        page.page.locator("#network .name").first.text_content()
        == f"{place_of_input(page)}{HOSTILE}"
    )


def place_of_input(page: Opened) -> int:
    return int(page.data["inputs"][0])


def test_nothing_but_the_page_s_own_program_may_run(opened: Opener) -> None:
    page = opened("classic")
    page.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "globalThis.ran = 1";
          document.body.append(script);
          const image = document.createElement("div");
          image.innerHTML = '<img src="x" onerror="globalThis.ran = 2">';
          document.body.append(image);
        }"""
    )
    page.page.wait_for_timeout(100)
    assert page.page.evaluate("globalThis.ran") is None
    assert len(page.faults) >= 2
    assert all("Content Security Policy" in fault for fault in page.faults)
    page.faults.clear()
    page.requests[1:] = []
