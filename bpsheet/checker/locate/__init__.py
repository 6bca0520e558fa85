"""Finds where the quantities of a worked example stand in a foreign workbook."""

from bpsheet.checker.locate.completion import complete
from bpsheet.checker.locate.finding import locate
from bpsheet.checker.locate.labels import read_label
from bpsheet.checker.locate.rates import LABELLED, listed_rates
from bpsheet.checker.locate.typed import typed_numbers

__all__ = ["LABELLED", "complete", "listed_rates", "locate", "read_label", "typed_numbers"]
