from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.identification.models.decision import Decision
from antigone.desk.identification.models.file import File
from antigone.desk.identification.models.recall import Recall
from antigone.desk.subjects.models import Subject
from antigone.protocol.lifecycle import LifeState, Move


class LifeMove(DeskModel):
    """One move in the life of a case or record (``protocol.lifecycle.Moved``), with what allowed it."""

    part_of = "subject"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="moves")
    place = models.PositiveIntegerField()
    move = models.CharField(max_length=20, choices=[(move.value, move.value) for move in Move])
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in LifeState])
    """Where it led, as the protocol worked out: lists read it without reading whole lives."""
    reason = models.TextField(blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    frozen = models.TextField(blank=True)
    """The file as it was brought before the board."""
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "place"], name="one_place_in_a_life")]

    def __str__(self) -> str:
        return f"move {self.place} of {self.subject_id}"
