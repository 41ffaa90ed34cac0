from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.models import Agency, Incident
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.photos.models.photograph import Face
from antigone.types import Profile


class FaceTemplate(DeskModel):
    """A chosen face as one model's numbers. Deleted when another face is chosen or the photograph is erased."""

    part_of = "face"

    face = models.ForeignKey(Face, on_delete=models.PROTECT, related_name="templates")
    model = models.CharField(max_length=120)
    """types.Template.model: which model, its hash, how it was cut."""
    vector = models.BinaryField()
    """Little-endian float32, length 1; encrypted with the photograph's key, as ``vault.seal_template`` does."""

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["face", "model"], name="one_template_a_model")]
        indexes: ClassVar = [models.Index(fields=["model", "id"], name="templates_of_a_model")]

    def __str__(self) -> str:
        return f"template {self.pk}"


class IndexChange(models.Model):
    """One step of the index, in the order in which the database took them: what every process catches up with.

    Acts follow one another (decision 0012), so a number is never seen before a lower one.
    """

    sequence = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=2, choices=[(kind.value, kind.value) for kind in Profile])
    model = models.CharField(max_length=120)
    template = models.BigIntegerField()
    """The template's number: the row itself may be erased later."""
    photograph = models.BigIntegerField()
    subject = models.BigIntegerField()
    removed = models.BooleanField()
    """True when it left, False when it came."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["incident", "agency", "kind", "model", "sequence"], name="steps_of_a_part")
        ]

    def __str__(self) -> str:
        return f"step {self.sequence}"
