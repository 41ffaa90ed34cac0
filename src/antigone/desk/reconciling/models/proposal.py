from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.reconciling.models.run import Reconciliation
from antigone.desk.subjects.models import Subject


class ProposedPair(DeskModel):
    """A pair that examiners should see, in the order of its posterior. It orders work and finds nothing."""

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
