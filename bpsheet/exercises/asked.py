"""Which quantities an exercise asks for, and in how many rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import PARTS, Part, graph_of, is_computed
from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.names import COUNTER
from bpsheet.sheet.table_rows import table_rows
from bpsheet.template import Template

MOST_ROWS = 1_000
"""The rows of an exercise's table: more than anyone fills in."""


def asked_names(template: Template, part: Part) -> tuple[str, ...]:
    """Return the names of the quantities that a part of a worked example asks for.

    Arguments:
        template: the worked example.
        part: the forward pass, the gradients, the updates, or all of them.

    Returns:
        The names in the order of the graph; parameters that stay as they are, and the number of
        the update that some optimizers count, are not among them.

    Raises:
        InputError: the worked example has nothing of the kind.

    >>> from bpsheet.catalogue import load_template
    >>> asked_names(load_template("cs231n-xyz"), "forward")
    ('q', 'f')
    """
    names = tuple(quantity.name for quantity in _quantities(template, part))
    if not names:
        raise InputError(f"{template.name} has no {part} to ask for; choose another part")
    return names


def asked_in(template: Template, part: Part, rows: int) -> tuple[str, ...]:
    """Return the names of the quantities of a part that have a cell to fill in some rows.

    Arguments:
        template: the worked example.
        part: what is asked for.
        rows: how many rows of the table show steps.

    Raises:
        InputError: there are too many rows, or they compute no quantity of the part.

    >>> from bpsheet.catalogue import load_template
    >>> asked_in(load_template("line"), "updates", rows=11)
    ('w', 'b')
    """
    _check_rows(rows)
    needed = _rows_needed(template, asked_names(template, part))
    names = tuple(name for name, least in needed.items() if least <= rows)
    if not names:
        least = min(needed.values())
        message = (
            f"{template.name} computes no {part} in the first rows that are asked for ({rows})"
        )
        raise InputError(f"{message}; ask for {least} rows or more")
    return names


def with_rows(template: Template, rows: int) -> Template:
    """Return a worked example with as many epochs as some rows, and one more, need.

    Raises:
        InputError: there are too many rows, or none.

    >>> from bpsheet.catalogue import load_template
    >>> with_rows(load_template("classic"), 2).training.epochs
    3
    """
    _check_rows(rows)
    epochs = rows // table_rows(template).per_epoch + 1
    return replace(template, training=replace(template.training, epochs=epochs))


def whole_columns(template: Template) -> int:
    """Return how many rows an exercise has that asks for whole columns: the worked example's own.

    >>> from bpsheet.catalogue import load_template
    >>> whole_columns(load_template("gates"))
    20
    """
    return min(table_rows(template).count, MOST_ROWS)


def _check_rows(rows: int) -> None:
    if not 1 <= rows <= MOST_ROWS:
        raise InputError(f"{rows:,} rows cannot be asked for; choose 1 to {MOST_ROWS:,}")


def _quantities(template: Template, part: Part) -> Iterator[Quantity]:
    roles: Sequence[Role] = tuple(chain(*PARTS.values())) if part == "all" else PARTS[part]
    for quantity in graph_of(template):
        computed = quantity.scope not in (Scope.GIVEN, Scope.SAMPLE)
        if quantity.role in roles and computed and quantity.name != COUNTER:
            yield quantity


def _rows_needed(template: Template, names: Sequence[str]) -> dict[str, int]:
    """Return per quantity how many rows a table must have until it is computed.

    Parameters are computed from the row before, which shows a step.
    """
    epoch = table_rows(template).per_epoch
    table = table_rows(with_rows(template, epoch))
    kinds = [table.kinds[place] for place in table.kind_of_row[: epoch + 1]]
    graph, needed = graph_of(template), {}
    for name in names:
        carried = graph[name].scope is Scope.CARRIED
        computed = (is_computed(graph[name], kind, table) for kind in kinds)
        needed[name] = list(computed).index(True) + (not carried)
    return needed
