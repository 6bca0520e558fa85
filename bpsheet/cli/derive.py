"""``bpsheet derive``."""

from __future__ import annotations

import click

from bpsheet.cli.shared import one_line_errors, template_argument
from bpsheet.errors import InputError


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
    type=click.Choice(("text", "latex", "markdown")),
    default="text",
    show_default=True,
    help="How to write it.",
)
def derive_command(template: str, parameters: tuple[str, ...], form: str) -> None:
    """Print the chain rule for every parameter, factor by factor.

    TEMPLATE is the name of a bundled example or the path of a .toml file; left out, it is classic.
    """
    from bpsheet import derive, load_template
    from bpsheet.model.optimizers import training_graph
    from bpsheet.notation.document import document

    with one_line_errors():
        example = load_template(template)
        derivation = derive(example)
        chosen = _known(parameters, derivation.parameters) or derivation.parameters
        graph = training_graph(example, derivation)
        click.echo(document(example.title, derivation, graph, chosen, form), nl=False)


def _known(chosen: tuple[str, ...], parameters: tuple[str, ...]) -> tuple[str, ...]:
    for name in chosen:
        if name not in parameters:
            choices = ", ".join(parameters)
            raise InputError(
                f"--wrt: there is no trained parameter {name!r}; choose from {choices}"
            )
    return chosen
