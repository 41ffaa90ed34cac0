from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.identification.models.decision import Act, Decision
from antigone.protocol.recall import How, RecallGround


class Recall(DeskModel):
    """An identification is taken back. Its entries are its history; nothing of what it undoes is deleted."""

    thing = Thing.RECALL
    page = "recall"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="recalls")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="recalls")
    """The decision's."""
    place = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="recall")
    ground = models.CharField(max_length=20, choices=[(ground.value, ground.value) for ground in RecallGround])
    reason = models.TextField()
    acts = models.JSONField()
    """Primary keys of the acts that were known when it began."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "place"], name="one_place_of_a_recall")]

    def __str__(self) -> str:
        return self.number


class RecallEntry(DeskModel):
    """One entry of a recall's log."""

    part_of = "recall"

    class What(models.TextChoices):
        ASSIGNED = "assigned"
        SAID = "said"
        """One person says that it cannot be undone: a second must see that before it is at its end."""
        ENDED = "ended"
        FOUND = "found"

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What.choices)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="recalled")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="undoes")
    due = models.DateField(null=True)
    how = models.CharField(max_length=20, choices=[(how.value, how.value) for how in How], blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recall", "place"], name="one_place_in_a_recall"),
            models.UniqueConstraint(fields=["recall", "act"], condition=Q(what="ended"), name="one_end_of_an_act"),
        ]

    def __str__(self) -> str:
        return f"entry {self.place} of recall {self.recall_id}"
