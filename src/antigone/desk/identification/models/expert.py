"""The register of experts of an incident: who from outside may be named as having examined evidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Thing


class Expert(DeskModel):
    """Somebody from outside who examines evidence: one person knows how they were verified, and a second did it too."""

    bound = True
    part_of = "incident"
    thing = Thing.EXPERT

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="experts")
    name = models.CharField(max_length=120)
    institution = models.CharField(max_length=200)
    discipline = models.CharField(max_length=120)
    how = models.CharField(max_length=500)
    """How whoever entered them knows that they are who they are, and examine this."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_how = models.CharField(max_length=500, blank=True)
    """How the second person knows."""
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(confirmed_by=F("by")), name="expert_of_two_people"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="expert_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"expert {self.pk}"

    @property
    def address(self) -> str:
        return reverse("incident-experts", args=[self.incident_id])

    @property
    def usable(self) -> bool:
        """Whether they can be named in a line of evidence."""
        return self.confirmed_at is not None and self.ended_at is None
