"""The rules by which an incident's pairs are examined, and whose photographs may measure examiners."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.photos.models import Source
from antigone.protocol.known_pairs import Mix, WarningLimits
from antigone.protocol.proficiency import ProficiencyLimits
from antigone.protocol.scales import INTERPOL_DVI

_MIX, _LIMITS, _SET = Mix(), WarningLimits(), ProficiencyLimits()


class ReviewRules(DeskModel):
    """The rules by which pairs of an incident are examined, from ``at`` on. The latest row holds."""

    part_of = "incident"
    thing = Thing.REVIEW_RULES
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="review_rules")
    scale = models.CharField(max_length=40, default=INTERPOL_DVI.id)
    known_rate = models.FloatField(default=_MIX.rate)
    """Known pairs, as a share of all work."""
    known_same = models.FloatField(default=_MIX.same)
    """Of the known pairs, the share that shows one person."""
    agencies_apart = models.BooleanField(default=False)
    false_inclusion = models.FloatField(default=_LIMITS.false_inclusion)
    false_exclusion = models.FloatField(default=_LIMITS.false_exclusion)
    set_size = models.PositiveSmallIntegerField(default=_SET.size)
    """Known pairs in a proficiency set, and how much of it may be wrong or undecided."""
    set_false_inclusions = models.PositiveSmallIntegerField(default=_SET.false_inclusions)
    set_false_exclusions = models.PositiveSmallIntegerField(default=_SET.false_exclusions)
    set_undecided = models.PositiveSmallIntegerField(default=_SET.undecided)
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
    def proficiency(self) -> ProficiencyLimits:
        return ProficiencyLimits(
            self.set_size, self.set_false_inclusions, self.set_false_exclusions, self.set_undecided
        )

    @property
    def address(self) -> str:
        return reverse("incident-review-rules", args=[self.incident_id])


class Measuring(DeskModel):
    """A statement that a source's photographs may be used to measure examiners."""

    part_of = "source"
    bound = True

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
