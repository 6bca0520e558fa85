"""The verb ``build``: from a template to proved workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Literal, get_args

from bpsheet import engine
from bpsheet.errors import InputError, OutputError
from bpsheet.files import explained, replacing
from bpsheet.formats.csv import write_csv
from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.model.training import training_graph
from bpsheet.names import rate_text
from bpsheet.proof import Proof, prove
from bpsheet.sheet.layout.book import workbook_of
from bpsheet.sheet.limits import check_size
from bpsheet.sheet.workbook import Workbook
from bpsheet.template import Gradients, Template
from bpsheet.verbs.derive import derive
from bpsheet.verbs.settings import adjusted
from bpsheet.worked_example import WorkedExample, readers_rate

Format = Literal["xlsx", "ods", "csv"]

_FORMATS = get_args(Format)
_WRITERS: dict[Format, Callable[[Workbook, Path], None]] = {"xlsx": write_xlsx, "ods": write_ods}


@dataclass(frozen=True)
class Built:
    """What a build has written and proved.

    Attributes:
        files: the files, in the order of the formats asked for.
        proof: what was compared before they were written.
    """

    files: tuple[Path, ...]
    proof: Proof


def build(
    template: str | Path | Template = "classic",
    output: str | Path = "output",
    *,
    formats: Sequence[Format] = ("xlsx", "ods"),
    rates: Sequence[float] | None = None,
    epochs: int | None = None,
    gradients: Gradients | None = None,
    overwrite: bool = True,
    on_stage: Callable[[str], None] | None = None,
) -> Built:
    """Build the workbooks of a worked example, proving every formula first.

    Arguments:
        template: a bundled name, a path to a .toml file, or a template.
        output: the folder to write to; it is made if need be.
        formats: ``"xlsx"`` and ``"ods"`` for workbooks of live formulas, ``"csv"`` for one file of
            values per learning rate.
        rates: learning rates in place of the template's.
        epochs: passes over all samples in place of the template's.
        gradients: ``"expanded"`` or ``"staged"`` in place of the template's.
        overwrite: whether files that exist are replaced.
        on_stage: called with a few words when a stage of the work begins.

    Returns:
        The files written, and what was proved.

    Raises:
        InputError: the template or a setting cannot be used, or does not fit into a spreadsheet.
        OutputError: a file cannot be written; those that were there are as they were.
        ProofError: formulas and engine disagree; nothing was written.
    """
    for form in formats:
        if form not in _FORMATS:
            raise InputError(f"unknown format {form!r}; choose from {', '.join(_FORMATS)}")
    settled = adjusted(template, rates, epochs, gradients)
    targets = _targets(settled, Path(output), formats)
    files = [path for paths in targets.values() for path in paths]
    if not overwrite:
        _refuse_existing(files)
    if set(targets) - {"csv"}:
        check_size(settled)
    announce = on_stage or _silent
    announce("deriving and training")
    example = worked_example(settled)
    announce("proving")
    proof = prove(example.graph, example.trace)
    with replacing(files) as temporaries:
        _write(example, targets, dict(zip(files, temporaries, strict=True)), announce)
    return Built(tuple(files), proof)


def _silent(words: str) -> None:
    """Say nothing of a stage."""


def worked_example(template: Template) -> WorkedExample:
    """Return a template with its mathematics and its numbers, the reader's own rate included.

    Raises:
        InputError: the first step overflows.
    """
    derivation = derive(template)
    rates = template.training.learning_rates
    trace = engine.train(template, (*rates, readers_rate(rates)))
    if not all(map(isfinite, (trace.total[0, 0], *trace.gradients[0, 0]))):
        numbers, remedy, key = (
            ("inputs and parameters", "use smaller ones", "parameters.weights")
            if template.layered
            else ("variables", "look at what ln, sqrt and / are given", "expression.variables")
        )
        raise InputError(
            f"with these {numbers} the first step has no finite loss and gradients; {remedy}",
            key=key,
        )
    return WorkedExample(template, derivation, training_graph(template, derivation), trace)


def _targets(
    template: Template, output: Path, formats: Sequence[Format]
) -> dict[Format, list[Path]]:
    """Return the files that each format makes: one for each rate as values, or one workbook."""
    rates = map(rate_text, template.training.learning_rates)
    values = [output / f"{template.name}-lr-{rate}.csv" for rate in rates]
    return {
        form: values if form == "csv" else [output / f"{template.name}.{form}"] for form in formats
    }


def _refuse_existing(targets: list[Path]) -> None:
    for target in targets:
        if target.exists():
            raise OutputError(f"{target}: exists already; leave out --no-overwrite to replace it")


def _write(
    example: WorkedExample,
    targets: dict[Format, list[Path]],
    temporaries: dict[Path, Path],
    announce: Callable[[str], None],
) -> None:
    if set(targets) - {"csv"}:
        announce("laying out")
        workbook = workbook_of(example)
    for form, paths in targets.items():
        announce(f"writing {form}")
        for number, path in enumerate(paths):
            with explained(path):
                if form == "csv":
                    _write_values(example, number, temporaries[path])
                else:
                    _WRITERS[form](workbook, temporaries[path])


def _write_values(example: WorkedExample, number: int, path: Path) -> None:
    """Write the training table of one rate as values."""
    trace = example.trace
    counters = trace.counters if trace.template.several else {"step": trace.step}
    columns = {name: trace.column(name)[number] for name in trace.names_of_columns}
    if trace.validation:
        columns["validation"] = trace.validation_cost[number, trace.epoch]
    numbers = [values.tolist() for values in (*counters.values(), *columns.values())]
    write_csv([*counters, *columns], numbers, path)
