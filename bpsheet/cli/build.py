"""``bpsheet build``."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from bpsheet.cli.progress import Progress
from bpsheet.cli.shared import UNUSABLE, epochs_option, gradients_option, rate_option, report
from bpsheet.errors import BpsheetError, InputError


@click.command("build")
@click.argument("templates", nargs=-1, metavar="[TEMPLATE]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    metavar="DIR",
    help="The folder to write to.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(("xlsx", "ods", "csv")),
    multiple=True,
    default=("xlsx", "ods"),
    show_default="xlsx and ods",
    help="What to write; csv holds values only, one file per rate. May be given several times.",
)
@rate_option
@epochs_option
@gradients_option
@click.option("--no-overwrite", is_flag=True, help="Stop rather than replace a file.")
@click.option("--open", "open_result", is_flag=True, help="Open the first file that was written.")
def build_command(
    templates: tuple[str, ...],
    output: Path,
    formats: tuple[str, ...],
    rates: tuple[float, ...],
    epochs: int | None,
    gradients: str | None,
    no_overwrite: bool,
    open_result: bool,
) -> None:
    """Write a worked example's workbooks, every formula proved.

    TEMPLATE is the name of a bundled example or the path of a .toml file; left out, it is classic.
    """
    from bpsheet import build

    # What importing made lives as long as the process: the garbage collector may pass it over.
    gc.freeze()
    written: list[Path] = []
    failed = False
    for template in templates or ("classic",):
        try:
            _refuse_twins(template, written, output)
            with Progress(template) as progress:
                built = build(
                    template,
                    output,
                    formats=tuple(dict.fromkeys(formats)),  # type: ignore[arg-type]
                    rates=rates,
                    epochs=epochs,
                    gradients=gradients,  # type: ignore[arg-type]
                    overwrite=not no_overwrite,
                    on_stage=progress,
                )
        except BpsheetError as error:
            report(error, template)
            failed = True
            continue
        written.extend(built.files)
        click.echo("\n".join([*map(str, built.files), str(built.proof)]))
    if open_result and written:
        click.launch(str(written[0]))
    if failed:
        sys.exit(UNUSABLE)


def _refuse_twins(template: str, written: list[Path], output: Path) -> None:
    """Refuse a template whose files would replace those just built from one of the same name."""
    name = Path(template).stem
    if any(path.parent == output and path.stem == name for path in written):
        raise InputError(
            f"{template}: another template called {name} was built just now;"
            " build this one into another folder, with -o"
        )
