"""Who acts, from where, and for how long a browser stays signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from antigone.desk.accounts import signals
from antigone.desk.accounts.models import Incident, Person, Session, Token
from antigone.desk.accounts.permissions import Level, Outsider, Role, Scope
from antigone.desk.accounts.sight import seeing_all


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in one request, command or job. Made anew for each."""

    name: str
    """As the audit has it: ``person 12``, ``console``, ``visitor``."""
    outsider: Outsider | None = None
    person: int | None = None
    agency: int | None = None
    of_host: bool = False
    roles: frozenset[Role] = frozenset()
    at_work: bool = False
    """Whether it is a person who has not left. They may have no role yet: then they keep their own account."""
    address: str = ""
    """Network address, if there is one."""
    gesture: UUID = field(default_factory=uuid4)
    token: int | None = None
    """The token that the person's program showed, if it was not they who signed in."""
    request: int | None = None
    """Of a family: the one tracing request that is theirs."""
    blind_to: frozenset[int] = frozenset()
    """Subjects that they judge blind just now: of these they see nothing but what the bench shows."""
    sitting: datetime | None = field(default=None, compare=False)
    """When they signed in, for whoever sits at a browser: what they looked at since then, they still have in mind."""

    remembered: dict[Level, frozenset[tuple[int, int]]] | None = field(default=None, compare=False, repr=False)
    """For a page, which asks many times: owner and incident of what others share, by level, once it was read."""

    def __post_init__(self) -> None:
        assert (self.person is None) == (self.outsider is not None), "an actor is a person or an outsider"

    @property
    def scope(self) -> Scope:
        """What belongs to their own agency and to no incident."""
        return Scope(self.agency)

    def at(self, incident: Incident | int | None) -> Scope:
        """What belongs to their own agency in an incident: where they may begin something."""
        return Scope(self.agency, incident.pk if isinstance(incident, Incident) else incident)


def console() -> Actor:
    """Whoever can run commands on this machine with the desk's keys."""
    return Actor(Outsider.CONSOLE.value, Outsider.CONSOLE)


def worker() -> Actor:
    """The desk's own process that analyses photographs and searches."""
    return Actor(Outsider.WORKER.value, Outsider.WORKER)


def visitor(address: str) -> Actor:
    return Actor(Outsider.VISITOR.value, Outsider.VISITOR, address=address)


def family(request: int, address: str) -> Actor:
    """Whoever came back to this tracing request."""
    return Actor(f"request {request}", Outsider.FAMILY, address=address, request=request)


def acting(person: Person, address: str = "", gesture: UUID | None = None, token: Token | None = None) -> Actor:
    """A person with the roles they have at this moment: none if they or their agency have left.

    By a token, with those of them that it was made with: none if it has ended.
    """
    held = person.roles
    roles = held if person.is_active else frozenset()
    if token is not None:
        roles = roles & token.wanted if token.live else frozenset()
    return Actor(
        name=f"person {person.pk}",
        person=person.pk,
        agency=person.agency_id,
        of_host=person.agency.is_host,
        roles=roles,
        at_work=person.is_active,
        address=address,
        gesture=gesture or uuid4(),
        token=None if token is None else token.pk,
        blind_to=_blind_to(person) if Role.EXAMINER in held else frozenset(),
    )


def _blind_to(person: Person) -> frozenset[int]:
    with seeing_all():
        return frozenset[int]().union(*signals.blind_to.answers(sender=Person, person=person))


def now(by: Actor) -> Actor:
    """The same actor with the roles of this moment, not of the moment the request began."""
    if by.person is None:
        return by
    token = None if by.token is None else Token.objects.get(pk=by.token)
    return acting(Person.objects.select_related("agency").get(pk=by.person), by.address, by.gesture, token)


def address_of(request: HttpRequest) -> str:
    """The network address: behind a proxy that is believed, what it added last (``peers.py``)."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


LONGEST_SESSION = timedelta(hours=12)
MOST_SESSIONS = 3
"""Browsers one person can be signed in with."""


class PersonBackend(BaseBackend):
    """Who a session belongs to. It signs nobody in: that is actions/signing_in.py."""

    def get_user(self, user_id: int) -> Person | None:
        try:
            person = Person.objects.select_related("agency").prefetch_related("held").get(pk=user_id)
        except Person.DoesNotExist:
            return None
        return person if person.is_active else None


def sessions_of(person: int) -> QuerySet[Session]:
    """The browsers a person is signed in with, the longest first."""
    now = timezone.now()
    return Session.objects.filter(person=person, expire_date__gt=now, began_at__gt=now - LONGEST_SESSION).order_by(
        "began_at"
    )
