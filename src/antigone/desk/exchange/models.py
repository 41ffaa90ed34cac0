"""Recipients, packets that were made for them, and arrivals from others."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.photos.models import Consent, Source
from antigone.desk.subjects.models import Subject
from antigone.exchange.packet import PacketKind
from antigone.types import Basis


class Recipient(DeskModel):
    """A named body to which an agency may send. Its keys never change: another key is another recipient."""

    thing = Thing.RECIPIENT
    page = "recipient"
    bound = True

    class Body(models.TextChoices):
        INFORMATION_BUREAU = "information bureau"
        """Of a Power, under article 122 of the Third Geneva Convention."""
        TRACING_AGENCY = "central tracing agency"
        NATIONAL_SOCIETY = "national society"
        INTERPOL = "interpol bureau"
        """The national central bureau of a country."""
        AGENCY = "another agency"
        REGISTRY = "registry of missing persons"
        OTHER = "other body"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="recipients")
    name = models.CharField(max_length=200)
    """As lawful sources and consents name it: compared with them word for word."""
    body = models.CharField(max_length=40, choices=Body.choices)
    basis = models.CharField(max_length=20, choices=[(basis.value, basis.value) for basis in Basis])
    instrument = models.CharField(max_length=300)
    """The law, convention or agreement by which it may be sent to."""
    kinds = models.JSONField()
    """Which ``exchange.packet.Kind`` it may receive."""
    age_key = models.CharField(max_length=62)
    signing_key = models.CharField(max_length=43, blank=True)
    """With which it signs what it sends us; empty if it sends nothing from a desk."""
    valid_until = models.DateField(null=True)
    """The last day on which it may be sent to; None if the instrument names no end."""
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    """When a second person typed the fingerprint that the recipient read to them."""
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_how = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(ended_at=None), name="one_standing_recipient_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("opened_by")), name="confirmed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk}"


class Packet(DeskModel):
    """What was made of one case or record for one recipient: encrypted, taken once, and recalled if wrong.

    What it said is not kept here: the hashes are, and the case's history.
    """

    subject_columns = ("subject",)

    thing = Thing.PACKET
    page = "packet"
    bound = True

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


class Arrival(DeskModel):
    """One case, record or letter that came from others, and waits until a person has looked at it.

    Nothing of it is a case or a record, and nothing is searched, before somebody accepts it.
    """

    thing = Thing.ARRIVAL
    page = "arrival"
    bound = True

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
