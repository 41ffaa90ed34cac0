from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.candidates.models import Candidate, Exclusion
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from antigone.protocol.pairs import Truth
from antigone.types import Profile


class Pair(DeskModel):
    """A case and a record that examiners compare: real work, or a known pair, which has a ``KnownTruth``."""

    thing = Thing.REVIEW
    page = "review"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """On whose side it was put together."""
    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="reviews_as_case")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="reviews_as_record")
    round = models.PositiveSmallIntegerField(default=1)
    """A pair is examined again only when there are photographs that nobody was shown."""
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, null=True, related_name="reviews")
    """The entry of a list that led to it; None if a proposal without a face did."""
    known = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "record", "round"], condition=Q(known=False), name="each_round_once"
            )
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class KnownTruth(DeskModel):
    """Of a pair: it is known whether they are one person, by something else than faces. It measures examiners."""

    part_of = "pair"
    thing = Thing.KNOWN_PAIR

    class Ground(models.TextChoices):
        ESTABLISHED = "established"
        """An identification that stands, by other evidence than faces."""
        ELSEWHERE = "identified as another"
        """The dead person's identification stands, and it is somebody else."""
        EXCLUSION = "exclusion"
        """An exclusion by fingerprints, teeth or DNA that stands."""
        SOURCE = "source"
        """The source of the reference says so, and allows that examiners are measured with it."""

    pair = models.OneToOneField(Pair, on_delete=models.PROTECT, primary_key=True, related_name="truth")
    truth = models.CharField(max_length=10, choices=[(truth.value, truth.value) for truth in Truth])
    ground = models.CharField(max_length=30, choices=Ground.choices)
    how = models.TextField()
    """In words: how it is known."""
    exclusion = models.ForeignKey(Exclusion, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    """From when on it is given to nobody."""
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)
    counted = models.BooleanField(default=True)
    """False if its truth turned out wrong: what was said of it measures nobody."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"known pair {self.pk}"

    @property
    def address(self) -> str:
        return reverse("known-pairs")


class PairPhoto(DeskModel):
    """A photograph that every examiner of a pair is shown."""

    part_of = "pair"

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="photos")
    side = models.CharField(max_length=2, choices=[(side.value, side.value) for side in Profile])
    place = models.PositiveSmallIntegerField()
    """The best first, from 1."""
    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, related_name="shown_in_pairs")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["pair_id", "side", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "photograph"], name="each_photograph_once_in_a_pair"),
            models.UniqueConstraint(fields=["pair", "side", "place"], name="each_place_once_in_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.place} of pair {self.pair_id}"


class Slot(DeskModel):
    """A place for the first, second or third examiner of a real pair. It stays open until it is assigned."""

    part_of = "pair"

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="slots")
    place = models.PositiveSmallIntegerField()
    """1, 2 or 3."""
    turn = models.PositiveSmallIntegerField(default=1)
    """One more each time that somebody hands the work back."""
    since = models.DateTimeField()
    filled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "place", "turn"], name="each_turn_once"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=3), name="never_more_than_three"),
        ]
        indexes: ClassVar = [models.Index(fields=["since"], condition=Q(filled_at=None), name="open_slots")]

    def __str__(self) -> str:
        return f"slot {self.place} of review {self.pair_id}"


class CalledOff(DeskModel):
    """A pair that nobody has to examine any more. What was written of it stays."""

    part_of = "pair"

    pair = models.OneToOneField(Pair, on_delete=models.PROTECT, primary_key=True, related_name="called_off")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"review {self.pk} called off"
