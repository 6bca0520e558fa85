"""Slips that exercises hide: they show, they can be found again, and nothing else is wrong."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.examine import examine
from bpsheet.checker.rules import code_of
from bpsheet.checker.slip import Slip
from bpsheet.errors import InputError
from bpsheet.exercise.asked import with_rows
from bpsheet.exercise.exercise import (
    Exercise,
    PlantedSlip,
    Student,
    graph_of,
    is_computed,
    quantities_of,
)
from bpsheet.exercise.planting import likely_slips, planted, runs_with_slips, slip_of
from bpsheet.exercise.runs import Runs
from bpsheet.exercise.secret import Choices
from bpsheet.expression import names_in
from bpsheet.model.graph import Graph, Scope
from tests.checker.planting import planted_book, simulated
from tests.proof.slips import with_wrong
