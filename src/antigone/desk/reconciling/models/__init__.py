"""Reconciliation of a whole incident: lists of persons with their shares, runs, and what they propose."""

from antigone.desk.reconciling.models.listing import ListedRecord, ListVersion
from antigone.desk.reconciling.models.proposal import ProposedPair, Sampling, Unlisted
from antigone.desk.reconciling.models.run import Reconciliation

__all__ = ["ListVersion", "ListedRecord", "ProposedPair", "Reconciliation", "Sampling", "Unlisted"]
