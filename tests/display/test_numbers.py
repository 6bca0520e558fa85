from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.verbs.train import train


def rows(html: str | None) -> list[list[str]]:
    assert html is not None
    table = ElementTree.fromstring(html)
    return [["".join(cell.itertext()) for cell in row] for row in table.findall("tr")]


@pytest.mark.parametrize("name", BUNDLED)
def test_a_trace_shows_a_row_per_rate(name: str) -> None:
    trace = train(name)
    shown = rows(trace._repr_html_())
    losses = trace.cost if trace.template.several else trace.total
    assert len(shown) == len(trace.rates)
    for row, curve in zip(shown, losses, strict=True):
        assert float(row[1]) == pytest.approx(curve[0], rel=1e-5)
        assert float(row[3]) == pytest.approx(np.nanmin(curve), rel=1e-5)


def test_a_rate_that_overflows_says_so() -> None:
    trace = train("gates", rates=[9.0, 1e6], epochs=400)
    (step,) = {step for step in trace.diverged_at[1:] if step is not None}
    assert rows(trace._repr_html_())[1][2] == f"diverged at step {step}"


def test_the_curve_falls_as_the_losses_do() -> None:
    html = train("classic", rates=[2.0])._repr_html_()
    assert html is not None
    points = ElementTree.fromstring(html).find(".//polyline")
    assert points is not None
    heights = [float(point.split(",")[1]) for point in points.get("points", "").split()]
    assert heights == sorted(heights)
    assert (heights[0], heights[-1]) == (2, 30)


def test_a_single_row_has_no_curve() -> None:
    html = train("classic", epochs=1)._repr_html_()
    assert html is not None
    assert "<svg" not in html
