from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from antigone.desk.accounts.models.agency import Agency
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.models.person import Person
from antigone.desk.accounts.permissions import Role, Thing


class Invitation(DeskModel):
    """A link that works once, for a while: to join, or, for somebody who has, to begin again with new secrets."""

    thing = Thing.INVITATION

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = models.JSONField()
    renews = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="renewals")
    """Who begins again; nobody if it is to join."""
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256: the link itself is shown once and never kept."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    @property
    def invited_roles(self) -> frozenset[Role]:
        return frozenset(map(Role, self.roles))

    @property
    def address(self) -> str:
        return reverse("people")
