"""Trainings, notification plans with their logs, and prepared pictures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Scope, Thing
from antigone.desk.identification.models import Decision, Recall
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from antigone.protocol.ladder import Rung


class Training(DeskModel):
    """A training in how a family is told. Each family is visited by two people who have one."""

    part_of = "person"
    thing = Thing.TRAINING
    bound = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainings")
    what = models.CharField(max_length=200)
    """The course, and who taught it."""
    on = models.DateField()
    until = models.DateField(null=True)
    """The last day on which it counts; None if it has no end."""
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["person_id", "id"]

    def __str__(self) -> str:
        return f"training {self.pk}"

    @property
    def address(self) -> str:
        return reverse("trainings")


class NotificationPlan(DeskModel):
    """The plan for telling one family that their relative was identified, or that this was an error.

    ``across``, ``told_at``, ``next_due`` and ``closed_at`` are read off the log whenever an entry is added, for lists.
    """

    subject_columns = ("case", "record")

    thing = Thing.NOTIFICATION
    page = "notification"
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="plans")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="plans")
    """The record's: who knows the family."""
    place = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    """``HALCYON-26-N-00007``: all that stands on the outside of a paper."""
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="plans")
    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, null=True, related_name="plans")
    """Of the error that is told; None if the identification is."""
    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="plans_of_case")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="plans_of_record")
    reason = models.TextField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    across = models.BooleanField(null=True)
    told_at = models.DateTimeField(null=True)
    """When it was written that the first of the family was told."""
    next_due = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "place"], name="one_place_of_a_plan"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(recall=None, closed_at=None), name="one_open_plan_of_a_decision"
            ),
            models.UniqueConstraint(
                fields=["recall"], condition=Q(recall__isnull=False, closed_at=None), name="one_open_plan_of_an_error"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_due"], condition=Q(closed_at=None), name="follow_ups_by_time"),
        ]

    def __str__(self) -> str:
        return self.number


class PlanEntry(DeskModel):
    """One entry of a plan's log (``protocol.notification.Entry``), whole, as canonical JSON."""

    part_of = "plan"
    bound = True

    plan = models.ForeignKey(NotificationPlan, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    """The name of the protocol's value."""
    said = models.TextField()
    across = models.BooleanField(null=True)
    """Of ``Sided``: whether they are across a front line. The database itself reads it."""
    one = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    two = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Of ``Chosen``, ``Visited`` and ``Handed``: the two people of the desk."""
    picture = models.ForeignKey(
        "notification.PreparedPicture", on_delete=models.PROTECT, null=True, related_name="shown"
    )
    act = models.CharField(max_length=40, blank=True)
    """Its number in the register of what rests on the identification."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "place"], name="one_place_in_a_plan"),
            models.CheckConstraint(
                condition=Q(kind="Sided", across__isnull=False) | (~Q(kind="Sided") & Q(across=None)),
                name="a_side_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["Chosen", "Visited", "Handed"])
                | (Q(one__isnull=False, two__isnull=False) & ~Q(one=F("two"))),
                name="nobody_goes_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.place} of plan {self.plan_id}"


class PreparedPicture(DeskModel):
    """A picture cut from a photograph of the dead for one family who asked. The file lies beside the original, under
    the same key: what destroys one destroys the other.
    """

    thing = Thing.PREPARED
    page = "prepared"
    bound = True

    plan = models.ForeignKey(NotificationPlan, on_delete=models.PROTECT, related_name="pictures")
    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, related_name="prepared")
    rung = models.CharField(max_length=10, choices=[(rung.value, rung.value) for rung in Rung])
    words = models.TextField()
    """What it shows, for whoever describes it first."""
    cut = models.JSONField()
    """``[left, top, width, height]`` in hundredths of the photograph."""
    covers = models.JSONField()
    """What is painted over, each as ``cut`` is, in hundredths of the photograph."""
    file = models.BigIntegerField()
    """A random number, by which it lies beside its original in the vault."""
    sha256 = models.CharField(max_length=64)
    """Of the JPEG: what was looked over is what is shown."""
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    reviewed_words = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("made_by")), name="prepared_by_one_reviewed_by_another"
            ),
            models.CheckConstraint(condition=~Q(rung=Rung.WORDS.value), name="words_are_no_picture"),
        ]

    def __str__(self) -> str:
        return f"prepared picture {self.pk}"

    @property
    def scope(self) -> Scope:
        return self.plan.case.scope
