"""Ways of writing a derivation down: plain text, Markdown or LaTeX."""

from __future__ import annotations

from abc import ABC, abstractmethod

from bpsheet.expression import Expression, Name
from bpsheet.model.derive import route
from bpsheet.model.graph import Quantity
from bpsheet.model.steps import Step
from bpsheet.notation.latex import latex
from bpsheet.notation.latex_names import latex_name
from bpsheet.notation.latex_words import latex_words
from bpsheet.notation.text import text


class Writer(ABC):
    """One way of writing a derivation down."""

    @abstractmethod
    def opening(self, title: str) -> list[str]:
        """Return the lines before everything."""

    def closing(self) -> list[str]:
        """Return the lines after everything."""
        return []

    @abstractmethod
    def heading(self, words: str) -> list[str]:
        """Return the lines of a heading."""

    @abstractmethod
    def name(self, name: str) -> str:
        """Return a quantity's name."""

    @abstractmethod
    def equation(self, left: Expression, right: Expression) -> str:
        """Return the line ``left = right``."""

    @abstractmethod
    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        """Return the lines of a chain-rule path: its route, then a line per factor."""

    @abstractmethod
    def remark(self, words: str) -> list[str]:
        """Return the lines of a remark."""

    def definition(self, quantity: Quantity) -> str:
        """Return the line that defines a quantity."""
        assert quantity.definition is not None
        return self.equation(Name(quantity.name), quantity.definition)


def _route(number: int | None, path: tuple[Step, ...]) -> str:
    label = "path" if number is None else f"path {number}"
    return f"{label}: {route(path)}"


def _values(step: Step) -> list[Expression]:
    return [step.value] if step.unsimplified is None else [step.unsimplified, step.value]


def _chain_of_values(step: Step) -> str:
    return " = ".join(map(latex, _values(step)))


class TextWriter(Writer):
    """Plain text, aligned for a terminal."""

    def opening(self, title: str) -> list[str]:
        return [title, "=" * len(title)]

    def heading(self, words: str) -> list[str]:
        return ["", words, "-" * len(words)]

    def name(self, name: str) -> str:
        return name

    def equation(self, left: Expression, right: Expression) -> str:
        return f"  {text(left)} = {text(right)}"

    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        factors = [(step.name, " = ".join(map(text, _values(step))), step.why) for step in path]
        names, values = (max(len(factor[place]) for factor in factors) for place in (0, 1))
        lines = [f"    {name:{names}} = {value:{values}}  {why}" for name, value, why in factors]
        return [f"  {_route(number, path)}", *lines]

    def remark(self, words: str) -> list[str]:
        return [f"  {words}"]


class MarkdownWriter(TextWriter):
    """Markdown with its mathematics in LaTeX between dollar signs."""

    def opening(self, title: str) -> list[str]:
        return [f"# {title}"]

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


class LatexWriter(Writer):
    """A LaTeX article."""

    def opening(self, title: str) -> list[str]:
        return [
            r"\documentclass{article}",
            r"\usepackage[utf8]{inputenc}",
            r"\usepackage{amsmath}",
            r"\usepackage[margin=2cm]{geometry}",
            r"\begin{document}",
            rf"\section*{{{latex_words(title)}}}",
        ]

    def closing(self) -> list[str]:
        return [r"\end{document}"]

    def heading(self, words: str) -> list[str]:
        return ["", rf"\subsection*{{{words if words.startswith('$') else latex_words(words)}}}"]

    def name(self, name: str) -> str:
        return f"${latex_name(name)}$"

    def equation(self, left: Expression, right: Expression) -> str:
        return rf"\[ {latex(left)} = {latex(right)} \]"

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
}
