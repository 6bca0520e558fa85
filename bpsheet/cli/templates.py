"""``bpsheet templates``."""

from __future__ import annotations

from pathlib import Path

import click

from bpsheet.cli.shared import one_line_errors


@click.command("templates")
@click.argument("name", required=False)
@click.option(
    "--copy",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Copy the template to a file, to start your own from.",
)
def templates_command(name: str | None, target: Path | None) -> None:
    """List the worked examples, show one, or copy one to start from."""
    from bpsheet.catalogue import DEFAULT, bundled_path

    with one_line_errors():
        if target is not None:
            _copy(bundled_path(name or DEFAULT), target)
        elif name is not None:
            click.echo(bundled_path(name).read_text(encoding="utf-8"), nl=False)
        else:
            _list()


def _list() -> None:
    from bpsheet import templates

    examples = templates()
    width = max(len(example.name) for example in examples)
    for example in examples:
        click.echo(f"{example.name:{width}}  {example.summary or example.title}")


def _copy(source: Path, target: Path) -> None:
    from bpsheet.errors import OutputError
    from bpsheet.files import replacing

    if target.exists():
        raise OutputError(f"{target}: exists already; choose another name")
    with replacing([target]) as (temporary,):
        temporary.write_bytes(source.read_bytes())
    click.echo(target)
