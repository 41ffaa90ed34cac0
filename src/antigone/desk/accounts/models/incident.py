from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from antigone.desk.accounts.models.agency import Agency
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Level, Scope, Thing


class Incident(DeskModel):
    """What happened, and the scope of everything done because of it: cases, records, searches, and what is shared."""

    thing = Thing.INCIDENT
    page = "incident"

    code = models.CharField(max_length=20, unique=True)
    """Short, in capitals, never used again."""
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incidents")
    """Who leads it."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def scope(self) -> Scope:
        return Scope(self.agency_id, self.pk)


class Grant(DeskModel):
    """One agency lets another see, or work with, what it holds on one incident, until it takes that back."""

    thing = Thing.GRANT

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="grants")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="given")
    to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="received")
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    reason = models.TextField()
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "owner", "to"], condition=Q(revoked_at__isnull=True), name="one_live_grant"
            ),
            models.CheckConstraint(condition=~Q(owner=F("to")), name="granted_to_another"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"

    @property
    def scope(self) -> Scope:
        return Scope(self.owner_id, self.incident_id)

    @property
    def address(self) -> str:
        return self.incident.address
