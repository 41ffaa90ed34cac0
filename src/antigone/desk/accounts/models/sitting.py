from __future__ import annotations

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from antigone.desk.accounts.models.person import Person


class Sitting(AbstractBaseSession):
    """A browser that is signed in. It ends after half an hour without use, after twelve hours, or when it is ended."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="sittings")
    began_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["began_at"]

    @classmethod
    def get_session_store_class(cls) -> type:
        from antigone.desk.accounts.sessions import SessionStore

        return SessionStore


class Attempt(models.Model):
    """A sign-in that failed, counted for the address that was typed and for the one it came from. Kept for a day."""

    key = models.CharField(max_length=64)
    """A keyed hash: nobody can read from it who tried."""
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["key", "at"], name="attempts_of_a_key")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
