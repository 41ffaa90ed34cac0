"""Searches, their candidate lists, exclusions, and warnings that two are the same person."""

from antigone.desk.candidates.models.pairs import DuplicateWarning, Exclusion, Link
from antigone.desk.candidates.models.run import Candidate, Run
from antigone.desk.candidates.models.serving import Serving

__all__ = ["Candidate", "DuplicateWarning", "Exclusion", "Link", "Run", "Serving"]
