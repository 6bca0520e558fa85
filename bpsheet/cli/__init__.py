"""The command line: the only code that prints, reads arguments or sets an exit status."""

from __future__ import annotations

import sys

import click

from bpsheet import __version__
from bpsheet.cli.build import build_command
from bpsheet.cli.check import check_command
from bpsheet.cli.derive import derive_command
from bpsheet.cli.exercise import exercise_command
from bpsheet.cli.explain import explain_command
from bpsheet.cli.grade import grade_command
from bpsheet.cli.page import page_command
from bpsheet.cli.rules import rules_command
from bpsheet.cli.shared import UNUSABLE
from bpsheet.cli.templates import templates_command
from bpsheet.cli.train import train_command

INTERRUPTED = 130
"""The exit status that shells know for an interruption from the keyboard."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="bpsheet %(version)s")
def program() -> None:
    """Build spreadsheet worked examples of back propagation.

    Every number in the workbooks is a live formula; every formula is derived with SymPy and proved
    against an independent engine before anything is written.

    \b
    bpsheet build                       output/classic.xlsx and output/classic.ods
    bpsheet templates                   the worked examples to choose from
    bpsheet derive classic --wrt w5     how one gradient comes about
    bpsheet check mine.xlsx             what is wrong in a workbook of anyone's
    bpsheet exercise --roster class.csv worksheets with numbers of each student's own
    bpsheet grade class.zip --manifest exercises/manifest.json
    bpsheet page                        output/classic.html, to play with in a browser
    """


for command in (
    build_command,
    derive_command,
    train_command,
    templates_command,
    check_command,
    explain_command,
    rules_command,
    exercise_command,
    grade_command,
    page_command,
):
    program.add_command(command)


def main() -> None:
    """Run the command line; a wrong word on it is one line on stderr and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        # Names such as ∂E/∂w5 must not stop a terminal or a pipe that cannot show them.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    arguments = sys.argv[1:] or ["--help"]
    try:
        sys.exit(program.main(arguments, prog_name="bpsheet", standalone_mode=False))
    except click.ClickException as error:
        click.echo(f"bpsheet: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except MemoryError:
        click.echo("bpsheet: not enough memory; use fewer epochs or smaller layers", err=True)
        sys.exit(UNUSABLE)
