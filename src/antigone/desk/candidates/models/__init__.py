"""Searches, their candidate lists, exclusions, and warnings that two are the same person."""

from antigone.desk.candidates.models.pairs import Doubt, Exclusion, Link
from antigone.desk.candidates.models.run import Candidate, Run
from antigone.desk.candidates.models.serving import Serving

__all__ = ["Candidate", "Doubt", "Exclusion", "Link", "Run", "Serving"]
