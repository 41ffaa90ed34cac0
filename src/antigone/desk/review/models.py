"""Pairs for examination, their slots and assignments, and what examiners write."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.candidates.models import Candidate, Exclusion
from antigone.desk.photos.models import Photograph
from antigone.desk.review.bench_models import AssignmentOpened, ClearLook, FaceCover
from antigone.desk.review.proficiency_models import ProficiencyEntry, ProficiencyPiece, ProficiencySet
from antigone.desk.review.rules_models import Measuring, ReviewRules
from antigone.desk.subjects.models import Subject
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.entries import HandedBack, Unblinded, Unmasked
from antigone.protocol.pairs import Truth
from antigone.protocol.settle import SettlementOutcome
from antigone.types import Profile

__all__ = [
    "Assignment",
    "AssignmentOpened",
    "BenchPicture",
    "CalledOff",
    "ClearLook",
    "ConflictHeld",
    "ExaminationEntry",
    "FaceCover",
    "KnownTruth",
    "Leave",
    "Measuring",
    "Pair",
    "PairPhoto",
    "ProficiencyEntry",
    "ProficiencyPiece",
    "ProficiencySet",
    "ReviewRules",
    "Slot",
]


class Pair(DeskModel):
    """A case and a record that examiners compare: real work, or a known pair, which has a ``KnownTruth``."""

    subject_columns = ("case", "record")

    thing = Thing.REVIEW
    page = "review"
    bound = True

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
    """The truth of a known pair, by other evidence than faces. It measures examiners."""

    part_of = "pair"
    thing = Thing.KNOWN_PAIR
    bound = True

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
    bound = True

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
    """A pair whose review was called off. What was written of it stays."""

    part_of = "pair"
    bound = True

    pair = models.OneToOneField(Pair, on_delete=models.PROTECT, primary_key=True, related_name="called_off")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"review {self.pk} called off"


class PairOutcome(DeskModel):
    """What the examinations of a real pair amount to once nobody else has to be asked: worked out from their logs when
    one of them is finished or changed, so that lists need not read the logs.
    """

    part_of = "pair"

    pair = models.OneToOneField(Pair, on_delete=models.PROTECT, primary_key=True, related_name="outcome")
    outcome = models.CharField(max_length=20, choices=[(each.value, each.value) for each in SettlementOutcome])
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"review {self.pk}: {self.outcome}"


class Assignment(DeskModel):
    """A pair assigned to one examiner: never changed. What became of it stands in its entries."""

    thing = Thing.ASSIGNMENT
    bound = True

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
    proficiency = models.ForeignKey(ProficiencySet, on_delete=models.PROTECT, related_name="+")
    """The set that its examiner had passed when it was given."""

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
    """A photograph as one examiner fetches it: under a random key of this assignment alone."""

    part_of = "assignment"
    bound = True

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


class ExaminationEntry(DeskModel):
    """One entry of an examination's log (``protocol.entries.Entry``), whole, as canonical JSON. Only ever added."""

    ENDS: ClassVar = (Unmasked.__name__, HandedBack.__name__, Unblinded.__name__)
    """Kinds after which nobody waits for the examination."""

    part_of = "assignment"
    bound = True

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


class Leave(DeskModel):
    """Days on which somebody gets no new assignments."""

    part_of = "person"
    thing = Thing.LEAVE

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    first = models.DateField()
    last = models.DateField()
    """Included."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When it was ended early, or taken back."""
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["first", "id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="leave_is_a_range")]

    def __str__(self) -> str:
        return f"leave {self.pk}"

    @property
    def address(self) -> str:
        return reverse("my-work")


class ConflictHeld(DeskModel):
    """A conflict of interest of somebody with a case or record, for ever: they do not examine it."""

    part_of = "subject"
    thing = Thing.CONFLICT_OF_INTEREST
    bound = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicts")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="conflicts")
    what = models.CharField(
        max_length=30, choices=[(conflict.value, conflict.value) for conflict in ConflictOfInterest]
    )
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "subject", "what"], name="each_tie_once")]

    def __str__(self) -> str:
        return f"conflict of interest {self.pk}"
