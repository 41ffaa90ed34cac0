from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.photos.models import Source
from antigone.protocol.known_pairs import Mix, WarningLimits
from antigone.protocol.scales import INTERPOL_DVI

_MIX, _LIMITS = Mix(), WarningLimits()


class ReviewRules(DeskModel):
    """How pairs of an incident are examined, from ``at`` on. The latest row holds; none is ever changed."""

    part_of = "incident"
    thing = Thing.REVIEW_RULES

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="review_rules")
    scale = models.CharField(max_length=40, default=INTERPOL_DVI.id)
    known_rate = models.FloatField(default=_MIX.rate)
    """Known pairs, as a share of all work."""
    known_same = models.FloatField(default=_MIX.same)
    """Of the known pairs, the share that shows one person."""
    agencies_apart = models.BooleanField(default=False)
    false_inclusion = models.FloatField(default=_LIMITS.false_inclusion)
    false_exclusion = models.FloatField(default=_LIMITS.false_exclusion)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"rules of review {self.pk}"

    @property
    def mix(self) -> Mix:
        return Mix(self.known_rate, self.known_same)

    @property
    def limits(self) -> WarningLimits:
        return WarningLimits(self.false_inclusion, self.false_exclusion)

    @property
    def address(self) -> str:
        return reverse("incident-review-rules", args=[self.incident_id])


class Measuring(DeskModel):
    """Somebody who answers for a source says that its photographs may be used to measure examiners."""

    part_of = "source"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="measuring")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], condition=Q(ended_at=None), name="measuring_once")
        ]

    def __str__(self) -> str:
        return f"measuring with source {self.source_id}"
