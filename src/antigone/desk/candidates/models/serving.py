from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Serving(models.Model):
    """A model whose templates searches use: from when, until when. A new one waits until all templates are made."""

    model = models.CharField(max_length=120)
    """types.Template.model"""
    begun_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    """When searches began to use it; None while templates are made."""
    until = models.DateTimeField(null=True)
    """When another took its place, or it was given up."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("begun_at")), name="it_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.model
