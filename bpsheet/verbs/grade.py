"""The verb ``grade``: from what students hand in to a gradebook, feedback and a summary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from bpsheet.catalogue import load_template
from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Exercise
from bpsheet.exercises.manifest import Manifest, read_manifest
from bpsheet.files import explained, replacing
from bpsheet.grading.changes import LAST_GRADING, changes, record_of
from bpsheet.grading.class_run import ClassRun, Handed, fullest
from bpsheet.grading.comparisons import compared
from bpsheet.grading.gradebook import Form, write_gradebook
from bpsheet.grading.handing_back import hand_back
from bpsheet.grading.identification import Roll
from bpsheet.grading.journal import Journal
from bpsheet.grading.marks import Fact
from bpsheet.grading.overrides import Override, read_overrides
from bpsheet.grading.result import ClassResult, Graded
from bpsheet.grading.rubric import Rubric, read_rubric
from bpsheet.grading.scores import check_rubric, score_of
from bpsheet.grading.submission import Handed as HandedBy
from bpsheet.grading.submission import Submission
from bpsheet.grading.submissions import latest, repetitions, submissions_in
from bpsheet.grading.summary import class_summary
from bpsheet.template import Template

PLATFORMS: tuple[Form, ...] = ("moodle", "canvas")
FEW = 8
"""Up to so many files, more processes take longer than they save."""


@dataclass(frozen=True)
class GradedClass:
    """What grading has made.

    Attributes:
        result: the points, marks and facts.
        files: what was written.
    """

    result: ClassResult
    files: tuple[Path, ...]


def grade(
    submissions: Sequence[str | Path],
    manifest: str | Path,
    output: str | Path = "grades.csv",
    *,
    rubric: str | Path | Rubric | None = None,
    overrides: str | Path | Sequence[Override] = (),
    template: str | Path | Template | None = None,
    form: Form | None = None,
    feedback: str | Path | None = None,
    jobs: int = -1,
    scheduler: str | None = None,
    on_submission: Callable[[int], None] | None = None,
) -> GradedClass:
    """Mark workbooks that students hand in, and write a gradebook, a summary and feedback.

    Nothing in a submission is executed: formulas are computed by bpsheet's own evaluator. Marks are
    kept beside the gradebook as they are made, so that interrupted work goes on, and grading again
    with another rubric takes seconds.

    Arguments:
        submissions: files, folders, or zip files of Moodle or Canvas.
        manifest: as it was written with the exercises.
        output: the gradebook; the summary (.html) and the journal of all marks (.journal) stand
            beside it.
        rubric: what answers are worth, or its file; 100 points by default.
        overrides: the teacher's decisions, or their file.
        template: a corrected worked example in place of the manifest's; students keep their
            numbers.
        form: of the gradebook; left out, that of the platform the submissions come from.
        feedback: the folder for a page and a marked copy per student, and a zip of them.
        jobs: how many processes; −1 for as many as there are processors.
        scheduler: the address of a Dask scheduler whose workers are used in their place.
        on_submission: called after each submission with how many there are.

    Returns:
        Points, marks and facts, and the files written.

    Raises:
        InputError: the manifest, the rubric, the decisions or a submission's path cannot be used.
        OutputError: a file cannot be written.
    """
    target = _gradebook(output, form)
    known = _corrected(read_manifest(Path(manifest)), template)
    exercises = known.exercises
    settled = _rubric(rubric, exercises)
    decisions = _overrides(overrides, exercises)
    every, repeated = latest(submissions_in([Path(path) for path in submissions]))
    with Journal(target.with_suffix(".journal")) as journal:
        run = ClassRun(
            roll=Roll(exercises),
            tolerance=settled.tolerance,
            journal=journal,
            jobs=1 if len(every) <= FEW and scheduler is None else jobs,
            scheduler=scheduler,
        )
        handed = []
        for one in run.marked(every):
            handed.append(one)
            if on_submission is not None:
                on_submission(len(every))
        result = _result(known, settled, decisions, handed, repeated)
        result = replace(result, changes=changes(journal.find(LAST_GRADING), result))
        journal.append(LAST_GRADING, record_of(result))
    files = [*_written(result, target, form or _form_of(handed))]
    if feedback is not None:
        sources = {one.marked.source: one.submission for one in handed}
        back = {r.exercise.id: sources[r.marked.source] for r in result.results if r.marked}
        files += hand_back(result, back, Path(feedback), run.jobs)
    return GradedClass(result, tuple(files))


def _gradebook(output: str | Path, form: Form | None) -> Path:
    """Return the gradebook's path; another ending might be that of a file that is needed."""
    path = Path(output)
    if form not in (None, *get_args(Form)):
        choices = ", ".join(get_args(Form))
        raise InputError(f"unknown form {form!r} of a gradebook; choose from {choices}")
    if path.suffix.lower() != ".csv":
        raise InputError(f"{str(output)!r} is no name for a gradebook; end it in .csv", key="-o")
    return path


