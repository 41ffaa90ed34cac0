from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.protocol.policy import Policy
from antigone.protocol.scales import Conclusion


class Seat(DeskModel):
    """Somebody who sits on the board of an incident, from when until when."""

    part_of = "incident"
    thing = Thing.BOARD

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    discipline = models.CharField(max_length=120)
    reason = models.TextField()
    appointed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "person"], condition=Q(ended_at=None), name="one_seat_on_a_board"
            )
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"

    @property
    def address(self) -> str:
        return reverse("incident-board", args=[self.incident_id])


class BoardPolicy(DeskModel):
    """What an incident's board requires (``protocol.policy``): as strict as Antigone, or stricter. The latest holds."""

    part_of = "incident"
    thing = Thing.BOARD

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="rules")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    face_ceiling = models.CharField(max_length=20)
    """A name of ``protocol.scales.Conclusion``."""
    examiners = models.PositiveSmallIntegerField()
    secondary_for_probable = models.PositiveSmallIntegerField()
    primary_for_established = models.PositiveSmallIntegerField()
    combination_law = models.CharField(max_length=300, blank=True)
    combination = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    agencies = models.PositiveSmallIntegerField()
    share = models.CharField(max_length=20)
    """A fraction: ``2/3``."""
    unanimous = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "version"], name="one_version_of_rules")]

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def policy(self) -> Policy:
        """Raises RuleBroken if it is laxer than Antigone."""
        return Policy(
            name=self.name,
            version=self.version,
            face_ceiling=Conclusion[self.face_ceiling],
            examiners=self.examiners,
            secondary_for_probable=self.secondary_for_probable,
            primary_for_established=self.primary_for_established,
            combination_law=self.combination_law,
            combination=self.combination,
            quorum=self.quorum,
            agencies=self.agencies,
            share=Fraction(self.share),
            unanimous=self.unanimous,
        )

    @property
    def address(self) -> str:
        return reverse("incident-board", args=[self.incident_id])
