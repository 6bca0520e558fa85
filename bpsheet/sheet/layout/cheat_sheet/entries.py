"""What the cheat sheet says of each rule: in general, and at one place in the example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsheet.expression import Call, Expression, Name, names_in
from bpsheet.functions import ACTIVATIONS, LOSSES, Activation, X
from bpsheet.model.rules import CROSS, RULES
from bpsheet.model.steps import Step
from bpsheet.notation.text import text
from bpsheet.sheet.layout.cheat_sheet.uses import Use, clearest, uses_of_rules
from bpsheet.sheet.layout.wrapping import shortened
from bpsheet.worked_example import WorkedExample

MOST_LETTERS = 220
MOST_NAMED = 4


@dataclass(frozen=True)
class Entry:
    """A rule and one place where the example uses it.

    Attributes:
        rule: what it is called.
        symbols: the rule in general.
        words: what it says.
        here: the derivative that uses it, and what it is the derivative of.
        result: what it comes to.
        value: the same as an expression.
        function: what is differentiated, as an expression in `by`.
        by: the name it is differentiated by.
        also: where else the example uses it.
    """

    rule: str
    symbols: str
    words: str
    here: str
    result: str
    value: Expression
    function: Expression
    by: str
    also: str = ""


def rule_entries(example: WorkedExample) -> Iterator[Entry]:
    """Yield the general rules that the derivatives of an example use, in the order of the table."""
    uses = uses_of_rules(example.derivation)
    for title, rule in RULES.items():
        found = [use for use in uses if title in use.rules]
        if found:
            yield _entry(example, title, rule.symbols, rule.words, found)


def function_entries(example: WorkedExample) -> Iterator[Entry]:
    """Yield the slopes of the activations that an example uses."""
    uses = uses_of_rules(example.derivation)
    for name, row in ACTIVATIONS.items():
        own = [use for use in uses if name in use.rules]
        others = [use for use in uses if f"{name} {CROSS}" in use.rules]
        if own:
            yield _entry(example, name, _slope(row), _sentence(row.why), own)
        if others and row.cross is not None:
            symbols = f"∂a/∂(another unit's x) = {text(row.cross)}, with b that unit's output"
            words = "The outputs share one sum: what one gains, the others lose."
            yield _entry(example, f"{name}, {CROSS}", symbols, words, others)


def _slope(row: Activation) -> str:
    """Return an activation's definition and its slope.

    >>> _slope(ACTIVATIONS["sigmoid"])
    'σ(x) = 1/(1 + e^(−x)); slope a·(1 − a), with a = σ(x)'
    """
    function, definition = text(Call(row.name, (X,))), text(row.definition)
    slope = f"slope {text(row.derivative)}"
    if "a" in names_in(row.derivative):
        slope += f", with a = {function}"
    return slope if definition == function else f"{function} = {definition}; {slope}"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _entry(example: WorkedExample, title: str, symbols: str, words: str, uses: list[Use]) -> Entry:
    """Return the entry of a rule at the place where it is seen best."""
    use, derivation = clearest(example, uses), example.derivation
    definition = derivation.graph[use.of].definition
    assert definition is not None
    step = derivation.step(use.of, use.by)
    others = [other.name for other in uses if other is not use]
    return Entry(
        rule=title,
        symbols=symbols,
        words=words,
        here=f"{use.name} = ∂{_bracketed(definition)}/∂{use.by}",
        result=_result(step),
        value=step.value,
        function=definition,
        by=use.by,
        also=listed_names(others),
    )


def _bracketed(definition: Expression) -> str:
    """Return a definition as it stands behind a ∂."""
    written = shortened(text(definition), MOST_LETTERS)
    plain = isinstance(definition, Name)
    if isinstance(definition, Call) and definition.function not in LOSSES:
        plain = True
    return written if plain else f"({written})"


def _result(step: Step) -> str:
    values = [step.value] if step.unsimplified is None else [step.unsimplified, step.value]
    return shortened(" = ".join(map(text, values)), MOST_LETTERS)


def listed_names(names: list[str]) -> str:
    """Return the first names, and how many more there are."""
    listed = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{listed} and {more:,} more" if more > 0 else listed
