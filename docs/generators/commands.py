"""The command line, as its own help describes it."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

from bpsheet.cli import program
from docs.generators.markdown import code, joined, page

INTRODUCTION = """\
`bpsheet VERB --help` says the same in a terminal. TEMPLATE is the name of a worked example that
comes with bpsheet, or the path of a [template](../templates.md) of your own; left out, it is
`classic`.

Results go to standard output, progress and errors to standard error. The exit status is 0 if all
was done, 1 if `check` found errors or warnings, and 2 if something could not be used: one line
says what, where, and how to mend it. Files are replaced whole, or left as they were."""


def commands_page() -> str:
    """Return the page of all verbs."""
    verbs = [part for command in program.commands.values() for part in _verb(command)]
    return page("The command line", INTRODUCTION, *verbs, "## For every verb", _ALWAYS)


_ALWAYS = """\
- `-h`, `--help`: say how it is used, and stop. After a verb: how that verb is used.
- `--version`, before any verb: print the version of bpsheet, and stop."""


def _verb(command: click.Command) -> Iterator[str]:
    """Yield the parts about a verb: what it does, how it is called, its options."""
    context = click.Context(command, info_name=f"bpsheet {command.name}")
    purpose, *paragraphs = cleandoc(command.help or "").split("\n\n")
    yield f"## `bpsheet {command.name}`"
    yield joined(purpose)
    yield code(" ".join([context.info_name or "", *command.collect_usage_pieces(context)]))
    yield from map(joined, paragraphs)
    options = [option for option in command.params if isinstance(option, click.Option)]
    yield "\n".join(map(_option, options))


def _option(option: click.Option) -> str:
    """Return the line of an option: how it is written, what it does, what it is if left out."""
    value = "" if option.is_flag else f" {_value(option)}"
    spellings = ", ".join(f"`{name}{value}`" for name in option.opts)
    facts = [joined(option.help or ""), "Required." if option.required else _default(option)]
    return f"- {spellings}: {' '.join(fact for fact in facts if fact)}"


def _value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return option.metavar or option.type.name.upper()


def _default(option: click.Option) -> str:
    """Return what an option is if it is left out; nothing where its help says so, or for flags."""
    if not option.show_default:
        return ""
    words = isinstance(option.show_default, str)
    return f"Default: {option.show_default if words else f'`{option.default}`'}."
