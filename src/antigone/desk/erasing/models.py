from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import ScopedThing, Thing
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject


class Erasure(DeskModel):
    """A request to erase one photograph, or all that a record says of a person; what became of it; and its receipt."""

    subject_columns = ("subject",)

    thing = Thing.ERASURE
    page = "erasure"
    bound = True

    class As(models.TextChoices):
        """In what capacity somebody asks."""

        PERSON = "the person themselves"
        FAMILY = "a relative"
        GUARDIAN = "a guardian or lawyer"
        COURT = "a court or authority"
        AGENCY = "the agency itself"
        """Because the ground is gone, or nothing needs it any more."""

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        """By a second person: it can be carried out."""
        DONE = "done"
        REFUSED = "refused"
        TAKEN_BACK = "taken back"

    class Ground(models.TextChoices):
        """The legal grounds on which a request can be refused."""

        IDENTIFICATION = "an identification rests on it"
        DUTY = "a law requires that it is kept"
        CLAIMS = "it is needed for a legal claim"
        NOT_THEIRS = "whoever asks has no right to ask this"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    """What it is called in the list of what was erased, by which a database put back from a copy is put right."""
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """Who holds it."""
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="erasures")
    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, null=True, related_name="erasures")
    """None: all that the record says, and all its photographs."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED)
    asked_as = models.CharField(max_length=40, choices=As.choices)
    asker = models.CharField(max_length=200, blank=True)
    """Who asks, by name: emptied when a record is erased."""
    how = models.CharField(max_length=300, blank=True)
    """How it came, and how it was made sure that it is they: emptied when a record is erased."""
    order = models.CharField(max_length=200, blank=True)
    """Court or authority, number and day. Without one, no photograph of a dead person is erased."""
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    """The last day on which it must be answered."""
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who wrote the request down; None if it came from the page of a family."""
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who agreed or refused."""
    ground = models.CharField(max_length=40, choices=Ground.choices, blank=True)
    words = models.TextField(blank=True)
    """Why it was refused, for whoever asked."""
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    destroyed = models.JSONField(default=dict)
    """What was destroyed: ``{"photographs": 2, "pictures": 8, "templates": 2, "names": 3, ...}``."""
    proof = models.BinaryField(null=True)
    """Fingerprints of what was destroyed, closed with a key that only the receipt has (``traces.py``)."""
    scrubbed_at = models.DateTimeField(null=True)
    """When files, index and the database's free space were cleared of it too."""
    again = models.BooleanField(default=False)
    """Done once more, in a database that was put back from a copy of before."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(photograph=None, state__in=["asked", "agreed"]), name="one_open_erasure"
            ),
            models.UniqueConstraint(
                fields=["photograph"], condition=Q(state__in=["asked", "agreed"]), name="one_open_erasure_a_photograph"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=Q(state__in=["asked", "agreed"]), name="erasures_that_wait"),
            models.Index(fields=["agency", "-id"], name="erasures_of_an_agency"),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"

    @property
    def erases(self) -> ScopedThing:
        """What it asks to destroy, as the permission table has it: one photograph, or all of the record."""
        of = self.subject.thing if self.photograph_id is None else self.subject.photographs_thing.thing
        return of.of(self)

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.ASKED, self.State.AGREED)
