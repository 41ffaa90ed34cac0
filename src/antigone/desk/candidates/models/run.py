from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject


class Run(DeskModel):
    """One search: with all usable photographs of a subject, among the other kind of the same incident."""

    part_of = "subject"
    thing = Thing.SEARCH
    page = "search"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"
        """Nothing to search with, or among."""

    class Why(models.TextChoices):
        NEW_PHOTOGRAPH = "new photograph"
        ASKED = "asked"
        WITHDRAWN = "a photograph left"
        NEW_MODEL = "new model"
        ARRIVED = "others arrived"
        """Photographs of the other kind came since."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="runs")
    why = models.CharField(max_length=20, choices=Why.choices)
    purpose = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="runs")
    """None if it began by itself."""
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done_at = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)

    engine = models.CharField(max_length=60, blank=True)
    """Antigone's version."""
    model = models.CharField(max_length=120, blank=True)
    calibration = models.CharField(max_length=120, blank=True)
    gallery = models.JSONField(null=True)
    """``[{"agency": 1, "sequence": 812, "fingerprint": "...", "photos": 60, "persons": 25}, ...]``"""
    gallery_photos = models.PositiveIntegerField(null=True)
    gallery_persons = models.PositiveIntegerField(null=True)
    probes = models.ManyToManyField(Photograph, related_name="searched_in")
    not_enrolled = models.JSONField(null=True)
    """What the first place looks like if the person is not enrolled (evidence.expected.TopOfStrangers)."""
    marked_at = models.DateTimeField(null=True)
    """When a photograph that it shows left search: the list is no longer what it was."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject"], condition=Q(state="waiting"), name="one_waiting_run")
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "-id"], name="runs_of_a_subject")]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Candidate(DeskModel):
    """One entry of a run's list: a lead. Case or record, whichever was searched among."""

    part_of = "run"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="candidates")
    rank = models.PositiveSmallIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="candidacies")
    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, related_name="candidacies")
    """The one most alike."""
    score = models.FloatField()
    """Cosine of the angle between templates, -1 to 1: it ranks, it means nothing by itself."""
    weight = models.JSONField(null=True)
    """types.Weight.as_json(), or None if there is no calibration for the model."""
    strangers = models.JSONField(null=True)
    marked_at = models.DateTimeField(null=True)
    """When the photograph left search."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["run_id", "rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "rank"], name="each_rank_once"),
            models.UniqueConstraint(fields=["run", "subject"], name="each_candidate_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "rank"], name="also_first_for")]

    def __str__(self) -> str:
        return f"candidate {self.rank} of run {self.run_id}"
