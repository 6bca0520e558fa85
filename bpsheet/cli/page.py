"""``bpsheet page``."""

from __future__ import annotations

from pathlib import Path

import click

from bpsheet.cli.shared import gradients_option, one_line_errors, rate_option, template_argument

UNPROVED = "not compared with the engine: Node.js is not installed; the page does it when it opens"


@click.command("page")
@template_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    metavar="PATH",
    help="The folder to write to, or a file that ends in .html.",
)
@rate_option
@gradients_option
@click.option("--open", "open_result", is_flag=True, help="Open the page that was written.")
def page_command(
    template: str, output: Path, rates: tuple[float, ...], gradients: str | None, open_result: bool
) -> None:
    """Write a page to play with in a browser: Learn, Step, Reset.

    TEMPLATE is the name of a bundled example or the path of a .toml file; left out, it is classic.

    The page computes with the definitions that the formulas of the workbooks come from. Where
    Node.js is installed they are compared with the engine before the page is written; the page
    itself does so whenever it is opened.
    """
    from bpsheet import page

    with one_line_errors():
        written = page(template, output, rates=rates, gradients=gradients)  # type: ignore[arg-type]
        click.echo(f"{written.file}\n{written.proof or UNPROVED}")
    if open_result:
        click.launch(str(written.file))
