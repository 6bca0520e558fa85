"""What was handed in: files, folders and the archives of learning platforms."""

from bpsheet.grading.submissions.finding import submissions_in
from bpsheet.grading.submissions.repeated import latest, repetitions

__all__ = ["latest", "repetitions", "submissions_in"]
