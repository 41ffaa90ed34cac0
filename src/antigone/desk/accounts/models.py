"""Who may do what: agencies, their people, invitations, incidents, what agencies share, and who is signed in."""

from __future__ import annotations

import hashlib
from typing import ClassVar, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.permissions import Level, Role, Scope, Thing


class Agency(DeskModel):
    """A body whose people work with the desk: a mortuary, a police department, a national society."""

    thing = Thing.AGENCY
    bound = True

    name = models.CharField(max_length=120, unique=True)
    is_host = models.BooleanField(default=False)
    """The one that runs this desk. Its administrators and auditors look after the others."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_host"], condition=Q(is_host=True), name="one_host")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closed(self) -> bool:
        return self.closed_at is not None

    @property
    def scope(self) -> Scope:
        return Scope(self.pk)

    @property
    def address(self) -> str:
        return reverse("agencies")


class Incident(DeskModel):
    """What happened, and the scope of everything done because of it: cases, records, searches, and what is shared."""

    thing = Thing.INCIDENT
    page = "incident"
    bound = True

    code = models.CharField(max_length=20, unique=True)
    """Short, in capitals, never used again."""
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incidents")
    """Who leads it."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def scope(self) -> Scope:
        return Scope(self.agency_id, self.pk)


class Grant(DeskModel):
    """One agency lets another see, or work with, what it holds on one incident, until it takes that back."""

    thing = Thing.GRANT
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="grants")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="given")
    to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="received")
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    reason = models.TextField()
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "owner", "to"], condition=Q(revoked_at__isnull=True), name="one_live_grant"
            ),
            models.CheckConstraint(condition=~Q(owner=F("to")), name="granted_to_another"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"

    @property
    def scope(self) -> Scope:
        return Scope(self.owner_id, self.incident_id)

    @property
    def address(self) -> str:
        return self.incident.address


class Person(AbstractBaseUser, DeskModel):
    """Somebody who works for an agency. People leave; their row stays, because the audit names its number."""

    thing = Thing.PERSON
    page = "person"
    bound = True
    unbound = frozenset({"totp_step"})

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


class Appointment(DeskModel):
    """Roles that one person gives somebody, which hold once a second person has confirmed them."""

    class How(models.TextChoices):
        JOINED = "joined"
        RENEWED = "renewed"
        """They began again by a link: whoever handed it over could have kept it."""
        GIVEN = "given"

    part_of = "person"
    page = "appointment"
    thing = Thing.APPOINTMENT
    bound = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    how = models.CharField(max_length=10, choices=How.choices)
    roles = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="appointed")
    """Who appointed them; nobody if it was done at the console."""
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="confirmed")
    """The second person. Nobody for the first two administrators of a desk, whom its console appoints."""
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was refused, or overtaken by another: then it is never confirmed."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(by=F("person")), name="appointed_by_another"),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("person")) & ~Q(confirmed_by=F("by")), name="confirmed_by_a_second"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(confirmed_at=None, ended_at=None), name="one_waits_for_each"
            ),
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"

    @property
    def waits(self) -> bool:
        return self.confirmed_at is None and self.ended_at is None

    @property
    def appointed_roles(self) -> frozenset[Role]:
        return frozenset(map(Role, self.roles))


class RoleHeld(DeskModel):
    """A role that a person has now. What they had before is in the audit."""

    part_of = "person"
    bound = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="held")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="gives")
    """Confirmed: the database gives no role without."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["role"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "role"], name="each_role_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class Invitation(DeskModel):
    """A link that works once, for a while: to join, or, for somebody who has, to begin again with new secrets."""

    thing = Thing.INVITATION
    bound = True

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = models.JSONField()
    renews = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="renewals")
    """Who begins again; nobody if it is to join."""
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="invited")
    """Nobody if it was made at the console."""
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256: the link itself is shown once and never kept."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    @property
    def invited_roles(self) -> frozenset[Role]:
        return frozenset(map(Role, self.roles))

    @property
    def address(self) -> str:
        return reverse("people")


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
