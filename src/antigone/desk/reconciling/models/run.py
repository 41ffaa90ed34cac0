from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing


class Reconciliation(DeskModel):
    """All cases against all records of an incident, as far as the agency that asked reaches them.

    What it found never changes: a new one is asked for.
    """

    thing = Thing.RECONCILIATION
    page = "reconciliation"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"
        """Nothing to reconcile, or the lists' shares cannot be."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="reconciliations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reconciliations")
    """Who asked; cases and records that it may see went in."""
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done_at = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)
    """``{"code": "list-too-short", "of": {"list": "passengers", "bodies": 12.0, "persons": 10}}``"""

    engine = models.CharField(max_length=60, blank=True)
    """Antigone's version."""
    model = models.CharField(max_length=120, blank=True)
    calibration = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    """SHA-256 of everything that went in: equal for equal inputs."""
    as_of = models.JSONField(null=True)
    """How far each table was read: by it one sees what came since."""
    lists = models.JSONField(null=True)
    """``[{"listing": 3, "name": "passengers", "kind": "closed", "share": 0.6, "persons": 212}, ...]``"""
    counts = models.JSONField(null=True)
    drawing = models.JSONField(null=True)
    """How the posteriors were drawn: sweeps, chains, seed, largest error, largest difference between chains."""
    sources = models.JSONField(null=True)
    """Where the lines' numbers come from; the lines of a proposal name them by place."""
    seconds = models.FloatField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "agency"], condition=Q(state="waiting"), name="one_waiting_reconciliation"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["incident", "agency", "-id"], name="reconciliations_of_incident")]

    def __str__(self) -> str:
        return f"reconciliation {self.pk}"
