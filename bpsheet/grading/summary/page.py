"""The summary of a class as a page for its teacher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import mean, median

from bpsheet.grading.html_page import foreign, html_page, points_text
from bpsheet.grading.result import ClassResult
from bpsheet.grading.summary import charts
from bpsheet.grading.summary.lists import FAILED, OPEN, STRAYS, TITLES, lists
from bpsheet.grading.summary.table import table
from bpsheet.grading.summary.tallies import (
    HiddenTally,
    QuestionTally,
    SlipTally,
    hidden_tallies,
    histogram,
    question_tallies,
    slip_tallies,
)

MOST_SLIPS = 20
STYLE = """
.questions td:nth-child(2) { width: 40%; }
"""


def class_summary(result: ClassResult) -> str:
    """Return a page of HTML that needs nothing else; all text in it is escaped.

    Arguments:
        result: the points, marks and facts of a class.
    """
    questions = question_tallies(result.results)
    parts = [
        f"<h1>{foreign(result.title)}</h1>",
        *_overview(result),
        *_points(result),
        *_changes(result.changes),
        *_unsolved(questions),
        *_slips(slip_tallies(result.results)),
        *_hidden(hidden_tallies(result.results)),
        *_questions(questions, result),
        *lists(result),
    ]
    return html_page(f"{result.title}: summary", parts, charts.STYLE + STYLE)


def _overview(result: ClassResult) -> Iterator[str]:
    """Yield how many there are of everything, with links to what waits for the teacher."""
    marked = [one for one in result.results if one.marked is not None]
    waiting = {
        FAILED: sum(one.score is None for one in marked),
        OPEN: sum(one.score.open for one in marked if one.score),
        STRAYS: len(result.strays),
    }
    links = (
        f'<a href="#{name}">{TITLES[name].lower()}: {count}</a>'
        for name, count in waiting.items()
        if count
    )
    counts = (f"students: {len(result.results)}", f"handed in: {len(marked)}", *links)
    yield f'<p class="muted">{" · ".join(counts)}</p>'


def _points(result: ClassResult) -> Iterator[str]:
    scores = [one.score for one in result.results if one.score is not None]
    yield "<h2>Points</h2>"
    if not scores:
        yield "<p>Nobody has points so far.</p>"
        return
    points, maximum = [score.points for score in scores], points_text(result.rubric.points)
    yield f'<p class="key">{points_text(mean(points))} of {maximum} points on average</p>'
    low, high = points_text(min(points)), points_text(max(points))
    yield f"<p>The median is {points_text(median(points))}; all have {low} to {high}.</p>"
    yield charts.histogram_chart(histogram(scores), result.rubric.points)
    yield '<p class="muted">Students by points; each bar is a tenth of the maximum.</p>'


def _changes(changes: Sequence[str]) -> Iterator[str]:
    if changes:
        yield "<h2>What changed since the last grading</h2>\n<ul>"
        yield from (f"<li>{foreign(change)}</li>" for change in changes)
        yield "</ul>"


def _unsolved(questions: Sequence[QuestionTally]) -> Iterator[str]:
    names = [foreign(one.quantity) for one in questions if not one.solved]
    if names:
        yield "<h2>Questions that nobody solved</h2>"
        yield f"<p>{', '.join(names)}</p>"


def _slips(slips: Sequence[SlipTally]) -> Iterator[str]:
    if not slips:
        return
    yield "<h2>Commonest slips</h2>"
    yield from table(
        ("slip", "students", "answers", "most often"),
        [
            (
                _kind(one.kind),
                str(one.students),
                str(one.answers),
                foreign(one.example),
            )
            for one in slips[:MOST_SLIPS]
        ],
        numbers=(1, 2),
    )


def _hidden(slips: Sequence[HiddenTally]) -> Iterator[str]:
    if not slips:
        return
    yield "<h2>Slips to find</h2>"
    yield from table(
        ("slip", "missed by", "for example"),
        [
            (_kind(one.kind), f"{one.missed} of {one.hidden}", foreign(one.example))
            for one in slips[:MOST_SLIPS]
        ],
        numbers=(1,),
    )


def _kind(kind: str) -> str:
    return foreign(kind.replace("-", " "))


def _questions(questions: Sequence[QuestionTally], result: ClassResult) -> Iterator[str]:
    if not questions:
        return
    yield "<h2>Questions</h2>"
    if len({one.exercise.template.names for one in result.results}) > 1:
        whose = foreign(result.results[0].exercise.student.id)
        yield f'<p class="muted">Names differ between students; here they are those of {whose}.</p>'
    yield charts.legend()
    yield from table(
        ("question", "answers", "solved by", "points"),
        [
            (
                foreign(one.quantity),
                charts.shares_chart(one.verdicts),
                f"{one.solved} of {one.asked}",
                f"{one.share:.0%}",
            )
            for one in questions
        ],
        numbers=(2, 3),
        name="questions",
    )
