"""The rows of the training table against a plain walk through the epochs."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet import engine
from bpsheet.sheet.table_rows import Kind, Parameters, Shows, TableRows, table_rows
from bpsheet.template import Samples
from tests.engine.examples import FIVE_SAMPLES, with_training
from tests.examples import CLASSIC


@st.composite
def tables(draw: st.DrawFn) -> TableRows:
    samples = draw(st.integers(1, 7))
    return TableRows(
        samples=samples,
        batch=draw(st.integers(1, samples)),
        validation=draw(st.integers(0, 3)),
        epochs=draw(st.integers(1, 5)),
    )


def walked(table: TableRows) -> list[tuple[Kind, int, int]]:
    """Return each row's pattern, step and sample for validation, walking from row to row."""
    rows: list[tuple[Kind, int, int]] = []
    last_step = last_update = -1
    moves = False

    def add(shows: Shows, step: int, sample: int = -1, **kind: int) -> None:
        nonlocal last_step, last_update, moves
        row = len(rows)
        source = Parameters.UPDATED if moves else Parameters.HELD if rows else Parameters.GIVEN
        begins = row % table.per_epoch == 0
        if shows is Shows.STEP and last_step >= 0:
            kind["step_back"] = row - last_step
        updates = shows is (Shows.UPDATE if table.batch > 1 else Shows.STEP)
        if updates and last_update >= 0:
            kind["update_back"] = row - last_update
        rows.append((Kind(shows, source, begins, **kind), step, sample))
        moves = updates
        last_step = row if shows is Shows.STEP else last_step
        last_update = row if updates else last_update

    for epoch in range(table.epochs):
        first_step, first_row = epoch * table.samples, len(rows)
        for number in range(table.validation):
            is_last = number == table.validation - 1
            add(Shows.VALIDATION, first_step, number, validated=table.validation * is_last)
        learned = len(rows)
        for sample in range(table.samples):
            add(Shows.STEP, first_step + sample)
            in_batch = sample % table.batch + 1
            full = in_batch == table.batch or sample == table.samples - 1
            if full and table.batch > 1:
                add(Shows.UPDATE, first_step + sample, batch=in_batch)
        if table.samples > 1 or table.validation:
            own = table.batch > 1  # the last row is an update's, not a sample's
            kind, *where = rows[-1]
            rows[-1] = (replace(kind, epoch=len(rows) - learned - own), *where)
        assert len(rows) - first_row == table.per_epoch
    return rows


@given(tables())
def test_every_row_is_what_a_walk_through_the_epochs_says(table: TableRows) -> None:
    expected = walked(table)
    assert table.count == len(table.kind_of_row) == len(expected)
    assert [table.kinds[kind] for kind in table.kind_of_row] == [kind for kind, _, _ in expected]
    assert table.step.tolist() == [step for _, step, _ in expected]
    assert table.validated.tolist() == [validated for _, _, validated in expected]


@given(tables())
def test_patterns_are_few_and_each_is_used(table: TableRows) -> None:
    assert set(table.kind_of_row.tolist()) <= set(range(len(table.kinds)))
    assert len(set(table.kinds)) == len(table.kinds)
    assert len(table.kinds) <= 2 * table.per_epoch
    longer = replace(table, epochs=table.epochs + 1)
    assert longer.kinds == table.kinds
    assert longer.kind_of_row[: table.count].tolist() == table.kind_of_row.tolist()


@given(tables())
def test_what_a_row_looks_back_at_is_there(table: TableRows) -> None:
    kinds = [table.kinds[kind] for kind in table.kind_of_row]
    for row, kind in enumerate(kinds):
        if kind.step_back:
            assert kinds[row - kind.step_back].shows is Shows.STEP
        if kind.update_back:
            assert kinds[row - kind.update_back].shows is kind.shows
        above = kinds[row - kind.batch : row]
        assert all(other.shows is Shows.STEP for other in above)
        assert len(above) == kind.batch
        ends = row + (kind.shows is Shows.STEP)
        of_cost = [other.shows for other in kinds[ends - kind.epoch : ends]]
        assert of_cost.count(Shows.STEP) == table.samples * bool(kind.epoch)
        assert Shows.VALIDATION not in of_cost
        of_validation = kinds[row + 1 - kind.validated : row + 1]
        assert all(other.shows is Shows.VALIDATION for other in of_validation)
        assert len(of_validation) == table.validation * bool(kind.validated)


def test_one_sample_has_a_row_per_step() -> None:
    table = TableRows(samples=1, batch=1, validation=0, epochs=4)
    assert (table.single, table.averaged, table.count) == (True, False, 4)
    first, later = table.kinds
    assert first == Kind(Shows.STEP, Parameters.GIVEN, begins=True)
    assert later == Kind(Shows.STEP, Parameters.UPDATED, begins=True, step_back=1, update_back=1)
    assert table.kind_of_row.tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize("samples", [0, 1, 2])
@pytest.mark.parametrize("batch", [1, 2, 3, 5, 9, "all"])
def test_steps_and_updates_are_those_of_the_engine(
    batch: int | Literal["all"], samples: int
) -> None:
    data, learned = FIVE_SAMPLES.data, FIVE_SAMPLES.data
    looked_at = Samples(learned.inputs[:samples], learned.targets[:samples])
    template = with_training(
        replace(FIVE_SAMPLES, data=replace(data, validation=looked_at if samples else None)),
        batch=batch,
    )
    table, trace = table_rows(template), engine.train(template)
    kinds = [table.kinds[kind] for kind in table.kind_of_row]
    of_steps = [row for row, kind in enumerate(kinds) if kind.shows is Shows.STEP]
    assert table.step[of_steps].tolist() == trace.step.tolist()
    updates = trace.update[table.step]
    moved = [row for row, kind in enumerate(kinds) if kind.parameters is Parameters.UPDATED]
    assert len(moved) == trace.update[-1]
    assert all(updates[row] == updates[row - 1] + 1 for row in moved)
    assert sum(bool(kind.validated) for kind in kinds) == bool(samples) * template.training.epochs


def test_a_single_sample_with_validation_has_epochs() -> None:
    template = replace(CLASSIC, data=replace(CLASSIC.data, validation=CLASSIC.data))
    table = table_rows(template)
    assert (table.single, table.per_epoch, table.epochs) == (False, 2, 100)
    assert table.kinds[1] == Kind(Shows.STEP, Parameters.HELD, epoch=1)
