"""Ways of writing a derivation down: plain text, Markdown, LaTeX or HTML."""

from __future__ import annotations

from bpsheet.expression import Expression
from bpsheet.model.derive import route
from bpsheet.model.steps import Step
from bpsheet.notation.html_writer import HtmlWriter
from bpsheet.notation.latex import latex
from bpsheet.notation.latex_names import latex_name
from bpsheet.notation.latex_words import latex_words
from bpsheet.notation.text import text
from bpsheet.notation.writer import Writer


def _route(number: int | None, path: tuple[Step, ...]) -> str:
    label = "path" if number is None else f"path {number}"
    return f"{label}: {route(path)}"


def _chain_of_values(step: Step) -> str:
    return " = ".join(map(latex, step.values))


class TextWriter(Writer):
    """Plain text, aligned for a terminal."""

    def whole(self, title: str, lines: list[str]) -> list[str]:
        return [title, "=" * len(title), *lines]

    def heading(self, words: str) -> list[str]:
        return ["", words, "-" * len(words)]

    def name(self, name: str) -> str:
        return name

    def equation(self, left: Expression, right: Expression) -> str:
        return f"  {text(left)} = {text(right)}"

    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        factors = [(step.name, " = ".join(map(text, step.values)), step.why) for step in path]
        names, values = (max(len(factor[place]) for factor in factors) for place in (0, 1))
        lines = [f"    {name:{names}} = {value:{values}}  {why}" for name, value, why in factors]
        return [f"  {_route(number, path)}", *lines]

    def remark(self, words: str) -> list[str]:
        return [f"  {words}"]


class MarkdownWriter(TextWriter):
    """Markdown with its mathematics in LaTeX between dollar signs."""

    def whole(self, title: str, lines: list[str]) -> list[str]:
        return [f"# {title}", *lines]

    def heading(self, words: str) -> list[str]:
        return ["", f"## {words}", ""]

    def name(self, name: str) -> str:
        return f"${latex_name(name)}$"

    def equation(self, left: Expression, right: Expression) -> str:
        return f"- ${latex(left)} = {latex(right)}$"

    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        rows = [
            f"| ${latex_name(step.name)}$ | ${_chain_of_values(step)}$ | {step.why} |"
            for step in path
        ]
        return [_route(number, path), "", "| factor | value | why |", "|---|---|---|", *rows, ""]

    def remark(self, words: str) -> list[str]:
        return [f"- {words}"]


LONGEST_LINE = 450
"""The letters of LaTeX in an equation that is certainly no wider than a page."""


class LatexWriter(Writer):
    """A LaTeX article."""

    def whole(self, title: str, lines: list[str]) -> list[str]:
        return [
            r"\documentclass{article}",
            r"\usepackage[utf8]{inputenc}",
            r"\usepackage{amsmath}",
            r"\usepackage{graphicx}",
            r"\usepackage[margin=2cm]{geometry}",
            r"\newcommand{\fitted}[1]{\resizebox{\linewidth}{!}{$\displaystyle #1$}}",
            r"\begin{document}",
            rf"\section*{{{latex_words(title)}}}",
            *lines,
            r"\end{document}",
        ]

    def heading(self, words: str) -> list[str]:
        return ["", rf"\subsection*{{{words if words.startswith('$') else latex_words(words)}}}"]

    def name(self, name: str) -> str:
        return f"${latex_name(name)}$"

    def equation(self, left: Expression, right: Expression) -> str:
        written = f"{latex(left)} = {latex(right)}"
        return (
            rf"\[ \fitted{{{written}}} \]" if len(written) > LONGEST_LINE else rf"\[ {written} \]"
        )

    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        arrow = r" \to "
        route = arrow.join(latex_name(name) for name in [path[0].of, *(step.by for step in path)])
        rows = [
            rf"{latex_name(step.name)} &= {_chain_of_values(step)}"
            rf" && \parbox{{0.4\textwidth}}{{\footnotesize {latex_words(step.why)}}} \\"
            for step in path
        ]
        label = "Path" if number is None else f"Path {number}"
        return [rf"\noindent {label}: ${route}$", r"\begin{align*}", *rows, r"\end{align*}"]

    def remark(self, words: str) -> list[str]:
        return [rf"\noindent {latex_words(words)}", ""]


WRITERS: dict[str, type[Writer]] = {
    "text": TextWriter,
    "markdown": MarkdownWriter,
    "latex": LatexWriter,
    "html": HtmlWriter,
}
