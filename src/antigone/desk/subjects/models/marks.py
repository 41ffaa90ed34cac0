from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.subjects.models.subject import Subject


class Mark(DeskModel):
    """Something on a body that tells it from others."""

    part_of = "subject"

    class What(models.TextChoices):
        TATTOO = "tattoo"
        SCAR = "scar"
        BIRTHMARK = "birthmark"
        PIERCING = "piercing"
        OPERATION = "operation"
        AMPUTATION = "amputation"
        PROSTHESIS = "prosthesis"
        OTHER = "other"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="marks")
    what = models.CharField(max_length=20, choices=What.choices)
    where = models.CharField(max_length=120)
    """On which part of the body, and which side."""
    description = models.CharField(max_length=500)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


class Elsewhere(DeskModel):
    """A primary identifier that somebody else holds: Antigone has its number, never the thing itself."""

    part_of = "subject"

    class What(models.TextChoices):
        FINGERPRINTS = "fingerprints"
        DENTAL = "dental"
        DNA = "dna"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="elsewhere")
    what = models.CharField(max_length=20, choices=What.choices)
    holder = models.CharField(max_length=200)
    number = models.CharField(max_length=120)
    taken_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.number}"
