"""From a workbook that was read to the report on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from bpsheet.checker.book import Book
from bpsheet.checker.charts import judge_charts
from bpsheet.checker.diagnostics import Diagnostic, Place, Placement, Report
from bpsheet.checker.example import example_of, seen_in
from bpsheet.checker.judge import Judgement, extent, judge, unused_rates
from bpsheet.checker.judge.writing import note
from bpsheet.checker.locate import complete, locate
from bpsheet.checker.locate.asking import require_used
from bpsheet.checker.located import Table
from bpsheet.checker.rules import code_of
from bpsheet.checker.statements import judge_statements
from bpsheet.errors import InputError
from bpsheet.model.computation import computation_graph
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import Graph, Role
from bpsheet.model.network import forward_graph
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.model.training import training_graph
from bpsheet.template import Computation, Network, Template
from bpsheet.template_structure import template_of


@dataclass(frozen=True)
class Example:
    """A worked example with its mathematics.

    Attributes:
        template: what a table shows.
        derivation: of its gradients.
        graph: its quantities.
    """

    template: Template
    derivation: Derivation
    graph: Graph


@dataclass(frozen=True)
class Examined:
    """A table with what it was taken for and what came of judging it."""

    table: Table
    example: Example
    judgement: Judgement

    @property
    def shows_a_loss(self) -> bool:
        """Whether the table has a column by which its loss was known."""
        graph = self.example.graph
        return any(q.name in self.table.columns for q in graph.of_role(Role.ERROR, Role.LOSS))


@np.errstate(all="ignore")  # numbers of a stranger may be of any size
def examine(
    book: Book, template: Template | None, asked: Mapping[str, str], sheet: str | None
) -> Report:
    """Return the report on a workbook.

    Arguments:
        book: as it was read.
        template: the worked example it shows; ``None`` to read it off the workbook.
        asked: where quantities stand, by their names.
        sheet: the only sheet to look at; ``None`` for all.

    Raises:
        InputError: an argument does not fit the workbook.
    """
    known = template or _carried(book)
    examined: list[Examined] = []
    unfit: list[Diagnostic] = []
    for located in locate(book, known, asked, sheet):
        example = _example(book, located, known, [one.example for one in examined])
        if example is None:
            unfit.append(_unfit(located, NO_NETWORK))
            continue
        table = complete(located, example.graph)
        judgement = judge(book, table, example.template, example.graph, example.derivation)
        if known is None and _is_misread(judgement, table):
            unfit.append(_unfit(table, f"its numbers are not those of {_model(example.template)}"))
            continue
        examined.append(Examined(table, example, judgement))
    require_used(asked, [(one.table, one.example.graph) for one in examined])
    return Report(
        file=book.path,
        example=_in_words(examined, template, book),
        placements=tuple(place for one in examined for place in _placements(one.table)),
        diagnostics=tuple(_in_order(_merged(chain(unfit, _findings(book, examined, not unfit))))),
        judged=sum(one.judgement.judged for one in examined),
        not_judged=book.unread,
    )


STATED_RATE = "BP101"
"""The code of a learning rate that is stated and was not used."""

NO_NETWORK = "its columns do not make up a network whose sizes fit together"

UNEXPLAINED = frozenset({code_of("wrong-number", role) for role in Role})
"""The codes of numbers that no slip explains."""

MOST_UNEXPLAINED = 1 / 3
"""The share of a table's columns from which on they are taken for something else."""


def _is_misread(judgement: Judgement, table: Table) -> bool:
    """Return whether so many columns are wrong without a reason that they must be something else.

    Slips are few, and what follows from them is right.
    """
    columns = {one.quantity for one in judgement.findings if one.code in UNEXPLAINED}
    return len(columns) >= max(3, MOST_UNEXPLAINED * len(table.columns))


def _unfit(table: Table, why: str) -> Diagnostic:
    """Return that a table was not judged, because it is not known what it is of."""
    message = f"the table was not judged: {why}; name its columns with --map, or give the worked "
    return note("BP006", (extent(table),), message + "example with --template")


def _carried(book: Book) -> Template | None:
    """Return the worked example that a workbook of bpsheet says it shows."""
    if not book.template:
        return None
    try:
        return template_of(book.template)
    except InputError:
        return None


def _example(
    book: Book, table: Table, known: Template | None, earlier: Sequence[Example]
) -> Example | None:
    """Return the worked example of a table; its mathematics is that of an earlier one if alike."""
    template = known or example_of(table, seen_in(book, table))
    if template is None:
        return None
    for example in earlier:
        if _structure(example.template) == _structure(template):
            return replace(example, template=template)
    forward = forward_graph(template) if template.layered else computation_graph(template)
    derivation = Derivation(forward, template.names, template.trained)
    return Example(template, derivation, training_graph(template, derivation))


