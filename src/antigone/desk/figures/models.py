"""Published figures, frozen on the day of publication."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import WHOLE_DESK, Scope, Thing


class Publication(DeskModel):
    """Figures as the public has them. Never live: only what a person published is public."""

    thing = Thing.FIGURES
    bound = True

    counted_until = models.DateTimeField()
    figures = models.JSONField()
    """``protect.protected``: small numbers are not in it, so they are not here either."""
    note = models.TextField(blank=True)
    """What whoever published it wants to say with it; public."""
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"publication {self.pk}"

    @property
    def scope(self) -> Scope:
        return WHOLE_DESK

    @property
    def address(self) -> str:
        return reverse("figures")
