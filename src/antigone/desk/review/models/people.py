from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.subjects.models import Subject
from antigone.protocol.two_examiners import ConflictOfInterest


class Leave(DeskModel):
    """Days on which nothing new is given to somebody."""

    part_of = "person"
    thing = Thing.LEAVE

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    first = models.DateField()
    last = models.DateField()
    """Included."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When it was ended early, or taken back."""
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["first", "id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="leave_is_a_range")]

    def __str__(self) -> str:
        return f"leave {self.pk}"

    @property
    def address(self) -> str:
        return reverse("my-work")


class ConflictHeld(DeskModel):
    """What binds somebody to a case or a record, once and for all: they do not examine it."""

    part_of = "subject"
    thing = Thing.CONFLICT_OF_INTEREST

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicts")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="conflicts")
    what = models.CharField(
        max_length=30, choices=[(conflict.value, conflict.value) for conflict in ConflictOfInterest]
    )
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "subject", "what"], name="each_tie_once")]

    def __str__(self) -> str:
        return f"conflict of interest {self.pk}"
