"""``bpsheet grade``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bpsheet.cli.shared import one_line_errors

if TYPE_CHECKING:
    from bpsheet.grading.result import ClassResult
    from bpsheet.verbs.grade import GradedClass

PATH = click.Path(path_type=Path)
MOST_FILES, MOST_CHANGES = 4, 10
"""So many files and changes are named."""


@click.command("grade")
@click.argument("submissions", nargs=-1, required=True, type=PATH, metavar="SUBMISSIONS...")
@click.option(
    "--manifest",
    required=True,
    type=PATH,
    metavar="FILE",
    help="The manifest that was written with the exercises.",
)
@click.option("--rubric", type=PATH, metavar="FILE", help="What answers are worth, as TOML.")
@click.option(
    "--overrides",
    type=PATH,
    metavar="FILE",
    help="Your own decisions, as TOML; they hold each time.",
)
@click.option(
    "--template",
    metavar="T",
    help="A corrected worked example in place of the manifest's, with the students' numbers.",
)
@click.option(
    "-o",
    "--output",
    type=PATH,
    default=Path("grades.csv"),
    show_default=True,
    metavar="FILE",
    help="The gradebook; beside it, a summary of the class (.html) and a journal of all marks"
    " (.journal), from which interrupted work goes on.",
)
@click.option(
    "--gradebook",
    "form",
    type=click.Choice(("plain", "moodle", "canvas")),
    help="The form of the gradebook; left out, that of the platform the submissions come from.",
)
@click.option(
    "--feedback",
    type=PATH,
    metavar="DIR",
    help="Write a page and a marked copy of the workbook for every student, and a zip of them as"
    " Moodle takes it.",
)
@click.option(
    "--jobs",
    type=int,
    default=-1,
    metavar="N",
    help="How many processes; left out, all processors.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Use the workers of a Dask scheduler, as tcp://host:8786.",
)
def grade_command(
    submissions: tuple[Path, ...],
    manifest: Path,
    rubric: Path | None,
    overrides: Path | None,
    template: str | None,
    output: Path,
    form: Literal["plain", "moodle", "canvas"] | None,
    feedback: Path | None,
    jobs: int,
    scheduler: str | None,
) -> None:
    """Mark what students hand in.

    A gradebook, a summary of the class and feedback for every student are written.

    SUBMISSIONS are files, folders, or the zip files that Moodle and Canvas hand out.
    """
    from bpsheet.cli.progress import ProgressBar
    from bpsheet.verbs.grade import grade

    with one_line_errors(), ProgressBar("marking") as progress:
        graded = grade(
            submissions,
            manifest,
            output,
            rubric=rubric,
            overrides=overrides or (),
            template=template,
            form=form,
            feedback=feedback,
            jobs=jobs,
            scheduler=scheduler,
            on_submission=progress,
        )
    _print(graded)


def _print(graded: GradedClass) -> None:
    """Say what was written, what it came to, and what waits for the teacher."""
    files = graded.files
    click.echo("\n".join(map(str, files[:MOST_FILES])))
    if len(files) > MOST_FILES:
        click.echo(f"{files[-1].parent.parent}: {len(files) - MOST_FILES} more files")
    for words, count in _counts(graded.result):
        if count:
            click.echo(f"{words}: {count}")
    changes = graded.result.changes
    for change in changes[:MOST_CHANGES]:
        click.echo(change)
    if len(changes) > MOST_CHANGES:
        click.echo(f"{len(changes) - MOST_CHANGES} more changes stand in the summary")


def _counts(result: ClassResult) -> Iterator[tuple[str, str | int]]:
    """Yield what grading came to, in words and numbers."""
    scores = [one.score for one in result.results if one.score is not None]
    if scores:
        mean = sum(score.points for score in scores) / len(scores)
        yield "graded", f"{len(scores)}, mean {mean:.1f} of {scores[0].maximum:g} points"
    yield "nothing handed in", sum(one.marked is None for one in result.results)
    unmarked = (one.marked is not None and one.score is None for one in result.results)
    yield "could not be marked", sum(unmarked)
    yield "belong to no student of the manifest", len(result.strays)
    yield "answers that you must read yourself", sum(score.open for score in scores)
