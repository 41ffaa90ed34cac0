from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from antigone.desk.accounts.models.agency import Agency
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Role, Thing


class Person(AbstractBaseUser, DeskModel):
    """Somebody who works for an agency. People leave; their row stays, because the audit names its number."""

    thing = Thing.PERSON
    page = "person"

    last_login = None
    email = models.EmailField(unique=True)
    """In lower case."""
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people")
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    sealed_totp = models.TextField(blank=True)
    """The secret shared with the authenticator app, encrypted; empty if none is set up."""
    totp_step = models.BigIntegerField(default=0)
    """The last half minute of which a code was used: none is taken twice."""

    USERNAME_FIELD = "email"

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.ended_at is None and self.agency.closed_at is None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(held.role) for held in self.held.all())


class RoleHeld(DeskModel):
    """A role that a person has now. What they had before is in the audit."""

    part_of = "person"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="held")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["role"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "role"], name="each_role_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
