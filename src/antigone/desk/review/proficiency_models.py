"""The proficiency sets that examiners do before their first real pair, and what they write in them.

Apart from real work by design: nothing that settles, counts or lists examinations reads these tables.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Person
from antigone.desk.accounts.permissions import Thing
from antigone.protocol.pairs import Truth
from antigone.protocol.scales import Direction


class ProficiencySet(DeskModel):
    """Known pairs that somebody concludes before any real one. Its counts are written once, when the last is done."""

    thing = Thing.PROFICIENCY
    bound = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proficiency_sets")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    same = models.PositiveSmallIntegerField(default=0)
    """How many of its pairs show one person; the others two."""
    false_inclusions = models.PositiveSmallIntegerField(default=0)
    false_exclusions = models.PositiveSmallIntegerField(default=0)
    undecided_same = models.PositiveSmallIntegerField(default=0)
    undecided_different = models.PositiveSmallIntegerField(default=0)
    again_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who decided that another set may be done."""
    again_at = models.DateTimeField(null=True)
    again_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(again_by=None) | ~Q(again_by=F("person")), name="nobody_lets_themselves_try_again"
            ),
            models.CheckConstraint(
                condition=Q(again_by=None, again_at=None) | Q(again_by__isnull=False, again_at__isnull=False),
                name="whoever_lets_somebody_try_again_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"proficiency set {self.pk}"

    @property
    def address(self) -> str:
        return reverse("proficiency")


class ProficiencyPiece(DeskModel):
    """One pair of a set, as its examiner works on it at the bench."""

    part_of = "set"
    bound = True

    set = models.ForeignKey(ProficiencySet, on_delete=models.PROTECT, related_name="pieces")
    place = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=32, unique=True)
    """32 random hexadecimal digits, as those of other work."""
    pair = models.CharField(max_length=10)
    """Its name among those that come with Antigone."""
    truth = models.CharField(max_length=10, choices=[(truth.value, truth.value) for truth in Truth])
    pm_key = models.CharField(max_length=32, unique=True)
    am_key = models.CharField(max_length=32, unique=True)
    scale = models.CharField(max_length=40)
    opened_at = models.DateTimeField(null=True)
    said = models.CharField(
        max_length=10, blank=True, choices=[(direction.value, direction.value) for direction in Direction]
    )
    """What was concluded blind, once it is finished."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["set_id", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["set", "place"], name="each_place_once_in_a_set"),
            models.UniqueConstraint(fields=["set", "pair"], name="each_pair_once_in_a_set"),
        ]

    def __str__(self) -> str:
        return f"pair {self.place} of proficiency set {self.set_id}"

    @property
    def address(self) -> str:
        return reverse("examination", args=[self.number])


class ProficiencyEntry(DeskModel):
    """One entry of a piece's log (``protocol.entries.Entry``), whole, as canonical JSON. Only ever added."""

    part_of = "piece"
    bound = True

    piece = models.ForeignKey(ProficiencyPiece, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    said = models.TextField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["piece_id", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["piece", "place"], name="each_entry_of_a_piece_once")]

    def __str__(self) -> str:
        return f"entry {self.place} of pair {self.piece_id}"
