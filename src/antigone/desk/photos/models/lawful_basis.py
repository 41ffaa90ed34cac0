from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.models import Agency, Incident
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.desk.subjects.models import Subject
from antigone.types import Basis


class Source(DeskModel):
    """A lawful source of reference photographs: who answers for them, and on what ground they may be searched."""

    thing = Thing.SOURCE
    page = "source"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sources")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=200)
    controller = models.CharField(max_length=200)
    """Who answers for the data, in the law's sense."""
    basis = models.CharField(max_length=20, choices=[(basis.value, basis.value) for basis in Basis])
    instrument = models.CharField(max_length=300)
    """The law, agreement or form that says so."""
    purposes = models.TextField()
    recipients = models.TextField(blank=True)
    """With whom it may be shared; nobody if empty."""
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    """The last day; None if it has no end."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return f"source {self.pk}"


class Consent(DeskModel):
    """Somebody allowed photographs of a missing person to be searched, and can take that back."""

    part_of = "subject"
    thing = Thing.CONSENT

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="consents")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consents")
    given_by = models.CharField(max_length=200)
    relation = models.CharField(max_length=120)
    given_on = models.DateField()
    how = models.CharField(max_length=200)
    """Signed form, recorded call, in the presence of whom."""
    valid_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["valid_until"], condition=Q(withdrawn_at=None), name="consents_that_run_out")
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    @property
    def address(self) -> str:
        return reverse("record-consents", args=[self.subject_id])
