"""Lists of persons, reconciliations of whole incidents, and the pairs they propose."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.subjects.models import Subject


class ListVersion(DeskModel):
    """One version of a list of persons who may be among the dead, with the share of the bodies expected to be theirs.

    A list is changed by a new version; the highest version of a name is the one that stands, unless it ends the list.
    """

    thing = Thing.LISTING
    page = "list"

    class Kind(models.TextChoices):
        CLOSED = "closed"
        """Passengers, crew: nearly every body is of somebody on it."""
        OPEN = "open"
        """Reported missing: many of them live, and many of the dead were reported by nobody."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="listings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="listings")
    """Whose reconciliations use it: another agency sees other bodies, and states its own."""
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    share = models.FloatField()
    """Of the bodies: how many are expected to be of its persons. Neither 0 nor 1."""
    everybody_else = models.BooleanField()
    """Whether it holds all records that no other list names, also those opened later."""
    reason = models.TextField()
    """Who says so, and why."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ends = models.BooleanField(default=False)
    """Whether this version ends the list."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "agency", "name", "version"], name="each_version_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lt=1), name="a_share_is_neither_0_nor_1"),
        ]

    def __str__(self) -> str:
        return f"list {self.pk}"


class ListedRecord(DeskModel):
    """A record that a version of a list names."""

    part_of = "listing"

    listing = models.ForeignKey(ListVersion, on_delete=models.PROTECT, related_name="listed")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="listed_in")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "record"], name="nobody_is_on_a_list_twice")
        ]

    def __str__(self) -> str:
        return f"listed {self.pk}"


class Reconciliation(DeskModel):
    """One reconciliation of all cases and records of an incident, as far as the agency that asked reaches them.

    What it found never changes: a new one is asked for.
    """

    thing = Thing.RECONCILIATION
    page = "reconciliation"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"
        """Nothing to reconcile, or the lists' shares cannot be."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="reconciliations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reconciliations")
    """Who asked; cases and records that it may see went in."""
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done_at = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)
    """``{"code": "list-too-short", "of": {"list": "passengers", "bodies": 12.0, "persons": 10}}``"""

    engine = models.CharField(max_length=60, blank=True)
    """Antigone's version."""
    model = models.CharField(max_length=120, blank=True)
    calibration = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    """SHA-256 of everything that went in: equal for equal inputs."""
    as_of = models.JSONField(null=True)
    """How far each table was read: by it one sees what came since."""
    lists = models.JSONField(null=True)
    """``[{"listing": 3, "name": "passengers", "kind": "closed", "share": 0.6, "persons": 212}, ...]``"""
    counts = models.JSONField(null=True)
    drawing = models.JSONField(null=True)
    """How the posteriors were drawn: sweeps, chains, seed, largest error, largest difference between chains."""
    sources = models.JSONField(null=True)
    """Where the lines' numbers come from; the lines of a proposal name them by place."""
    seconds = models.FloatField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "agency"], condition=Q(state="waiting"), name="one_waiting_reconciliation"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["incident", "agency", "-id"], name="reconciliations_of_incident")]

    def __str__(self) -> str:
        return f"reconciliation {self.pk}"


class ProposedPair(DeskModel):
    """A pair proposed for examination, in the order of its posterior: an order of work, no finding."""

    part_of = "run"
    thing = Thing.PROPOSAL
    page = "proposal"

    run = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="proposals")
    place = models.PositiveIntegerField()
    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    also_cases = models.JSONField()
    """Numbers of cases that people linked with the case: they are one here."""
    also_records = models.JSONField()
    posterior = models.FloatField()
    error = models.FloatField()
    """Standard error of the drawing."""
    nobody = models.FloatField()
    """The case's posterior of nobody who was kept."""
    in_joint = models.BooleanField()
    """Whether the most probable assignment of everybody has it."""
    first_by_weight = models.BooleanField()
    log10_lr = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    lines = models.JSONField(null=True)
    """What the weight is made of (``lines.kept``). None once a person's statements were erased."""
    also_first_for = models.JSONField()
    """Numbers of other cases of whose own lists the record is the first."""
    other_records = models.JSONField()
    """``[[record, posterior], ...]``"""
    other_cases = models.JSONField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["run_id", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "place"], name="each_proposal_has_its_place"),
            models.UniqueConstraint(fields=["run", "case", "record"], name="each_pair_is_proposed_once"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.place} of reconciliation {self.run_id}"


class Unlisted(DeskModel):
    """How probable it is that a case is nobody on any list, and that it is somebody on them who was not kept."""

    part_of = "run"

    run = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="unlisted")
    place = models.PositiveIntegerField()
    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    also_cases = models.JSONField()
    on_no_list = models.FloatField()
    somebody_else = models.FloatField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["run_id", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "place"], name="each_unlisted_has_its_place")]

    def __str__(self) -> str:
        return f"unlisted {self.place} of reconciliation {self.run_id}"


class Sampling(DeskModel):
    """A case to sample for DNA, after those before it."""

    part_of = "run"

    run = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="samplings")
    place = models.PositiveSmallIntegerField()
    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    also_cases = models.JSONField()
    gain = models.FloatField()
    """Bits by which the undecidedness of all cases is expected to fall."""
    undecided = models.FloatField()
    """Bits, of the case itself before any test."""
    tells_of = models.JSONField()
    """Numbers of other cases of which the outcome would tell."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["run_id", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "place"], name="each_sampling_has_its_place")]

    def __str__(self) -> str:
        return f"sampling {self.place} of reconciliation {self.run_id}"
