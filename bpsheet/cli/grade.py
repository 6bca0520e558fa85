"""``bpsheet grade``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bpsheet.cli.shared import one_line_errors

if TYPE_CHECKING:
    from bpsheet.verbs.grade import GradedClass

PATH = click.Path(path_type=Path)


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
    help="The gradebook; beside it, a summary of the class (.html) and a record of all marks"
    " (.jsonl), from which interrupted work goes on.",
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
    "--jobs", type=int, default=-1, metavar="N", help="How many processes; left out, all processors."
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Use the workers of a Dask scheduler, as tcp://host:8786."
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
    """Mark workbooks that students hand in, and write a gradebook and feedback.

    SUBMISSIONS are files, folders, or the zip files that Moodle and Canvas hand out.
    """
    from bpsheet.cli.progress import ProgressBar
    from bpsheet.verbs.grade import grade

    with one_line_errors(), ProgressBar("marking", None) as progress:
        graded = grade(
            submissions,
            manifest,
            output,
            rubric=rubric,
            overrides=overrides,
            template=template,
            form=form,
            feedback=feedback,
            jobs=jobs,
            scheduler=scheduler,
            on_submission=progress,
        )
    _print(graded)


def _print(graded: GradedClass) -> None:
    """Say what was written, and what needs the teacher."""
    result = graded.result
    click.echo("\n".join(map(str, graded.files)))
    scores = [one.score for one in result.results if one.score is not None]
    missing = sum(one.marked is None for one in result.results)
    if scores:
        mean = sum(score.points for score in scores) / len(scores)
        click.echo(f"graded: {len(scores)}, mean {mean:.1f} of {scores[0].maximum:g} points")
    if missing:
        click.echo(f"nothing handed in: {missing}")
    for words in graded.attention:
        click.echo(words)
    for change in result.changes:
        click.echo(f"changed: {change}")
