from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.exchange.models.recipient import Recipient
from antigone.desk.photos.models import Source
from antigone.desk.subjects.models import Subject


class Arrival(DeskModel):
    """One case, record or letter that came from others, and waits until a person has looked at it.

    Nothing of it is a case or a record, and nothing is searched, before somebody accepts it.
    """

    thing = Thing.ARRIVAL
    page = "arrival"

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    class Trust(models.TextChoices):
        KNOWN = "known"
        """Signed with the key of a recipient whose fingerprint was confirmed."""
        UNKNOWN = "unknown"
        """Signed, and nobody here knows the key."""
        UNSIGNED = "unsigned"

    class Form(models.TextChoices):
        SHEET = "sheet"
        DVI = "dvi"
        BUREAU = "information-bureau"
        PFIF = "pfif"
        CSV = "csv"
        RECALL = "recall"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="arrivals")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="arrivals")
    """Into which it would be taken."""
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    """Of the file as it came."""
    place = models.PositiveIntegerField()
    """Counts the persons of the file, from 1."""
    form = models.CharField(max_length=20, choices=Form.choices)
    side = models.CharField(max_length=2, blank=True)
    """``exchange.sheet.Side``; empty for a letter."""
    encrypted = models.BooleanField()
    trust = models.CharField(max_length=10, choices=Trust.choices)
    sender = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="arrivals")
    """Whose key signed it, if it is known."""
    sender_name = models.CharField(max_length=200, blank=True)
    """Who it says that it is from."""
    packet = models.CharField(max_length=60, blank=True)
    """The sender's number of the packet."""
    code = models.CharField(max_length=120, blank=True)
    """The sender's number of the case or record."""
    content = models.JSONField()
    """What it says, until somebody decides; then empty, because the case or record says it, or nobody may."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="arrivals")
    """What was made of it; of a letter, nothing."""
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="arrivals")
    """The lawful source on which a record was accepted."""
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["agency", "incident", "state", "-id"], name="arrivals_of_an_incident"),
            models.Index(fields=["packet"], name="arrivals_by_packet"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "sha256", "place"],
                condition=~models.Q(state="declined"),
                name="each_person_of_a_file_once",
            )
        ]

    def __str__(self) -> str:
        return f"arrival {self.pk}"
