"""A family's tracing request: what they told, gave and allowed, and the messages.

Nothing that a family says is overwritten: an answer, a permission, a message is followed by a later one. What may be
taken away is words (emptied when a request is erased) and keys of photographs (destroyed).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.encrypted import EncryptedTextField
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.face.ending import END_MISSING

KEPT = timedelta(days=1)
"""How long a family can put back what it took back."""


class FamilyPortal(DeskModel):
    """What an agency prepared for families of an incident: the source, whom to call, and whether it is open."""

    thing = Thing.FAMILY_PORTAL

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="portals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="portals")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="portals")
    """The lawful source, on consent, on which photographs of the requests are held."""
    called = models.CharField(max_length=200)
    """What happened, as families call it: shown where they choose it."""
    telephone = models.CharField(max_length=200)
    """Of the liaison officers, with their hours: it stands on every page of the family."""
    bodies = models.TextField(blank=True)
    """With whom a family may allow their answers to be shared: a name on each line."""
    prepared_at = models.DateTimeField()
    public_since = models.DateTimeField(null=True)
    """Since when anybody may begin a request without an account; None: only staff does."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "agency"], name="one_door_in_an_incident")]

    def __str__(self) -> str:
        return f"portal {self.pk}"

    @property
    def named_bodies(self) -> list[str]:
        return [line for line in self.bodies.splitlines() if line]

    @property
    def address(self) -> str:
        return reverse("incident-families", args=[self.incident_id])


