"""The board of an incident, its policy, its sittings, motions and votes."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.identification.models.file import File
from antigone.protocol.policy import Policy
from antigone.protocol.scales import Conclusion


class Seat(DeskModel):
    """Somebody's seat on the board of an incident, from when until when."""

    part_of = "incident"
    thing = Thing.BOARD
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    discipline = models.CharField(max_length=120)
    reason = models.TextField()
    appointed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "person"], condition=Q(ended_at=None), name="one_seat_on_a_board"
            )
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"

    @property
    def address(self) -> str:
        return reverse("incident-board", args=[self.incident_id])


class BoardPolicy(DeskModel):
    """The policy of an incident's board (``protocol.policy``): as strict as Antigone, or stricter. The latest holds."""

    part_of = "incident"
    thing = Thing.BOARD
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="rules")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    face_ceiling = models.CharField(max_length=20)
    """A name of ``protocol.scales.Conclusion``."""
    examiners = models.PositiveSmallIntegerField()
    secondary_for_probable = models.PositiveSmallIntegerField()
    primary_for_established = models.PositiveSmallIntegerField()
    combination_law = models.CharField(max_length=300, blank=True)
    combination = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    agencies = models.PositiveSmallIntegerField()
    share = models.CharField(max_length=20)
    """A fraction: ``2/3``."""
    unanimous = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "version"], name="one_version_of_rules")]

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def policy(self) -> Policy:
        """The protocol's value. Raises RuleBroken if it is laxer than Antigone."""
        return Policy(
            name=self.name,
            version=self.version,
            face_ceiling=Conclusion[self.face_ceiling],
            examiners=self.examiners,
            secondary_for_probable=self.secondary_for_probable,
            primary_for_established=self.primary_for_established,
            combination_law=self.combination_law,
            combination=self.combination,
            quorum=self.quorum,
            agencies=self.agencies,
            share=Fraction(self.share),
            unanimous=self.unanimous,
        )

    @property
    def address(self) -> str:
        return reverse("incident-board", args=[self.incident_id])


class Sitting(DeskModel):
    """A sitting of the board on one file."""

    part_of = "file"
    bound = True

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="sittings")
    meets_at = models.DateTimeField()
    where = models.CharField(max_length=300)
    called_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file"], condition=Q(ended_at=None), name="one_sitting_at_a_time")
        ]

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class Present(DeskModel):
    """A member who is present at a sitting. Nobody says it for another."""

    part_of = "sitting"
    bound = True

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="present")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sitting", "seat"], name="present_once")]

    def __str__(self) -> str:
        return f"seat {self.seat_id} at sitting {self.sitting_id}"


class Motion(DeskModel):
    """A conclusion put to the vote, with the file as it was then."""

    part_of = "sitting"
    bound = True

    class Outcome(models.TextChoices):
        CARRIED = "carried"
        LOST = "lost"
        LAPSED = "lapsed"
        """The file changed while the board voted, or the sitting ended."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="proposals")
    conclusion = models.CharField(max_length=20)
    """A name of ``protocol.scales.Conclusion``."""
    reasons = models.TextField()
    law = models.CharField(max_length=300, blank=True)
    """With ``combined`` and ``combination_reasons``: the recorded combination, where a law allows one."""
    combined = models.JSONField()
    combination_reasons = models.TextField(blank=True)
    rules = models.ForeignKey(BoardPolicy, on_delete=models.PROTECT, null=True, related_name="+")
    """None: Antigone's own policy."""
    frozen = models.TextField()
    """The file (``protocol.evidence.CaseFile``), frozen."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting"], condition=Q(closed_at=None), name="one_vote_at_a_time")
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Vote(DeskModel):
    """A vote for or against a motion, by the member themself. It is not taken back."""

    part_of = "proposal"
    bound = True

    proposal = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    reasons = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["proposal", "person"], name="one_vote_each")]

    def __str__(self) -> str:
        return f"vote {self.pk}"
