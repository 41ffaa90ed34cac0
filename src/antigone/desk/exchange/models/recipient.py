from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.models import Agency, Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Thing
from antigone.types import Basis


class Recipient(DeskModel):
    """A named body to which an agency may send. Its keys never change: another key is another recipient."""

    thing = Thing.RECIPIENT
    page = "recipient"

    class Body(models.TextChoices):
        INFORMATION_BUREAU = "information bureau"
        """Of a Power, under article 122 of the Third Geneva Convention."""
        TRACING_AGENCY = "central tracing agency"
        NATIONAL_SOCIETY = "national society"
        INTERPOL = "interpol bureau"
        """The national central bureau of a country."""
        AGENCY = "another agency"
        REGISTRY = "registry of missing persons"
        OTHER = "other body"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="recipients")
    name = models.CharField(max_length=200)
    """As lawful sources and consents name it: compared with them word for word."""
    body = models.CharField(max_length=40, choices=Body.choices)
    basis = models.CharField(max_length=20, choices=[(basis.value, basis.value) for basis in Basis])
    instrument = models.CharField(max_length=300)
    """The law, convention or agreement by which it may be sent to."""
    kinds = models.JSONField()
    """Which ``exchange.packet.Kind`` it may receive."""
    age_key = models.CharField(max_length=62)
    signing_key = models.CharField(max_length=43, blank=True)
    """With which it signs what it sends us; empty if it sends nothing from a desk."""
    valid_until = models.DateField(null=True)
    """The last day on which it may be sent to; None if the instrument names no end."""
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    """When a second person typed the fingerprint that the recipient read to them."""
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_how = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(ended_at=None), name="one_standing_recipient_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("opened_by")), name="confirmed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk}"
