from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.exchange.models.recipient import Recipient
from antigone.desk.photos.models import Consent, Source
from antigone.desk.subjects.models import Subject
from antigone.exchange.packet import PacketKind


class Packet(DeskModel):
    """What was made of one case or record for one recipient: encrypted to them, taken once, and recalled if wrong.

    What it said is not kept here: the hashes are, and the case's history.
    """

    thing = Thing.PACKET
    page = "packet"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="packets")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="packets")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="packets")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="packets")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in PacketKind])
    number = models.CharField(max_length=60, unique=True)
    """``HALCYON-26-P-K7M4-QX2D``: by which people speak of it. The end is random."""
    reason = models.TextField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    """The lawful source that names the recipient, if it is of a record."""
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="packets")
    """The consent it rests on, where the source rests on consent."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    """Of the encrypted file, as it leaves."""
    size = models.PositiveIntegerField()
    """Bytes of the encrypted file."""
    contents = models.JSONField()
    """``[{"name": ..., "sha256": ..., "size": ...}]`` of the files inside, before they were encrypted."""
    file = models.CharField(max_length=32)
    """Its name in the drawer, until it is taken or the time is over."""
    expires_at = models.DateTimeField()
    """Until when it can be taken."""
    published_until = models.DateField(null=True)
    """PFIF: the day from which it must not be shown any more."""
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    """When somebody wrote down that the recipient has it."""
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    received_words = models.CharField(max_length=500, blank=True)
    """Who of the recipient confirmed it, and how."""
    act_number = models.CharField(max_length=60, blank=True)
    """In the register of what rests on an identification, if one stood when it was taken: ``identification.relied``."""
    recalls = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="recalled_by")
    """The packet that this letter takes back."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-id"], name="packets_of_a_subject"),
            models.Index(fields=["agency", "incident", "-id"], name="packets_of_an_incident"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="recall", recalls__isnull=False)
                | (~models.Q(kind="recall") & models.Q(recalls=None)),
                name="a_recall_takes_a_packet_back",
            )
        ]

    def __str__(self) -> str:
        return f"packet {self.pk}"
