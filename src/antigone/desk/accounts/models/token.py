from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.models.person import Person
from antigone.desk.accounts.permissions import Role, Thing


class Token(DeskModel):
    """What a person's own program shows instead of signing in: it may do at most what they may, for a while."""

    part_of = "person"
    thing = Thing.TOKEN

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    """What it is for, in the person's words."""
    roles = models.JSONField()
    """Some of the person's. It never has one that they have lost since."""
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256: the token itself is shown once and never kept."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
    """The last day on which it was used."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def live(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()

    @property
    def wanted(self) -> frozenset[Role]:
        """The roles it was made with."""
        return frozenset(map(Role, self.roles))

    @property
    def address(self) -> str:
        return reverse("tokens")