def _corrected(manifest: Manifest, template: str | Path | Template | None) -> Manifest:
    """Return a manifest whose exercises are marked by another worked example."""
    if template is None:
        return manifest
    right = load_template(template)
    exercises = tuple(_by_template(exercise, right) for exercise in manifest.exercises)
    return replace(manifest, exercises=exercises)


def _by_template(exercise: Exercise, right: Template) -> Exercise:
    """Return an exercise with the student's numbers and names in a corrected worked example.

    Raises:
        InputError: the two have different quantities.
    """
    own = exercise.template
    corrected = replace(
        right,
        data=own.data,
        parameters=own.parameters,
        renamed=own.renamed,
        training=replace(
            right.training,
            learning_rates=own.training.learning_rates,
            epochs=own.training.epochs,
        ),
    )
    new = replace(exercise, template=corrected)
    if not _has_quantities_of(new, exercise):
        raise InputError(
            f"{right.name} has other quantities than the exercise of student"
            f" {exercise.student.id!r}; correct the definitions, not the names",
            key="--template",
        )
    return new


def _has_quantities_of(new: Exercise, exercise: Exercise) -> bool:
    try:
        return {quantity.name for quantity in new.graph} == {q.name for q in exercise.graph}
    except InputError:  # it lacks some that are renamed for this student
        return False


def _rubric(rubric: str | Path | Rubric | None, exercises: Sequence[Exercise]) -> Rubric:
    path = Path(rubric) if isinstance(rubric, str | Path) else None
    settled = rubric if isinstance(rubric, Rubric) else read_rubric(path) if path else Rubric()
    check_rubric(settled, exercises, path)
    return settled


def _overrides(
    overrides: str | Path | Sequence[Override], exercises: Sequence[Exercise]
) -> Sequence[Override]:
    if isinstance(overrides, str | Path):
        return read_overrides(Path(overrides), exercises)
    return overrides


def _result(
    manifest: Manifest,
    rubric: Rubric,
    decisions: Sequence[Override],
    handed: Sequence[Handed],
    earlier: Sequence[Submission],
) -> ClassResult:
    """Return the points of all students, and what belongs to none."""
    by_exercise: dict[str, list[Handed]] = defaultdict(list)
    for one in handed:
        by_exercise[one.marked.exercise].append(one)
    strays = [one.marked for one in by_exercise.pop("", [])]
    counted = {identity: fullest(several) for identity, several in by_exercise.items()}
    facts = _facts(counted.values(), earlier)
    results = []
    for exercise in manifest.exercises:
        found = counted.get(exercise.id)
        marked = found.marked if found else None
        is_marked = marked is not None and not marked.failure
        score = score_of(exercise, marked, rubric, decisions) if marked and is_marked else None
        by = found.submission.handed if found else HandedBy()
        results.append(Graded(exercise, marked, score, by, tuple(facts[exercise.id])))
    return ClassResult(manifest.title, rubric, tuple(results), tuple(strays))


def _facts(counted: Collection[Handed], earlier: Sequence[Submission]) -> Mapping[str, list[Fact]]:
    """Return what only shows beside other submissions, by the exercise's id."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for identity, found in compared([one.marked for one in counted]).items():
        facts[identity] += found
    repeated = repetitions([one.submission for one in counted], earlier)
    for one in counted:
        if one.submission.source in repeated:
            facts[one.marked.exercise].append(repeated[one.submission.source])
    return facts


def _written(result: ClassResult, target: Path, form: Form) -> Iterator[Path]:
    """Write the gradebook and the summary."""
    write_gradebook(result, target, form)
    yield target
    summary = target.with_suffix(".html")
    with replacing([summary]) as (temporary,), explained(summary):
        temporary.write_text(class_summary(result), encoding="utf-8")
    yield summary


def _form_of(handed: Iterable[Handed]) -> Form:
    """Return the form of the platform that most submissions come from."""
    systems: list[str] = [one.submission.handed.system for one in handed]
    return next((form for form in PLATFORMS if systems.count(form) * 2 > len(systems)), "plain")
