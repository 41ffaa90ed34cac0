"""People for the desk's tests, and what it takes to act as them.

Harbour mortuary runs the desk; Hills police are another agency on it. Everybody's password is ``PASSWORD``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from secrets import token_hex
from typing import Any

import pyotp
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from antigone.desk.accounts.actions.appointments import confirm_appointment
from antigone.desk.accounts.actions.people import change_roles
from antigone.desk.accounts.actor import Actor, acting
from antigone.desk.accounts.models import Agency, Appointment, Person, RoleHeld
from antigone.desk.accounts.permissions import Role
from antigone.desk.accounts.queries import to_confirm
from antigone.desk.accounts.secrets import kept_password, seal
from antigone.desk.review.models import ProficiencyEntry, ProficiencyPiece, ProficiencySet
from antigone.desk.web.accounts.signing import BACKEND
from antigone.desk.web.gate import BEGAN, SEEN, WAITING
from antigone.protocol.proficiency import LEAST
from desk_remembered import remembered

PASSWORD = "four calm grey herons"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@cache
def _hash() -> str:
    return kept_password(PASSWORD)


def an_agency(name: str, *, host: bool = False) -> Agency:
    return Agency.objects.create(name=name, is_host=host, opened_at=timezone.now())


def a_person(name: str, agency: Agency, *roles: Role) -> Person:
    person = Person.objects.create(
        email=f"{name.lower().replace(' ', '.')}@example.org",
        name=name,
        agency=agency,
        joined_at=timezone.now(),
        password=_hash(),
        sealed_totp=seal(SECRET),
    )
    if roles:
        appointed(person, *roles)
    return person


def appointed(person: Person, *roles: Role) -> Appointment:
    """Roles of somebody whom the console appointed and an administrator of the desk confirmed.

    The first administrators of a desk nobody confirms. Where there is none, Vera comes to do it.
    """
    at = timezone.now()
    made = Appointment.objects.create(person=person, how=Appointment.How.GIVEN, roles=sorted(roles), at=at)
    second = Person.objects.filter(held__role=Role.ADMINISTRATOR, ended_at=None).exclude(pk=person.pk).first()
    if second is None and set(roles) != {Role.ADMINISTRATOR}:
        second = a_person(f"Vera of {person.agency.name}", person.agency, Role.ADMINISTRATOR)
    made.confirmed_by, made.confirmed_at = second, at
    made.save(update_fields=["confirmed_by", "confirmed_at"])
    RoleHeld.objects.bulk_create(RoleHeld(person=person, role=role, appointment=made) for role in roles)
    return made


def passed_proficiency(person: Person) -> ProficiencySet:
    """A proficiency set that somebody has done without an error: only as much of it as the database looks at."""
    return did_proficiency(person)


def did_proficiency(person: Person, *, false_inclusions: int = 0) -> ProficiencySet:
    """The same, and so many of those of two persons were called one."""
    at, half = timezone.now(), LEAST // 2
    done = ProficiencySet.objects.create(person=person, agency=person.agency, size=LEAST, same=half, opened_at=at)
    pieces = ProficiencyPiece.objects.bulk_create(
        ProficiencyPiece(
            set=done,
            place=place,
            pair=f"done {place}",
            truth="same" if place <= half else "different",
            scale="interpol-dvi@1",
            **{key: token_hex(16) for key in ("number", "pm_key", "am_key")},
        )
        for place in range(1, LEAST + 1)
    )
    ProficiencyEntry.objects.bulk_create(
        ProficiencyEntry(piece=piece, place=1, kind="Unmasked", at=at, said="{}") for piece in pieces
    )
    done.pieces.filter(place__lte=half + false_inclusions).update(said="same")
    done.pieces.filter(said="").update(said="different")
    done.finished_at, done.false_inclusions = at, false_inclusions
    done.save(update_fields=["finished_at", "false_inclusions"])
    return done


def given_roles(person: Person, *roles: Role, by: Person) -> None:
    """One administrator changes somebody's roles, and Vera of their agency confirms what is new."""
    change_roles(by=as_(by), person=person, roles=roles, reason="they are needed")
    vera = Person.objects.filter(name=f"Vera of {person.agency.name}", agency=person.agency, ended_at=None).first()
    confirmed_by(vera or a_person(f"Vera of {person.agency.name}", person.agency, Role.ADMINISTRATOR))


def confirmed_by(second: Person) -> None:
    """Everything that waits for somebody is confirmed by them."""
    for each in to_confirm(as_(second)):
        confirm_appointment(by=as_(second), appointment=each)


def as_(person: Person) -> Actor:
    return acting(Person.objects.select_related("agency").get(pk=person.pk), "192.0.2.7")


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(timezone.now() + timedelta(seconds=30 * steps))


@cache
def _desk() -> ClientHandler:
    """What answers: its middleware, which reads every static file, is loaded once and not for every browser."""
    return ClientHandler(enforce_csrf_checks=False)


def a_client(**settings: Any) -> Client:
    client = Client(SERVER_NAME="localhost", raise_request_exception=False, **settings)
    client.handler = _desk()
    return client


def browser(person: Person | None = None, *, of_another_site: bool = False) -> Client:
    """A browser, signed in as somebody or as nobody. ``of_another_site``: its forms are none of the desk's.

    It was at the desk a moment ago: the header has counted what waits, and counts again when they come to the front
    page. Reading the whole desk for the first page of each browser would be most of what pages take.
    """
    client = a_client()
    if of_another_site:
        client.handler = ClientHandler(enforce_csrf_checks=True)
    if person is not None:
        client.force_login(person, BACKEND)
        session = client.session
        session[BEGAN] = session[SEEN] = now = timezone.now().timestamp()
        session[WAITING] = {"at": now, "blind": sorted(as_(person).blind_to), "counts": {}}
        session.save()
    return client


@dataclass(frozen=True)
class People:
    """Two agencies at work."""

    harbour: Agency
    hills: Agency
    ana: Person
    """Administers Harbour, which runs the desk."""
    boris: Person
    """Examiner of Harbour."""
    clara: Person
    """Auditor of Harbour."""
    dana: Person
    """Administers Hills."""
    emil: Person
    """Examiner of Hills."""


@remembered
def two_agencies() -> People:
    harbour, hills = an_agency("Harbour mortuary", host=True), an_agency("Hills police")
    return People(
        harbour,
        hills,
        a_person("Ana Petrova", harbour, Role.ADMINISTRATOR),
        a_person("Boris Lind", harbour, Role.EXAMINER),
        a_person("Clara Osei", harbour, Role.AUDITOR),
        a_person("Dana Haddad", hills, Role.ADMINISTRATOR),
        a_person("Emil Novak", hills, Role.EXAMINER),
    )
