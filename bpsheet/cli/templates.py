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
    help="Copy the template to a file, to start your own from, and its data beside it.",
)
def templates_command(name: str | None, target: Path | None) -> None:
    """List the worked examples, show one, or copy one to start from."""
    from bpsheet.catalogue import DEFAULT, bundled_path

    with one_line_errors():
        if target is not None:
            _copy(name or DEFAULT, target)
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


def _copy(name: str, target: Path) -> None:
    from bpsheet.catalogue import bundled_data, bundled_path
    from bpsheet.errors import OutputError
    from bpsheet.files import replacing

    sources = {target: bundled_path(name)}
    if data := bundled_data(name):
        if target.name == data.name:
            raise OutputError(f"{target}: its data has this name; choose another name")
        sources[target.parent / data.name] = data
    for copy in sources:
        if copy.exists():
            other = "name" if copy == target else "folder"
            raise OutputError(f"{copy}: exists already; choose another {other}")
    with replacing(list(sources)) as temporaries:
        for source, temporary in zip(sources.values(), temporaries, strict=True):
            temporary.write_bytes(source.read_bytes())
    for copy in sources:
        click.echo(copy)
