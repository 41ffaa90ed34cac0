from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Scope, Thing


class Agency(DeskModel):
    """A body whose people work with the desk: a mortuary, a police department, a national society."""

    thing = Thing.AGENCY

    name = models.CharField(max_length=120, unique=True)
    is_host = models.BooleanField(default=False)
    """The one that runs this desk. Its administrators and auditors look after the others."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_host"], condition=Q(is_host=True), name="one_host")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closed(self) -> bool:
        return self.closed_at is not None

    @property
    def scope(self) -> Scope:
        return Scope(self.pk)

    @property
    def address(self) -> str:
        return reverse("agencies")
