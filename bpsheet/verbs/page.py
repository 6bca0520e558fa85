"""The verb ``page``: a worked example as an interactive page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.files import explained, replacing
from bpsheet.pages.document import page_of, parts_of
from bpsheet.pages.proof import PageProof, first_rows, prove_page
from bpsheet.template import Gradients, Template
from bpsheet.verbs.build import worked_example
from bpsheet.verbs.settings import adjusted

MOST_PARAMETERS, MOST_SAMPLES = 200, 1000
MOST_BYTES = 300_000
"""A page is for networks one can look at; it opens at once, and can be sent by mail."""


@dataclass(frozen=True)
class Page:
    """A page that was written.

    Attributes:
        file: the HTML file.
        proof: what was compared with the engine before it was written; ``None`` without Node.js,
            where the page still compares itself each time it is opened.
    """

    file: Path
    proof: PageProof | None


def page(
    template: str | Path | Template = "classic",
    output: str | Path = "output",
    *,
    rates: Sequence[float] | None = None,
    gradients: Gradients | None = None,
) -> Page:
    """Write a worked example as one HTML file that needs neither server nor network.

    Arguments:
        template: a bundled name, a path to a .toml file, or a template.
        output: the folder to write to, or a path that ends in .html.
        rates: learning rates in place of the template's.
        gradients: ``"expanded"`` or ``"staged"`` in place of the template's.

    Returns:
        The file, and what was proved.

    Raises:
        InputError: the template cannot be used, or is too large for a page.
        OutputError: the file cannot be written; one that was there is as it was.
        ProofError: the page's arithmetic and the engine disagree; nothing was written.
    """
    settled = adjusted(template, rates, gradients=gradients)
    _check_size(settled)
    run = first_rows(settled)
    parts = parts_of(worked_example(settled), run)
    proof = prove_page(parts.data, parts.arithmetic, run)
    target = Path(output)
    if target.suffix.lower() not in (".html", ".htm"):
        target = target / f"{settled.name}.html"
    written = page_of(parts).encode()
    if len(written) > MOST_BYTES:
        raise InputError(
            f"the page would have {len(written):,} bytes, more than {MOST_BYTES:,};"
            f" {_remedy(settled)}"
        )
    with replacing([target]) as (path,), explained(target):
        path.write_bytes(written)
    return Page(target, proof)


def _remedy(template: Template) -> str:
    staged = template.gradients == "staged"
    return "use fewer units" if staged else "use fewer units, or --gradients staged"


def _check_size(template: Template) -> None:
    for count, most, what, key in (
        (len(template.names.parameters), MOST_PARAMETERS, "parameters", "network.layers"),
        (template.samples, MOST_SAMPLES, "samples", "data.inputs"),
    ):
        if count > most:
            raise InputError(
                f"{count:,} {what} are too many for a page; use at most {most:,},"
                " or build a workbook",
                key=key,
            )
