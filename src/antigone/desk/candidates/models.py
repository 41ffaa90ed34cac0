"""Searches and their candidate lists, exclusions, links and warnings, and which model searches use."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Person
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
    rests_on = models.JSONField(default=list)
    """Which of ``probes`` rest on points by hand or a cover (``faces.resting_on``)."""
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
        indexes: ClassVar = [
            models.Index(fields=["subject", "-id"], name="runs_of_a_subject"),
            models.Index(fields=["subject"], condition=Q(state="done"), name="runs_that_are_done"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Candidate(DeskModel):
    """One entry of a run's candidate list: a lead. A case or a record, whichever was searched among."""

    subject_columns = ("run__subject", "subject")

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
    rests_on = models.JSONField(default=list)
    """Which of their photographs rested on points by hand or a cover (``faces.resting_on``)."""
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


class Exclusion(DeskModel):
    """A case and a record are proved to be of different people. It stays, and holds for what is linked to either."""

    part_of = "case"
    thing = Thing.EXCLUSION
    page = "exclusion"
    bound = True

    class Ground(models.TextChoices):
        FINGERPRINTS = "fingerprints"
        DENTAL = "dental"
        DNA = "dna"
        MEDICAL = "medical finding"
        DESCRIPTION = "description"
        ALIVE = "found alive"
        ELSEWHERE = "identified as another"

    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="excluded_records")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="excluded_cases")
    ground = models.CharField(max_length=30, choices=Ground.choices)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    """When it was proved wrong; the row stays."""
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "record"], condition=Q(lifted_at=None), name="one_standing_exclusion"
            )
        ]

    def __str__(self) -> str:
        return f"exclusion {self.pk}"


class Link(DeskModel):
    """Two cases are of one body, or two records of one person: said by a person, and undone by one. Never a merge."""

    part_of = "first"
    thing = Thing.LINK
    page = "link"
    bound = True

    first = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="links_onward")
    second = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="links_back")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], condition=Q(undone_at=None), name="one_standing_link"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_lower_number_first"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class DuplicateWarning(DeskModel):
    """The engine's warning that two of one kind may be the same: for a person to link or to dismiss."""

    part_of = "first"
    thing = Thing.DUPLICATE_WARNING
    page = "warning"

    first = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="warnings_onward")
    second = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="warnings_back")
    score = models.FloatField()
    weight = models.JSONField(null=True)
    at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    dismissed_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_doubt_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="doubt_the_lower_number_first"),
        ]

    def __str__(self) -> str:
        return f"doubt {self.pk}"


class Serving(models.Model):
    """A model whose templates searches use: from when, until when. A new one waits until all templates are made."""

    model = models.CharField(max_length=120)
    """types.Template.model"""
    begun_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    """When searches began to use it; None while templates are made."""
    until = models.DateTimeField(null=True)
    """When another took its place, or it was given up."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("begun_at")), name="it_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.model


class IndexHolder(models.Model):
    """A process that holds templates in memory, and what it has acknowledged: a worker, or a node of a cluster."""

    name = models.CharField(max_length=200, unique=True)
    """As ``index.shared.this_process`` or ``index.many`` calls it."""
    cleared = models.BigIntegerField()
    """The last ``IndexChange`` up to which all that left has left its memory too."""
    said_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
