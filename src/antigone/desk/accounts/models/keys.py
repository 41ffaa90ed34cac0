"""What proves who somebody is: passkeys, tokens, sessions, and the attempts that failed."""

from __future__ import annotations

import hashlib
from typing import ClassVar, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.urls import reverse
from django.utils import timezone

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models.people import Person
from antigone.desk.accounts.permissions import Role, Scope, Thing
from antigone.desk.outages import outage


class Passkey(DeskModel):
    """A key that a person's telephone, computer or key ring keeps, and that signs them in without a password."""

    part_of = "person"
    thing = Thing.ACCOUNT
    bound = True
    unbound = frozenset({"sign_count", "used_at"})

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


class Token(DeskModel):
    """What a person's own program shows instead of signing in: it may do at most what they may, for a while."""

    part_of = "person"
    thing = Thing.TOKEN
    bound = True
    unbound = frozenset({"used_on"})

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    """What it is for, in the person's words."""
    roles = models.JSONField()
    """Some of the person's. It never has one that they have lost since."""
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256: the token itself is shown once and never kept."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
    """The last day on which it was used."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def live(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()

    @property
    def wanted(self) -> frozenset[Role]:
        """The roles it was made with."""
        return frozenset(map(Role, self.roles))

    @property
    def address(self) -> str:
        return reverse("tokens")


class Session(AbstractBaseSession, DeskModel):  # type: ignore[misc]  # Django's sessions have a manager of their own
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


def kept_key(session_key: str) -> str:
    """What the database keeps of a browser's session key: from a copy of it nobody takes a sitting over.

    160 bits of SHA-256, which is as long as Django's column.
    """
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Django's sessions in the database, each with the person it belongs to, so that they can be ended.

    The key that the browser has is nowhere in the database: ``Session.session_key`` is ``kept_key`` of it.
    """

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def save(self, must_create: bool = False) -> None:
        """As Django does; but a disk that is full is no session that somebody ended, as which Django tells it."""
        try:
            super().save(must_create)
        except UpdateError as fault:
            cause = fault.__context__
            if cause is None or outage(cause) is None:
                raise
            raise cause from cause.__cause__

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=kept_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(pk=kept_key(key)).delete()

    def create_model_instance(self, data: dict[str, object]) -> Session:
        session = cast(Session, super().create_model_instance(data))
        session.session_key = kept_key(session.session_key)
        person = data.get(SESSION_KEY)
        session.person_id = int(str(person)) if person is not None else None
        began = Session.objects.filter(pk=session.pk).values_list("began_at", flat=True).first()
        session.began_at = began or timezone.now()
        return session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(pk=kept_key(self.session_key or ""), expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found


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
