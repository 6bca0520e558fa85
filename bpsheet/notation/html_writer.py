"""A derivation as HTML with MathML."""

from __future__ import annotations

from html import escape

from bpsheet.expression import Expression
from bpsheet.html_page import html_page
from bpsheet.model.derive import route
from bpsheet.model.steps import Step
from bpsheet.notation.mathml import mathml
from bpsheet.notation.mathml_names import mathml_name
from bpsheet.notation.writer import Writer

STYLE = """
math { font-size: 1.15em; } p.equation { margin: .5rem 0; overflow-x: auto; overflow-y: hidden; }
nav ol { columns: 12rem; margin: 0; } h2 { break-after: avoid; scroll-margin-top: 1rem; }
caption { color: var(--muted); padding: .6rem 0 .2rem; } td { vertical-align: middle; }
"""
_PREFIX = "part-"


def _math(content: str) -> str:
    return f"<math>{content}</math>"


def _equal(*parts: str) -> str:
    return _math(f"<mrow>{'<mo>=</mo>'.join(parts)}</mrow>")


class HtmlWriter(Writer):
    """An HTML page with a list of its contents."""

    def __init__(self) -> None:
        self._headings: list[str] = []

    def whole(self, title: str, lines: list[str]) -> list[str]:
        items = (
            f'<li><a href="#{_PREFIX}{number}">{heading}</a></li>'
            for number, heading in enumerate(self._headings, start=1)
        )
        contents = f'<nav aria-label="Contents"><ol>{"".join(items)}</ol></nav>'
        parts = [f"<h1>{escape(title)}</h1>", contents, *lines]
        return html_page(title, parts, STYLE).splitlines()

    def heading(self, words: str) -> list[str]:
        heading = words if words.startswith("<math>") else escape(words)
        self._headings.append(heading)
        return [f'<h2 id="{_PREFIX}{len(self._headings)}">{heading}</h2>']

    def name(self, name: str) -> str:
        return _math(mathml_name(name))

    def equation(self, left: Expression, right: Expression) -> str:
        return f'<p class="equation">{_equal(mathml(left), mathml(right))}</p>'

    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        label = "Path" if number is None else f"Path {number}"
        return [
            '<table class="stacked">',
            f"<caption>{label}: {escape(route(path))}</caption>",
            '<thead><tr><th scope="col">factor</th><th scope="col">why</th></tr></thead>',
            *map(self._factor, path),
            "</table>",
        ]

    def remark(self, words: str) -> list[str]:
        return [f'<p class="muted">{escape(words)}</p>']

    def _factor(self, step: Step) -> str:
        written = _equal(mathml_name(step.name), *map(mathml, step.values))
        return f"<tr><td>{written}</td><td>{escape(step.why)}</td></tr>"
