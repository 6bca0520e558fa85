"""Pages as files: whole, small, and deaf to what a template says."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html import unescape

import pytest

from bpsheet import __version__
from bpsheet.catalogue import BUNDLED
from bpsheet.pages.document import page_of
from bpsheet.verbs.page import MOST_BYTES
from tests.pages.worked_examples import parts

HOSTILE = "</script><img src=x onerror=run()> $program ${style} <!-- \u2028 \"'&amp;"
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_page_is_small(name: str) -> None:
    assert len(page_of(parts(name)).encode()) < MOST_BYTES <= 300_000


@pytest.mark.parametrize("name", BUNDLED)
def test_a_page_needs_nothing_else(name: str) -> None:
    page = page_of(parts(name))
    assert not re.search(r"""\b(src|href)\s*=\s*["']?(https?:|//)""", page)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|importScripts|eval)\b\s*\(", page)
    assert "@import url" not in page
    assert not re.search(r"<(link|iframe|object|embed|base|form)\b", page)
    assert not re.search(
        r"<[^>]*\s(on\w+|style)=", page.split('<script type="application/json"')[0]
    )


def test_a_page_says_by_hash_what_may_run_and_nothing_else_may() -> None:
    page = page_of(parts("classic"))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    programs = [text for attributes, text in SCRIPT.findall(page) if "json" not in attributes]
    assert rules["style-src"] == f"'{hash_of(*style)}'"
    assert rules["script-src"] == f"'{hash_of(*programs)}'"


def hash_of(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def test_a_page_holds_its_example_and_its_version() -> None:
    page = page_of(parts("classic"))
    (stored,) = [text for attributes, text in SCRIPT.findall(page) if "json" in attributes]
    assert json.loads(stored) == json.loads(json.dumps(parts("classic").data))
    assert f"bpsheet {__version__}" in page
    assert "$" not in re.sub(SCRIPT, "", page)


def test_what_a_template_says_is_text_wherever_it_stands() -> None:
    own = parts("classic")
    data = {**own.data, "title": HOSTILE, "summary": HOSTILE}
    data["quantities"] = [
        {**one, "name": HOSTILE, "meaning": HOSTILE} for one in data["quantities"]
    ]
    page = page_of(replace(own, title=HOSTILE, summary=HOSTILE, data=data))
    assert "<img" not in SCRIPT.sub("", page)
    assert page.count("</script>") == page_of(own).count("</script>") == 2
    heading = re.search("<h1>(.*?)</h1>", page)
    assert heading
    assert unescape(heading[1]) == HOSTILE
    (stored,) = [text for attributes, text in SCRIPT.findall(page) if "json" in attributes]
    assert json.loads(stored) == json.loads(json.dumps(data))
    assert "<!--" not in stored


def test_the_same_parts_give_the_same_page() -> None:
    assert page_of(parts("xor")) == page_of(parts("xor"))
