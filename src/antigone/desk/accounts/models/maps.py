"""What lies under the map of an incident: coasts and streets as lines, or a picture with its corners."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models.people import Incident, Person


class MapGround(DeskModel):
    """The one drawing or picture under an incident's map. It tells of no person."""

    part_of = "incident"

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="ground")
    lines = models.JSONField(default=list)
    """``[[[latitude, longitude], ...], ...]``: numbers and nothing else. Empty if it is a picture."""
    picture = models.BinaryField(default=b"")
    """JPEG that the desk wrote itself. Empty if it is lines."""
    north = models.FloatField(null=True)
    """Degrees of the picture's upper edge; and so on."""
    south = models.FloatField(null=True)
    west = models.FloatField(null=True)
    east = models.FloatField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(north=None) | Q(north__gt=models.F("south"), east__gt=models.F("west")),
                name="a_picture_has_its_corners",
            )
        ]

    def __str__(self) -> str:
        return f"ground of incident {self.incident_id}"
