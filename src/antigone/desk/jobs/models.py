from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """A job of the worker's queue. It is enqueued in the transaction that makes it necessary, so none is forgotten.

    A worker that dies leaves its claim, which runs out; then another takes the job. Every job can be done twice.
    """

    class Kind(models.TextChoices):
        ANALYSE = "analyse"
        """Find the faces of a photograph; number: the photograph's."""
        SEARCH = "search"
        """Make the candidate list of a run; number: the run's."""
        EMBED = "embed"
        """Make the templates of the present model for a photograph; number: the photograph's."""
        BRING_IN = "bring in"
        """Bring in the next files of a folder; number: the import's."""
        RECONCILE = "reconcile"
        """Set all cases of an incident against all records; number: the reconciliation's."""
        LOOK = "look"
        """Find the faces of a photograph that a family gave; number: the given photograph's."""
        SCRUB = "scrub"
        """Clear files, index and the database's free space of what was erased; number: the erasure's."""
        EXERCISE = "exercise"
        """Enter an exercise's fictional people; number: the exercise's."""

    LONG: ClassVar = frozenset({Kind.BRING_IN, Kind.RECONCILE, Kind.SCRUB, Kind.EXERCISE})
    """Kinds of which one takes long: they are claimed one at a time."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.BigIntegerField()
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    together = models.PositiveSmallIntegerField(default=0)
    """How many jobs were claimed at once when this one was: any of them may be why their worker ended."""
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    """What went wrong the last time, without names."""
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "number"], condition=Q(done_at=None, given_up_at=None), name="each_job_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["not_before", "id"], condition=Q(done_at=None, given_up_at=None), name="jobs_to_do"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="jobs_done"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
