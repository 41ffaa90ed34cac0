from __future__ import annotations

from typing import ClassVar, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.urls import reverse
from django.utils import timezone

from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.models.person import Person
from antigone.desk.accounts.permissions import Scope, Thing


class Session(AbstractBaseSession, DeskModel):
    """A browser that is signed in. It ends after half an hour without use, after twelve hours, or when it is ended."""

    thing = Thing.ACCOUNT

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="sessions")
    began_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["began_at"]

    @classmethod
    def get_session_store_class(cls) -> type:
        return SessionStore

    @property
    def scope(self) -> Scope:
        return Scope(self.person.agency_id if self.person else None)

    @property
    def address(self) -> str:
        return reverse("account")


class SessionStore(DatabaseStore):
    """Django's sessions in the database, each with the person it belongs to, so that they can be ended."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, object]) -> Session:
        session = cast(Session, super().create_model_instance(data))
        person = data.get(SESSION_KEY)
        session.person_id = int(str(person)) if person is not None else None
        began = Session.objects.filter(pk=session.pk).values_list("began_at", flat=True).first()
        session.began_at = began or timezone.now()
        return session


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
