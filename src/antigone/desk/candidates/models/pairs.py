from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.subjects.models import Subject


class Exclusion(DeskModel):
    """A case and a record are proved to be of different people. It stays, and holds for what is linked to either."""

    part_of = "case"
    thing = Thing.EXCLUSION
    page = "exclusion"

    class Ground(models.TextChoices):
        FINGERPRINTS = "fingerprints"
        DENTAL = "dental"
        DNA = "dna"
        MEDICAL = "medical finding"
        DESCRIPTION = "description"
        ALIVE = "found alive"
        ELSEWHERE = "identified as another"

    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="excluded_records")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="excluded_cases")
    ground = models.CharField(max_length=30, choices=Ground.choices)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    """When it was proved wrong; the row stays."""
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "record"], condition=Q(lifted_at=None), name="one_standing_exclusion"
            )
        ]

    def __str__(self) -> str:
        return f"exclusion {self.pk}"


class Link(DeskModel):
    """Two cases are of one body, or two records of one person: said by a person, and undone by one. Never a merge."""

    part_of = "first"
    thing = Thing.LINK
    page = "link"

    first = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="links_onward")
    second = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="links_back")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], condition=Q(undone_at=None), name="one_standing_link"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_lower_number_first"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class DuplicateWarning(DeskModel):
    """The engine's warning that two of one kind may be the same: for a person to link or to dismiss."""

    part_of = "first"
    thing = Thing.DUPLICATE_WARNING
    page = "warning"

    first = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="warnings_onward")
    second = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="warnings_back")
    score = models.FloatField()
    weight = models.JSONField(null=True)
    at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    dismissed_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_doubt_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="doubt_the_lower_number_first"),
        ]

    def __str__(self) -> str:
        return f"doubt {self.pk}"
