"""``bpsheet derive``."""

from __future__ import annotations

import click

from bpsheet.cli.shared import one_line_errors, template_argument


@click.command("derive")
@template_argument
@click.option(
    "--wrt",
    "parameters",
    multiple=True,
    metavar="NAME",
    help="A parameter to differentiate by, such as w5; may be given several times. Default: all.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "latex", "markdown", "html")),
    default="text",
    show_default=True,
    help="How to write it: for a terminal, as an article, or as a page.",
)
def derive_command(template: str, parameters: tuple[str, ...], form: str) -> None:
    """Print the chain rule for every parameter, factor by factor.

    TEMPLATE is the name of a bundled example or the path of a .toml file; left out, it is classic.
    """
    from bpsheet.verbs.derive import written_derivation

    with one_line_errors():
        click.echo(written_derivation(template, parameters, form), nl=False)