class Request(DeskModel):
    """One family member's request to look for one missing person."""

    subject_columns = ("record",)

    part_of = "portal"
    thing = Thing.REQUEST
    page = "request"

    class How(models.TextChoices):
        ALONE = "alone"
        """By themselves, on the public pages."""
        ASSISTED = "assisted"
        """A liaison officer asked and wrote."""
        PAPER = "paper"

    portal = models.ForeignKey(FamilyPortal, on_delete=models.PROTECT, related_name="requests")
    code = models.CharField(max_length=9, unique=True)
    """Nine digits: which request. Not secret: it is said on the telephone."""
    secret = models.CharField(max_length=200, blank=True)
    """Argon2 of a keyed hash of code and secret; empty when there is none."""
    safe_word = models.CharField(max_length=200, blank=True)
    """The same, of a word that opens a page on which nothing stands."""
    language = models.CharField(max_length=5)
    how = models.CharField(max_length=10, choices=How.choices)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody if the family began alone."""
    sent_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    """When staff last asked the family to get in touch; None when that is settled."""
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="requests")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    """The consent to search that stands, once the request is accepted."""
    taken_over = models.BigIntegerField(default=0)
    """The last answer that staff has brought into the record."""
    closed_at = models.DateTimeField(null=True)
    danger_at = models.DateTimeField(null=True)
    """When the safe word was last used: somebody may stand beside them. None when staff has settled it."""
    erasure_asked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["portal", "-id"], name="requests_of_a_portal")]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def state(self) -> str:
        """One word for lists: the furthest state that it reached."""
        ends = (("erased", self.erased_at), ("closed", self.closed_at), ("accepted", self.accepted_at))
        return next((word for word, at in (*ends, ("sent", self.sent_at)) if at is not None), "begun")


class Answer(DeskModel):
    """The answer to one question. The latest of a question stands."""

    part_of = "request"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    step = models.CharField(max_length=20)
    said = EncryptedTextField(blank=True)
    """JSON of the question's fields; empty when it was erased."""
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who wrote it down; nobody if the family did."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Allowed(DeskModel):
    """What the family allowed, or not. The latest of each stands; what was never asked is not allowed."""

    part_of = "request"
    bound = True

    class What(models.TextChoices):
        SEARCH = "search"
        """Search with the photographs in this incident."""
        OTHERS = "others"
        """In other incidents too."""
        SHARE = "share"
        """With the body that is named."""
        PICTURES = "pictures"
        """They wish to be asked about pictures of the dead. Nothing is shown because of it."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="allowed")
    what = models.CharField(max_length=10, choices=What.choices)
    body = models.CharField(max_length=200, blank=True)
    yes = models.BooleanField()
    language = models.CharField(max_length=5)
    """In which they read the question."""
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"permission {self.pk}"


class Given(DeskModel):
    """A photograph that came with a request. It waits encrypted, in no index, until somebody has accepted it."""

    part_of = "request"
    thing = Thing.GIVEN
    page = "given"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="given")
    sha256 = models.CharField(max_length=64)
    """Of the file; empty once it was erased."""
    sealed = models.CharField(max_length=64)
    """Its name in the vault."""
    wrapped = models.BinaryField(null=True)
    """Its key, itself encrypted; None once it is destroyed, or it became a reference with a key of its own."""
    size = models.PositiveBigIntegerField()
    remark = EncryptedTextField(max_length=200, blank=True)
    """When and where it was taken, as the family says."""
    notes = models.JSONField(default=list)
    """How its file was read, in the engine's words."""
    looked_at = models.DateTimeField(null=True)
    """When the worker looked for faces in it; None while it waits."""
    unreadable = models.BooleanField(default=False)
    """The worker found that it cannot be decoded: its file was destroyed."""
    faces = models.JSONField(default=list)
    """``[[left, top, width, height], ...]``, the largest first; empty until the worker has looked."""
    picked = models.PositiveSmallIntegerField(null=True)
    """Which of them is the person, by the family; from 1."""
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)
    """Why it was declined, in words for the family."""
    withdrawn_at = models.DateTimeField(null=True)
    kept = models.BooleanField(default=False)
    """Taken back by the family on its own page less than a day ago: it may put it back. Nobody sees it meanwhile."""
    put_back_at = models.DateTimeField(null=True)
    """When the family put back what it had taken back."""
    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, null=True, related_name="+")
    """What it became."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "sha256"], condition=Q(withdrawn_at=None, unreadable=False), name="each_given_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["withdrawn_at"], condition=Q(kept=True), name="given_that_may_return")
        ]

    def __str__(self) -> str:
        return f"given photograph {self.pk}"

    @property
    def state(self) -> str:
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.unreadable:
            return "unreadable"
        if self.declined_at is not None:
            return "declined"
        return "waiting" if self.photograph_id is None else "accepted"

    @property
    def kept_until(self) -> datetime | None:
        """Until when the family can put it back; None if it cannot."""
        return self.withdrawn_at + KEPT if self.kept and self.withdrawn_at is not None else None

    @property
    def is_cut_off(self) -> bool:
        """Whether the file's end is missing, and a whole one would be better."""
        return any(note.startswith(END_MISSING) for note in self.notes)

    @property
    def back(self) -> str:
        """What the family's own page calls it, to take it back."""
        return f"photo-{self.pk}"


class Message(DeskModel):
    """Words between a family and the people who work for them."""

    part_of = "request"

    class What(models.TextChoices):
        MESSAGE = "message"
        COMPLAINT = "complaint"
        ERASE = "erase"
        """They ask that everything be destroyed."""
        ANSWER = "answer"
        """From staff."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="messages")
    what = models.CharField(max_length=10, choices=What.choices)
    words = EncryptedTextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who of the staff; nobody if the family wrote."""
    answered_at = models.DateTimeField(null=True)
    """Of a family's message: when somebody answered, or said that nothing needs an answer."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["request"], condition=Q(answered_at=None, by=None), name="messages_that_wait")
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Visit(DeskModel):
    """A browser session of a family at its request. Short, and deleted when it ends."""

    part_of = "request"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="visits")
    token_hash = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    harmless = models.BooleanField(default=False)
    """Opened with the safe word: it shows one page, on which nothing stands."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"visit {self.pk}"
