from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing


class Training(DeskModel):
    """Somebody learned how a family is told. Two people who have go to each family."""

    part_of = "person"
    thing = Thing.TRAINING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainings")
    what = models.CharField(max_length=200)
    """The course, and who taught it."""
    on = models.DateField()
    until = models.DateField(null=True)
    """The last day on which it counts; None if it has no end."""
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["person_id", "id"]

    def __str__(self) -> str:
        return f"training {self.pk}"

    @property
    def address(self) -> str:
        return reverse("trainings")
