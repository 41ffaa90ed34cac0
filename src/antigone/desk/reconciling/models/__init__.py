"""Reconciliation of a whole incident: lists of persons with their shares, runs, and what they propose."""

from antigone.desk.reconciling.models.listing import Listed, Listing
from antigone.desk.reconciling.models.proposal import Proposal, Sampling, Unlisted
from antigone.desk.reconciling.models.run import Reconciliation

__all__ = ["Listed", "Listing", "Proposal", "Reconciliation", "Sampling", "Unlisted"]
