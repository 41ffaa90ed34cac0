"""What native speakers say of the desk's translations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing


class Proofread(DeskModel):
    """What one person says of one translated message: it is right as it is, or these words are better.

    Nothing on the desk follows from it. It leaves as a patch, which whoever keeps the source reads and applies.
    """

    part_of = "person"
    thing = Thing.TRANSLATION

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proofread")
    language = models.CharField(max_length=8)
    message = models.CharField(max_length=64)
    """Which one: ``catalogues.Message.key``, made of its English words and its context."""
    read = models.JSONField()
    """The translation that was read, a string for each form of plural. Once the desk says something else, what was
    said of it counts no more."""
    better = models.JSONField(null=True)
    """What the person would write, in as many forms; None if it is right as it is."""
    note = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "language", "message"], name="a_person_says_it_once")
        ]

    def __str__(self) -> str:
        return f"message {self.message[:8]} in {self.language}"

    @property
    def address(self) -> str:
        return reverse("translations")
