"""Who works with the desk: agencies, incidents, people, and what they were appointed to."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
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
    exercise = models.BooleanField(default=False)
    """Whether everybody in it is fictional (``accounts.exercise``). It is said when it is opened, and never changes."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["id"], condition=Q(exercise=True), name="exercises")]

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
    unbound = frozenset({"totp_step", "columns", "notices_seen_at", "mail_notices", "mailed_at"})

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
    columns = models.JSONField(default=dict)
    """Which columns they chose for a list: ``{"cases": ["code", "state"]}``; nothing for a list left as it is."""
    notices_seen_at = models.DateTimeField(null=True)
    """When they last said that they have seen what was new."""
    mail_notices = models.BooleanField(default=False)
    """Whether they asked for a mail that there is new work."""
    mailed_at = models.DateTimeField(null=True)
    """When the last such mail was sent."""

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

    bound = True
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
    origin = models.CharField(max_length=64, blank=True)
    """A keyed hash of the network address and the browser in which the link was opened: it tells whether two were
    opened in one, and not in which."""
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
