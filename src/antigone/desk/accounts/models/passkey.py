from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.models.person import Person
from antigone.desk.accounts.permissions import Thing


class Passkey(DeskModel):
    """A key that a person's telephone, computer or key ring keeps, and that signs them in without a password."""

    part_of = "person"
    thing = Thing.ACCOUNT

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=120)
    """What it is on, in the person's words."""
    credential_id = models.CharField(max_length=1400, unique=True)
    """Base64url, as the authenticator chose it."""
    credential = models.BinaryField()
    """Attested credential data (WebAuthn 6.5.1): identifiers and the public key. Nothing in it is secret."""
    sign_count = models.BigIntegerField(default=0)
    """The authenticator's own count when it last signed; 0 if it does not count."""
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"passkey {self.pk}"

    @property
    def address(self) -> str:
        return reverse("passkeys")
