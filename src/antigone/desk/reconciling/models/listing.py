from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.subjects.models import Subject


class ListVersion(DeskModel):
    """One version of a list of persons who may lie here, and the share of the bodies expected to be of them.

    A list is changed by a new version; the highest version of a name is the one that stands, unless it ends the list.
    """

    thing = Thing.LISTING
    page = "list"

    class Kind(models.TextChoices):
        CLOSED = "closed"
        """Passengers, crew: nearly every body is of somebody on it."""
        OPEN = "open"
        """Reported missing: many of them live, and many of the dead were reported by nobody."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="listings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="listings")
    """Whose reconciliations use it: another agency sees other bodies, and states its own."""
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    share = models.FloatField()
    """Of the bodies: how many are expected to be of its persons. Neither 0 nor 1."""
    everybody_else = models.BooleanField()
    """Whether it holds all records that no other list names, also those opened later."""
    reason = models.TextField()
    """Who says so, and why."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ends = models.BooleanField(default=False)
    """Whether this version ends the list."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "agency", "name", "version"], name="each_version_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lt=1), name="a_share_is_neither_0_nor_1"),
        ]

    def __str__(self) -> str:
        return f"list {self.pk}"


class ListedRecord(DeskModel):
    """A record that a version of a list names."""

    part_of = "listing"

    listing = models.ForeignKey(ListVersion, on_delete=models.PROTECT, related_name="listed")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="listed_in")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "record"], name="nobody_is_on_a_list_twice")
        ]

    def __str__(self) -> str:
        return f"listed {self.pk}"
