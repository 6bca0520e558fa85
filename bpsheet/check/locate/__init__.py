"""Finds where the quantities of a worked example stand in a foreign workbook."""

from bpsheet.check.locate.completion import complete
from bpsheet.check.locate.finding import locate
from bpsheet.check.locate.labels import read_label
from bpsheet.check.locate.rates import LABELLED, listed_rates

__all__ = ["LABELLED", "complete", "listed_rates", "locate", "read_label"]
