"""A derivation as a document: plain text, Markdown or LaTeX."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from itertools import islice

from bpsheet.expression import Expression
from bpsheet.model.derive import Derivation, Step, route
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role
from bpsheet.names import gradient_name
from bpsheet.notation.latex import latex, latex_name
from bpsheet.notation.text import equation, text

MOST_PATHS = 6


def document(
    title: str, derivation: Derivation, graph: Graph, parameters: Iterable[str], form: str = "text"
) -> str:
    """Return a derivation as a document.

    Arguments:
        title: its heading.
        derivation: the chain-rule steps.
        graph: every quantity of a row, with the gradients in the form to show and the updates.
        parameters: the parameters whose gradients are derived.
        form: ``"text"``, ``"markdown"`` or ``"latex"`` (a whole article).
    """
    writer = WRITERS[form]()
    lines = [*writer.opening(title), *writer.heading("Forward pass")]
    lines += [writer.definition(quantity) for quantity in graph.of_role(*FORWARD)]
    signals = graph.of_role(Role.ERROR_SIGNAL)
    if signals:
        lines += writer.heading("Error signals δ = ∂E_total/∂(pre-activation), with (a − t)")
        lines += [writer.definition(quantity) for quantity in signals]
    for parameter in parameters:
        lines += _parameter(writer, derivation, graph, parameter)
    return "\n".join([*lines, *writer.closing()]) + "\n"


def _parameter(writer: Writer, derivation: Derivation, graph: Graph, parameter: str) -> list[str]:
    gradient = graph[gradient_name(parameter)]
    following = graph[parameter].following
    assert following is not None
    paths = list(islice(derivation.paths(parameter), MOST_PATHS + 1))
    lines = writer.heading(writer.name(gradient.name))
    for number, path in enumerate(paths[:MOST_PATHS], start=1):
        lines += writer.path(number if len(paths) > 1 else None, path)
    if len(paths) > MOST_PATHS:
        lines += writer.remark("and further paths of the same kind")
    lines += [writer.definition(gradient), writer.equation(f"{parameter}⁺", following)]
    return lines


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
    def equation(self, name: str, value: Expression) -> str:
        """Return the line ``name = value``."""

    @abstractmethod
    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        """Return the lines of a chain-rule path: its route, then a line per factor."""

    @abstractmethod
    def remark(self, words: str) -> list[str]:
        """Return the lines of a remark."""

    def definition(self, quantity: Quantity) -> str:
        """Return the line that defines a quantity."""
        assert quantity.definition is not None
        return self.equation(quantity.name, quantity.definition)


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

    def equation(self, name: str, value: Expression) -> str:
        return f"  {equation(name, value)}"

    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        factors = [(step.name, " = ".join(map(text, _values(step))), step.why) for step in path]
        names, values = (max(len(factor[place]) for factor in factors) for place in (0, 1))
        lines = [f"    {name:{names}} = {value:{values}}  {why}" for name, value, why in factors]
        return [f"  {_route(number, path)}", *lines]

    def remark(self, words: str) -> list[str]:
        return [f"  … {words}"]


class MarkdownWriter(TextWriter):
    """Markdown with its mathematics in LaTeX between dollar signs."""

    def opening(self, title: str) -> list[str]:
        return [f"# {title}"]

    def heading(self, words: str) -> list[str]:
        return ["", f"## {words}", ""]

    def name(self, name: str) -> str:
        return f"${latex_name(name)}$"

    def equation(self, name: str, value: Expression) -> str:
        return f"- ${latex_name(name)} = {latex(value)}$"

    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        rows = [
            f"| ${latex_name(step.name)}$ | ${_chain_of_values(step)}$ | {step.why} |"
            for step in path
        ]
        return [_route(number, path), "", "| factor | value | why |", "|---|---|---|", *rows, ""]

    def remark(self, words: str) -> list[str]:
        return [f"… {words}", ""]


class LatexWriter(Writer):
    """A LaTeX article."""

    def opening(self, title: str) -> list[str]:
        return [
            r"\documentclass{article}",
            r"\usepackage[utf8]{inputenc}",
            r"\usepackage{amsmath}",
            r"\usepackage[margin=2cm]{geometry}",
            r"\begin{document}",
            rf"\section*{{{_escaped(title)}}}",
        ]

    def closing(self) -> list[str]:
        return [r"\end{document}"]

    def heading(self, words: str) -> list[str]:
        return ["", rf"\subsection*{{{words if words.startswith('$') else _escaped(words)}}}"]

    def name(self, name: str) -> str:
        return f"${latex_name(name)}$"

    def equation(self, name: str, value: Expression) -> str:
        return rf"\[ {latex_name(name)} = {latex(value)} \]"

    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        arrow = r" \to "
        route = arrow.join(latex_name(name) for name in [path[0].of, *(step.by for step in path)])
        rows = [
            rf"{latex_name(step.name)} &= {_chain_of_values(step)}"
            rf" && \parbox{{0.4\textwidth}}{{\footnotesize {_escaped(step.why)}}} \\"
            for step in path
        ]
        label = "Path" if number is None else f"Path {number}"
        return [rf"\noindent {label}: ${route}$", r"\begin{align*}", *rows, r"\end{align*}"]

    def remark(self, words: str) -> list[str]:
        return [rf"\noindent \ldots\ {_escaped(words)}"]


_SPECIAL = {"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "−": "$-$", "½": r"$\frac{1}{2}$"}
_SPECIAL |= {"·": r"$\cdot$", "δ": r"$\delta$", "∂": r"$\partial$", "²": "$^2$", "σ": r"$\sigma$"}
_SPECIAL |= {"$": r"\$", "{": r"\{", "}": r"\}", "^": r"\^{}", "~": r"\~{}", "\\": r"$\backslash$"}


def _escaped(words: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in words)


WRITERS: dict[str, type[Writer]] = {
    "text": TextWriter,
    "markdown": MarkdownWriter,
    "latex": LatexWriter,
}
