from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Thing


class Exercise(DeskModel):
    """An incident of fictional people: who made it, who entered its people, who threw it away, and the receipt."""

    thing = Thing.EXERCISE
    bound = True

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody if it was made at the console."""
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """The registrar in whose name its people are entered."""
    entered_at = models.DateTimeField(null=True)
    """When the last of its people was entered."""
    thrown_away_at = models.DateTimeField(null=True)
    thrown_away_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody if it was done at the console."""
    destroyed = models.JSONField(default=dict)
    """What was destroyed, counted."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency"], condition=Q(thrown_away_at=None), name="one_exercise_at_a_time")
        ]

    def __str__(self) -> str:
        return f"exercise {self.pk}"

    @property
    def address(self) -> str:
        return reverse("exercise")

    @property
    def is_open(self) -> bool:
        return self.thrown_away_at is None
