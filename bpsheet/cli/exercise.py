"""``bpsheet exercise``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from bpsheet.cli.shared import one_line_errors, template_argument
from bpsheet.errors import InputError

if TYPE_CHECKING:
    from bpsheet.exercises.exercise import Student
    from bpsheet.exercises.variation import Variation
    from bpsheet.verbs.exercise import HandedOut

LONGEST_SEED = 10_000  # bytes
MOST_FILES = 10
"""Up to so many files of a folder are named; of more, the number."""


@click.command("exercise")
@template_argument
@click.option(
    "--kind",
    type=click.Choice(("fill", "find-the-slip")),
    default="fill",
    show_default=True,
    help="Blanks to fill, or a complete table with wrong formulas to find and mend.",
)
@click.option(
    "--blank",
    type=click.Choice(("forward", "gradients", "updates", "all")),
    default="all",
    show_default=True,
    help="What is asked for; all else stays as live formulas.",
)
@click.option(
    "--rows",
    metavar="K",
    help="How many rows show steps, or all for the template's own; left out, 1, with slips to find"
    " 10.",
)
@click.option(
    "--slips",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    metavar="N",
    help="How many slips are hidden, with --kind find-the-slip.",
)
@click.option(
    "--vary",
    type=click.Choice(("numbering", "order", "notation", "outputs", "nothing")),
    multiple=True,
    help="What differs between students beside the numbers: the numbers of weights and units, the"
    " order of the columns, the notation, which output is asked about. May be given several times;"
    " left out, nothing, with slips to find numbering and order.",
)
@click.option("--self-check", is_flag=True, help="Let students try their gradients in the sheet.")
@click.option(
    "--seed",
    metavar="SECRET",
    help="The secret that numbers are drawn from: some words, or a file with them; left out, a new"
    " one is made and printed.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The class: a CSV file with id and name, or a grading worksheet of Moodle or Canvas; left"
    " out, one exercise is made.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(("xlsx", "ods", "moodle-xml")),
    multiple=True,
    default=("xlsx",),
    show_default="xlsx",
    help="Workbooks, or a question bank for Moodle. May be given several times.",
)
@click.option(
    "--paper",
    type=click.Choice(("A4", "Letter")),
    default="A4",
    show_default=True,
    help="The size of the page to print.",
)
@click.option(
    "--zip", "archive", is_flag=True, help="Put the students' workbooks into one zip for Moodle."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("exercises"),
    show_default=True,
    metavar="DIR",
    help="The folder to write to.",
)
def exercise_command(
    template: str,
    kind: Literal["fill", "find-the-slip"],
    blank: Literal["forward", "gradients", "updates", "all"],
    rows: str | None,
    slips: int,
    vary: tuple[str, ...],
    self_check: bool,
    seed: str | None,
    roster: Path | None,
    formats: tuple[Literal["xlsx", "ods", "moodle-xml"], ...],
    paper: Literal["A4", "Letter"],
    archive: bool,
    output: Path,
) -> None:
    """Make a worksheet for each student, with a key.

    Every student gets numbers of their own; a manifest says which, to grade by.

    TEMPLATE is the name of a bundled example or the path of a .toml file; left out, it is classic.
    """
    from bpsheet.cli.progress import ProgressBar
    from bpsheet.verbs.exercise import exercise

    with one_line_errors():
        students = _students(roster)
        with ProgressBar("making exercises", len(students) or 1) as progress:
            made = exercise(
                template,
                output,
                kind=kind,
                blank=blank,
                rows=_rows(rows),
                slips=slips,
                vary=_varied(vary),
                self_check=self_check,
                seed=_seed(seed),
                roster=students,
                formats=tuple(dict.fromkeys(formats)),
                paper=paper,
                archive=archive,
                on_student=progress,
            )
    _print(made, new_seed=seed is None)


def _students(roster: Path | None) -> tuple[Student, ...]:
    from bpsheet.exercises.roster import read_roster

    return () if roster is None else read_roster(roster)


def _rows(text: str | None) -> int | Literal["all"] | None:
    if text is None:
        return None
    if text == "all":
        return "all"
    if not text.isascii() or not text.isdecimal():
        raise InputError(
            f"{text!r} is no number of rows; write one such as 3, or all", key="--rows"
        )
    return int(text)


def _varied(words: tuple[str, ...]) -> tuple[Variation, ...] | None:
    from bpsheet.exercises.variation import Variation

    chosen = tuple(dict.fromkeys(words))
    if "nothing" in chosen and len(chosen) > 1:
        raise InputError("nothing cannot stand beside others; leave one out", key="--vary")
    return tuple(word for word in get_args(Variation) if word in chosen) if chosen else None


def _seed(given: str | None) -> str | None:
    """Return the secret that was given, or the one in the file that was named."""
    if not given or not _is_file(given):
        return given
    try:
        with Path(given).open("rb") as file:
            return file.read(LONGEST_SEED).decode("utf-8-sig").strip()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read ({reason}); check who may read it", file=given) from error
    except UnicodeDecodeError as error:
        raise InputError("is no text; write the seed as words", file=given) from error


def _is_file(words: str) -> bool:
    """Return whether words are the path of a file; some cannot even be a path."""
    try:
        return Path(words).is_file()
    except (OSError, ValueError):
        return False


def _print(made: HandedOut, *, new_seed: bool) -> None:
    """Say what was written, and how numbers were found."""
    for folder, group in groupby(made.files, key=lambda file: file.parent):
        files = list(group)
        named = len(files) <= MOST_FILES
        click.echo("\n".join(map(str, files)) if named else f"{folder}: {len(files)} files")
    draws = [exercise.draws for exercise in made.exercises]
    click.echo(
        f"numbers: {sum(draws) / len(draws):.0f} draws a student, at most {max(draws)};"
        f" {made.left_out} known slips cannot show in these rows"
    )
    if new_seed:
        click.echo(f"seed: {made.seed} (keep it secret; it makes the same exercises again)")