def _structure(template: Template) -> tuple[object, ...]:
    """Return all of a template that its graph depends on."""
    training = template.training
    return (
        *(template.model, template.gradients, dict(template.renamed), template.several),
        *(training.loss, training.optimizer, training.settings, training.update),
        training.batch_size(template.samples) > 1,
    )


def _findings(
    book: Book, examined: Sequence[Examined], none_was_unfit: bool
) -> Iterator[Diagnostic]:
    for part in book.unread:
        yield note("BP001", (), part)
    if not examined and none_was_unfit:
        yield note("BP002", (), "no training table was found")
    yield from _about_tables(examined)
    if not book.template:
        yield from unused_rates(book, [one.judgement.rate for one in examined])
    yield from _statements(book, examined)
    yield from judge_charts(book, [one.table for one in examined])


def _about_tables(examined: Sequence[Examined]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the tables; words beside several are about the one that they fit."""
    said = Counter(one.places for each in examined for one in _on_labels(each))
    tables = Counter(each.table.sheet.name for each in examined)
    reported = set[tuple[Place, ...]]()
    for each in examined:
        on_labels = {one.places for one in _on_labels(each)}
        for one in each.judgement.findings:
            if one.places in on_labels and one.code == STATED_RATE:
                if one.places in reported or said[one.places] < tables[each.table.sheet.name]:
                    continue
                reported.add(one.places)
            yield one


def _on_labels(examined: Examined) -> Iterator[Diagnostic]:
    """Yield the findings that words on the sheet state another learning rate."""
    cells = {(cell.sheet, cell.row, cell.column) for cell in examined.table.cells.values()}
    for one in examined.judgement.findings:
        if one.code == STATED_RATE:
            place = one.places[0]
            if (place.sheet, place.top, place.left) not in cells:
                yield one


def _statements(book: Book, examined: Sequence[Examined]) -> list[Diagnostic]:
    """Return what is wrong in the words of a workbook, whichever of its examples they are about."""
    examples = {id(one.example.graph): one.example for one in examined if one.shows_a_loss}
    found = [
        judge_statements(
            book,
            example.graph,
            example.template.names,
            [one.table for one in examined if one.example.graph is example.graph],
        )
        for example in examples.values()
    ]
    in_all = set.intersection(*({one.places for one in some} for some in found)) if found else set()
    return [finding for finding in found[0] if finding.places in in_all] if found else []


def _merged(findings: Iterator[Diagnostic]) -> list[Diagnostic]:
    """Return the findings with those of several sheets that say the same as one."""
    by_words: dict[tuple[str, str, int], Diagnostic] = {}
    for finding in findings:
        words = (finding.code, finding.message, finding.severity)
        before = by_words.get(words)
        if before is None:
            by_words[words] = finding
        else:
            places = before.places + finding.places
            by_words[words] = replace(before, places=tuple(dict.fromkeys(places)))
    return list(by_words.values())


def _in_order(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Return the findings, the worst first, else as they were found: causes before the rest."""
    return sorted(findings, key=lambda finding: -finding.severity)


def _placements(table: Table) -> Iterator[Placement]:
    first, last = int(table.rows[0]), int(table.rows[-1])
    for name, found in table.columns.items():
        place = table.place(first, found.column, last)
        yield Placement(name, place, found.label, found.how, found.sure)
    for name, cell in table.cells.items():
        place = Place(cell.sheet, cell.row, cell.column, cell.row, cell.column)
        yield Placement(name, place, cell.label, cell.how, cell.sure)


def _in_words(examined: Sequence[Examined], given: Template | None, book: Book) -> str:
    """Return what the workbook was taken for, and from what that was read."""
    if not examined:
        return ""
    template = examined[0].example.template
    source = "read off its labels and numbers"
    if given is not None:
        source = f"as template {given.name} says"
    elif book.template:
        source = "as the workbook itself says"
    return f"{_model(template)}, {source}"


def _model(template: Template) -> str:
    training = template.training
    descent = OPTIMIZERS[training.optimizer].title
    match template.model:
        case Network(layers, activations):
            sizes = "-".join(map(str, layers))
            units = " and ".join(dict.fromkeys(activations))
            loss = training.loss.replace("-", " ")
            return f"a {sizes} network of {units} units, {loss}, {descent}"
        case Computation(steps):
            return f"a computation of {len(steps)} steps, {descent}"
