from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.photos.models import Photograph
from antigone.desk.review.models.pairs import Pair
from antigone.protocol.entries import HandedBack, Unmasked
from antigone.types import Profile


class Assignment(DeskModel):
    """A pair assigned to one examiner: never changed. What became of it stands in its entries."""

    thing = Thing.ASSIGNMENT

    number = models.CharField(max_length=32, unique=True)
    """32 random hexadecimal digits: all that its examiner gets to see of which one it is."""
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="assignments")
    place = models.PositiveSmallIntegerField()
    examiner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """The examiner's, when it was given."""
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    """In whose review it was given: a known pair's own may be another."""
    scale = models.CharField(max_length=40)
    given_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pair", "examiner"], name="nobody_twice")]
        indexes: ClassVar = [models.Index(fields=["examiner", "-id"], name="works_of_somebody")]

    def __str__(self) -> str:
        return f"examination {self.pk}"

    @property
    def address(self) -> str:
        return reverse("examination", args=[self.number])


class BenchPicture(DeskModel):
    """A photograph as one examiner fetches it: under a random key of this piece of work alone."""

    part_of = "assignment"

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="pictures")
    side = models.CharField(max_length=2, choices=[(side.value, side.value) for side in Profile])
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=32, unique=True)
    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["assignment_id", "side", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "side", "place"], name="each_place_once_in_an_assignment")
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"


class AssignmentOpened(DeskModel):
    """When the examiner first opened the work: from then on its time counts."""

    part_of = "assignment"

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, primary_key=True, related_name="opened")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"examination {self.pk} opened"


class ExaminationEntry(DeskModel):
    """One entry of an examination's log (``protocol.entries.Entry``), whole, as canonical JSON. Only ever added."""

    ENDS: ClassVar = (Unmasked.__name__, HandedBack.__name__)
    """Kinds after which nobody waits for the examination."""

    part_of = "assignment"

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveSmallIntegerField()
    """In the log, from 1."""
    kind = models.CharField(max_length=12)
    """The name of the protocol's value."""
    at = models.DateTimeField()
    said = models.TextField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["assignment_id", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["assignment", "place"], name="each_entry_once")]
        indexes: ClassVar = [models.Index(fields=["assignment", "kind"], name="entries_by_kind")]

    def __str__(self) -> str:
        return f"entry {self.place} of examination {self.assignment_id}"
